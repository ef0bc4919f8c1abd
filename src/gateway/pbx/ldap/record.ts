/** A directory entry as a source record. */
import { isUtf8 } from 'node:buffer';
import type { SourceRecord } from '../../core/ports/connector.ts';
import { faultyRow } from '../connector.ts';
import type { LdapEntry } from './message.ts';

/** Windows writes the first three parts of a GUID little-endian (MS-DTYP §2.3.4.2). */
export function guidText(bytes: Buffer): string {
  const hex = (from: number, to: number) => bytes.subarray(from, to).toString('hex');
  const reversed = (from: number, to: number) =>
    Buffer.from(bytes.subarray(from, to)).reverse().toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), hex(8, 10), hex(10, 16)].join('-');
}

const isGuid = (name: string) => /^(objectGUID|mS-DS-ConsistencyGuid)$/i.test(name);

/** Text as it is, a GUID in its usual form, other bytes as base64. */
export function valueText(name: string, value: Buffer): string {
  if (isGuid(name) && value.length === 16) return guidText(value);
  return isUtf8(value) ? value.toString('utf8') : value.toString('base64');
}

/** The attribute's values, whatever the case in which the server spells it. Tagged variants (`;lang-de`) are others. */
function valuesOf(entry: LdapEntry, wanted: string): readonly string[] {
  const exact = entry.attributes.get(wanted);
  const lower = wanted.toLowerCase();
  const values = exact ?? [...entry.attributes].find(([name]) => name.toLowerCase() === lower)?.[1] ?? [];
  return values.filter((value) => value.length > 0).map((value) => valueText(wanted, value));
}

/**
 * @param attributes names under which the record keeps them, as the mapping spells them
 */
export function recordOf(entry: LdapEntry, anchor: string, attributes: readonly string[]): SourceRecord {
  const [id] = valuesOf(entry, anchor);
  if (id === undefined)
    return faultyRow('ROW_NO_ID', entry.dn, `${entry.dn} has no ${anchor}, or this user may not read it.`);
  const raw: Record<string, string | readonly string[]> = {};
  for (const name of attributes) {
    const [first, ...more] = valuesOf(entry, name);
    if (first !== undefined) raw[name] = more.length > 0 ? [first, ...more] : first;
  }
  return { anchor: id.toLowerCase(), raw };
}
