/** Columns of the launch tables, for Kysely. */
export type LaunchTables = Record<never, never>;
