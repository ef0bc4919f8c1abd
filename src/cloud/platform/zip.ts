/** A zip file that is made while it is sent: one piece of one entry in memory at a time. */
import { Readable } from 'node:stream';

export type ZipEntry = { readonly name: string } & (
  | { readonly text: string }
  | {
      readonly bytes: () => AsyncIterable<Uint8Array>;
      /** Packed already: it would not become smaller. */
      readonly packed: boolean;
    }
);

/** @param at the time that all entries have, ms since 1970 */
export async function zipStream(entries: readonly ZipEntry[], at: number): Promise<Readable> {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const options = { mtime: new Date(at), mode: 0o100600 };
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const entry of entries) {
    if ('text' in entry) zip.addBuffer(Buffer.from(entry.text), entry.name, options);
    else
      zip.addReadStreamLazy(entry.name, { ...options, compress: !entry.packed }, (give) =>
        give(null, Readable.from(entry.bytes(), { objectMode: false })),
      );
  }
  zip.end();
  return output;
}
