/** A file that people lie in: opened once, read in pieces, and known again when nobody wrote to it. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fail } from '../../core/errors.ts';
import type { ReadEnd } from '../../core/ports/connector.ts';
import { incomplete, notWhole } from '../connector.ts';

/** 256 MiB: above it a file is refused. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** 64 KiB a field. */
export const MAX_FIELD_BYTES = 64 * 1024;
/** 1 MiB a row or record. */
export const MAX_RECORD_BYTES = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const HEAD_BYTES = 4096;
/** A file that was written to so short a time ago may be written to again within one tick of the disk's clock. */
const SETTLED_MS = 2_000;

/** What tells two states of a file apart. Times in ns. */
export type FileStamp = {
  readonly size: number;
  readonly mtime: bigint;
  readonly ctime: bigint;
  readonly ino: bigint;
};

export type PlainFile = {
  readonly path: string;
  /** For a library that reads by itself; it must not close it. */
  readonly fd: number;
  /** The first bytes, 4 KiB at most. */
  readonly head: Buffer;
  readonly stamp: FileStamp;
  /** Pieces of 64 KiB from an offset. Can be called again. */
  bytes(from: number, signal: AbortSignal): AsyncGenerator<Buffer>;
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

/** A file as a whole that cannot be taken. @returns AppError SOURCE_FILE, to be thrown */
export function refused(path: string, why: string, remedy: string): Error {
  return fail('SOURCE_FILE', { sentence: `${why} (${path})`, remedy });
}

async function stampOf(file: FileHandle): Promise<FileStamp> {
  const { size, mtimeNs, ctimeNs, ino } = await file.stat({ bigint: true });
  return { size: Number(size), mtime: mtimeNs, ctime: ctimeNs, ino };
}

export const sameStamp = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime && a.ino === b.ino;

/** What a source keeps to see that its file is still the one that was read. */
export const cursorOf = ({ size, mtime, ctime, ino }: FileStamp): string =>
  `${size} ${mtime} ${ctime} ${ino}`;

/** As a cursor, where the file is old enough to be sure that an equal stamp is an equal file. */
function settledCursor(stamp: FileStamp, now: number): string | undefined {
  const written = Number((stamp.mtime > stamp.ctime ? stamp.mtime : stamp.ctime) / 1_000_000n);
  return now - written > SETTLED_MS ? cursorOf(stamp) : undefined;
}

/**
 * The end of a read that found nothing wrong with the file itself.
 * @param doubt why the rows that came may not be all; undefined: they are
 */
export async function endOfFile(file: PlainFile, now: number, doubt: Error | undefined): Promise<ReadEnd> {
  if (!sameStamp(file.stamp, await file.stampNow()))
    return incomplete(notWhole('The file was changed while it was read; nobody was removed.'));
  if (doubt) return incomplete(doubt);
  const cursor = settledCursor(file.stamp, now);
  return { kind: 'complete', ...(cursor === undefined ? {} : { cursor }) };
}

/** The end of a read that needed none: the file is the one that was read last time. */
export const unchanged = (file: PlainFile, cursor: string | undefined): ReadEnd | undefined =>
  cursor !== undefined && cursor === cursorOf(file.stamp)
    ? { kind: 'delta', cursor, deleted: [] }
    : undefined;

async function* pieces(file: FileHandle, from: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let at = from; ; ) {
    signal.throwIfAborted();
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(CHUNK_BYTES), position: at });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw fileError(path, cause);
  }
}

/**
 * Opens a plain file. The caller closes it.
 * @param what for the remedy: `CSV`, `LDIF` …
 * @throws AppError SOURCE_FILE: missing, not readable, no plain file, too large
 */
export async function openPlain(path: string, what: string): Promise<PlainFile> {
  const file = await openHandle(path);
  try {
    const info = await file.stat();
    if (!info.isFile())
      throw refused(path, 'This is not a plain file.', `Give the path of a file of type ${what}.`);
    if (info.size > MAX_FILE_BYTES)
      throw refused(path, 'The file is larger than 256 MiB.', 'Split it, or take out what is not needed.');
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD_BYTES), position: 0 });
    const stamp = await stampOf(file);
    return {
      path,
      fd: file.fd,
      head: buffer.subarray(0, bytesRead),
      stamp,
      bytes: (from, signal) => pieces(file, from, signal),
      stampNow: () => stampOf(file),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
