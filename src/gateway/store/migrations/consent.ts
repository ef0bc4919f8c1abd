/**
 * The customer's consent. A question holds no secret: the session's own is in memory, and a restart ends the question.
 * A target without a row in `consent_policy` asks each time.
 */
export const consent = {
  name: 'consent',
  up: `
    CREATE TABLE consent_policy (
      target_id TEXT PRIMARY KEY,
      mode TEXT NOT NULL CHECK (mode IN ('ask', 'hour', 'always', 'off', 'on')),
      people TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE consent_request (
      id TEXT PRIMARY KEY,
      session_id TEXT NOT NULL,
      target_id TEXT NOT NULL,
      target_name TEXT NOT NULL,
      person_id TEXT NOT NULL,
      person_name TEXT NOT NULL,
      person_email TEXT NOT NULL,
      reason TEXT,
      ticket TEXT,
      asked_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'denied', 'unanswered', 'ended')),
      answered_at INTEGER,
      answered_by TEXT,
      holds_until INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX consent_request_asked ON consent_request (asked_at);
    CREATE INDEX consent_request_waiting ON consent_request (asked_at) WHERE state = 'waiting';
    CREATE INDEX consent_request_held ON consent_request (target_id, person_id) WHERE holds_until IS NOT NULL;
    ALTER TABLE tunnel_session ADD COLUMN person_email TEXT;
    ALTER TABLE tunnel_session ADD COLUMN ticket TEXT;
    ALTER TABLE tunnel_session ADD COLUMN consent TEXT;
  `,
};
