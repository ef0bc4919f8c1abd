/**
 * What gateways said of their access logs (contract: Tunnels): kept as it was said, so that a log that was shortened or
 * written anew is found. `fits` is 0 where it contradicts what was said before.
 */
export const accessHeads = {
  name: 'access heads',
  up: `
CREATE TABLE access_head (
  gateway_id TEXT NOT NULL REFERENCES gateway (id),
  count INTEGER NOT NULL,
  head TEXT NOT NULL,
  at INTEGER NOT NULL,
  fits INTEGER NOT NULL,
  PRIMARY KEY (gateway_id, count, head)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_head_at ON access_head (at);
`,
};
