/** Rollouts of releases, and what became of each gateway in them. */
export const rollouts = {
  name: 'rollouts',
  up: `
CREATE TABLE rollout (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  only_account_id TEXT,
  version TEXT NOT NULL,
  state TEXT NOT NULL,
  ring INTEGER NOT NULL,
  rings TEXT NOT NULL,
  timing TEXT NOT NULL,
  max_failed_percent INTEGER NOT NULL,
  created_by_id TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ring_started_at INTEGER NOT NULL,
  ring_ended_at INTEGER,
  forgiven INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX rollout_active ON rollout (account_id) WHERE ended_at IS NULL;
CREATE INDEX rollout_list ON rollout (account_id, created_at, id);
CREATE TABLE rollout_gateway (
  rollout_id TEXT NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
  gateway_id TEXT NOT NULL,
  ring INTEGER NOT NULL,
  state TEXT NOT NULL,
  command_id TEXT,
  ordered_at INTEGER,
  ended_at INTEGER,
  reason TEXT,
  PRIMARY KEY (rollout_id, gateway_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollout_gateway_state ON rollout_gateway (rollout_id, state, ring);
`,
};
