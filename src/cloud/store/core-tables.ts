/** Columns of the core tables, for Kysely. */
export type CoreTables = Record<never, never>;
