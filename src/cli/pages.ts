/** Lists that the gateway gives a page at a time. */
import type { Static, TSchema } from 'typebox';
import { PageOf } from '../contract/local-api.ts';
import type { Client } from './client.ts';

/** The most that the gateway gives at once. */
const PAGE = 500;

export type ListOptions = { readonly limit: number; readonly all?: boolean };
export type Listed<T> = { readonly items: readonly T[]; readonly total: number };

/** `/api/x` + `{ q: 'ann', kind: undefined }` → `/api/x?q=ann`. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value));
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The first `limit` of a list, or all of it. */
export async function list<T extends TSchema>(
  client: Client,
  path: string,
  item: T,
  { limit, all, ...query }: ListOptions & Readonly<Record<string, string | number | boolean | undefined>>,
): Promise<Listed<Static<T>>> {
  const wanted = all ? Number.POSITIVE_INFINITY : limit;
  const items: Static<T>[] = [];
  let after: string | undefined;
  for (;;) {
    const given = query as Readonly<Record<string, string | number | undefined>>;
    const asked = withQuery(path, { ...given, after, limit: Math.min(PAGE, wanted - items.length) });
    const page = await client.get(asked, PageOf(item));
    items.push(...(page.items as Static<T>[]));
    after = page.next;
    if (after === undefined || page.items.length === 0 || items.length >= wanted)
      return { items, total: page.total };
  }
}

/** What stands below a table that has not all. */
export const more = ({ items, total }: Listed<unknown>): string =>
  total > items.length ? `${items.length} of ${total} shown; --all shows all` : '';
