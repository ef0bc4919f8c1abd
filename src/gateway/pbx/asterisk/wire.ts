/**
 * Text of the Asterisk Manager Interface: a greeting line, then messages of `Key: value` lines that an empty line ends.
 * Source: docs.asterisk.org, "AMI v2 Specification".
 */
import { fail } from '../../core/errors.ts';

/** Keys in lower case; a key that comes twice keeps its first value. */
export type AmiMessage = ReadonlyMap<string, string>;

/** Longer than every message that Asterisk makes (an endpoint has some 150 short lines). */
export const MAX_MESSAGE_BYTES = 256 * 1024;

const GREETING = /^Asterisk Call Manager\/([0-9][0-9.]{0,20})$/;

const tooLong = (where: string) =>
  fail('PBX_ANSWER_BAD', { sentence: `${where} sent an answer that is too large.` });

/**
 * The version of the interface that a greeting names.
 * @throws AppError PBX_PRODUCT
 */
export function greetingVersion(line: string, where: string): string {
  const [, version] = GREETING.exec(line) ?? [];
  if (version !== undefined) return version;
  throw fail('PBX_PRODUCT', {
    sentence: `${where} is no Asterisk Manager Interface.`,
    remedy: 'Check the address and the port, and that the interface is switched on in manager.conf.',
  });
}

function messageOf(lines: readonly string[]): AmiMessage {
  const message = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    // output of a command has lines without a key; none is asked for here
    if (colon <= 0) continue;
    const key = line.slice(0, colon).trim().toLowerCase();
    if (!message.has(key)) message.set(key, line.slice(colon + 1).trim());
  }
  return message;
}

export type AmiReader = {
  /** The first line; undefined as long as it is not whole. */
  readonly greeting: string | undefined;
  /**
   * Takes bytes as they come and gives the messages that are whole.
   * @throws AppError PBX_ANSWER_BAD when a message does not end
   */
  push(chunk: Uint8Array): readonly AmiMessage[];
};

/** Bytes that are no UTF-8 become U+FFFD: whoever takes a value looks for it. */
export function createAmiReader(where: string): AmiReader {
  const decoder = new TextDecoder();
  let greeting: string | undefined;
  let rest: string[] = [];
  let held = 0;
  let lines: string[] = [];
  let size = 0;

  function take(line: string): AmiMessage | undefined {
    if (greeting === undefined) {
      greeting = line;
      return undefined;
    }
    if (line !== '') {
      size += line.length;
      if (size > MAX_MESSAGE_BYTES) throw tooLong(where);
      lines.push(line);
      return undefined;
    }
    const message = messageOf(lines);
    lines = [];
    size = 0;
    return message.size > 0 ? message : undefined;
  }

  return {
    get greeting() {
      return greeting;
    },
    push(chunk) {
      const parts = decoder.decode(chunk, { stream: true }).split('\n');
      const last = parts.pop() ?? '';
      // a long line comes in many chunks: join them once, when it is whole
      if (parts.length > 0) {
        parts[0] = rest.join('') + parts[0];
        rest = [];
        held = 0;
      }
      rest.push(last);
      held += last.length;
      if (held > MAX_MESSAGE_BYTES) throw tooLong(where);
      return parts.flatMap((line) => take(line.replace(/\r$/, '')) ?? []);
    },
  };
}

/**
 * One action as it is sent. A value cannot end its line: what somebody typed must not become a header of its own.
 * @throws AppError BAD_INPUT
 */
export function actionText(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([key, value]) => {
    if (/[\r\n\0]/.test(value)) throw fail('BAD_INPUT');
    return `${key}: ${value}\r\n`;
  });
  return `${lines.join('')}\r\n`;
}

/** `"Ann Adams" <2001>`, `Ann Adams <2001>`, `<2001>`, `2001` (pjsip.conf, `callerid`). */
export function callerIdOf(text: string): { readonly name?: string; readonly number?: string } {
  if (text === '' || text === '<unknown>') return {};
  const open = text.lastIndexOf('<');
  const close = text.endsWith('>') && open >= 0;
  const name = (close ? text.slice(0, open) : /^[0-9+*#]+$/.test(text) ? '' : text).trim();
  const bare = name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;
  const number = close ? text.slice(open + 1, -1) : name === '' ? text : '';
  return { ...(bare === '' ? {} : { name: bare }), ...(number === '' ? {} : { number }) };
}
