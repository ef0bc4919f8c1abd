/** Pages of our own interfaces: a whole list of one revision, or nothing. */
import { type Static, Type } from 'typebox';
import { fail } from '../core/errors.ts';
import { notWhole } from './connector.ts';

/** One page. `revision` changes with every change of what the lists hold; `next` is absent on the last page. */
export const Page = Type.Object({
  revision: Type.String(),
  total: Type.Integer({ minimum: 0 }),
  items: Type.Array(Type.Unknown(), { maxItems: 1000 }),
  next: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
});
export type Page = Static<typeof Page>;
export const PAGE_SIZE = 500;

/** The PBX was changed while it was read: pages of two revisions do not belong together. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

export type Item = Readonly<Record<string, unknown>>;
export type Listing = { readonly items: readonly Item[]; readonly revision: string };
/** Where pages come from. */
export type Paged = { readonly where: string; page(pathAndQuery: string): Promise<Page> };

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

/**
 * All pages of one list. The same row twice counts once; two rows of one key mean that the list moved.
 * @param revision of the lists before; pages of another one are refused
 * @throws Moved, AppError SOURCE_INCOMPLETE, PBX_ANSWER_BAD
 */
export async function listAll(
  source: Paged,
  path: string,
  keyOf: (item: Item) => string,
  revision?: string,
): Promise<Listing> {
  const found = new Map<string, Item>();
  let at = revision;
  const asked = new Set<string>();
  for (let after = ''; ; ) {
    asked.add(after);
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(after === '' ? {} : { after }) });
    const page = await source.page(`${path}?${query}`);
    at ??= page.revision;
    if (page.revision !== at) throw new Moved();
    takePage(page.items, keyOf, found);
    if (page.next === undefined) {
      if (found.size !== page.total)
        throw notWhole(`${source.where} has ${page.total} rows in ${path} and gave ${found.size}.`);
      return { items: [...found.values()], revision: at };
    }
    if (asked.has(page.next)) throw notWhole(`${source.where} goes round in ${path}.`);
    after = page.next;
  }
}

function takePage(items: readonly unknown[], keyOf: (item: Item) => string, found: Map<string, Item>): void {
  for (const item of items) {
    if (!isItem(item)) throw fail('PBX_ANSWER_BAD', { sentence: 'A row of the PBX is no object.' });
    const key = keyOf(item);
    const other = found.get(key);
    if (other && JSON.stringify(other) !== JSON.stringify(item)) throw new Moved();
    found.set(key, item);
  }
}

/** A row without its key may be anybody: then the list is not whole. */
export function keyed(what: string, ...names: string[]) {
  return (item: Item): string => {
    const parts = names.map((name) => item[name]);
    if (parts.every((part) => typeof part === 'string' && part !== '')) return parts.join('/');
    throw notWhole(`The PBX has a ${what} without ${names.join(' and ')}; it may be anybody’s.`);
  };
}

const TRIES = 3;

/**
 * Reads again while the PBX is being changed.
 * @throws AppError SOURCE_INCOMPLETE when it is changed during each of three reads
 */
export async function whenSteady<T>(readOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce();
    } catch (thrown) {
      if (!(thrown instanceof Moved)) throw thrown;
      if (attempt === TRIES)
        throw notWhole(`The PBX was changed while it was read, ${TRIES} times running.`, { cause: thrown });
    }
  }
}
