/** Messages of the command channel as text, both ways, with the contract's limits. */
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { CHANNEL_MAX_BYTES, CloudMessage, type GatewayMessage } from '../../contract/channel.ts';

const cloudMessage = Compile(CloudMessage);
const anyTyped = Compile(Type.Object({ type: Type.String() }));
const KNOWN = new Set(['welcome', 'command', 'stored', 'user.changed', 'self.changed', 'time']);

/** `unknown`: a newer cloud's message, to be ignored. `malformed`: refused and logged. */
export type Decoded =
  | { readonly kind: 'message'; readonly message: CloudMessage }
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** A parsed JSON value as a message. */
export function decodeValue(value: unknown): Decoded {
  if (cloudMessage.Check(value)) return { kind: 'message', message: value };
  if (!anyTyped.Check(value)) return { kind: 'malformed', why: 'not a typed message' };
  if (!KNOWN.has(value.type)) return { kind: 'unknown', type: value.type.slice(0, 64) };
  return { kind: 'malformed', why: `not a valid ${value.type} message` };
}

export function decodeText(text: string): Decoded {
  try {
    return decodeValue(JSON.parse(text));
  } catch {
    return { kind: 'malformed', why: 'not JSON' };
  }
}

/** Undefined when it is over the limit of one message. */
export function encode(message: GatewayMessage): string | undefined {
  const text = JSON.stringify(message);
  return Buffer.byteLength(text) > CHANNEL_MAX_BYTES ? undefined : text;
}
