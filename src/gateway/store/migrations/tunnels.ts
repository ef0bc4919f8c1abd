export const tunnels = {
  name: 'tunnels',
  up: `
    CREATE TABLE target (
      id TEXT PRIMARY KEY,
      component TEXT NOT NULL,
      tunnel TEXT NOT NULL,
      description TEXT NOT NULL,
      use TEXT NOT NULL CHECK (use IN ('browser', 'service')),
      application TEXT NOT NULL,
      protocol TEXT NOT NULL CHECK (protocol IN ('http', 'https', 'internal')),
      host TEXT NOT NULL,
      port INTEGER NOT NULL,
      fingerprint TEXT,
      seen_fingerprint TEXT,
      confirmed INTEGER NOT NULL,
      built_in INTEGER NOT NULL,
      proposed INTEGER NOT NULL,
      state TEXT NOT NULL,
      since INTEGER NOT NULL,
      error TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tunnel_session (
      id TEXT PRIMARY KEY,
      target_id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      person_name TEXT NOT NULL,
      reason TEXT,
      opened_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      last_used_at INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      ended_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tunnel_session_opened ON tunnel_session (opened_at);
    CREATE TABLE access_line (
      n INTEGER PRIMARY KEY,
      line TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
  `,
};
