/** Columns of support bundles, for Kysely. Times are ms since 1970. */
export type SupportTables = {
  support_bundle: {
    gateway_id: string;
    id: string;
    name: string;
    size: number;
    sha256: string;
    made_at: number;
    begun_at: number;
    stored_at: number | null;
  };
  support_piece: { gateway_id: string; id: string; start: number; bytes: Uint8Array };
};
