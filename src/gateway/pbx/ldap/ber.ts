/** Reading BER (X.690) as LDAP restricts it (RFC 4511 §5.1): definite lengths, short tags. */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Longest integer of LDAP is 31 bits. */
const MAX_INTEGER_BYTES = 4;

/**
 * A place in bytes that moves on as elements are read. Every method throws RangeError where the bytes are not what is
 * asked for, and never reads beyond `end`.
 */
export class BerCursor {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** Tag of the next element; undefined at the end. */
  peek(): number | undefined {
    return this.#at < this.#end ? this.#bytes[this.#at] : undefined;
  }

  /** The next element's content as a cursor of its own. */
  open(tag: number): BerCursor {
    const from = this.#enter(tag);
    return new BerCursor(this.#bytes, from, this.#at);
  }

  /** The next element's content; a view of the message, not a copy. */
  octets(tag: number = TAG.octets): Buffer {
    const from = this.#enter(tag);
    return this.#bytes.subarray(from, this.#at);
  }

  text(tag: number = TAG.octets): string {
    const from = this.#enter(tag);
    return this.#bytes.toString('utf8', from, this.#at);
  }

  /** Names of attributes and object identifiers are ASCII (RFC 4512 §1.4). */
  ascii(): string {
    const from = this.#enter(TAG.octets);
    return this.#bytes.toString('latin1', from, this.#at);
  }

  integer(tag: number = TAG.integer): number {
    const from = this.#enter(tag);
    const size = this.#at - from;
    if (size < 1 || size > MAX_INTEGER_BYTES) throw new RangeError(`an integer of ${size} bytes`);
    return this.#bytes.readIntBE(from, size);
  }

  boolean(): boolean {
    const from = this.#enter(TAG.boolean);
    if (this.#at - from !== 1) throw new RangeError('a truth value is one byte');
    return this.#bytes[from] !== 0;
  }

  /** Steps over the header of the next element to its end; returns where its content begins. */
  #enter(tag: number): number {
    const bytes = this.#bytes;
    if (this.#at + 2 > this.#end) throw new RangeError('the message ends too early');
    if (bytes[this.#at] !== tag)
      throw new RangeError(`0x${bytes[this.#at]?.toString(16)} where 0x${tag.toString(16)} belongs`);
    let length = bytes[this.#at + 1] ?? 0;
    let from = this.#at + 2;
    if (length >= 0x80) {
      const size = length & 0x7f;
      if (size === 0 || size > 4 || from + size > this.#end)
        throw new RangeError('a length that LDAP has not');
      length = bytes.readUIntBE(from, size);
      from += size;
    }
    if (from + length > this.#end) throw new RangeError('an element ends behind what holds it');
    this.#at = from + length;
    return from;
  }
}

/** One element: tag, definite length, content. */
export function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), ...parts]);
  const head = Buffer.alloc(6);
  head[0] = tag;
  head[1] = 0x84;
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, ...parts]);
}

export const octets = (value: Buffer | string, tag: number = TAG.octets) =>
  tlv(tag, Buffer.from(value as string));

/** A number of 31 bits. */
export function integer(value: number, tag: number = TAG.integer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  let from = 0;
  while (from < 3 && bytes[from] === 0 && (bytes[from + 1] ?? 0) < 0x80) from++;
  return tlv(tag, bytes.subarray(from));
}

export const truth = (value: boolean, tag: number = TAG.boolean) => tlv(tag, Buffer.from([value ? 0xff : 0]));
