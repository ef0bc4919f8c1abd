/** Columns of the access logs' heads, for Kysely. `at` is ms since 1970. */
export type AccessHeadTables = {
  access_head: { gateway_id: string; count: number; head: string; at: number; fits: 0 | 1 };
};
