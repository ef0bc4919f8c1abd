/** Columns of the gateways' figures, for Kysely. Instants are ms since 1970; `series` is JSON. */
export type MetricTables = {
  metric_rollup: { gateway_id: string; ended_at: number; started_at: number; series: string };
};
