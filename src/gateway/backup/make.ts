/** Makes a backup, and believes in it only when its file has been restored into a temporary folder. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { rename, rm, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BACKUP_END, type BackupMade, type BackupManifest, PASSPHRASE_LEAST } from '../../contract/backup.ts';
import { fail } from '../core/errors.ts';
import { folderSynced, writtenWhole } from '../platform/atomic-file.ts';
import { type Closer, decrypt, encrypt, type Opener } from './age.ts';
import { checkDatabases, fingerprintOf, hardware, KNOWN, refuseUnfit, selfOf } from './facts.ts';
import { bytesToCopy, snapshot } from './folder.ts';
import { extract, written } from './format.ts';
import { WORK } from './names.ts';
import type { Tell } from './progress.ts';
import { meter } from './progress.ts';

/** Left free for the daemon's own writing, bytes. */
const RESERVE = 16 * 1024 * 1024;

export type MakeOptions = {
  readonly dataDir: string;
  readonly by: Closer;
  /** Of this gateway. */
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly now: () => number;
  readonly tell: Tell;
};

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @throws AppError BACKUP_NO_SPACE, before anything is written */
export async function needSpace(folder: string, bytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= bytes + RESERVE) return;
  const mb = (n: number) => `${Math.ceil(n / 1e6)} MB`;
  throw fail('BACKUP_NO_SPACE', {
    sentence: `The disk of ${folder} has ${mb(free)} free, and ${mb(bytes + RESERVE)} are needed.`,
  });
}

/** @throws AppError BACKUP_NO_KEY */
export function closerOf(secret: string | undefined, recipient: string | undefined): Closer {
  if (recipient !== undefined) return { recipient };
  if (secret === undefined || secret.length < PASSPHRASE_LEAST) throw fail('BACKUP_NO_KEY');
  return { passphrase: secret };
}

/** `cloudlink-cloudlink-local-20261126-132400.cloudlink-backup`, times in UTC. */
function fileName(name: string, at: number): string {
  const stamp = new Date(at).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `cloudlink-${name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 64)}-${stamp}${BACKUP_END}`;
}

/**
 * Restores a backup into a folder that is then removed: digests, SQLite's own check of every page, foreign keys, schema.
 * @throws AppError BACKUP_WRONG_KEY, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_DAMAGED, BACKUP_NO_SPACE
 */
export async function verify(
  file: string,
  by: Opener,
  { dataDir, tell }: { readonly dataDir: string; readonly tell: Tell },
): Promise<BackupManifest> {
  const folder = join(dataDir, WORK, 'verify');
  await rm(folder, { recursive: true, force: true });
  try {
    let onBytes: (n: number) => void = () => undefined;
    const manifest = await extract(
      await decrypt(createReadStream(file), by),
      folder,
      async (found) => {
        refuseUnfit(found);
        const total = found.files.reduce((sum, { bytes }) => sum + bytes, 0);
        await needSpace(dataDir, total);
        onBytes = meter(tell, 'verify', total);
      },
      (n) => onBytes(n),
    );
    tell({ step: 'check', percent: 0 });
    checkDatabases(folder, manifest);
    tell({ step: 'check', percent: 100 });
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws AppError BACKUP_FOLDER */
export async function useFolder(folder: string): Promise<void> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw fail('BACKUP_FOLDER', { sentence: `There is no folder ${folder}.` });
}

const SHUT = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR']);

/**
 * @param folder must be there
 * @throws AppError BACKUP_FOLDER, BACKUP_NO_SPACE, DISK_FULL, BACKUP_DAMAGED when what was written reads as something else
 */
export async function makeBackup(folder: string, options: MakeOptions): Promise<BackupMade> {
  const { dataDir, by, tell, now, version } = options;
  await useFolder(folder);
  const work = join(dataDir, WORK);
  const copy = join(work, 'copy');
  const toCopy = await bytesToCopy(dataDir);
  // the copy and its verification; the file itself may lie on the same disk
  await needSpace(dataDir, 3 * toCopy);
  await needSpace(folder, toCopy);
  const madeAt = now();
  const file = join(folder, fileName(options.name, madeAt));
  const part = `${file}.part`;
  try {
    const copied = meter(tell, 'copy', toCopy);
    const files = await snapshot(dataDir, copy, (stateDb) => selfOf(stateDb)?.gatewayId, copied);
    const self = selfOf(join(copy, 'state.db'));
    const fingerprint = fingerprintOf(copy);
    const manifest: BackupManifest = {
      format: 1,
      madeAt,
      version,
      gateway: {
        name: options.name,
        kind: options.kind,
        hardware: hardware(),
        ...(fingerprint === undefined ? {} : { fingerprint }),
        ...(self === undefined
          ? {}
          : { gatewayId: self.gatewayId, account: `${self.account.name} (${self.account.number})` }),
      },
      migrations: KNOWN,
      files,
    };
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const closed = await encrypt(written(manifest, copy, meter(tell, 'encrypt', total)), by);
    let facts: Awaited<ReturnType<typeof writtenWhole>>;
    try {
      facts = await writtenWhole(part, closed.bytes);
    } catch (cause) {
      if (!SHUT.has(String((cause as NodeJS.ErrnoException).code))) throw cause;
      throw fail('BACKUP_FOLDER', { sentence: `The folder ${folder} cannot be written.`, cause });
    }
    await rm(copy, { recursive: true, force: true });
    // of what lies on the disk, and with the name that it had while nobody could take it for a good one
    await verify(part, closed.opener, { dataDir, tell });
    await rename(part, file);
    await folderSynced(folder);
    return {
      file,
      ...facts,
      madeAt,
      verifiedAt: now(),
      files: files.length,
      encryption: 'passphrase' in by ? 'passphrase' : 'recipient',
    };
  } finally {
    await rm(part, { force: true }).catch(() => undefined);
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws AppError BACKUP_FOREIGN for a file that is not there */
export function existing(file: string): string {
  if (existsSync(file)) return file;
  throw fail('BACKUP_FOREIGN', { sentence: `There is no file ${basename(file)}.` });
}
