/** Zip files of releases and updates: read from the disk, nothing of them is believed beyond what they really hold. */
import type { Entry, ZipFile } from 'yauzl';
import { fail } from '../../core/errors.ts';

/** A build with its packages is some thousands. */
const MAX_ENTRIES = 100_000;

export type Archive = {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Unpacked, piece by piece; a part that is longer or shorter than it says ends with an error. */
  read(entry: Entry): Promise<AsyncIterable<Buffer> & { destroy(): unknown }>;
  close(): void;
};

const broken = (cause: unknown) => fail('UPDATE_FILE_BAD', { cause });

/** @throws AppError UPDATE_FILE_BAD: no zip, damaged, or with names that lead out of it */
export async function openArchive(path: string): Promise<Archive> {
  const { openPromise } = await import('yauzl');
  let zip: ZipFile | undefined;
  try {
    // names that are absolute or have `..` in them are refused by the library
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    if (zip.entryCount > MAX_ENTRIES) throw new RangeError('too many entries');
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new TypeError('an entry is encrypted');
      entries.set(entry.fileName, entry);
    }
    const opened = zip;
    return {
      entries,
      async read(entry) {
        try {
          return await opened.openReadStreamPromise(entry);
        } catch (cause) {
          throw broken(cause);
        }
      },
      close: () => opened.close(),
    };
  } catch (cause) {
    zip?.close();
    throw broken(cause);
  }
}

/** One part in memory. @throws AppError UPDATE_FILE_BAD */
export async function bytesOfEntry(archive: Archive, entry: Entry, maxBytes: number): Promise<Buffer> {
  if (entry.uncompressedSize > maxBytes) throw broken(new RangeError(`${entry.fileName} is too long`));
  const parts: Buffer[] = [];
  try {
    for await (const part of await archive.read(entry)) parts.push(part);
  } catch (cause) {
    throw broken(cause);
  }
  return Buffer.concat(parts);
}
