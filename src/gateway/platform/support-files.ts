/** Support bundles below the data folder: an archive each, and beside it what is in it. */
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { SupportBundle } from '../../contract/support.ts';
import type { SupportFile, SupportFiles } from '../core/ports/support.ts';
import { folderSynced, writtenWhole } from './atomic-file.ts';

/** Ids are ours; what else lies in the folder is nobody's path. */
const ID = /^[0-9a-f-]{36}$/;
const idOf = (id: string) => {
  if (!ID.test(id)) throw new TypeError('a bundle has an id of ours');
  return id;
};

/** Beside its name; at any error nothing is left. */
async function writePart(part: string, bytes: AsyncIterable<Uint8Array>) {
  try {
    const { bytes: size, sha256 } = await writtenWhole(part, bytes);
    return { size, sha256 };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The archiver is loaded when somebody makes a bundle: most gateways never do. */
async function* archive(files: readonly SupportFile[], at: number): AsyncIterable<Uint8Array> {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  for (const { name, text } of files)
    zip.addBuffer(Buffer.from(text), name, { mtime: new Date(at), mode: 0o100600 });
  zip.end();
  yield* zip.outputStream as unknown as AsyncIterable<Uint8Array>;
}

/** @param folder nobody but the daemon may look into it; made when there is something to write */
export function createSupportFiles(folder: string): SupportFiles {
  const zipOf = (id: string) => join(folder, `${idOf(id)}.zip`);
  const factsOf = (id: string) => join(folder, `${idOf(id)}.json`);

  const names = async (): Promise<string[]> => {
    try {
      return await readdir(folder);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return [];
      throw error;
    }
  };
  async function load(name: string): Promise<SupportBundle | undefined> {
    try {
      const facts: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
      return Value.Check(SupportBundle, facts) ? facts : undefined;
    } catch (error) {
      // half written, or of another version
      if (error instanceof SyntaxError || (error as { code?: string }).code === 'ENOENT') return undefined;
      throw error;
    }
  }
  async function list(): Promise<SupportBundle[]> {
    const all = await names();
    const found = await Promise.all(all.filter((name) => name.endsWith('.json')).map(load));
    return found
      .filter((bundle) => bundle !== undefined)
      .filter(({ id }) => all.includes(`${id}.zip`))
      .sort((a, b) => b.manifest.madeAt - a.manifest.madeAt || (a.id < b.id ? 1 : -1));
  }
  async function remove(id: string): Promise<void> {
    // what names it goes last: a power cut in between is tidied up
    await rm(zipOf(id), { force: true });
    await rm(factsOf(id), { force: true });
    await folderSynced(folder);
  }
  return {
    list,
    remove,
    read: (id) => createReadStream(zipOf(id)) as AsyncIterable<Uint8Array>,
    async piece(id, start, length) {
      const handle = await open(zipOf(id), constants.O_RDONLY);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    async write(bundle, files) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const zip = zipOf(bundle.id);
      const facts = factsOf(bundle.id);
      const written = await writePart(`${zip}.part`, archive(files, bundle.manifest.madeAt));
      const whole = { ...bundle, ...written };
      try {
        await rename(`${zip}.part`, zip);
        await writePart(
          `${facts}.part`,
          (async function* () {
            yield Buffer.from(JSON.stringify(whole));
          })(),
        );
        await rename(`${facts}.part`, facts);
        await folderSynced(folder);
      } catch (error) {
        await rm(zip, { force: true });
        throw error;
      }
      return whole;
    },
    async tidy() {
      const whole = new Set((await list()).flatMap(({ id }) => [`${id}.zip`, `${id}.json`]));
      const left = (await names()).filter((name) => !whole.has(name));
      for (const name of left) await rm(join(folder, name), { force: true });
      return left.length;
    },
  };
}
