/** Tenancy and paging as pieces of SQL; every list of the console is made of them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../core/model.ts';

/** The account itself and those directly below it. */
export function accountIn(scope: Scope): RawBuilder<SqlBool> {
  return sql`(account.id = ${scope.accountId} OR account.partner_id = ${scope.accountId})`;
}

/**
 * Rows of active accounts within the scope; a deactivated account's are not shown (row C1).
 * @param number narrows to one account, by its 9-digit Account ID
 */
export function visible(scope: Scope, column: string, number?: string): RawBuilder<SqlBool> {
  const only = number === undefined ? sql`` : sql`AND account.number = ${number}`;
  return sql`${sql.ref(column)} IN (
    SELECT account.id FROM account WHERE ${accountIn(scope)} AND account.state = 'active' ${only})`;
}

/** `q` anywhere in one of the columns, whatever the case; everything when `q` is empty. */
export function contains(columns: readonly string[], q: string | undefined): RawBuilder<SqlBool> {
  if (q === undefined || q.trim() === '') return sql`TRUE`;
  const pattern = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const tests = columns.map((c) => sql`lower(${sql.ref(c)}) LIKE lower(${pattern}) ESCAPE '\\'`);
  return sql`(${sql.join(tests, sql` OR `)})`;
}

/** A cursor holds the sort key and the id of the last row shown. */
export function encodeCursor(key: string | number, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** An unreadable cursor starts from the beginning: it is only a place in a list. */
function decodeCursor(text: string): readonly [string | number, string] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [key, id] = value;
    const isKey = typeof key === 'string' || typeof key === 'number';
    return isKey && typeof id === 'string' ? [key, id] : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Rows after the cursor in the order (key, id). */
export function afterCursor(
  key: string,
  id: string,
  direction: 'asc' | 'desc',
  cursor: string | undefined,
): RawBuilder<SqlBool> {
  const place = cursor === undefined ? undefined : decodeCursor(cursor);
  if (!place) return sql`TRUE`;
  const compare = direction === 'asc' ? sql`>` : sql`<`;
  return sql`(${sql.ref(key)}, ${sql.ref(id)}) ${compare} (${place[0]}, ${place[1]})`;
}

/** One page of rows that were read with `limit + 1`; the extra one tells that there is more. */
export function pageOf<R, T>(
  rows: readonly R[],
  total: number,
  options: { readonly limit: number; readonly cursor: (row: R) => string; readonly item: (row: R) => T },
): { items: T[]; total: number; next?: string } {
  const shown = rows.slice(0, options.limit);
  const last = shown.at(-1);
  const more = rows.length > options.limit && last !== undefined;
  return { items: shown.map(options.item), total, ...(more ? { next: options.cursor(last) } : {}) };
}

/** Whether an insert with ON CONFLICT DO NOTHING put a row in. */
export function inserted(result: { readonly numInsertedOrUpdatedRows?: bigint | undefined }): boolean {
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** A property only where there is a value (exactOptionalPropertyTypes). */
export function optional<K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

/** Rows that one look for old ones takes at most, so that it never keeps others waiting; the rest is for the next. */
export const PRUNE_ROWS = 5_000;
