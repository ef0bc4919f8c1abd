/** What all files of people have in common for those who look at them row by row: the connectors and the import. */
import type { ReadEnd, SourceRecord, UserPages } from '../../core/ports/connector.ts';
import { incomplete } from '../connector.ts';
import type { Recognised } from './header.ts';

export type FileWarning = { readonly code: string; readonly sentence: string };

/** What the first pass over a file finds out. */
export type FileFacts = {
  readonly encoding?: string;
  readonly separator?: string;
  readonly sheets: readonly string[];
  readonly sheet?: string;
  readonly recognised?: Recognised;
  /** Names under which the records keep their values. */
  readonly columns: readonly string[];
  /** The one of them that says who a row is; absent where each record has its own. */
  readonly anchor?: string;
  readonly people: number;
  /** Rows in error, those without a readable identity among them. */
  readonly faulty: number;
  readonly warnings: readonly FileWarning[];
};

/**
 * @property row its place in the file, from 1
 * @property cells of a row in error, as far as they can be told apart
 * @property leftOut a person left it out
 */
export type FileRow = {
  readonly row: number;
  readonly record: SourceRecord;
  readonly cells?: Readonly<Record<string, string>>;
  readonly leftOut?: true;
};
export type FilePages = AsyncGenerator<readonly FileRow[], ReadEnd>;

/** A file that is open. Whoever opened it closes it. */
export type PeopleFile = {
  /** Reads all of it once. @throws AppError SOURCE_FILE: encoding, header or size */
  survey(signal: AbortSignal): Promise<FileFacts>;
  /** The columns alone, for a person who shall choose the identity. @throws AppError SOURCE_FILE */
  columns(signal: AbortSignal): Promise<Partial<FileFacts>>;
  /** Every row. @param cursor of the last whole read: an unchanged file is not read again */
  pages(signal: AbortSignal, cursor?: string): FilePages;
  /** The file as it was corrected, to be written. One that may be cut off is written so that it still shows. */
  corrected(signal: AbortSignal): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
};

/** All people of a file, in pages; never throws for what is wrong with the file. */
export async function* readPeople(
  open: () => Promise<PeopleFile>,
  signal: AbortSignal,
  cursor?: string,
): UserPages {
  let file: PeopleFile | undefined;
  try {
    file = await open();
    const pages = file.pages(signal, cursor);
    for (;;) {
      const step = await pages.next();
      if (step.done) return step.value;
      yield step.value.map(({ record }) => record);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(thrown);
  } finally {
    await file?.close();
  }
}

/** Opens, surveys, closes: what a connection test needs, in words. */
export async function surveyWords(open: () => Promise<PeopleFile>, signal: AbortSignal): Promise<string> {
  const file = await open();
  try {
    const { people, faulty, encoding, sheet } = await file.survey(signal);
    const what = encoding ?? (sheet === undefined ? undefined : `sheet “${sheet}”`);
    const errors = faulty === 0 ? undefined : faulty === 1 ? '1 row in error' : `${faulty} rows in error`;
    return [`${people} people`, what, errors].filter((part) => part !== undefined).join(', ');
  } finally {
    await file.close();
  }
}
