/** Opening a SQLite database: pragmas, integrity, numbered migrations, a corrupt file kept aside. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

export type Db = Database.Database;

/** `up` runs in one transaction. Numbers start at 1 and have no gaps; a landed migration is never edited. */
export type Migration = { readonly version: number; readonly name: string; readonly up: string };

export type OpenOptions = {
  readonly migrations: readonly Migration[];
  /** `full`: every commit is on the disk when it returns (journals). `normal`: the last commits may be lost. */
  readonly synchronous?: 'full' | 'normal';
  readonly now: () => number;
};

export type Opened = {
  readonly db: Db;
  /** The corrupt file that was kept aside, if one was found; the database is then new and empty. */
  readonly setAside?: string;
};

/** A database file was written by a newer version of this program. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
  readonly file: string;
  readonly found: number;
  readonly known: number;
  constructor(file: string, found: number, known: number) {
    super(`${file} has schema ${found}; this version of the program knows ${known} and older`);
    this.file = file;
    this.found = found;
    this.known = known;
  }
}

/** @param known the newest schema of this program; a newer file is refused before anything is written to it */
function openFile(file: string, known: number): Db {
  const db = new Database(file);
  try {
    const found = db.pragma('user_version', { simple: true }) as number;
    if (found > known) throw new NewerSchemaError(file, found, known);
    db.pragma('journal_mode = WAL');
  } catch (error) {
    db.close();
    throw error;
  }
  db.pragma('foreign_keys = ON');
  db.pragma('busy_timeout = 5000');
  return db;
}

/** quick_check reads every page; a file that is no database throws instead. */
function isSound(db: Db): boolean {
  return db.pragma('quick_check', { simple: true }) === 'ok';
}

/** Whether an error says that the file itself is damaged; the extended codes (`SQLITE_CORRUPT_INDEX`, …) say it too. */
export function isCorrupt(error: unknown): boolean {
  const code = String((error as { code?: unknown } | undefined)?.code);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** Moves the file and its -wal and -shm beside it under a new name. Nothing is ever overwritten. */
function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  let aside = `${file}.corrupt-${stamp}`;
  for (let n = 1; existsSync(aside); n++) aside = `${file}.corrupt-${stamp}-${n}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

function checkNumbers(migrations: readonly Migration[]): void {
  migrations.forEach((m, i) => {
    if (m.version !== i + 1)
      throw new TypeError(`migration ${m.name} has number ${m.version}, expected ${i + 1}`);
  });
}

function migrate(db: Db, migrations: readonly Migration[]): void {
  const found = db.pragma('user_version', { simple: true }) as number;
  for (const m of migrations.slice(found)) {
    db.transaction(() => {
      db.exec(m.up);
      db.pragma(`user_version = ${m.version}`);
    }).immediate();
  }
}

/**
 * Opens (or makes) a database file. A corrupt file is renamed to `<file>.corrupt-<time>` and a new one is made; the
 * caller tells the person. `:memory:` is allowed in tests.
 *
 * @throws NewerSchemaError when the file is from a newer version; the file is left untouched.
 */
export function openDatabase(file: string, options: OpenOptions): Opened {
  const { migrations, synchronous = 'full', now } = options;
  checkNumbers(migrations);
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
  let db: Db | undefined;
  let aside: string | undefined;
  try {
    db = openFile(file, migrations.length);
    if (!isSound(db)) throw Object.assign(new Error('quick_check failed'), { code: 'SQLITE_CORRUPT' });
  } catch (error) {
    db?.close();
    if (!isCorrupt(error)) throw error;
    aside = setAside(file, now());
    db = openFile(file, migrations.length);
  }
  try {
    db.pragma(`synchronous = ${synchronous === 'full' ? 'FULL' : 'NORMAL'}`);
    migrate(db, migrations);
  } catch (error) {
    db.close();
    throw error;
  }
  return aside === undefined ? { db } : { db, setAside: aside };
}

/** Numbers a list of migrations by position: the list is the table, its order is the order on every disk. */
export function numbered(list: readonly { readonly name: string; readonly up: string }[]): Migration[] {
  return list.map((m, i) => ({ version: i + 1, ...m }));
}
