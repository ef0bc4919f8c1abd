/** Commands taken from the cloud, what waits to be sent there, and where each machine stands. */
export const uplink = {
  name: 'uplink',
  up: `
    CREATE TABLE command_journal (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      args TEXT NOT NULL,
      actor TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'done')),
      started_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      boot_id TEXT NOT NULL,
      result TEXT,
      stored_at INTEGER
    ) STRICT;
    CREATE INDEX command_journal_state ON command_journal (state);

    CREATE TABLE outbox (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      at INTEGER NOT NULL,
      priority INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_order ON outbox (priority, id);
    CREATE TABLE outbox_dropped (kind TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;

    CREATE TABLE machine_state (
      machine TEXT PRIMARY KEY,
      state TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
  `,
};
