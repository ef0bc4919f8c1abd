/** Bytes → LDAP messages (RFC 4511 §4). A reader of our own, since values are bytes and response controls are wanted. */
import { fail } from '../../core/errors.ts';
import { BerCursor, TAG } from './ber.ts';

export type LdapControl = { readonly oid: string; readonly critical: boolean; readonly value: Buffer };
type Answer = { readonly id: number; readonly controls: readonly LdapControl[] };

export type LdapEntry = Answer & {
  readonly kind: 'entry';
  readonly dn: string;
  readonly attributes: LdapAttributes;
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

const OP = { entry: 0x64, reference: 0x73, intermediate: 0x79 } as const;
const CONTROLS = 0xa0;
/** Responses that are an LDAPResult: bind, search, modify, add, delete, rename, compare, extended. */
const RESULT_TAGS = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);
/** One entry is never that large; a length like this means another protocol. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

const broken = (cause?: unknown) =>
  fail('PBX_ANSWER_BAD', {
    sentence: 'What answers there does not speak LDAP.',
    remedy: 'Check the port and the kind of security (none, StartTLS, LDAPS).',
    ...(cause === undefined ? {} : { cause }),
  });

function controlsOf(message: BerCursor): LdapControl[] {
  const controls: LdapControl[] = [];
  if (message.peek() !== CONTROLS) return controls;
  for (const list = message.open(CONTROLS); !list.isAtEnd; ) {
    const control = list.open(TAG.sequence);
    const oid = control.ascii();
    const critical = control.peek() === TAG.boolean ? control.boolean() : false;
    const value = control.isAtEnd ? Buffer.alloc(0) : control.octets();
    controls.push({ oid, critical, value });
  }
  return controls;
}

/** @throws AppError PBX_ANSWER_BAD where the bytes are no attributes */
function read<T>(f: () => T): T {
  try {
    return f();
  } catch (cause) {
    throw broken(cause);
  }
}

function nextOf(rest: BerCursor): readonly [name: string, values: readonly Buffer[]] {
  const attribute = rest.open(TAG.sequence);
  const name = attribute.ascii();
  const values: Buffer[] = [];
  for (const set = attribute.open(TAG.set); !set.isAtEnd; ) values.push(set.octets());
  return [name, values];
}

function firstOf(rest: BerCursor, wanted: string): Buffer | undefined {
  while (!rest.isAtEnd) {
    const attribute = rest.open(TAG.sequence);
    if (attribute.ascii().toLowerCase() !== wanted) continue;
    const values = attribute.open(TAG.set);
    return values.isAtEnd ? undefined : values.octets();
  }
  return undefined;
}

/**
 * The attributes of an entry, read from its bytes when they are wanted: pages of entries wait for their turn in a tenth
 * of the memory that their values take as objects. Both ways of reading throw AppError PBX_ANSWER_BAD.
 */
export class LdapAttributes {
  /** As they came: the same bytes are the same values. */
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** First value under this name, in whatever case the server spells it. */
  first(name: string): Buffer | undefined {
    return read(() => firstOf(new BerCursor(this.bytes), name.toLowerCase()));
  }

  *[Symbol.iterator](): Generator<readonly [name: string, values: readonly Buffer[]]> {
    for (const rest = new BerCursor(this.bytes); !rest.isAtEnd; ) yield read(() => nextOf(rest));
  }
}

function messageOf(message: BerCursor): LdapMessage {
  const id = message.integer();
  const tag = message.peek() ?? 0;
  const op = message.open(tag);
  if (tag === OP.entry) {
    const dn = op.text();
    return {
      kind: 'entry',
      id,
      dn,
      attributes: new LdapAttributes(op.octets(TAG.sequence)),
      controls: controlsOf(message),
    };
  }
  if (tag === OP.reference) return { kind: 'reference', id, controls: controlsOf(message) };
  if (tag === OP.intermediate) {
    const name = op.peek() === 0x80 ? op.text(0x80) : undefined;
    const value = op.peek() === 0x81 ? op.octets(0x81) : Buffer.alloc(0);
    return { kind: 'intermediate', id, name, value, controls: controlsOf(message) };
  }
  if (!RESULT_TAGS.has(tag)) throw new RangeError(`unexpected operation 0x${tag.toString(16)}`);
  const code = op.integer(TAG.enumerated);
  const matchedDn = op.text();
  const diagnostic = op.text();
  return { kind: 'result', id, tag, code, matchedDn, diagnostic, controls: controlsOf(message) };
}

/**
 * One whole message.
 * @throws AppError PBX_ANSWER_BAD for anything that is no LDAP response
 */
export function decodeMessage(bytes: Buffer): LdapMessage {
  try {
    return messageOf(new BerCursor(bytes).open(TAG.sequence));
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
