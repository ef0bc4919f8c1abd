/** The parts of a workbook, unpacked piece by piece and never beyond the limits. */
import { TextDecoder } from 'node:util';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { type PlainFile, refused } from '../files/file.ts';

/** A workbook of people has some dozen; each sheet, picture and style sheet is one. */
export const MAX_PARTS = 2_000;
/** All parts together, unpacked. yauzl ends a part that is longer than it says. */
export const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

export type Parts = {
  has(name: string): boolean;
  /** A part as text. @throws AppError SOURCE_FILE when it cannot be unpacked, or is no UTF-8 */
  text(name: string, signal: AbortSignal): AsyncGenerator<string>;
};

const SAVE = 'Save it again as “Excel workbook (.xlsx)”, without a password.';

/** Every error of the library is one of the file. */
async function unpacking<T>(file: PlainFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw Object.assign(refused(file.path, 'The workbook is damaged or not whole.', SAVE), { cause });
  }
}

async function entriesOf(file: PlainFile, zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  const tooMuch = () =>
    refused(file.path, 'The workbook is larger than 256 MiB when it is unpacked.', 'Save the list as CSV.');
  if (zip.entryCount > MAX_PARTS) throw tooMuch();
  await unpacking(file, async () => {
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      entries.set(entry.fileName, entry);
    }
  });
  if (unpacked > MAX_UNPACKED_BYTES) throw tooMuch();
  if ([...entries.values()].some((entry) => entry.isEncrypted()))
    throw refused(file.path, 'The workbook is locked with a password.', SAVE);
  return entries;
}

function checkHead({ path, head }: PlainFile): void {
  if (head.length >= 4 && head.readUInt32BE(0) === 0x504b0304) return;
  const isOld = head.length >= 4 && head.readUInt32BE(0) === 0xd0cf11e0;
  const what = isOld ? 'This is a workbook of an old Excel, or a locked one' : 'This is no Excel workbook';
  throw refused(path, `${what}.`, SAVE);
}

/** @throws AppError SOURCE_FILE: no workbook, damaged, locked, too large */
export async function openParts(file: PlainFile): Promise<Parts> {
  checkHead(file);
  const zip = await unpacking(file, () =>
    fromFdPromise(file.fd, { lazyEntries: true, autoClose: false, validateEntrySizes: true }),
  );
  const entries = await entriesOf(file, zip);
  return {
    has: (name) => entries.has(name),
    async *text(name, signal) {
      const entry = entries.get(name);
      if (!entry) throw refused(file.path, `The workbook has no part ${name}.`, SAVE);
      const decoder = new TextDecoder('utf-8', { fatal: true });
      const stream = await unpacking(file, () => zip.openReadStreamPromise(entry));
      try {
        const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
        for (;;) {
          signal.throwIfAborted();
          const text = await unpacking(file, async () => {
            const step = await pieces.next();
            return step.done ? undefined : decoder.decode(step.value, { stream: true });
          });
          if (text === undefined) return;
          yield text;
        }
      } finally {
        stream.destroy();
      }
    },
  };
}
