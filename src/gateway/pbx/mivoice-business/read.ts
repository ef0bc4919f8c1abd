/** Everything of one moment: numbers, groups and DID numbers of one revision, or nothing. */
import { Value } from 'typebox/value';
import type { SourceRecord } from '../../core/ports/connector.ts';
import { named, notWhole } from '../connector.ts';
import { type Item, keyed, listAll, Page, whenSteady } from '../pages.ts';
import type { Client } from './client.ts';
import { type DeviceRow, DeviceRow as DeviceSchema, DidRow, GroupRow, ReferenceRow } from './wire.ts';

const UNREADABLE = 'Correct the number on the PBX; its neighbours are not held up.';

/** What a person or a telephone says; only attributes that are there. */
function rawOf({ node }: Whose, row: DeviceRow, did: readonly string[]): SourceRecord['raw'] {
  const { active, dynamicExtension, ...texts } = row;
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  return {
    kind: 'device',
    node,
    ...Object.fromEntries(given as [string, string][]),
    ...(did.length > 0 ? { did: [...did].sort() } : {}),
    ...(active === undefined ? {} : { active: String(active) }),
    ...(dynamicExtension === undefined ? {} : { dynamicExtension: String(dynamicExtension) }),
  };
}

function deviceRecord(whose: Whose, item: Item, did: readonly string[]): SourceRecord {
  const { node } = whose;
  const number = String(item.number);
  const anchor = `${node}/${number}`;
  if (Value.Check(DeviceSchema, item)) return { anchor, raw: rawOf(whose, named(DeviceSchema, item), did) };
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

function referenceRecord(node: string, item: Item): SourceRecord {
  if (!Value.Check(ReferenceRow, item))
    throw notWhole(`A reference to number ${String(item.number).slice(0, 32)} of the PBX cannot be read.`);
  const { number, by } = item;
  return { anchor: `${node}/${number}/${by}`, raw: { kind: 'reference', node, number, by } };
}

/** Whose numbers they are. */
export type Whose = {
  readonly node: string;
  /** The PBX says what refers to numbers. */
  readonly hasReferences: boolean;
};

export type Everything = {
  readonly records: readonly SourceRecord[];
  readonly numbers: number;
  readonly groups: number;
  readonly didNumbers: number;
};

async function readOnce(client: Client, token: string, whose: Whose): Promise<Everything> {
  const { node, hasReferences } = whose;
  const source = { where: client.where, page: (path: string) => client.get(path, token, Page) };
  const devices = await listAll(source, '/devices', keyed('number', 'number'));
  const { revision } = devices;
  const groups = await listAll(source, '/groups', keyed('group', 'kind', 'pilot'), revision);
  const dids = await listAll(source, '/dids', keyed('DID number', 'did'), revision);
  const references = hasReferences
    ? await listAll(source, '/references', keyed('reference', 'number', 'by'), revision)
    : { items: [] };
  const rows = dids.items.filter((item) => Value.Check(DidRow, item));
  if (rows.length < dids.items.length) throw notWhole('A DID number of the PBX cannot be read.');
  const byNumber = Map.groupBy(rows, ({ number }) => String(number));
  const didOf = (item: Item) => (byNumber.get(String(item.number)) ?? []).map(({ did }) => String(did));
  return {
    records: [
      ...devices.items.map((item) => deviceRecord(whose, item, didOf(item))),
      ...groups.items.map((item) => groupRecord(node, item)),
      ...references.items.map((item) => referenceRecord(node, item)),
    ],
    numbers: devices.items.length,
    groups: groups.items.length,
    didNumbers: dids.items.length,
  };
}

/**
 * Numbers, groups and DID numbers as they stood at one moment.
 * @throws AppError SOURCE_INCOMPLETE when the PBX is changed during each of three reads, or gives less than it says
 */
export function readEverything(client: Client, token: string, whose: Whose): Promise<Everything> {
  return whenSteady(() => readOnce(client, token, whose));
}
