/** Writing DER (ITU-T X.690), as much as one certificate needs. Each function gives one whole element. */

const tlv = (tag: number, body: Uint8Array): Buffer => {
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const bytes = length > 0xff ? [length >> 8, length & 0xff] : [length];
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), body]);
};

/** One number of an OID in base 128, high bits first. */
function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** `20260131120000Z`, to the second. */
const digits = (instant: number) =>
  `${new Date(instant).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;

export const der = {
  sequence: (...items: Uint8Array[]) => tlv(0x30, Buffer.concat(items)),
  set: (...items: Uint8Array[]) => tlv(0x31, Buffer.concat(items)),
  oid: (dotted: string) => {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
  },
  /** @param magnitude big-endian, without sign */
  integer: (magnitude: Uint8Array) => {
    const negative = ((magnitude[0] ?? 0) & 0x80) !== 0;
    return tlv(0x02, negative ? Buffer.concat([Buffer.from([0]), magnitude]) : magnitude);
  },
  utf8: (text: string) => tlv(0x0c, Buffer.from(text, 'utf8')),
  octets: (body: Uint8Array) => tlv(0x04, body),
  /** @param unused how many of the last bits do not count */
  bits: (body: Uint8Array, unused = 0) => tlv(0x03, Buffer.concat([Buffer.from([unused]), body])),
  true: tlv(0x01, Buffer.from([0xff])),
  /** RFC 5280 §4.1.2.5: two-digit years until 2049, four digits from 2050. */
  time: (instant: number) => {
    const text = digits(instant);
    return Number(text.slice(0, 4)) < 2050
      ? tlv(0x17, Buffer.from(text.slice(2), 'ascii'))
      : tlv(0x18, Buffer.from(text, 'ascii'));
  },
  /** `[n]` around whole elements. */
  explicit: (n: number, ...items: Uint8Array[]) => tlv(0xa0 | n, Buffer.concat(items)),
  /** `[n]` in place of a primitive element's own tag. */
  implicit: (n: number, body: Uint8Array) => tlv(0x80 | n, body),
};
