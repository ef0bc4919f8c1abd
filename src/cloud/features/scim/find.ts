/** Finding users: by index where the filter allows it, else by reading the account in pages. */
import type { CreatedCursor, ScimStore, UserLookup, UserRecord } from '../../core/ports/scim-store.ts';
import { folded, satisfies } from './evaluate.ts';
import type { Filter } from './filter.ts';
import { isObject, pathText, valuesAt } from './path.ts';
import type { ListQuery } from './query.ts';
import { toResource } from './representation.ts';
import { keyForm } from './user-rules.ts';

const INDEXED: Readonly<Record<string, UserLookup['kind']>> = {
  id: 'id',
  userName: 'userName',
  externalId: 'externalId',
  'emails.value': 'anyEmail',
};

/** Users read at a time when a whole account is looked through. */
const PAGE = 250;

/** An index look-up whose users include everyone who can satisfy the filter; the filter is still evaluated on them. */
export function lookupFor(filter: Filter): UserLookup | undefined {
  if (filter.op === 'and') return filter.terms.map(lookupFor).find((found) => found !== undefined);
  if (filter.op === 'some' && pathText(filter.path) === 'emails') return emailIn(filter.inner);
  if (filter.op !== 'eq' || typeof filter.value !== 'string') return undefined;
  const kind = INDEXED[pathText(filter.path)];
  return kind && { kind, value: keyForm(kind, filter.value) };
}

/** Inside `emails[…]`: a term that says which address. */
function emailIn(filter: Filter): UserLookup | undefined {
  if (filter.op === 'and') return filter.terms.map(emailIn).find((found) => found !== undefined);
  if (filter.op !== 'eq' || typeof filter.value !== 'string' || pathText(filter.path) !== 'value')
    return undefined;
  return { kind: 'anyEmail', value: keyForm('anyEmail', filter.value) };
}

/** Everybody of an account in order of creation, page by page. */
async function* everybody(store: ScimStore, accountId: string): AsyncGenerator<UserRecord> {
  let cursor: CreatedCursor | undefined;
  for (;;) {
    const page = await store.after(accountId, cursor, PAGE);
    yield* page;
    cursor = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** The users that satisfy the filter, in order of creation. */
async function* matching(store: ScimStore, accountId: string, filter?: Filter): AsyncGenerator<UserRecord> {
  const by = filter && lookupFor(filter);
  const candidates = by ? await store.lookup(accountId, by) : everybody(store, accountId);
  for await (const user of candidates) {
    if (!filter || satisfies(toResource(user, ''), filter)) yield user;
  }
}

export type Found = { readonly total: number; readonly users: readonly UserRecord[] };

/** Keeps only the page that was asked for; the others are counted. */
async function unsorted(store: ScimStore, accountId: string, query: ListQuery): Promise<Found> {
  const first = query.startIndex - 1;
  const users: UserRecord[] = [];
  let total = 0;
  for await (const user of matching(store, accountId, query.filter)) {
    if (total >= first && users.length < query.count) users.push(user);
    total += 1;
  }
  return { total, users };
}

type SortEntry = { readonly id: string; readonly key: string | undefined };

/** The primary or the first value, in comparable form (RFC 7644 §3.4.2.3). */
function sortKey(user: UserRecord, { path }: NonNullable<ListQuery['sort']>): string | undefined {
  const resource = toResource(user, '');
  const { sub, ...whole } = path;
  const primary = valuesAt(resource, whole).find((item) => isObject(item) && item.primary === true);
  const [chosen] = sub && isObject(primary) ? [primary[sub.name]] : valuesAt(resource, path);
  return chosen === undefined ? undefined : folded(String(chosen), (sub ?? path.attribute).caseExact);
}

/** Those without a value come last, and first in descending order; equals stay in order of creation. */
function compareEntries(a: SortEntry, b: SortEntry): number {
  if (a.key === b.key) return 0;
  if (a.key === undefined) return 1;
  if (b.key === undefined) return -1;
  return a.key < b.key ? -1 : 1;
}

async function sorted(
  store: ScimStore,
  accountId: string,
  query: ListQuery & { readonly sort: NonNullable<ListQuery['sort']> },
): Promise<Found> {
  const entries: SortEntry[] = [];
  for await (const user of matching(store, accountId, query.filter))
    entries.push({ id: user.id, key: sortKey(user, query.sort) });
  entries.sort((a, b) => (query.sort.descending ? compareEntries(b, a) : compareEntries(a, b)));
  const page = entries.slice(query.startIndex - 1, query.startIndex - 1 + query.count);
  const users: UserRecord[] = [];
  for (const { id } of page) {
    const user = await store.read(accountId, id);
    if (user) users.push(user);
  }
  return { total: entries.length, users };
}

/** One page of the users that a query asks for, and how many there are altogether. */
export async function find(store: ScimStore, accountId: string, query: ListQuery): Promise<Found> {
  const { filter, sort, startIndex, count } = query;
  if (sort) return sorted(store, accountId, { ...query, sort });
  if (filter) return unsorted(store, accountId, query);
  const total = await store.count(accountId);
  const users = count === 0 ? [] : await store.slice(accountId, { offset: startIndex - 1, limit: count });
  return { total, users };
}
