/**
 * The System OAI text protocol as far as it is used here: frames, lines, the station, user and node lists. Every fact is
 * public (docs/pbx/mivoice-office-250.md says where); nothing of this file is our own invention.
 */
import { type Static, Type } from 'typebox';
import { fail } from '../../core/errors.ts';

/** Where the PBX listens for OAI unless somebody changed it. */
export const OAI_PORT = 4000;
/** First byte of the login message of System OAI. */
const LOGIN = 0x87;
/** A message of one list of 100 rows is a few kilobytes; a length above this is another protocol's bytes. */
const MAX_FRAME_BYTES = 1024 * 1024;

/** Four bytes of length, least significant first, then the message. */
function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(message.length);
  return Buffer.concat([head, message]);
}

/** Texts are single bytes; an account with other letters cannot be written in this protocol. */
const bytes = (text: string) => Buffer.from(text, 'latin1');

/** @param application the name that the PBX shows for this connection */
export function loginFrame(password: string, application: string): Buffer {
  return frame(Buffer.concat([Buffer.from([LOGIN]), bytes(`${password}\0${application}\0`)]));
}
export const commandFrame = (command: string): Buffer => frame(bytes(`${command}\r`));

/** Not by a pattern: one that looks for line ends at the end takes the square of a message that is full of them. */
function withoutLineEnd(message: Buffer): string {
  let end = message.length;
  while (end > 0 && (message[end - 1] === 0x0d || message[end - 1] === 0x0a)) end--;
  return message.toString('latin1', 0, end);
}

/** Chunks of a stream → messages without their line ends. */
export function createFrames(where: string) {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = 4;
  return {
    /** @throws AppError PBX_PRODUCT when a length is none of this protocol */
    push(chunk: Buffer): string[] {
      parts.push(chunk);
      held += chunk.length;
      // a long message comes in many chunks: join them once, when it is whole
      if (held < wanted) return [];
      let rest = Buffer.concat(parts);
      const messages: string[] = [];
      for (wanted = 4; rest.length >= 4; wanted = 4) {
        const length = rest.readUInt32LE(0);
        if (length === 0 || length > MAX_FRAME_BYTES)
          throw fail('PBX_PRODUCT', { sentence: `${where} does not speak the OAI protocol.` });
        wanted = 4 + length;
        if (rest.length < wanted) break;
        messages.push(withoutLineEnd(rest.subarray(4, wanted)));
        rest = rest.subarray(wanted);
      }
      parts = rest.length > 0 ? [rest] : [];
      held = rest.length;
      return messages;
    },
  };
}

/**
 * Fields between commas; a text stands between two bars and may hold commas: `100,|Doe, John|` → `100`, `Doe, John`.
 * @throws AppError PBX_ANSWER_BAD when a text has no end
 */
export function fieldsOf(message: string): string[] {
  const parts = message.split('|');
  if (parts.length % 2 === 0)
    throw fail('PBX_ANSWER_BAD', { sentence: 'A message of the PBX has a text without an end.' });
  const fields = [''];
  for (const [at, part] of parts.entries()) {
    const [first = '', ...more] = at % 2 === 1 ? [part] : part.split(',');
    fields[fields.length - 1] += first;
    fields.push(...more);
  }
  return fields;
}

/** `RS`: what the PBX says of itself after the login. Times are its own, without a zone. */
export const Resync = Type.Object({
  time: Type.String({ pattern: '^\\d{2}:\\d{2}$' }),
  /** MMDDYY */
  date: Type.String({ pattern: '^\\d{6}$' }),
  /** `V10.20` */
  protocol: Type.String({ pattern: '^V\\d{1,3}\\.\\d{1,4}$' }),
  software: Type.String({ minLength: 1, maxLength: 64 }),
});
export type Resync = Static<typeof Resync>;

/** The confirmation of `_QX` without its rows. */
export const ListHead = Type.Object({
  list: Type.String({ pattern: '^\\d{1,3}$' }),
  mask: Type.String({ pattern: '^[0-9A-Fa-f]{1,8}$' }),
  last: Type.Enum(['0', '1']),
  count: Type.String({ pattern: '^\\d{1,5}$' }),
});

export const Extension = Type.String({ pattern: '^[0-9*#]{1,16}$' });
export const NodeNumber = Type.String({ pattern: '^\\d{1,4}$' });

/** What went wrong, by the outcome of a confirmation; 0 is success. */
export const OUTCOME = { invalidDevice: 9, outOfRange: 31 } as const;

/** A list of `_QX`: its number, its key and the fields behind it, each with its bit. */
export type ListType = {
  readonly number: number;
  readonly key: string;
  readonly fields: readonly (readonly [name: string, bit: number])[];
};
/** Station List, as of protocol 08.10 (physical device type). */
export const STATIONS: ListType = {
  number: 1,
  key: 'extension',
  fields: [
    ['username', 0x1],
    ['description', 0x2],
    ['deviceType', 0x100],
    ['physicalType', 0x400],
  ],
};
/** User: people, by their main extension. */
export const USERS: ListType = {
  number: 21,
  key: 'extension',
  fields: [
    ['firstName', 0x1],
    ['lastName', 0x2],
    ['email', 0x4],
    ['login', 0x8],
  ],
};
export const maskOf = ({ fields }: ListType) => fields.reduce((mask, [, bit]) => mask | bit, 0);

/** `_QX` came with this version of the protocol. */
export const LEAST_PROTOCOL = [5, 10] as const;
