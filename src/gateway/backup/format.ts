/** The container inside a backup (contract/backup.ts), as streams: no file of it is ever whole in memory. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Value } from 'typebox/value';
import { BACKUP_FORMAT, BackupManifest } from '../../contract/backup.ts';
import { fail } from '../core/errors.ts';

const MAGIC = /^cloudlink-backup (\d{1,9})$/;
/** 10,000 files with long names fit. */
const MANIFEST_MOST = 16 * 1024 * 1024;
const MAGIC_MOST = 64;

export const damaged = (what: string, cause?: unknown) =>
  fail('BACKUP_DAMAGED', { facts: { what }, ...(cause === undefined ? {} : { cause }) });

/** @param folder where the files of the manifest lie */
export async function* written(
  manifest: BackupManifest,
  folder: string,
  onBytes: (n: number) => void,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`cloudlink-backup ${BACKUP_FORMAT}\n${JSON.stringify(manifest)}\n`);
  for (const { path } of manifest.files)
    for await (const piece of createReadStream(join(folder, path)) as AsyncIterable<Buffer>) {
      onBytes(piece.byteLength);
      yield piece;
    }
}

/** Bytes of a stream, asked for by number or up to a line's end. */
class Source {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);
  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }
  async #more(): Promise<boolean> {
    const { value, done } = await this.#pieces.next();
    if (done) return false;
    this.#rest = this.#rest.length === 0 ? Buffer.from(value) : Buffer.concat([this.#rest, value]);
    return true;
  }
  async line(most: number): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString();
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length > most) throw damaged('a line has no end');
      if (!(await this.#more())) throw damaged('it ends too early');
    }
  }
  async *take(bytes: number): AsyncGenerator<Buffer> {
    let left = bytes;
    while (left > 0) {
      if (this.#rest.length === 0 && !(await this.#more())) throw damaged('it ends too early');
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
  async end(): Promise<void> {
    while (this.#rest.length === 0) if (!(await this.#more())) return;
    throw damaged('there is more than its list says');
  }
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}

/** @throws AppError BACKUP_NEWER, BACKUP_DAMAGED */
async function manifestOf(source: Source): Promise<BackupManifest> {
  const format = MAGIC.exec(await source.line(MAGIC_MOST))?.[1];
  if (format === undefined) throw fail('BACKUP_FOREIGN');
  if (Number(format) > BACKUP_FORMAT)
    throw fail('BACKUP_NEWER', {
      sentence: `This backup has format ${format}; this program knows ${BACKUP_FORMAT} and older.`,
    });
  let manifest: unknown;
  try {
    manifest = JSON.parse(await source.line(MANIFEST_MOST));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw damaged('its list is no JSON', cause);
    throw cause;
  }
  if (!Value.Check(BackupManifest, manifest)) throw damaged('its list is not as it should be');
  const paths = manifest.files.map(({ path }) => path);
  if (new Set(paths).size !== paths.length) throw damaged('its list names a file twice');
  return manifest;
}

/** Its list alone. */
export async function readManifest(pieces: AsyncIterable<Uint8Array>): Promise<BackupManifest> {
  const source = new Source(pieces);
  try {
    return await manifestOf(source);
  } finally {
    await source.close().catch(() => undefined);
  }
}

async function writeFile(file: string, pieces: AsyncIterable<Buffer>, hash: Hash): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await handle.writeFile(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes every file of a backup into a folder and compares its digest.
 * @param accept looks at the list before anything is written; throws to refuse
 * @throws AppError BACKUP_NEWER, BACKUP_DAMAGED, and what `accept` throws
 */
export async function extract(
  pieces: AsyncIterable<Uint8Array>,
  folder: string,
  accept: (manifest: BackupManifest) => void | Promise<void>,
  onBytes: (n: number) => void,
): Promise<BackupManifest> {
  const source = new Source(pieces);
  try {
    const manifest = await manifestOf(source);
    await accept(manifest);
    for (const { path, bytes, sha256 } of manifest.files) {
      const hash = createHash('sha256');
      await writeFile(join(folder, path), source.take(bytes), hash);
      if (hash.digest('hex') !== sha256) throw damaged(`${path} is another one than its list says`);
      onBytes(bytes);
    }
    await source.end();
    return manifest;
  } finally {
    await source.close().catch(() => undefined);
  }
}
