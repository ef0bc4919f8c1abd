/** Support logs with notes, attachments and e-mails. A bundle's bytes stay where bundles are; here it is named. */
export const supportLogs = {
  name: 'support logs',
  up: `
CREATE TABLE support_log (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  partner_id TEXT NOT NULL,
  title TEXT NOT NULL,
  product TEXT NOT NULL,
  description TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('Open', 'Reported', 'Resolved')),
  reporter_id TEXT NOT NULL,
  reporter_name TEXT NOT NULL,
  reporter_email TEXT,
  gateway_id TEXT,
  gateway_name TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  remind_at INTEGER,
  reminders INTEGER NOT NULL
) STRICT;
CREATE INDEX support_log_partner ON support_log (partner_id, created_at, id);
CREATE INDEX support_log_account ON support_log (account_id, created_at, id);
CREATE INDEX support_log_gateway ON support_log (gateway_id, created_at) WHERE gateway_id IS NOT NULL;
CREATE INDEX support_log_remind ON support_log (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE support_note (
  id TEXT PRIMARY KEY,
  log_id TEXT NOT NULL REFERENCES support_log (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT
) STRICT;
CREATE INDEX support_note_log ON support_note (log_id, at, id);

CREATE TABLE support_file (
  id TEXT PRIMARY KEY,
  log_id TEXT NOT NULL REFERENCES support_log (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  begun_at INTEGER NOT NULL,
  stored_at INTEGER,
  by_name TEXT NOT NULL,
  gateway_id TEXT,
  bundle_id TEXT,
  UNIQUE (gateway_id, bundle_id)
) STRICT;
CREATE INDEX support_file_log ON support_file (log_id, begun_at, id);

CREATE TABLE support_file_piece (
  file_id TEXT NOT NULL REFERENCES support_file (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (file_id, start)
) STRICT;

CREATE TABLE support_mail (
  id TEXT PRIMARY KEY,
  log_id TEXT NOT NULL REFERENCES support_log (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts INTEGER NOT NULL,
  error TEXT,
  due_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (log_id, number, address)
) STRICT;
CREATE INDEX support_mail_due ON support_mail (due_at, id) WHERE state = 'waiting';
`,
};
