/** The people of every node: the user list, and of each the station that is its main extension. */
import { Value } from 'typebox/value';
import { fail } from '../../core/errors.ts';
import type { SourceRecord } from '../../core/ports/connector.ts';
import { faultyRow, notWhole } from '../connector.ts';
import type { Oai } from './client.ts';
import { Extension, LEAST_PROTOCOL, type ListType, NodeNumber, STATIONS, USERS } from './wire.ts';

type Row = Readonly<Record<string, string>>;

/** Expanded extensions carry their node before a colon: `2:1000`. */
const bare = (extension: string) => extension.replace(/^\d+:/, '');

/**
 * A whole list by extension. The same row twice counts once.
 * @throws AppError SOURCE_INCOMPLETE when one extension says two things: the list moved while it was read
 */
async function byExtension(oai: Oai, node: string, type: ListType): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  for await (const rows of oai.list(node, type))
    for (const row of rows) {
      const key = bare(row.extension ?? '');
      const other = found.get(key);
      if (other && JSON.stringify(other) !== JSON.stringify(row))
        throw notWhole(
          `${oai.where} gave two rows for ${key.slice(0, 16)}; it was changed while it was read.`,
        );
      found.set(key, row);
    }
  return found;
}

function recordOf(node: string, extension: string, user: Row, station: Row | undefined): SourceRecord {
  const isReadable: boolean = Value.Check(Extension, extension);
  if (!isReadable) {
    const sentence = 'The main extension of this user cannot be read.';
    return faultyRow('ROW_NO_ID', `node ${node}, ${extension.slice(0, 16) || 'empty'}`, sentence);
  }
  const texts = ['firstName', 'lastName', 'email', 'login'].map((name) => [name, user[name] ?? '']);
  const { username = '', description = '', deviceType = '', physicalType = '' } = station ?? {};
  const phone = { stationName: username, stationDescription: description, deviceType, physicalType };
  const given = [...texts, ...Object.entries(phone)].filter(([, value]) => value !== '');
  return {
    anchor: `${node}/${extension}`,
    raw: { node, number: extension, ...Object.fromEntries(given as [string, string][]) },
  };
}

/** The user list must say who somebody is: a PBX that leaves these fields out is older than the list. */
function checkFields(oai: Oai, users: ReadonlyMap<string, Row>): void {
  const [first] = users.values();
  const missing = first ? USERS.fields.find(([name]) => first[name] === undefined) : undefined;
  if (missing)
    throw fail('PBX_VERSION', { sentence: `${oai.where} leaves ${missing[0]} out of its list of users.` });
}

export type People = {
  readonly records: readonly SourceRecord[];
  readonly nodes: readonly { readonly number: string; readonly name: string }[];
};

/** @throws AppError PBX_VERSION when the protocol is older than the lists that are asked for */
export function checkProtocol({ where, resync: { protocol } }: Oai): string {
  const [major = 0, minor = 0] = protocol.slice(1).split('.').map(Number);
  const [least, leastMinor] = LEAST_PROTOCOL;
  if (major > least || (major === least && minor >= leastMinor)) return protocol;
  throw fail('PBX_VERSION', { sentence: `${where} speaks OAI ${protocol}; V05.10 or later is needed.` });
}

/** Every node's people, or nothing. */
export async function readPeople(oai: Oai): Promise<People> {
  checkProtocol(oai);
  const nodes = await oai.nodes();
  if (nodes.length === 0 || nodes.some(({ number }) => !Value.Check(NodeNumber, number)))
    throw notWhole(`${oai.where} does not say which nodes it has.`);
  const records: SourceRecord[] = [];
  for (const { number: node } of nodes) {
    const users = await byExtension(oai, node, USERS);
    checkFields(oai, users);
    const stations = await byExtension(oai, node, STATIONS);
    for (const [extension, user] of users)
      records.push(recordOf(node, extension, user, stations.get(extension)));
  }
  return { records, nodes };
}
