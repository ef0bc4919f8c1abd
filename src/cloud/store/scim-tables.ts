/** Columns of the user directory's tables, for Kysely. */
export type ScimUserRow = {
  id: string;
  account_id: string;
  version: number;
  created_at: number;
  changed_at: number;
  /** 0 or 1. */
  active: number;
  sort_name: string;
  search_text: string;
  synced_from: string;
  gateway_id: string | null;
  changed_by: string;
  /** JSON: UniqueKey[]. */
  keys: string;
  /** JSON: string[]. */
  emails: string;
  /** JSON: the SCIM resource without id and meta. */
  resource: string;
};

export type ScimTables = {
  scim_user: ScimUserRow;
  scim_unique: { account_id: string; kind: string; value: string; user_id: string };
  scim_email: { account_id: string; value: string; user_id: string };
};
