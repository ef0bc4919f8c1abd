/** Bytes → LDAP messages (RFC 4511 §4). A reader of our own, since values are bytes and response controls are wanted. */
import asn1 from 'asn1';
import { fail } from '../../core/errors.ts';

export type LdapControl = { readonly oid: string; readonly critical: boolean; readonly value: Buffer };
type Answer = { readonly id: number; readonly controls: readonly LdapControl[] };

export type LdapEntry = Answer & {
  readonly kind: 'entry';
  readonly dn: string;
  /** Names as the server spells them, with their options. */
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
};
export type LdapResult = Answer & {
  readonly kind: 'result';
  /** Tag of the response: 0x61 bind, 0x65 search done, 0x78 extended … */
  readonly tag: number;
  readonly code: number;
  readonly matchedDn: string;
  readonly diagnostic: string;
};
export type LdapMessage =
  | LdapEntry
  | LdapResult
  /** Ignored by searches: a referred host never gets our credentials. */
  | (Answer & { readonly kind: 'reference' })
  /** What syncrepl (RFC 4533) sends between entries. */
  | (Answer & { readonly kind: 'intermediate'; readonly name: string | undefined; readonly value: Buffer });

const TAG = { entry: 0x64, reference: 0x73, intermediate: 0x79, controls: 0xa0 } as const;
/** Responses that are an LDAPResult: bind, search, modify, add, delete, rename, compare, extended. */
const RESULT_TAGS = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);
/** One entry is never that large; a length like this means another protocol. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

type Reader = InstanceType<typeof asn1.BerReader>;

const broken = (cause?: unknown) =>
  fail('PBX_ANSWER_BAD', {
    sentence: 'What answers there does not speak LDAP.',
    remedy: 'Check the port and the kind of security (none, StartTLS, LDAPS).',
    ...(cause === undefined ? {} : { cause }),
  });

const must = <T>(value: T | null): T => {
  if (value === null) throw new RangeError('the message ends too early');
  return value;
};

/** Position at which the element that was just opened ends. */
const endOf = (ber: Reader) => ber.offset + ber.length;

function readControls(ber: Reader): LdapControl[] {
  const controls: LdapControl[] = [];
  if (ber.remain === 0 || ber.peek() !== TAG.controls) return controls;
  ber.readSequence();
  for (const end = endOf(ber); ber.offset < end; ) {
    must(ber.readSequence());
    const last = endOf(ber);
    const oid = must(ber.readString());
    const critical = ber.offset < last && ber.peek() === 0x01 ? must(ber.readBoolean()) : false;
    const value = ber.offset < last ? must(ber.readString(undefined, true)) : Buffer.alloc(0);
    controls.push({ oid, critical, value });
  }
  return controls;
}

function readAttributes(ber: Reader): Map<string, Buffer[]> {
  const attributes = new Map<string, Buffer[]>();
  must(ber.readSequence());
  for (const end = endOf(ber); ber.offset < end; ) {
    must(ber.readSequence());
    const name = must(ber.readString());
    must(ber.readSequence(0x31));
    const values: Buffer[] = [];
    for (const last = endOf(ber); ber.offset < last; ) values.push(must(ber.readString(undefined, true)));
    attributes.set(name, values);
  }
  return attributes;
}

function skipTo(ber: Reader, end: number): void {
  while (ber.offset < end) must(ber.readString(must(ber.peek()), true));
}

function readOp(ber: Reader, id: number): Exclude<LdapMessage, never> {
  const tag = must(ber.readSequence());
  const end = endOf(ber);
  const tail = () => {
    skipTo(ber, end);
    return { id, controls: readControls(ber) };
  };
  if (tag === TAG.entry) {
    const dn = must(ber.readString());
    return { kind: 'entry', dn, attributes: readAttributes(ber), ...tail() };
  }
  if (tag === TAG.reference) return { kind: 'reference', ...tail() };
  if (tag === TAG.intermediate) {
    const name = ber.offset < end && ber.peek() === 0x80 ? must(ber.readString(0x80)) : undefined;
    const value =
      ber.offset < end && ber.peek() === 0x81 ? must(ber.readString(0x81, true)) : Buffer.alloc(0);
    return { kind: 'intermediate', name, value, ...tail() };
  }
  if (!RESULT_TAGS.has(tag)) throw new RangeError(`unexpected operation 0x${tag.toString(16)}`);
  const code = must(ber.readEnumeration());
  const matchedDn = must(ber.readString());
  const diagnostic = must(ber.readString());
  return { kind: 'result', tag, code, matchedDn, diagnostic, ...tail() };
}

/**
 * One whole message.
 * @throws AppError PBX_ANSWER_BAD for anything that is no LDAP response
 */
export function decodeMessage(bytes: Buffer): LdapMessage {
  try {
    const ber = new asn1.BerReader(bytes);
    must(ber.readSequence(0x30));
    return readOp(ber, must(ber.readInt()));
  } catch (cause) {
    throw broken(cause);
  }
}

/** Length of the message that begins at `at`, header included; undefined while too few bytes are there. */
function lengthAt(bytes: Buffer, at: number): number | undefined {
  if (at >= bytes.length) return undefined;
  if (bytes[at] !== 0x30) throw broken();
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  if (size === 0 || size > 4) throw broken();
  if (at + 2 + size > bytes.length) return undefined;
  const length = bytes.readUIntBE(at + 2, size);
  if (length > MAX_MESSAGE_BYTES) throw broken();
  return 2 + size + length;
}

/** Cuts a stream of bytes into whole messages; what is not whole yet is kept. */
export function createFramer(): (chunk: Buffer) => Buffer[] {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = 0;
  return (chunk) => {
    parts.push(chunk);
    held += chunk.length;
    // a large entry comes in many chunks: join them once, when it is whole
    if (held < wanted) return [];
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts);
    const frames: Buffer[] = [];
    let at = 0;
    wanted = 0;
    for (;;) {
      const length = lengthAt(bytes, at);
      if (length === undefined) break;
      if (at + length > bytes.length) {
        wanted = length;
        break;
      }
      frames.push(bytes.subarray(at, at + length));
      at += length;
    }
    const rest = bytes.subarray(at);
    parts = rest.length > 0 ? [rest] : [];
    held = rest.length;
    return frames;
  };
}
