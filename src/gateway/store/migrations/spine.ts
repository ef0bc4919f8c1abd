export const spine = {
  name: 'spine',
  up: `
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE secret (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE job (
      name TEXT PRIMARY KEY,
      due_at INTEGER NOT NULL,
      last_started_at INTEGER,
      last_ended_at INTEGER,
      last_outcome TEXT,
      last_sentence TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE local_person (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      role TEXT NOT NULL CHECK (role IN ('admin', 'support')),
      password_hash TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE local_session (
      id_hash BLOB PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES local_person (id) ON DELETE CASCADE,
      csrf TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
