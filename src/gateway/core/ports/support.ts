import type { SupportBundle, SupportSourceName } from '../../../contract/support.ts';

/** Reads one source: a text as it is, a list a line each, anything else as JSON. */
export type SupportReader = (signal: AbortSignal) => unknown;
/** One for each row; the table of sources says what becomes of its answer. */
export type SupportReaders = Readonly<Record<SupportSourceName, SupportReader>>;

export type SupportFile = { readonly name: string; readonly text: string };

/** Bundles on the disk: whole or not there. */
export type SupportFiles = {
  /** @throws what the disk says, ENOSPC when it is full; nothing is left behind then */
  write(
    bundle: Omit<SupportBundle, 'size' | 'sha256'>,
    files: readonly SupportFile[],
  ): Promise<SupportBundle>;
  /** Newest first; what is not whole is not among them. */
  list(): Promise<SupportBundle[]>;
  remove(id: string): Promise<void>;
  /** Its bytes, as they are taken. */
  read(id: string): AsyncIterable<Uint8Array>;
  /** At most `length` bytes of it from `start` on. */
  piece(id: string, start: number, length: number): Promise<Uint8Array>;
  /** Removes what a power cut left half made. @returns how many files */
  tidy(): Promise<number>;
};
