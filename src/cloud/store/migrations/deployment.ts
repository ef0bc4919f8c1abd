/**
 * Deployment e-mails: at most one row a user, which goes with the user. `account.language` is that of people whose
 * own is not known.
 */
export const deployment = {
  name: 'deployment',
  up: `
ALTER TABLE account ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

CREATE TABLE deployment_mail (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES scim_user (id) ON DELETE CASCADE,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES account (id),
  order_id TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts INTEGER NOT NULL,
  error TEXT,
  queued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  ordered_by_id TEXT NOT NULL,
  ordered_by_name TEXT NOT NULL
) STRICT;
CREATE INDEX deployment_mail_due ON deployment_mail (due_at, id) WHERE state = 'waiting';
CREATE INDEX deployment_mail_account ON deployment_mail (account_id, order_id, state);
`,
};
