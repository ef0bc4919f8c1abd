/**
 * Copies of the databases from right before a new version is tried. Should it change their schema and be given up, the
 * version before cannot read them any more and takes the copies: what happened in the minutes of the trial is then lost.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Snapshots } from '../../core/ports/update.ts';
import { folderSynced, syncFolder } from '../atomic-file.ts';

const folderOf = (dataDir: string) => join(dataDir, 'update', 'before');

/** @param files of databases; those that are not there have no copy */
export function createSnapshots(dataDir: string, files: () => readonly string[]): Snapshots {
  const folder = folderOf(dataDir);
  const forget = () => rm(folder, { recursive: true, force: true });
  return {
    async take() {
      await forget();
      const part = `${folder}.part`;
      await rm(part, { recursive: true, force: true });
      await mkdir(part, { recursive: true, mode: 0o700 });
      for (const file of files()) {
        if (!existsSync(file)) continue;
        const db = new Database(file, { fileMustExist: true });
        try {
          // goes on while others write, and gives what was whole at one moment
          await db.backup(join(part, basename(file)));
        } finally {
          db.close();
        }
      }
      await rename(part, folder);
      await folderSynced(join(dataDir, 'update'));
    },
    forget,
  };
}

/** The schema of a database file; 0 where it cannot be read. */
function schemaOf(file: string): number {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return db.pragma('user_version', { simple: true }) as number;
    } finally {
      db.close();
    }
  } catch {
    // none, or a damaged one: whoever opens it says so
    return 0;
  }
}

/**
 * Before a database is opened: one that a newer version changed, and that has a copy from before, makes place for the copy.
 * @param known the newest schema of this program
 * @returns where the newer one is kept
 */
export function goBackIfNewer(dataDir: string, file: string, known: number): string | undefined {
  const copy = join(folderOf(dataDir), basename(file));
  if (schemaOf(file) <= known || !existsSync(copy)) return undefined;
  const aside = join(dataDir, 'update', 'newer');
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  copyFileSync(file, join(aside, basename(file)));
  const part = `${file}.part`;
  copyFileSync(copy, part);
  // a newer one without its journal is newer still: a power cut here only does it again
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  renameSync(part, file);
  syncFolder(dirname(file));
  return join(aside, basename(file));
}
