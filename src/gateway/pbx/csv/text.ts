/**
 * A file as text: UTF-8 (with or without a byte order mark), UTF-16 with one, or windows-1252 where the person chose it.
 * Anything else is refused by name, because guessing an encoding turns José into JosÃ© in every directory behind it.
 */
import { isUtf8 } from 'node:buffer';
import { type PlainFile, refused } from '../files/file.ts';

export type Encoding = 'auto' | 'windows-1252';
type Found = { readonly label: string; readonly skip: number };

export type TextFile = PlainFile & {
  /** In words, for the test's facts: `UTF-8`, `UTF-16LE`, `windows-1252`. */
  readonly encoding: string;
  /** The text from the beginning, without byte order mark, in pieces of about 64 KiB. Can be called again. */
  text(signal: AbortSignal): AsyncGenerator<string>;
};

const NAMES: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
};

/** A byte order mark. UTF-8 has none that it needs. */
export function markOf(head: Buffer): Found | undefined {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf) return { label: 'utf-8', skip: 3 };
  if (head.length >= 2 && head.readUInt16LE(0) === 0xfeff) return { label: 'utf-16le', skip: 2 };
  if (head.length >= 2 && head.readUInt16BE(0) === 0xfeff) return { label: 'utf-16be', skip: 2 };
  return undefined;
}

/** By the first bytes. UTF-16 without a mark shows by its NUL bytes, which CSV text never has. */
function detect(path: string, head: Buffer, chosen: Encoding): Found {
  const marked = markOf(head);
  if (marked) return marked;
  const save = 'Save it as “CSV UTF-8”.';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304)
    throw refused(path, 'This is a spreadsheet or an archive, not a CSV file.', save);
  if (head.includes(0)) throw refused(path, 'This is not text, or UTF-16 without a byte order mark.', save);
  return { label: chosen === 'auto' ? 'utf-8' : chosen, skip: 0 };
}

/** The line, counted from 1, that holds the first byte which is not UTF-8. */
function badLine(chunk: Buffer, linesBefore: number): number {
  let line = linesBefore + 1;
  for (let start = 0; start < chunk.length; line++) {
    const lf = chunk.indexOf(0x0a, start);
    const end = lf === -1 ? chunk.length : lf + 1;
    if (!isUtf8(chunk.subarray(start, end))) return line;
    start = end;
  }
  return line;
}

function countLines(chunk: Buffer): number {
  let n = 0;
  for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) n++;
  return n;
}

function notUtf8(path: string, label: string, line: number): Error {
  const at = label === 'utf-8' ? `Line ${line}` : `A character near line ${line}`;
  const remedy = 'Save it as “CSV UTF-8”, or choose windows-1252 if that is what it is.';
  return refused(path, `${at} is not ${label.toUpperCase()}.`, remedy);
}

async function* decoded(file: PlainFile, found: Found, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder(found.label, { fatal: true, ignoreBOM: true });
  let lines = 0;
  const decode = (chunk: Buffer | undefined) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      // the decoder's own TypeError says nothing that a person can use
      throw Object.assign(notUtf8(file.path, found.label, badLine(chunk ?? Buffer.alloc(0), lines)), {
        cause,
      });
    }
  };
  for await (const chunk of file.bytes(found.skip, signal)) {
    const text = decode(chunk);
    if (text !== '') yield text;
    lines += countLines(chunk);
  }
  const rest = decode(undefined);
  if (rest !== '') yield rest;
}

/**
 * A file as text.
 * @throws AppError SOURCE_FILE: of another encoding
 */
export function textOf(file: PlainFile, chosen: Encoding): TextFile {
  const found = detect(file.path, file.head, chosen);
  return {
    ...file,
    encoding: NAMES[found.label] ?? found.label,
    text: (signal) => decoded(file, found, signal),
  };
}
