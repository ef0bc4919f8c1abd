/** A `LIKE` pattern, escaped by a backslash: a text with this in it. */
export const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** `LIKE` over what a page shows of a person; the person's own `%` and `_` stand for themselves. No condition for no words. */
export function search(q: string | undefined): { readonly sql: string; readonly values: string[] }[] {
  const needle = q?.trim();
  if (!needle) return [];
  const pattern = containing(needle);
  const columns = ['name', 'email', 'extension', 'external_id', 'plan_code'];
  const sql = `(${columns.map((column) => `person.${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`;
  return [{ sql, values: columns.map(() => pattern) }];
}
