/** Uploaded files: one private folder each, below the data folder. */
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fail } from '../core/errors.ts';
import type { ImportFiles } from '../core/ports/imports.ts';
import { folderSynced } from './atomic-file.ts';

/** 256 MiB, as for every file that people are read from. */
export const MAX_UPLOAD_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 64;
/** Ids are ours; what else lies in the folder is nobody's path. */
const ID = /^[0-9a-z-]{1,64}$/i;

/** Where the bytes of an upload are, and what was read of them. */
export const importPaths = (root: string, id: string) => {
  if (!ID.test(id)) throw new TypeError('an import has an id of ours');
  return {
    folder: join(root, id),
    file: join(root, id, 'upload'),
    rows: join(root, id, 'rows.db'),
    corrected: join(root, id, 'corrected'),
  };
};

async function writeAll(
  file: FileHandle,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<number> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > maxBytes) throw fail('IMPORT_TOO_LARGE');
    await file.writeFile(piece);
  }
  await file.sync();
  return size;
}

async function headOf(path: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: HEAD_BYTES - 1 })) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** `people.csv`, `people-2.csv` … @returns the name that was free */
async function linkFree(from: string, folder: string, wanted: string): Promise<string> {
  const { name, ext } = parse(wanted);
  for (let n = 1; ; n++) {
    const free = n === 1 ? wanted : `${name}-${n}${ext}`;
    try {
      // link(2) refuses a name that is there: nobody's file is ever lost
      await link(from, join(folder, free));
      return free;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || n > 1000) throw error;
    }
  }
}

/**
 * @param root of the uploads; nobody but the daemon may look into it
 * @param importDir where the files of synchronisers lie, on the same disk
 * @param maxBytes a test's own limit
 */
export function createImportFiles(
  root: string,
  importDir: string,
  maxBytes: number = MAX_UPLOAD_BYTES,
): ImportFiles {
  const paths = (id: string) => importPaths(root, id);
  return {
    async receive(id, bytes) {
      const { folder, file } = paths(id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = `${file}.part`;
      const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
      let size: number;
      try {
        size = await writeAll(handle, bytes, maxBytes);
      } finally {
        await handle.close();
      }
      await rename(part, file);
      await folderSynced(folder);
      return { bytes: size, head: await headOf(file) };
    },
    async publish(id, name, replace, isCorrected) {
      const { file: uploaded, corrected } = paths(id);
      const file = isCorrected ? corrected : uploaded;
      // a name of the id's own: rename(2) then exchanges one whole file for another
      const linked = await linkFree(file, importDir, replace ? `.${id}` : name);
      if (replace) await rename(join(importDir, linked), join(importDir, name));
      await folderSynced(importDir);
      return replace ? name : linked;
    },
    withdraw: (name) => rm(join(importDir, name), { force: true }),
    async release(id) {
      const { file, corrected, folder } = paths(id);
      await rm(file, { force: true });
      await rm(corrected, { force: true });
      await folderSynced(folder);
    },
    remove: (id) => rm(paths(id).folder, { recursive: true, force: true }),
    async keepOnly(ids) {
      await mkdir(root, { recursive: true, mode: 0o700 });
      for (const name of await readdir(root))
        if (!ids.includes(name)) await rm(join(root, name), { recursive: true, force: true });
    },
  };
}
