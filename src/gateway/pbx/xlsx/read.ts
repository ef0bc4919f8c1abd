/** One sheet of an Excel workbook → people. */
import { posix } from 'node:path';
import type { RowEdits } from '../../core/ports/imports.ts';
import { openPlain, type PlainFile, refused } from '../files/file.ts';
import type { PeopleFile } from '../files/rows.ts';
import { type Row, type Table, tableReader } from '../files/table.ts';
import { relationsOf, rowsOf, type Sheet, sharedOf, sheetsOf, WorkbookError } from './sheet.ts';
import { workbookBytes } from './write.ts';
import { openParts, type Parts } from './zip.ts';

export type XlsxSettings = {
  readonly path: string;
  readonly sheet?: string;
  readonly anchor?: string;
  /** What a person changed in single rows. */
  readonly edits?: RowEdits;
};

const WORKBOOK = 'xl/workbook.xml';
const SAVE = 'Save it again as “Excel workbook (.xlsx)”, or as CSV.';

/** A broken workbook in the words of the error table. */
async function telling<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof WorkbookError)) throw thrown;
    throw Object.assign(refused(path, `The workbook cannot be read. ${thrown.message}`, SAVE), {
      cause: thrown,
    });
  }
}

type Book = { readonly sheets: readonly Sheet[]; partOf(relation: string): string | undefined };

async function bookOf(parts: Parts, signal: AbortSignal): Promise<Book> {
  const sheets = await sheetsOf(parts.text(WORKBOOK, signal));
  const relations = await relationsOf(parts.text('xl/_rels/workbook.xml.rels', signal));
  return {
    sheets,
    partOf(relation) {
      const target = relations.get(relation);
      return target === undefined ? undefined : posix.resolve('/xl', target).slice(1);
    },
  };
}

/** Where the sheet lies. @throws AppError SOURCE_FILE when there is none of this name; names those that there are */
function chosenSheet(path: string, { sheets, partOf }: Book, wanted = ''): { name: string; part: string } {
  const sheet = wanted === '' ? sheets[0] : sheets.find(({ name }) => name === wanted);
  const part = sheet && partOf(sheet.relation);
  if (sheet && part) return { name: sheet.name, part };
  const names = sheets.map(({ name }) => `“${name}”`).join(', ');
  throw refused(
    path,
    wanted === '' ? 'The workbook has no sheet.' : `The workbook has no sheet “${wanted}”.`,
    names === '' ? SAVE : `It has ${names}.`,
  );
}

/** Small enough to be read whole by a connection test, in bytes. A larger one would hold the pages up. */
const QUICK_BYTES = 256 * 1024;

async function openFile(file: PlainFile, { sheet, anchor, edits }: XlsxSettings): Promise<PeopleFile> {
  const parts = await openParts(file);
  const { path } = file;
  const never = new AbortController().signal;
  const book = await telling(path, () => bookOf(parts, never));
  const chosen = chosenSheet(path, book, sheet);
  let texts: readonly string[] | undefined;
  const shared = async (signal: AbortSignal) => {
    const part = 'xl/sharedStrings.xml';
    texts ??= parts.has(part) ? await sharedOf(parts.text(part, signal)) : [];
    return texts;
  };
  async function* rows(signal: AbortSignal): AsyncGenerator<readonly Row[]> {
    try {
      yield* rowsOf(parts.text(chosen.part, signal), await shared(signal));
    } catch (thrown) {
      await telling(path, async () => {
        throw thrown;
      });
    }
  }
  // a workbook that was cut off has no list of its parts, and was refused
  const table: Table = { file, place: 'row', rows, endsAbruptly: async () => false };
  const reader = tableReader(table, anchor, edits);
  const facts = { sheets: book.sheets.map(({ name }) => name), sheet: chosen.name };
  return {
    ...reader,
    columns: async (signal) => ({ ...(await reader.columns(signal)), ...facts }),
    survey: async (signal) => ({ ...(await reader.survey(signal)), ...facts }),
    corrected: (signal) => workbookBytes(chosen.name, reader.kept(signal)),
    close: file.close,
  };
}

/** @throws AppError SOURCE_FILE */
export async function openXlsx(settings: XlsxSettings): Promise<PeopleFile> {
  const file = await openPlain(settings.path, 'Excel workbook');
  try {
    return await openFile(file, settings);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What a connection test says: people of a small workbook, sheet and columns of a large one. */
export async function wordsOfXlsx(settings: XlsxSettings, signal: AbortSignal): Promise<string> {
  const file = await openXlsx(settings);
  try {
    if (await isQuick(settings.path)) {
      const { people, sheet, faulty } = await file.survey(signal);
      const errors = faulty === 0 ? '' : `, ${faulty} rows in error`;
      return `${people} people, sheet “${sheet}”${errors}`;
    }
    const { sheet, columns } = await file.columns(signal);
    return `sheet “${sheet}”, ${columns?.length ?? 0} columns`;
  } finally {
    await file.close();
  }
}

async function isQuick(path: string): Promise<boolean> {
  const file = await openPlain(path, 'Excel workbook');
  await file.close();
  return file.stamp.size <= QUICK_BYTES;
}
