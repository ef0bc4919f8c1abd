/** Columns of the user directory's tables, for Kysely. */
export type ScimTables = Record<never, never>;
