/** Folders of backups: chosen ones carry a mark, so that an empty mount point is not taken for the stick. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BACKUP_END } from '../../contract/backup.ts';
import { fail } from '../core/errors.ts';
import type { BackupFile, BackupFiles } from '../core/ports/backup.ts';

const MARK = '.cloudlink-backups';

const isBackup = (name: string) => name.endsWith(BACKUP_END) && basename(name) === name;
const isMissing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'EACCES'].includes(String((error as NodeJS.ErrnoException).code));

/** @param work folder that is made when a backup is uploaded */
export function createBackupFiles(work: string): BackupFiles {
  const uploaded = join(work, `uploaded${BACKUP_END}`);
  const bytesAndTime = async (path: string): Promise<{ size: number; mtimeMs: number } | undefined> => {
    try {
      const found = await stat(path);
      return found.isFile() ? found : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    async choose(folder) {
      try {
        if (!(await stat(folder)).isDirectory()) throw fail('BACKUP_FOLDER');
        await writeFile(
          join(folder, MARK),
          'Backups of a CloudLink gateway are written beside this file; without it none is.\n',
        );
      } catch (cause) {
        throw fail('BACKUP_FOLDER', {
          sentence: `The folder ${folder} is not there or cannot be written.`,
          cause,
        });
      }
    },
    isReady: async (folder) => (await bytesAndTime(join(folder, MARK))) !== undefined,
    async list(folder) {
      let names: string[];
      try {
        names = (await readdir(folder)).filter(isBackup);
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
      const found: BackupFile[] = [];
      for (const name of names) {
        const facts = await bytesAndTime(join(folder, name));
        if (facts) found.push({ name, bytes: facts.size, at: Math.round(facts.mtimeMs) });
      }
      return found.sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
    },
    async remove(folder, name) {
      if (isBackup(name)) await rm(join(folder, name), { force: true });
    },
    async path(folder, name) {
      const path = join(folder, name);
      if (!isBackup(name) || !(await bytesAndTime(path)))
        throw fail('NOT_FOUND', { sentence: 'There is no such backup.' });
      return path;
    },
    read: (path) => createReadStream(path) as AsyncIterable<Uint8Array>,
    async receive(bytes) {
      await mkdir(work, { recursive: true, mode: 0o700 });
      const handle = await open(uploaded, 'w', 0o600);
      try {
        for await (const piece of bytes) await handle.writeFile(piece);
      } catch (error) {
        await rm(uploaded, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
      return uploaded;
    },
    received: async () => ((await bytesAndTime(uploaded)) ? uploaded : undefined),
    dropReceived: () => rm(uploaded, { force: true }),
  };
}
