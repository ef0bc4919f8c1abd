/** One CSV file → people. */

import type { RowEdits } from '../../core/ports/imports.ts';
import { notWhole } from '../connector.ts';
import { openPlain, type PlainFile } from '../files/file.ts';
import type { PeopleFile } from '../files/rows.ts';
import { type Row, type Table, tableReader } from '../files/table.ts';
import { readRows, TooManyErrors } from './rows.ts';
import { type Encoding, type TextFile, textOf } from './text.ts';
import { csvBytes } from './write.ts';

export type CsvSettings = {
  readonly path: string;
  readonly encoding: Encoding;
  readonly anchor?: string;
  /** What a person changed in single rows. */
  readonly edits?: RowEdits;
};

const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The candidate that occurs most often outside quotes in the first line; a comma where none does. */
export function detectDelimiter(text: string): Delimiter {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const bare = line.replace(/"[^"]*"?/g, '');
  const count = (d: string) => bare.split(d).length - 1;
  return DELIMITERS.reduce((best, d) => (count(d) > count(best) ? d : best));
}

async function* rowsOf(
  file: TextFile,
  signal: AbortSignal,
  onDelimiter: (delimiter: Delimiter) => void,
  onText: (piece: string) => void,
): AsyncGenerator<readonly Row[]> {
  const source = file.text(signal);
  const first = await source.next();
  if (first.done) return;
  const text = async function* () {
    onText(first.value);
    yield first.value;
    for await (const piece of source) {
      onText(piece);
      yield piece;
    }
  };
  const delimiter = detectDelimiter(first.value);
  onDelimiter(delimiter);
  try {
    yield* readRows(text(), delimiter);
  } catch (thrown) {
    if (!(thrown instanceof TooManyErrors)) throw thrown;
    throw notWhole('Too many rows cannot be read; reading was given up.', { cause: thrown });
  }
}

/** @throws AppError SOURCE_FILE */
export async function openCsv({ path, ...how }: CsvSettings): Promise<PeopleFile> {
  const file = await openPlain(path, 'CSV');
  try {
    return csvOf(file, how);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @throws AppError SOURCE_FILE: of another encoding */
export function csvOf(plain: PlainFile, { encoding, anchor, edits }: Omit<CsvSettings, 'path'>): PeopleFile {
  const file = textOf(plain, encoding);
  let separator: Delimiter | undefined;
  // the end of what was read, and the whole end once it was read to its end
  let lastText = '';
  const table: Table = {
    file,
    place: 'line',
    rows: (signal) =>
      rowsOf(
        file,
        signal,
        (delimiter) => {
          separator = delimiter;
        },
        (piece) => {
          lastText = piece.slice(-1);
        },
      ),
    endsAbruptly: async () => lastText !== '' && !/[\r\n]$/.test(lastText),
  };
  const reader = tableReader(table, anchor, edits);
  const facts = () => ({
    encoding: file.encoding,
    ...(separator === undefined ? {} : { separator }),
    sheets: [],
  });
  return {
    ...reader,
    columns: async (signal) => ({ ...(await reader.columns(signal)), ...facts() }),
    survey: async (signal) => ({ ...(await reader.survey(signal)), ...facts() }),
    corrected: (signal) => csvBytes(reader.kept(signal), () => separator ?? ',', table.endsAbruptly),
    close: file.close,
  };
}
