/**
 * Releases in folders of their own: `releases/<version>`, and `current`, a link to the one that runs. The new one is put
 * beside it, the link is moved by rename, and the launcher (systemd/cloudlinkd-launch), which is part of no release, counts
 * the starts of what is on trial and goes back by itself.
 *
 * | file in the folder | means |
 * |---|---|
 * | `trial` | two lines: the version on trial, and the one before |
 * | `starts` | how often the launcher has started it |
 * | `hung` | it did not commit in time and was ended |
 * | `fellback` | the version that was given up, why, and a reason of the program's own as JSON |
 * | `trial.log` | what the version on trial wrote to standard error |
 */
import { execFile } from 'node:child_process';
import { constants, readFileSync, readlinkSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Value } from 'typebox/value';
import type { Entry } from 'yauzl';
import { toAppError, toFault } from '../../../base/errors.ts';
import { UPDATE_LOG_BYTES, UpdateReason } from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type { Release, UpdateBackend } from '../../core/ports/update.ts';
import { folderSynced, writeFileAtomic } from '../atomic-file.ts';
import { type Archive, openArchive } from './archive.ts';

const run = promisify(execFile);

/** Where the version says that it is; the launcher starts this. */
const PROGRAM = 'dist/gateway/main.js';
const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;

export type DirectoryOptions = {
  readonly folder: string;
  /** Ends this program; what started it starts the launcher again. */
  readonly restart: () => void;
  /** Tests watch every step. */
  readonly at?: (step: string) => Promise<void>;
};

const CODES = { starts: 'UPDATE_CRASHED', hung: 'UPDATE_HUNG' } as const;

/** Whether `folder` is laid out so that `version`, which runs, can be replaced. */
export function isVersionedDirectory(folder: string, version: string): boolean {
  try {
    return (
      readlinkSync(join(folder, 'current')) === `releases/${version}` &&
      statSync(join(folder, 'releases', version)).isDirectory()
    );
  } catch {
    return false;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Everything of a folder on the disk at once: thousands of files, each synced, would take minutes of flash. */
async function syncAll(folder: string): Promise<void> {
  try {
    await run('sync', ['-f', folder]);
  } catch {
    await run('sync', []);
  }
}

const badRelease = (cause: unknown, sentence?: string) =>
  fail('UPDATE_BAD_RELEASE', { cause, ...(sentence === undefined ? {} : { sentence }) });

async function writeEntry(archive: Archive, entry: Entry, to: string): Promise<void> {
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  const file = await open(
    to,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
    (mode & 0o755) | 0o444,
  );
  try {
    for await (const piece of await archive.read(entry)) await file.write(piece);
  } finally {
    await file.close();
  }
}

async function unpack(file: string, folder: string, signal: AbortSignal): Promise<void> {
  const archive = await openArchive(file);
  const made = new Set<string>();
  try {
    for (const [name, entry] of archive.entries) {
      signal.throwIfAborted();
      if (((entry.externalFileAttributes >>> 16) & S_IFMT) === S_IFLNK)
        throw badRelease(undefined, 'The release could not be put in place: it has a link in it.');
      const path = join(folder, name);
      const parent = name.endsWith('/') ? path : dirname(path);
      if (!made.has(parent)) await mkdir(parent, { recursive: true, mode: 0o755 });
      made.add(parent);
      if (!name.endsWith('/')) await writeEntry(archive, entry, path);
    }
  } finally {
    archive.close();
  }
}

/** What was unpacked is a program, and the one that it should be. */
function checkProgram(folder: string, version: string): void {
  let found: unknown;
  try {
    statSync(join(folder, PROGRAM));
    ({ version: found } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version?: unknown;
    });
  } catch (cause) {
    throw badRelease(cause, 'The release could not be put in place: the program is not in it.');
  }
  if (found !== version)
    throw badRelease(
      undefined,
      'The release could not be put in place: it is another version than its description says.',
    );
}

export function createDirectoryBackend({
  folder,
  restart,
  at = async () => undefined,
}: DirectoryOptions): UpdateBackend {
  const own = (name: string) => join(folder, name);
  const releaseOf = (version: string) => join(folder, 'releases', version);
  const remove = async (...names: string[]) => {
    for (const name of names) await rm(own(name), { force: true, recursive: true });
  };
  const write = (name: string, text: string) => writeFileAtomic(own(name), text, { mode: 0o644 });

  const point = async (version: string): Promise<void> => {
    await remove('current.new');
    await symlink(`releases/${version}`, own('current.new'));
    await at('before the link is moved');
    await rename(own('current.new'), own('current'));
    await folderSynced(folder);
  };

  const logOf = async (): Promise<{ logExcerpt?: string }> => {
    const text = (await textOf(own('trial.log')))?.trim().slice(-UPDATE_LOG_BYTES);
    return text ? { logExcerpt: text } : {};
  };

  return {
    kind: 'directory',
    hardware: `${process.platform}-${process.arch}`,
    room: ({ unpackedBytes, bytes }: Release) => unpackedBytes ?? bytes * 3,

    async install(file, release, signal) {
      const { version } = release;
      const part = join(folder, 'releases', `.part-${version}`);
      try {
        // what a power cut left of an earlier try
        await rm(part, { recursive: true, force: true });
        await mkdir(part, { recursive: true, mode: 0o755 });
        await unpack(file, part, signal);
        checkProgram(part, version);
        await at('before the release is on the disk');
        await syncAll(part);
        await rm(releaseOf(version), { recursive: true, force: true });
        await at('before the release has its name');
        await rename(part, releaseOf(version));
        await folderSynced(own('releases'));
      } catch (error) {
        await rm(part, { recursive: true, force: true });
        const { code } = toAppError(error);
        if (code === 'DISK_FULL') throw fail('UPDATE_NO_SPACE', { cause: error });
        throw code === 'UPDATE_FILE_BAD' || (code === 'INTERNAL' && !signal.aborted)
          ? badRelease(error)
          : error;
      }
    },

    async activate({ from, to }) {
      if (!statSync(releaseOf(from), { throwIfNoEntry: false })?.isDirectory())
        throw badRelease(
          undefined,
          'The version that runs is not in the folder of releases, so nothing could go back to it.',
        );
      await remove('fellback', 'starts', 'hung', 'trial.log');
      await at('before the trial is written');
      write('trial', `${to}\n${from}\n`);
      await at('after the trial is written');
      await point(to);
      await at('after the link is moved');
    },

    restart: async () => restart(),

    async fellBack({ to }) {
      const [version, why = '', json = ''] = (await textOf(own('fellback')))?.split('\n') ?? [];
      if (version !== to) return undefined;
      if (json !== '') {
        const reason: unknown = JSON.parse(json);
        if (Value.Check(UpdateReason, reason)) return reason;
      }
      const code = CODES[why as keyof typeof CODES] ?? 'UPDATE_NOT_STARTED';
      return { ...toFault(fail(code)), ...(await logOf()) };
    },

    async commit({ from, to }) {
      await at('before the trial is taken away');
      await remove('trial');
      await folderSynced(folder);
      await at('after the trial is taken away');
      await remove('starts', 'hung', 'trial.log', 'fellback');
      for (const name of await readdir(own('releases')))
        if (name !== from && name !== to)
          await rm(releaseOf(basename(name)), { recursive: true, force: true });
    },

    async revert({ from, to }, reason) {
      write('fellback', `${to}\nprogram\n${JSON.stringify(reason)}\n`);
      await at('before the link is moved back');
      await point(from);
      await at('after the link is moved back');
      await remove('trial', 'starts', 'hung');
      await folderSynced(folder);
    },

    forget: () => remove('fellback', 'starts', 'hung', 'trial', 'trial.log'),
  };
}
