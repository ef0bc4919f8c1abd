/** What the debug view says of the program and of the build that it comes from. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Value } from 'typebox/value';
import { type DebugFacts, Licences } from '../../contract/local-api.ts';

/** SQLite keeps what was written last beside the database (https://sqlite.org/wal.html). */
const BESIDE = ['', '-wal', '-shm'];
/** Written by the build (scripts/lib/licences.ts) beside the programs. */
const LICENCES = new URL('../../licences.json', import.meta.url);

const isMissing = (error: unknown) => (error as { code?: string }).code === 'ENOENT';

/** Node's version, and the memory of this process in bytes. */
export function programFacts(): Pick<DebugFacts, 'runtime' | 'memory'> {
  const { rss, heapUsed, heapTotal } = process.memoryUsage();
  return { runtime: process.versions.node, memory: { rss, heapUsed, heapTotal } };
}

async function bytesOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Bytes of each database with what stands beside it; those that are not there are left out. */
export async function fileSizes(files: readonly string[]): Promise<DebugFacts['databases']> {
  const found = await Promise.all(
    files.map(async (file) => {
      const [bytes, ...beside] = await Promise.all(BESIDE.map((end) => bytesOf(file + end)));
      if (bytes === undefined) return [];
      return [{ name: basename(file), bytes: beside.reduce<number>((sum, b) => sum + (b ?? 0), bytes) }];
    }),
  );
  return found.flat();
}

/**
 * The packages of this build.
 *
 * @throws SyntaxError or a schema error when the build's file is damaged: a build is whole or it is none
 */
export async function readLicences(file: URL = LICENCES): Promise<Licences> {
  try {
    return Value.Parse(Licences, JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (isMissing(error)) return { packages: [] };
    throw error;
  }
}
