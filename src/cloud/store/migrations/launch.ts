/** Launch sessions. Neither the one-time token nor the session's secret or cookie is here: the token is a hash. */
export const launch = {
  name: 'launch',
  up: `
CREATE TABLE launch_session (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL UNIQUE,
  gateway_id TEXT NOT NULL,
  gateway_name TEXT NOT NULL,
  account_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  title TEXT NOT NULL,
  person_id TEXT NOT NULL,
  person_name TEXT NOT NULL,
  reason TEXT,
  token_hash TEXT NOT NULL,
  token_expires_at INTEGER NOT NULL,
  token_spent_at INTEGER,
  opened_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('opening', 'open', 'ended')),
  ended_because TEXT,
  ended_at INTEGER
) STRICT;
CREATE INDEX launch_session_account ON launch_session (account_id, opened_at);
`,
};
