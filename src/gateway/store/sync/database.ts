/** Opens sync.db for the one writer, or for readers beside it. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Db, NewerSchemaError, openDatabase } from '../../../base/runtime/sqlite.ts';
import { fail } from '../../core/errors.ts';
import { SYNC_MIGRATIONS } from './migrations.ts';

export type OpenedSync = {
  readonly db: Db;
  /** A damaged file that was kept aside; the database is then new. */
  readonly setAside?: string;
  close(): void;
};

/**
 * An exclusive lock that the operating system gives back when the process ends, however it ends: a transaction that is
 * never committed, on a file of its own. A file with a process number would survive kill -9 and lie.
 */
function lock(folder: string): Db {
  const db = new Database(join(folder, 'sync.lock'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (cause) {
    db.close();
    if ((cause as { code?: string }).code !== 'SQLITE_BUSY') throw cause;
    throw fail('SYNC_LOCKED', { sentence: `Another synchronisation is using the folder ${folder}.`, cause });
  }
}

/**
 * Opens (or makes) `folder/sync.db` for writing.
 * @throws AppError SYNC_LOCKED when another process has it, STORE_NEWER
 */
export function openSyncDatabase(folder: string, now: () => number): OpenedSync {
  mkdirSync(folder, { recursive: true, mode: 0o750 });
  const held = lock(folder);
  try {
    const opened = openDatabase(join(folder, 'sync.db'), { migrations: SYNC_MIGRATIONS, now });
    opened.db.pragma('cache_size = -32768');
    opened.db.pragma('temp_store = MEMORY');
    // a first sync writes a page many times: it goes to its place once in 16 MB, not once in 4
    opened.db.pragma('wal_autocheckpoint = 4000');
    const close = () => {
      opened.db.close();
      held.close();
    };
    return { ...opened, close };
  } catch (thrown) {
    held.close();
    if (thrown instanceof NewerSchemaError) throw fail('STORE_NEWER', { cause: thrown });
    throw thrown;
  }
}

const FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);
const SHUT = new Set(['SQLITE_CANTOPEN', 'SQLITE_READONLY', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** What the disk says, as a row of the error table; anything else stays what it is. */
export function explainStorage(thrown: unknown, folder: string): unknown {
  const code = String((thrown as { code?: unknown } | undefined)?.code ?? '');
  if (FULL.has(code)) return fail('DISK_FULL', { cause: thrown });
  if (SHUT.has(code))
    return fail('CONFIG_INVALID', {
      sentence: `The state folder ${folder} cannot be written.`,
      remedy: 'Check that the folder exists, is a folder, and that this user may write there.',
      cause: thrown,
    });
  return thrown;
}

export const hasSyncDatabase = (folder: string) => existsSync(join(folder, 'sync.db'));

function openBeside(folder: string, readonly: boolean): Db | undefined {
  // a folder that is not there is no error of SQLite's, with a code, but a TypeError of the driver
  if (!existsSync(folder)) return undefined;
  let db: Db | undefined;
  try {
    db = new Database(join(folder, 'sync.db'), { readonly, fileMustExist: true });
    db.pragma('busy_timeout = 5000');
    if (!readonly) db.pragma('synchronous = FULL');
    if ((db.pragma('user_version', { simple: true }) as number) === SYNC_MIGRATIONS.length) return db;
    db.close();
    return undefined;
  } catch (thrown) {
    db?.close();
    if ((thrown as { code?: string }).code === 'SQLITE_CANTOPEN') return undefined;
    throw thrown;
  }
}

/** For pages: reads what the worker has committed; undefined while there is no database yet. */
export const openSyncReader = (folder: string): Db | undefined => openBeside(folder, true);

/** For what people decide: writes beside the worker, which never holds the file for long. */
export const openSyncWriter = (folder: string): Db | undefined => openBeside(folder, false);
