/** Tenancy and paging as pieces of SQL; every list of the console is made of them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../core/model.ts';
import type { CloudDatabase } from './database.ts';

/** The account itself and those directly below it. */
export function accountIn(scope: Scope): RawBuilder<SqlBool> {
  return sql`((account.id = ${scope.accountId} OR account.partner_id = ${scope.accountId})
    AND account.deleted_at IS NULL)`;
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

/** Which rows a reader may see, as one equality where it can be: then an index gives them in the order of the page. */
export type Tenant = (table: string) => RawBuilder<SqlBool>;

/**
 * @param numbers narrows to these accounts, by their 9-digit Account IDs; those out of scope are left out
 */
export async function tenantOf(
  db: CloudDatabase,
  scope: Scope,
  numbers: readonly string[] = [],
): Promise<Tenant> {
  if (numbers.length === 0) return wholeTenant(db, scope);
  const found = await db
    .selectFrom('account')
    .select('id')
    .where('number', 'in', numbers)
    .where('state', '=', 'active')
    .where(accountIn(scope))
    .execute();
  return accountsOnly(found.map(({ id }) => id));
}

function accountsOnly(ids: readonly string[]): Tenant {
  const [first] = ids;
  if (first === undefined) return () => sql`FALSE`;
  if (ids.length === 1) return (table) => sql`${sql.ref(`${table}.account_id`)} = ${first}`;
  return (table) => sql`${sql.ref(`${table}.account_id`)} IN (${sql.join(ids)})`;
}

/** A customer's own rows, or a partner's and its customers', but for what belongs to deactivated accounts (row C1). */
async function wholeTenant(db: CloudDatabase, { accountId }: Scope): Promise<Tenant> {
  const own = db.selectFrom('account').select(['kind', 'state']).where('id', '=', accountId);
  const { kind, state } = (await own.executeTakeFirst()) ?? {};
  if (kind !== 'partner') return accountsOnly(state === 'active' ? [accountId] : []);
  return (table) => sql`${sql.ref(`${table}.partner_id`)} = ${accountId}
    AND ${sql.ref(`${table}.account_id`)} NOT IN (
      SELECT id FROM account WHERE (partner_id = ${accountId} OR id = ${accountId}) AND state <> 'active')`;
}

/** The value of `partner_id` for a row of an account. */
export function partnerOf(accountId: string): RawBuilder<string> {
  return sql<string>`(SELECT coalesce(partner_id, id) FROM account WHERE id = ${accountId})`;
}

/** One of these values; everything when none is named. */
export function oneOf(column: string, values: readonly string[] | undefined): RawBuilder<SqlBool> {
  const [first] = values ?? [];
  if (values === undefined || first === undefined) return sql`TRUE`;
  if (values.length === 1) return sql`${sql.ref(column)} = ${first}`;
  return sql`${sql.ref(column)} IN (${sql.join(values)})`;
}

/** `q` anywhere in one of the columns, whatever the case; everything when `q` is empty. */
export function contains(columns: readonly string[], q: string | undefined): RawBuilder<SqlBool> {
  if (q === undefined || q.trim() === '') return sql`TRUE`;
  const pattern = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const tests = columns.map((c) => sql`lower(${sql.ref(c)}) LIKE lower(${pattern}) ESCAPE '\\'`);
  return sql`(${sql.join(tests, sql` OR `)})`;
}

type Place = { readonly key: string | number; readonly id: string; readonly total?: number };

/**
 * A cursor holds the sort key and the id of the last row shown.
 *
 * @param total what was counted when the list began, so that its further pages need not count again
 */
export function encodeCursor(key: string | number, id: string, total?: number): string {
  return Buffer.from(JSON.stringify([key, id, total])).toString('base64url');
}

/** An unreadable cursor starts from the beginning: it is only a place in a list. */
function decodeCursor(text: string | undefined): Place | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString());
    const [key, id, total] = Array.isArray(value) ? value : [];
    const isKey = typeof key === 'string' || typeof key === 'number';
    if (!isKey || typeof id !== 'string') return undefined;
    return { key, id, ...(Number.isSafeInteger(total) ? { total } : {}) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The total of the list that a cursor goes on with; undefined when it must be counted. */
export function countedBefore(cursor: string | undefined): number | undefined {
  return decodeCursor(cursor)?.total;
}

/**
 * Rows after the cursor in the order (key, id).
 *
 * @param key a column, or an expression that the rows are ordered by
 */
export function afterCursor(
  key: string | RawBuilder<unknown>,
  id: string,
  direction: 'asc' | 'desc',
  cursor: string | undefined,
): RawBuilder<SqlBool> {
  const place = decodeCursor(cursor);
  if (!place) return sql`TRUE`;
  const compare = direction === 'asc' ? sql`>` : sql`<`;
  const by = typeof key === 'string' ? sql.ref(key) : key;
  return sql`(${by}, ${sql.ref(id)}) ${compare} (${place.key}, ${place.id})`;
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
