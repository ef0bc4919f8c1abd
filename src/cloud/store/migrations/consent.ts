/**
 * A launch may wait for consent on site, and belongs to a ticket; and a gateway knows by id who linked it. SQLite
 * changes no CHECK, so the table is made anew.
 */
export const consent = {
  name: 'consent',
  up: `
CREATE TABLE launch_session_next (
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
  state TEXT NOT NULL CHECK (state IN ('waiting', 'opening', 'open', 'ended')),
  ended_because TEXT,
  ended_at INTEGER,
  ticket TEXT
) STRICT;
INSERT INTO launch_session_next SELECT *, NULL FROM launch_session;
DROP TABLE launch_session;
ALTER TABLE launch_session_next RENAME TO launch_session;
CREATE INDEX launch_session_account ON launch_session (account_id, opened_at);
ALTER TABLE gateway ADD COLUMN linked_by_id TEXT;
`,
};
