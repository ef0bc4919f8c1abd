/** A directory entry as a source record. */
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
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
  const text = value.toString('utf8');
  // U+FFFD stands for bytes that are no UTF-8, or for itself
  return text.includes('\uFFFD') && !isUtf8(value) ? value.toString('base64') : text;
}

const textsOf = (name: string, values: readonly Buffer[]): string[] =>
  values.filter((value) => value.length > 0).map((value) => valueText(name, value));

/** Where the record keeps an attribute; undefined: nowhere. */
type Place = number | undefined;

/**
 * Makes records of a directory's entries. Names are found in whatever case the server spells them, and looked up once
 * a spelling, not once an entry. Tagged variants (`;lang-de`) are other attributes.
 *
 * @param attributes names under which the record keeps them, as the mapping spells them
 */
export function recordReader(anchor: string, attributes: readonly string[]) {
  // in the order of names, whatever the order of the server: records of the same values are then alike
  const names = [...attributes].sort();
  const spellings = new Map<string, Place>();

  const placeOf = (spelt: string): Place => {
    if (!spellings.has(spelt)) {
      const place = names.findIndex((name) => name.toLowerCase() === spelt.toLowerCase());
      spellings.set(spelt, place < 0 ? undefined : place);
    }
    return spellings.get(spelt);
  };

  const rawOf = (entry: LdapEntry): SourceRecord['raw'] => {
    const found = new Array<readonly string[] | undefined>(names.length);
    for (const [spelt, values] of entry.attributes) {
      const place = placeOf(spelt);
      if (place !== undefined) found[place] = textsOf(spelt, values);
    }
    const raw: Record<string, string | readonly string[]> = {};
    names.forEach((name, place) => {
      const values = found[place];
      const [first] = values ?? [];
      if (values && first !== undefined) raw[name] = values.length > 1 ? values : first;
    });
    return raw;
  };

  /** A row whose values are read when somebody asks for them: an unchanged one is known by its bytes. */
  class EntryRecord implements SourceRecord {
    readonly anchor: string;
    readonly fingerprint: string;
    readonly #entry: LdapEntry;

    constructor(id: string, entry: LdapEntry) {
      this.anchor = id;
      this.fingerprint = hash('sha256', entry.attributes.bytes, 'base64url');
      this.#entry = entry;
    }
    get raw(): SourceRecord['raw'] {
      return rawOf(this.#entry);
    }
  }

  return (entry: LdapEntry): SourceRecord => {
    const id = entry.attributes.first(anchor);
    return id !== undefined && id.length > 0
      ? new EntryRecord(valueText(anchor, id).toLowerCase(), entry)
      : faultyRow('ROW_NO_ID', entry.dn, `${entry.dn} has no ${anchor}, or this user may not read it.`);
  };
}
