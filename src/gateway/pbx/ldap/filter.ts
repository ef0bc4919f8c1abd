/**
 * Filters as text (RFC 4515) → bytes (RFC 4511 §4.5.1.7). Our own, since ldapjs sends `\ff` as three letters, so that
 * neither an objectGUID nor an escaped bracket can be asked for.
 */
import { octets, TAG, tlv, truth } from './ber.ts';

/** Deeper than any filter that a person writes; a limit, so that no text can exhaust the stack. */
const MAX_DEPTH = 64;

const LISTS: Readonly<Record<string, number>> = { '&': 0xa0, '|': 0xa1 };
const NOT = 0xa2;
const COMPARISONS: Readonly<Record<string, number>> = { '': 0xa3, '>': 0xa5, '<': 0xa6, '~': 0xa8 };
const [SUBSTRINGS, PRESENT, EXTENSIBLE] = [0xa4, 0x87, 0xa9];

const ATTRIBUTE = '[A-Za-z0-9][A-Za-z0-9.-]*(?:;[A-Za-z0-9-]+)*';
const SIMPLE = new RegExp(`^\\s*(${ATTRIBUTE})\\s*([<>~]?)=([\\s\\S]*)$`);
const MATCHING = new RegExp(`^\\s*(${ATTRIBUTE})?(:dn)?(?::([A-Za-z0-9.-]+))?:=([\\s\\S]*)$`, 'i');

/** `\2a` → `*`. @throws SyntaxError for a letter that must be written so and is not */
function valueBytes(text: string): Buffer {
  if (/[\0()*]/.test(text)) throw new SyntaxError('a value holds a letter that must be escaped');
  const parts: Buffer[] = [];
  let rest = text;
  for (let at = rest.indexOf('\\'); at >= 0; at = rest.indexOf('\\')) {
    const hex = rest.slice(at + 1, at + 3);
    if (!/^[0-9a-f]{2}$/i.test(hex)) throw new SyntaxError('a backslash without two hexadecimal digits');
    parts.push(Buffer.from(rest.slice(0, at)), Buffer.from(hex, 'hex'));
    rest = rest.slice(at + 3);
  }
  return Buffer.concat([...parts, Buffer.from(rest)]);
}

function substrings(attribute: string, value: string): Buffer {
  const pieces = value.split('*');
  const last = pieces.length - 1;
  const parts = pieces.flatMap((piece, i) => {
    const tag = i === 0 ? 0x80 : i === last ? 0x82 : 0x81;
    return piece === '' ? [] : [octets(valueBytes(piece), tag)];
  });
  if (parts.length === 0) throw new SyntaxError('nothing between the asterisks');
  return tlv(SUBSTRINGS, octets(attribute), tlv(TAG.sequence, ...parts));
}

function extensible(found: RegExpExecArray): Buffer {
  const [, attribute, dn, rule, value = ''] = found;
  if (attribute === undefined && rule === undefined) throw new SyntaxError('neither attribute nor rule');
  return tlv(
    EXTENSIBLE,
    ...(rule === undefined ? [] : [octets(rule, 0x81)]),
    ...(attribute === undefined ? [] : [octets(attribute, 0x82)]),
    octets(valueBytes(value), 0x83),
    ...(dn === undefined ? [] : [truth(true, 0x84)]),
  );
}

function itemBytes(text: string): Buffer {
  const found = SIMPLE.exec(text);
  if (!found) {
    const matching = MATCHING.exec(text);
    if (matching) return extensible(matching);
    throw new SyntaxError('no comparison');
  }
  const [, attribute = '', kind = '', value = ''] = found;
  if (kind === '' && value === '*') return octets(attribute, PRESENT);
  if (kind === '' && value.includes('*')) return substrings(attribute, value);
  return tlv(COMPARISONS[kind] ?? 0xa3, octets(attribute), octets(valueBytes(value)));
}

/** A place in the text of a filter. */
class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  /** The next letter, if it is that one. */
  take(letter: string): boolean {
    this.skipSpace();
    if (this.#text[this.#at] !== letter) return false;
    this.#at++;
    return true;
  }

  /** The next letter, which stays. */
  peekIs(letter: string): boolean {
    return this.#text[this.#at] === letter;
  }

  /** Up to the next bracket. */
  item(): string {
    const from = this.#at;
    while (!this.isAtEnd && !'()'.includes(this.#text[this.#at] ?? '')) this.#at++;
    return this.#text.slice(from, this.#at);
  }
}

function filterAt(reader: Reader, depth: number): Buffer {
  if (depth > MAX_DEPTH) throw new SyntaxError('too many brackets');
  if (!reader.take('(')) throw new SyntaxError('an opening bracket is missing');
  const bytes = innerAt(reader, depth);
  if (!reader.take(')')) throw new SyntaxError('a closing bracket is missing');
  return bytes;
}

function innerAt(reader: Reader, depth: number): Buffer {
  for (const [letter, tag] of Object.entries(LISTS)) {
    if (!reader.take(letter)) continue;
    const parts: Buffer[] = [];
    while (!reader.isAtEnd) {
      reader.skipSpace();
      if (parts.length > 0 && !reader.peekIs('(')) break;
      parts.push(filterAt(reader, depth + 1));
    }
    return tlv(tag, ...parts);
  }
  if (reader.take('!')) return tlv(NOT, filterAt(reader, depth + 1));
  return itemBytes(reader.item());
}

/**
 * The filter as it goes over the wire; spaces between its parts do not count, and the outermost brackets may be missing.
 * @throws SyntaxError for anything that is no filter of RFC 4515
 */
export function filterBytes(text: string): Buffer {
  const trimmed = text.trim();
  const reader = new Reader(trimmed.startsWith('(') ? trimmed : `(${trimmed})`);
  const bytes = filterAt(reader, 0);
  reader.skipSpace();
  if (!reader.isAtEnd) throw new SyntaxError('something stands behind the filter');
  return bytes;
}

/** Any value as a filter writes it: every byte escaped. */
export const escaped = (value: Buffer) => value.toString('hex').replace(/../g, '\\$&');

/** Names of the attributes that a filter asks about, as they are spelt. */
export function filterAttributes(filter: string): string[] {
  const names = [...filter.matchAll(/\(\s*([A-Za-z][A-Za-z0-9-]*)[^()=]*=/g)].map(([, name = '']) => name);
  return [...new Set(names)];
}
