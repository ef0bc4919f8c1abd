/** Files that are whole or not there, also after a power cut. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

export type AtomicOptions = {
  /** Permission bits of the new file. */
  readonly mode: number;
  /** Throws EEXIST instead of replacing a file that is there. */
  readonly exclusive?: boolean;
};

/** Makes names in a folder, new or gone, survive a power cut. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** As {@link syncFolder}, without holding the program up: for what happens while pages are served. */
export async function folderSynced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes what comes and syncs it: for large files, which get their name afterwards. The digest is SHA-256 in hex. */
export async function writtenWhole(file: string, bytes: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(file, 'w', 0o600);
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      size += piece.byteLength;
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes: size, sha256: hash.digest('hex') };
}

function writeSynced(file: string, data: string, mode: number): void {
  const fd = openSync(file, 'wx', mode);
  try {
    // one write(2) may take only a part of it, on a disk that fills, and says so by a number alone
    writeFileSync(fd, data);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes beside the file, syncs, and moves into place; the folder is synced too, so that the name survives.
 * @throws what the disk says; the file is as it was then, and nothing is left beside it
 */
export function writeFileAtomic(file: string, data: string, options: AtomicOptions): void {
  const temporary = `${file}.new-${process.pid}`;
  rmSync(temporary, { force: true });
  try {
    writeSynced(temporary, data, options.mode);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  // link(2) refuses an existing name, rename(2) replaces it
  if (options.exclusive) {
    linkSync(temporary, file);
    rmSync(temporary);
  } else renameSync(temporary, file);
  syncFolder(dirname(file));
}
