/** Who wants new findings of an account by e-mail, and the e-mails on their way. What an ended one said is forgotten. */
export const findingsMail = {
  name: 'findings by e-mail',
  up: `
CREATE TABLE findings_reader (
  person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id),
  language TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (person_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_reader_account ON findings_reader (account_id);

CREATE TABLE findings_mail (
  id TEXT PRIMARY KEY,
  digest_id TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id),
  gateway_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts INTEGER NOT NULL,
  error TEXT,
  due_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (digest_id, person_id)
) STRICT;
CREATE INDEX findings_mail_due ON findings_mail (due_at, id) WHERE state = 'waiting';
`,
};
