/** Everything of one moment: numbers, groups and DID numbers of one revision, or nothing. */
import { Value } from 'typebox/value';
import { fail } from '../../core/errors.ts';
import type { SourceRecord } from '../../core/ports/connector.ts';
import { notWhole } from '../connector.ts';
import type { Client } from './client.ts';
import { type DeviceRow, DeviceRow as DeviceSchema, DidRow, GroupRow, PAGE_SIZE, Page } from './wire.ts';

/** The PBX was changed while it was read: pages of two revisions do not belong together. */
class Moved extends Error {
  override readonly name = 'Moved';
}

type Item = Readonly<Record<string, unknown>>;
type Listing = { readonly items: readonly Item[]; readonly revision: string };

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

/**
 * All pages of one list. The same row twice counts once; two rows of one key mean that the list moved.
 * @param revision of the lists before; pages of another one are refused
 */
async function list(
  client: Client,
  token: string,
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
    const page = await client.get(`${path}?${query}`, token, Page);
    at ??= page.revision;
    if (page.revision !== at) throw new Moved();
    takePage(page.items, keyOf, found);
    if (page.next === undefined) {
      if (found.size !== page.total)
        throw notWhole(`${client.where} has ${page.total} rows in ${path} and gave ${found.size}.`);
      return { items: [...found.values()], revision: at };
    }
    if (asked.has(page.next)) throw notWhole(`${client.where} goes round in ${path}.`);
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
function keyed(what: string, ...names: string[]) {
  return (item: Item): string => {
    const parts = names.map((name) => item[name]);
    if (parts.every((part) => typeof part === 'string' && part !== '')) return parts.join('/');
    throw notWhole(`The PBX has a ${what} without ${names.join(' and ')}; it may be anybody’s.`);
  };
}

const UNREADABLE = 'Correct the number on the PBX; its neighbours are not held up.';

/** What a person or a telephone says; only attributes that are there. */
function rawOf(node: string, row: DeviceRow, did: readonly string[]): SourceRecord['raw'] {
  const { active, ...texts } = row;
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  return {
    kind: 'device',
    node,
    ...Object.fromEntries(given as [string, string][]),
    ...(did.length > 0 ? { did: [...did].sort() } : {}),
    ...(active === undefined ? {} : { active: String(active) }),
  };
}

function deviceRecord(node: string, item: Item, did: readonly string[]): SourceRecord {
  const number = String(item.number);
  const anchor = `${node}/${number}`;
  if (Value.Check(DeviceSchema, item))
    return { anchor, raw: rawOf(node, Value.Clean(DeviceSchema, structuredClone(item)) as DeviceRow, did) };
  const [issue] = Value.Errors(DeviceSchema, item);
  const where = issue?.instancePath.slice(1) || issue?.message || 'row';
  const sentence = `The row of number ${number.slice(0, 32)} cannot be read (${where}).`;
  const fault = { code: 'ROW_UNREADABLE', sentence, remedy: UNREADABLE, where: number };
  return { anchor, raw: { kind: 'device', node, number }, fault };
}

function groupRecord(node: string, item: Item): SourceRecord {
  if (!Value.Check(GroupRow, item))
    throw notWhole(`The group ${String(item.kind)} ${String(item.pilot)} of the PBX cannot be read.`);
  const { kind, pilot, members } = item;
  return { anchor: `${node}/${kind}/${pilot}`, raw: { kind: 'group', node, group: kind, pilot, members } };
}

export type Everything = { readonly records: readonly SourceRecord[]; readonly didNumbers: number };

async function readOnce(client: Client, token: string, node: string): Promise<Everything> {
  const devices = await list(client, token, '/devices', keyed('number', 'number'));
  const { revision } = devices;
  const groups = await list(client, token, '/groups', keyed('group', 'kind', 'pilot'), revision);
  const dids = await list(client, token, '/dids', keyed('DID number', 'did'), revision);
  const rows = dids.items.filter((item) => Value.Check(DidRow, item));
  if (rows.length < dids.items.length) throw notWhole('A DID number of the PBX cannot be read.');
  const byNumber = Map.groupBy(rows, ({ number }) => String(number));
  const didOf = (item: Item) => (byNumber.get(String(item.number)) ?? []).map(({ did }) => String(did));
  return {
    records: [
      ...devices.items.map((item) => deviceRecord(node, item, didOf(item))),
      ...groups.items.map((item) => groupRecord(node, item)),
    ],
    didNumbers: dids.items.length,
  };
}

const TRIES = 3;

/**
 * Numbers, groups and DID numbers as they stood at one moment.
 * @throws AppError SOURCE_INCOMPLETE when the PBX is changed during each of three reads, or gives less than it says
 */
export async function readEverything(client: Client, token: string, node: string): Promise<Everything> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(client, token, node);
    } catch (thrown) {
      if (!(thrown instanceof Moved)) throw thrown;
      if (attempt === TRIES)
        throw notWhole(`The PBX was changed while it was read, ${TRIES} times running.`, { cause: thrown });
    }
  }
}
