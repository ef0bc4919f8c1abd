/** Accounts, people, claiming, tokens, gateways, commands, events, inventory. Instants are ms since 1970. */
export const core = {
  name: 'core',
  up: `
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('partner', 'customer')),
  partner_id TEXT REFERENCES account (id),
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'deactivated')),
  region TEXT NOT NULL,
  address TEXT,
  support_contacts TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_partner ON account (partner_id);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('partner', 'admin', 'user')),
  password_hash TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_account ON person (account_id);

CREATE TABLE invite (
  token_hash TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  csrf TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON session (person_id);

CREATE TABLE attempt (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE replay (
  key TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX replay_expiry ON replay (expires_at);

CREATE TABLE gateway (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  jkt TEXT NOT NULL,
  public_jwk TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  lan_address TEXT,
  public_address TEXT NOT NULL,
  linked_at INTEGER NOT NULL,
  linked_by TEXT NOT NULL,
  self_version INTEGER NOT NULL,
  online INTEGER NOT NULL,
  since INTEGER NOT NULL,
  transport TEXT,
  status TEXT,
  unlinked_at INTEGER,
  unlinked_because TEXT
) STRICT;
CREATE UNIQUE INDEX gateway_key ON gateway (jkt) WHERE unlinked_at IS NULL;
CREATE INDEX gateway_account ON gateway (account_id);

CREATE TABLE claim (
  id TEXT PRIMARY KEY,
  device_code_hash TEXT NOT NULL UNIQUE,
  user_code TEXT NOT NULL UNIQUE,
  jkt TEXT NOT NULL,
  public_jwk TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  lan_address TEXT,
  public_address TEXT NOT NULL,
  return_uri TEXT,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  change INTEGER NOT NULL,
  told_change INTEGER NOT NULL,
  polled_at INTEGER NOT NULL,
  seen_by TEXT,
  account_id TEXT REFERENCES account (id),
  approver_id TEXT,
  approver_name TEXT,
  challenge_id TEXT,
  challenge_nonce TEXT,
  challenge_mac TEXT,
  challenged_at INTEGER,
  wrong_codes INTEGER NOT NULL,
  gateway_id TEXT REFERENCES gateway (id)
) STRICT;
CREATE INDEX claim_expiry ON claim (expires_at);

CREATE TABLE access_token (
  hash TEXT PRIMARY KEY,
  gateway_id TEXT NOT NULL REFERENCES gateway (id),
  jkt TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX access_token_gateway ON access_token (gateway_id);

CREATE TABLE command (
  id TEXT PRIMARY KEY,
  gateway_id TEXT NOT NULL REFERENCES gateway (id),
  account_id TEXT NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  issued_by_id TEXT NOT NULL,
  issued_by_name TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  sent_at INTEGER,
  state TEXT NOT NULL,
  percent INTEGER,
  sentence TEXT,
  ended_at INTEGER,
  value TEXT,
  error TEXT
) STRICT;
CREATE INDEX command_gateway ON command (gateway_id, id);
CREATE INDEX command_open ON command (gateway_id) WHERE state IN ('waiting', 'sent', 'running');

CREATE TABLE event (
  id TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  gateway_id TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  event_type TEXT NOT NULL,
  asset TEXT NOT NULL,
  properties_changed TEXT NOT NULL,
  details TEXT NOT NULL,
  -- ids of events come from gateways: none can take another's place by choosing its id
  PRIMARY KEY (gateway_id, id)
) STRICT;
CREATE INDEX event_account ON event (account_id, at, id);

CREATE TABLE inventory (
  gateway_id TEXT PRIMARY KEY REFERENCES gateway (id),
  account_id TEXT NOT NULL REFERENCES account (id),
  digest TEXT NOT NULL,
  collected_at INTEGER NOT NULL,
  reported_at INTEGER NOT NULL,
  zone TEXT NOT NULL
) STRICT;

CREATE TABLE platform (
  id TEXT PRIMARY KEY,
  gateway_id TEXT NOT NULL REFERENCES inventory (gateway_id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id),
  host TEXT NOT NULL,
  platform_type TEXT NOT NULL,
  platform_name TEXT NOT NULL,
  version TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX platform_gateway ON platform (gateway_id);
CREATE INDEX platform_account ON platform (account_id, id);

CREATE TABLE application (
  id TEXT PRIMARY KEY,
  platform_id TEXT NOT NULL REFERENCES platform (id) ON DELETE CASCADE,
  gateway_id TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account (id),
  type TEXT NOT NULL,
  version TEXT NOT NULL
) STRICT;
CREATE INDEX application_platform ON application (platform_id);
CREATE INDEX application_account ON application (account_id, id);

CREATE TABLE outbox_seen (
  gateway_id TEXT NOT NULL REFERENCES gateway (id),
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (gateway_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_seen_at ON outbox_seen (at);

CREATE TABLE sync_result (
  id TEXT PRIMARY KEY,
  gateway_id TEXT NOT NULL REFERENCES gateway (id),
  account_id TEXT NOT NULL REFERENCES account (id),
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  counts TEXT NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX sync_result_gateway ON sync_result (gateway_id, ended_at);

CREATE TABLE scim_key (
  token_hash TEXT PRIMARY KEY,
  account_id TEXT NOT NULL UNIQUE REFERENCES account (id),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
`,
};
