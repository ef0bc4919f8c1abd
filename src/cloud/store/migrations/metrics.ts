/** Figures of gateways, a roll-up of five minutes a row; kept for some days. */
export const metrics = {
  name: 'metrics',
  up: `
CREATE TABLE metric_rollup (
  gateway_id TEXT NOT NULL REFERENCES gateway (id),
  ended_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  series TEXT NOT NULL,
  PRIMARY KEY (gateway_id, ended_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_rollup_ended ON metric_rollup (ended_at);
`,
};
