/** What of the data folder is in a backup, and how a copy of it is taken while the daemon writes. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { BackupManifest } from '../../contract/backup.ts';
import { KEY_FILE, NEXT_KEY_FILE } from '../platform/keystore.ts';

export const STATE_DB = 'state.db';
export const KEY_FILES = [KEY_FILE, NEXT_KEY_FILE] as const;
/** All of it is in a backup: certificates of the pages, and files that people are read from. */
const FOLDERS = ['certificate', 'import', 'imports'];

const BESIDE = ['', '-wal', '-shm'];
/** What a restore replaces; everything else in the folder stays. */
const OURS = new Set<string>([...BESIDE.map((end) => STATE_DB + end), ...KEY_FILES, ...FOLDERS, 'sync']);

/** Whether a file belongs to what a restore replaces. */
export const isOurs = (path: string): boolean => OURS.has(path.split('/')[0] ?? '');

/** Names in a data folder that a restore replaces. */
export const replacedNames = (dataDir: string): string[] =>
  readdirSync(dataDir).filter((name) => OURS.has(name));

/** When one of the databases was last written; undefined when there is none. ms since 1970. */
export function changedAt(dataDir: string): number | undefined {
  const times = BESIDE.slice(0, 2)
    .map((end) => join(dataDir, STATE_DB + end))
    .filter((file) => existsSync(file))
    .map((file) => Math.round(statSync(file).mtimeMs));
  return times.length === 0 ? undefined : Math.max(...times);
}

/**
 * One copy of a database as it stood at one moment. All pages in one step: the copy is made under one lock of reading,
 * which no writer waits for (WAL).
 */
async function copyDatabase(from: string, to: string, onBytes: (n: number) => void): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const db = new Database(from, { readonly: true, fileMustExist: true });
  try {
    await db.backup(to, { progress: () => 0x7fffffff });
  } finally {
    db.close();
  }
  // a copy is read and packed as it is, without a -wal of its own
  const copy = new Database(to);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
  onBytes(statSync(to).size);
}

async function regularFiles(root: string, below: string): Promise<string[]> {
  if (!existsSync(join(root, below))) return [];
  const entries = await readdir(join(root, below), { recursive: true, withFileTypes: true });
  // a link may lead anywhere: it is not followed
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).slice(root.length + 1));
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece);
  return hash.digest('hex');
}

/** Bytes that a backup of this folder would copy. */
export async function bytesToCopy(dataDir: string): Promise<number> {
  const databases = [
    STATE_DB,
    ...(await regularFiles(dataDir, 'sync')).filter((f) => f.endsWith('/sync.db')),
  ];
  const files = (await Promise.all(FOLDERS.map((name) => regularFiles(dataDir, name)))).flat();
  return [...databases, ...files]
    .filter((file) => existsSync(join(dataDir, file)))
    .reduce((sum, file) => sum + statSync(join(dataDir, file)).size, 0);
}

/**
 * Copies what belongs into a backup. state.db first: what sync.db has learnt of people since is only more of the same
 * link, while a link that state.db names and whose sync.db is older would send again what was sent.
 *
 * @param gatewayId of the link in the copy of state.db; its folder of sync state comes along, those of earlier links not
 */
export async function snapshot(
  dataDir: string,
  to: string,
  gatewayIdOf: (stateDb: string) => string | undefined,
  onBytes: (n: number) => void,
): Promise<BackupManifest['files']> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true, mode: 0o700 });
  await copyDatabase(join(dataDir, STATE_DB), join(to, STATE_DB), onBytes);
  const databases = [STATE_DB];
  const gatewayId = gatewayIdOf(join(to, STATE_DB));
  const syncDb = gatewayId === undefined ? undefined : join('sync', gatewayId, 'sync.db');
  if (syncDb !== undefined && existsSync(join(dataDir, syncDb))) {
    await copyDatabase(join(dataDir, syncDb), join(to, syncDb), onBytes);
    databases.push(syncDb);
  }
  const others = [
    ...KEY_FILES.filter((name) => existsSync(join(dataDir, name))),
    ...(await Promise.all(FOLDERS.map((name) => regularFiles(dataDir, name)))).flat(),
  ];
  for (const path of others) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    try {
      await copyFile(join(dataDir, path), join(to, path));
    } catch (error) {
      // a watched folder: a file that was there a moment ago was read and taken away
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && path.startsWith('import/')) continue;
      throw error;
    }
    onBytes(statSync(join(to, path)).size);
  }
  const files: BackupManifest['files'] = [];
  for (const path of [...databases, ...others.filter((path) => existsSync(join(to, path)))])
    files.push({
      path,
      bytes: statSync(join(to, path)).size,
      sha256: await sha256Of(join(to, path)),
      database: databases.includes(path),
    });
  return files;
}
