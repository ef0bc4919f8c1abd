/** Support bundles of gateways, in the pieces in which they came. */
export const support = {
  name: 'support',
  up: `
CREATE TABLE support_bundle (
  gateway_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  begun_at INTEGER NOT NULL,
  stored_at INTEGER,
  PRIMARY KEY (gateway_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE support_piece (
  gateway_id TEXT NOT NULL,
  id TEXT NOT NULL,
  start INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (gateway_id, id, start),
  FOREIGN KEY (gateway_id, id) REFERENCES support_bundle (gateway_id, id) ON DELETE CASCADE
) STRICT;
`,
};
