/** All users of a 3CX, page by page. */
import { Value } from 'typebox/value';
import type { SourceRecord, UserPages } from '../../core/ports/connector.ts';
import { faultyRow, named, notWhole } from '../connector.ts';
import { parsed } from '../https.ts';
import type { OauthClient } from '../oauth-client.ts';
import { unexpected } from '../oauth-client.ts';
import { PAGE_SIZE, Page, USER_FIELDS, User } from './wire.ts';

const BASE = '/xapi/v1';

function usersPath(skip: number): string {
  const query = new URLSearchParams({
    $select: USER_FIELDS.join(','),
    // without an order a server may give its rows in another one each time (OData URL Conventions §5.1.7)
    $orderby: 'Id',
    $top: String(PAGE_SIZE),
    $skip: String(skip),
    $count: 'true',
  });
  return `${BASE}/Users?${query}`;
}

function rawOf(user: User): SourceRecord['raw'] {
  const texts = Object.entries(user).map(([key, value]) => [key, value === null ? '' : String(value)]);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

/** A row without its Id may be anybody: then the read is not whole. */
function recordOf(row: unknown, where: string): SourceRecord {
  const id = (row as { Id?: unknown } | null)?.Id;
  if (!Number.isInteger(id)) throw notWhole(`${where} has a user without an Id; it may be anybody’s.`);
  const anchor = String(id);
  if (Value.Check(User, row)) return { anchor, raw: rawOf(named(User, row)) };
  const [issue] = Value.Errors(User, row);
  const what = issue?.instancePath.slice(1) || 'row';
  return faultyRow('ROW_UNREADABLE', anchor, `The user ${anchor} cannot be read (${what}).`, anchor);
}

/** Number of DID numbers; undefined where this 3CX has no such list. */
export async function didCount(client: OauthClient): Promise<number | undefined> {
  const { status, text } = await client.ask(`${BASE}/DidNumbers?$top=1&$count=true`, { method: 'GET' });
  if (status === 404) return undefined;
  if (status !== 200) throw unexpected(client.where, '3CX', status);
  return parsed(text, Page, client.where)['@odata.count'];
}

/** @throws AppError; the caller makes an incomplete end of it */
export async function* readUsers(client: OauthClient, onCount: (people: number) => void): UserPages {
  const seen = new Set<string>();
  for (let total: number | undefined; total === undefined || seen.size < total; ) {
    const page = await client.get(usersPath(seen.size), Page);
    const { '@odata.count': count, value } = page;
    total ??= count;
    if (count !== total)
      throw notWhole(
        `${client.where} had ${total} users and then ${count}: they were changed while they were read.`,
      );
    const records = value.map((row) => recordOf(row, client.where));
    for (const { anchor } of records) {
      if (seen.has(anchor)) throw notWhole(`${client.where} gave user ${anchor} twice.`);
      seen.add(anchor);
    }
    if (seen.size > total || (value.length === 0 && seen.size < total))
      throw notWhole(`${client.where} says ${total} users and gave ${seen.size}.`);
    if (records.length > 0) yield records;
  }
  const didNumbers = await didCount(client);
  onCount(seen.size);
  return { kind: 'complete', ...(didNumbers === undefined ? {} : { didNumbers }) };
}

/** The first page, to see that users may be read. @returns what was found */
export async function tryReading(client: OauthClient): Promise<string> {
  const { '@odata.count': count, value } = await client.get(usersPath(0), Page);
  for (const row of value) recordOf(row, client.where);
  const dids = await didCount(client);
  return `${count} users${dids === undefined ? '' : `, ${dids} DID numbers`}`;
}
