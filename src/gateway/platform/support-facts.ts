/** What a support bundle says of databases, program and host. Read only: nothing is made, moved or repaired. */
import { readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { arch, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Build } from '../../base/runtime/version.ts';
import { checkDatabases } from './database-check.ts';
import { readOsRelease } from './os-release.ts';
import { fileSizes, programFacts, readLicences } from './program-facts.ts';

/** Numbers of the file's own head; the words of SQLite where it cannot be opened. */
function headOf(file: string) {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const number = (pragma: string) => db?.pragma(pragma, { simple: true }) as number;
    return {
      schema: number('user_version'),
      pageBytes: number('page_size'),
      pages: number('page_count'),
      freePages: number('freelist_count'),
    };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    db?.close();
  }
}

const exists = (file: string) => statSync(file, { throwIfNoEntry: false }) !== undefined;

/** Copies of damaged databases that were kept aside, beside the files. */
function setAside(files: readonly string[]) {
  return [...new Set(files.map(dirname))].filter(exists).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.includes('.corrupt-'))
      .map((name) => ({ name, bytes: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0 })),
  );
}

/** @param files those that are not there are named as missing */
export async function databaseFacts(
  files: readonly string[],
  how: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) {
  const there = files.filter(exists);
  const sizes = await fileSizes(there);
  const found = await checkDatabases(there, how);
  return {
    databases: there.map((file, i) => ({
      ...sizes.find(({ name }) => name === basename(file)),
      integrity: found[i] ?? 'ok',
      ...headOf(file),
    })),
    missing: files.filter((file) => !exists(file)).map((file) => basename(file)),
    setAside: setAside(files),
  };
}

/** @param dataDir whose disk it is about */
export async function environmentFacts(build: Build, dataDir: string) {
  const { packages } = await readLicences();
  const disk = await statfs(dataDir).then(
    ({ bsize, blocks, bavail, files, ffree }) => ({
      bytes: bsize * blocks,
      freeBytes: bsize * bavail,
      files,
      freeFiles: ffree,
    }),
    (error: Error) => ({ error: error.message }),
  );
  return {
    version: build.version,
    builtAt: build.fromSource ? 'from source' : new Date(build.builtAt).toISOString(),
    ...programFacts(),
    system: readOsRelease(),
    kernel: release(),
    architecture: arch(),
    processors: cpus().length,
    memoryBytes: totalmem(),
    memoryFreeBytes: freemem(),
    load: loadavg(),
    upSeconds: Math.round(uptime()),
    disk,
    packages: packages.map(({ name, version, licence }) => ({ name, version, licence })),
  };
}
