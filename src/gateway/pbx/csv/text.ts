/**
 * A file as text: UTF-8 (with or without a byte order mark), UTF-16 with one, or windows-1252 where the person chose it.
 * Anything else is refused by name, because guessing an encoding turns José into JosÃ© in every directory behind it.
 */
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fail } from '../../core/errors.ts';

/** 256 MiB: above it a file is refused. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

export type Encoding = 'auto' | 'windows-1252';
type Found = { readonly label: string; readonly skip: number };

/** What tells two states of a file apart. */
export type FileStamp = { readonly size: number; readonly mtimeMs: number; readonly ino: number };

export type TextFile = {
  /** In words, for the test's facts: `UTF-8`, `UTF-16`, `windows-1252`. */
  readonly encoding: string;
  readonly stamp: FileStamp;
  /** The text from the beginning, without byte order mark, in pieces of about 64 KiB. Can be called again. */
  text(signal: AbortSignal): AsyncGenerator<string>;
  /** The stamp now; another one than {@link stamp} means that somebody writes to the file. */
  stampNow(): Promise<FileStamp>;
  close(): Promise<void>;
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EACCES: 'The gateway is not allowed to read the file.',
  EPERM: 'The gateway is not allowed to read the file.',
  EISDIR: 'This is a folder, not a file.',
  ENOTDIR: 'A part of the path is not a folder.',
};

function fileError(path: string, cause: unknown): Error {
  const code = (cause as { code?: string }).code ?? '';
  const sentence = `${REASONS[code] ?? 'The file cannot be read.'} (${path})`;
  return fail('SOURCE_FILE', { sentence, remedy: 'Check the path and the rights of the file.', cause });
}

function refused(path: string, why: string, remedy: string): Error {
  return fail('SOURCE_FILE', { sentence: `${why} (${path})`, remedy });
}

/** By the first bytes. UTF-16 without a mark shows by its NUL bytes, which CSV text never has. */
function detect(path: string, head: Buffer, chosen: Encoding): Found {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf) return { label: 'utf-8', skip: 3 };
  if (head.length >= 2 && head.readUInt16LE(0) === 0xfeff) return { label: 'utf-16le', skip: 2 };
  if (head.length >= 2 && head.readUInt16BE(0) === 0xfeff) return { label: 'utf-16be', skip: 2 };
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

async function* decoded(
  file: FileHandle,
  path: string,
  found: Found,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(found.label, { fatal: true, ignoreBOM: true });
  let lines = 0;
  for (let at = found.skip; ; ) {
    signal.throwIfAborted();
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(CHUNK_BYTES), position: at });
    const chunk = buffer.subarray(0, bytesRead);
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: bytesRead > 0 });
    } catch (cause) {
      // the decoder's own TypeError says nothing that a person can use
      throw Object.assign(notUtf8(path, found.label, badLine(chunk, lines)), { cause });
    }
    if (text !== '') yield text;
    if (bytesRead === 0) return;
    lines += countLines(chunk);
    at += bytesRead;
  }
}

async function stampOf(file: FileHandle): Promise<FileStamp> {
  const { size, mtimeMs, ino } = await file.stat();
  return { size, mtimeMs, ino };
}

/**
 * Opens a text file. The caller closes it.
 * @throws AppError SOURCE_FILE: missing, not readable, no plain file, too large, of another encoding
 */
export async function openText(path: string, chosen: Encoding): Promise<TextFile> {
  let file: FileHandle;
  try {
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw fileError(path, cause);
  }
  try {
    const info = await file.stat();
    if (!info.isFile()) throw refused(path, 'This is not a plain file.', 'Give the path of a CSV file.');
    if (info.size > MAX_FILE_BYTES)
      throw refused(path, 'The file is larger than 256 MiB.', 'Split it, or take out what is not needed.');
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096), position: 0 });
    const found = detect(path, buffer.subarray(0, bytesRead), chosen);
    return {
      encoding: found.label.startsWith('utf-16') ? 'UTF-16' : found.label.replace('utf', 'UTF'),
      stamp: await stampOf(file),
      text: (signal) => decoded(file, path, found, signal),
      stampNow: () => stampOf(file),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
