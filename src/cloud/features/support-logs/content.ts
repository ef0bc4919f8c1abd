/** What an attachment is, told from its bytes: never from its name, nor from what the sender says. Pure. */
import type { AttachmentType } from '../../../contract/support-logs.ts';

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));
const at = (bytes: Uint8Array, offset: number, signature: readonly number[]) =>
  signature.every((byte, i) => bytes[offset + i] === byte);

/** First bytes; WHATWG MIME Sniffing §6. */
const SIGNATURES: readonly (readonly [AttachmentType, (bytes: Uint8Array) => boolean])[] = [
  ['image/png', (b) => at(b, 0, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a])],
  ['image/jpeg', (b) => at(b, 0, [0xff, 0xd8, 0xff])],
  ['image/gif', (b) => at(b, 0, ascii('GIF87a')) || at(b, 0, ascii('GIF89a'))],
  ['image/webp', (b) => at(b, 0, ascii('RIFF')) && at(b, 8, ascii('WEBP'))],
  ['application/pdf', (b) => at(b, 0, ascii('%PDF-'))],
  ['application/zip', (b) => at(b, 0, [0x50, 0x4b, 3, 4]) || at(b, 0, [0x50, 0x4b, 5, 6])],
];

const ESCAPE = 0x1b;
/** Control characters beyond those of text files: breaks, tabs, and the escapes of coloured logs. */
const isText = (text: string) =>
  !/\p{Cc}/u.test(text.replaceAll(String.fromCharCode(ESCAPE), '').replace(/[\t\n\v\f\r]/g, ''));

/** Looks at bytes as they come. */
export function createSniffer() {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let known: AttachmentType | undefined;
  let mayBeText = true;
  let isFirst = true;
  const read = (decode: () => string) => {
    try {
      if (!isText(decode())) mayBeText = false;
    } catch {
      mayBeText = false;
    }
  };
  return {
    take(bytes: Uint8Array): void {
      if (isFirst) known = SIGNATURES.find(([, has]) => has(bytes))?.[0];
      isFirst = false;
      if (known === undefined && mayBeText) read(() => decoder.decode(bytes, { stream: true }));
    },
    /** Nothing will become of it, however it goes on. */
    isRefused: () => known === undefined && !mayBeText,
    /** Undefined: of no type that is taken, or empty. */
    type(): AttachmentType | undefined {
      if (isFirst) return undefined;
      if (known === undefined && mayBeText) read(() => decoder.decode());
      return known ?? (mayBeText ? 'text/plain' : undefined);
    },
  };
}

const MOST = 120;

/** A name without a path and without what a file system or a header trips over. */
export function fileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{C}\u2028\u2029<>:"|?*]/gu, '_')
    .trim()
    .replace(/^\.+/, '');
  if (clean === '') return 'attachment';
  const [, ending = ''] = /(\.[^.]{1,10})$/.exec(clean) ?? [];
  const stem = [...clean.slice(0, clean.length - ending.length)];
  return stem.slice(0, MOST - ending.length).join('') + ending;
}
