/** What a copy of the data says of itself, read without the daemon. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { BackupManifest } from '../../contract/backup.ts';
import { GatewaySelf } from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import { fingerprintOfKey, KEY_FILE } from '../platform/keystore.ts';
import { platformIdOf, readMachineId } from '../platform/platform-id.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { createSettings } from '../store/settings.ts';
import { SYNC_MIGRATIONS } from '../store/sync/migrations.ts';
import { isOurs, STATE_DB } from './folder.ts';
import { damaged } from './format.ts';

/** What this program's databases have. */
export const KNOWN = { state: MIGRATIONS.length, sync: SYNC_MIGRATIONS.length };

/** The link in a state.db; undefined when there is none, or the file cannot be read. */
export function selfOf(stateDb: string): GatewaySelf | undefined {
  if (!existsSync(stateDb)) return undefined;
  let db: Database.Database | undefined;
  try {
    db = new Database(stateDb, { readonly: true, fileMustExist: true });
    return createSettings(db, () => undefined).get('identity.self', GatewaySelf);
  } catch {
    // damaged or of long ago: a restore is what it needs
    return undefined;
  } finally {
    db?.close();
  }
}

/** Thumbprint of the device key of a folder; undefined when there is none that can be read. */
export const fingerprintOf = (folder: string): string | undefined => {
  const file = join(folder, KEY_FILE);
  return existsSync(file) ? fingerprintOfKey(readFileSync(file, 'utf8')) : undefined;
};

/** Tells one machine from another. A digest: backups are carried about, and the id itself is of the host. */
export function hardware(root = '/'): string {
  const id = readMachineId(root);
  // a container has none: its name is what it has
  const known = id === undefined ? `host ${hostname()}` : platformIdOf(id);
  return createHash('sha256').update(known).digest('hex').slice(0, 32);
}

function check(folder: string, file: BackupManifest['files'][number], version: number): void {
  const db = new Database(join(folder, file.path), { readonly: true, fileMustExist: true });
  try {
    const sound = db.pragma('integrity_check(1)', { simple: true });
    if (sound !== 'ok') throw damaged(`${file.path}: ${String(sound)}`);
    const [stray] = db.pragma('foreign_key_check') as { table: string }[];
    if (stray) throw damaged(`${file.path}: a row of ${stray.table} points at nothing`);
    const found = db.pragma('user_version', { simple: true });
    if (found !== version)
      throw damaged(`${file.path} has schema ${String(found)}, its list says ${version}`);
  } catch (cause) {
    if (String((cause as { code?: unknown }).code).startsWith('SQLITE_'))
      throw damaged(`${file.path} is no sound database`, cause);
    throw cause;
  } finally {
    db.close();
  }
}

/** Opens every database of an extracted backup. @throws AppError BACKUP_DAMAGED */
export function checkDatabases(folder: string, manifest: BackupManifest): void {
  for (const file of manifest.files)
    if (file.database)
      check(folder, file, file.path === STATE_DB ? manifest.migrations.state : manifest.migrations.sync);
}

/** @throws AppError BACKUP_NEWER, BACKUP_DAMAGED */
export function refuseUnfit(manifest: BackupManifest): void {
  const { state, sync } = manifest.migrations;
  if (state > KNOWN.state || sync > KNOWN.sync)
    throw fail('BACKUP_NEWER', {
      sentence: `The backup was made by version ${manifest.version}, whose databases are newer than this program’s.`,
    });
  const foreign = manifest.files.find(({ path }) => !isOurs(path));
  if (foreign) throw damaged(`${foreign.path} is no file of a gateway`);
  if (!manifest.files.some(({ path, database }) => path === STATE_DB && database))
    throw damaged('it has no state.db');
}
