/**
 * One CSV file → people. The file is read twice: first whole, for what only the end can tell (a wrong character, an
 * identity that is there twice), then page by page.
 */
import type { ReadEnd, SourceRecord, UserPages } from '../../core/ports/connector.ts';
import { faultyRow, incomplete, notWhole } from '../connector.ts';
import { detectDelimiter, type Header, readHeader } from './header.ts';
import { type Row, readRows, TooManyErrors } from './rows.ts';
import { type Encoding, openText, type TextFile } from './text.ts';

/** 64 KiB a field. */
export const MAX_FIELD_BYTES = 64 * 1024;

export type CsvSettings = { readonly path: string; readonly encoding: Encoding };

/** What the first pass found. */
export type Survey = {
  readonly encoding: string;
  readonly header: Header;
  readonly people: number;
  /** Identity → lines, for those that are there more than once. */
  readonly twice: ReadonlyMap<string, readonly number[]>;
  /** Rows in error whose identity cannot be known. */
  readonly nameless: number;
};

const isBlank = (row: Row) => 'cells' in row && row.cells.every((cell) => cell.trim() === '');

async function* filePages(file: TextFile, signal: AbortSignal): AsyncGenerator<Row[]> {
  const source = file.text(signal);
  const first = await source.next();
  if (first.done) return;
  const text = async function* () {
    yield first.value;
    yield* source;
  };
  for await (const page of readRows(text(), detectDelimiter(first.value))) {
    const rows = page.filter((row) => !isBlank(row));
    if (rows.length > 0) yield rows;
  }
}

/** The header of the first page, and the page without it. */
function splitHeader(page: readonly Row[]): [Header, readonly Row[]] {
  const [first, ...rest] = page;
  return [readHeader(first && 'cells' in first ? first.cells : []), rest];
}

const tooLong = (cells: readonly string[]) =>
  cells.findIndex((cell) => cell.length > MAX_FIELD_BYTES / 4 && Buffer.byteLength(cell) > MAX_FIELD_BYTES);

/** Without the header's names a surplus or missing value moves every value behind it, so `id` counts only as the first column. */
function knownId(header: Header, cells: readonly string[]): string | undefined {
  const id = cells[header.idAt]?.trim();
  const certain = cells.length === header.names.length || header.idAt === 0;
  return certain && id !== undefined && id !== '' && Buffer.byteLength(id) <= MAX_FIELD_BYTES
    ? id
    : undefined;
}

function recordOf(row: Row, header: Header, twice: Survey['twice']): SourceRecord {
  const where = `line ${row.line}`;
  if ('fault' in row) return faultyRow(row.fault, where, row.sentence);
  const { cells } = row;
  const id = knownId(header, cells);
  if (cells.length !== header.names.length) {
    const sentence = `The row at ${where} has ${cells.length} values for ${header.names.length} columns.`;
    return faultyRow('ROW_COLUMNS', where, sentence, id);
  }
  const long = tooLong(cells);
  if (long !== -1) {
    const sentence = `The value of “${header.names[long] ?? long + 1}” at ${where} is longer than 64 KiB.`;
    return faultyRow('FIELD_TOO_LONG', where, sentence, id);
  }
  if (id === undefined) return faultyRow('ROW_NO_ID', where, `The row at ${where} has no id.`);
  const lines = twice.get(id);
  if (lines)
    return faultyRow(
      'DUP_ID',
      where,
      `The id “${id}” is there more than once: lines ${lines.slice(0, 10).join(', ')}.`,
      id,
    );
  return { anchor: id, raw: rawOf(header, cells) };
}

function rawOf(header: Header, cells: readonly string[]): Record<string, string> {
  const raw: Record<string, string> = {};
  header.names.forEach((name, i) => {
    const value = cells[i] ?? '';
    if (name !== undefined && value !== '') raw[name] = value;
  });
  return raw;
}

/**
 * Reads the whole file once.
 * @throws AppError SOURCE_FILE: encoding, header or size; SOURCE_INCOMPLETE: too many unreadable rows
 */
export async function survey(file: TextFile, signal: AbortSignal): Promise<Survey> {
  const firstLines = new Map<string, number>();
  const twice = new Map<string, number[]>();
  let header: Header | undefined;
  let nameless = 0;
  for await (const page of filePages(file, signal)) {
    let rows: readonly Row[] = page;
    if (!header) [header, rows] = splitHeader(page);
    for (const row of rows) {
      const id = 'cells' in row ? knownId(header, row.cells) : undefined;
      if (id === undefined) {
        nameless++;
        continue;
      }
      const first = firstLines.get(id);
      if (first === undefined) firstLines.set(id, row.line);
      else twice.set(id, [...(twice.get(id) ?? [first]), row.line]);
    }
  }
  header ??= readHeader([]);
  return { encoding: file.encoding, header, people: firstLines.size, twice, nameless };
}

/** Opens, surveys, closes: what a connection test needs. */
export async function surveyFile(settings: CsvSettings, signal: AbortSignal): Promise<Survey> {
  const file = await openText(settings.path, settings.encoding);
  try {
    return await survey(file, signal);
  } finally {
    await file.close();
  }
}

async function* records(file: TextFile, found: Survey, signal: AbortSignal): AsyncGenerator<SourceRecord[]> {
  let inHeader = true;
  for await (const page of filePages(file, signal)) {
    const rows = inHeader ? splitHeader(page)[1] : page;
    inHeader = false;
    if (rows.length > 0) yield rows.map((row) => recordOf(row, found.header, found.twice));
  }
}

const sameStamp = (a: TextFile['stamp'], b: TextFile['stamp']) =>
  a.size === b.size && a.mtimeMs === b.mtimeMs;

/** A row whose identity is not known may be anybody: with one of them nobody may be taken for removed. */
async function endOf(file: TextFile, found: Survey): Promise<ReadEnd> {
  if (!sameStamp(file.stamp, await file.stampNow()))
    return incomplete(notWhole('The file was changed while it was read; nobody was removed.'));
  if (found.nameless > 0) {
    const rows = found.nameless === 1 ? 'One row' : `${found.nameless} rows`;
    const sentence = `${rows} without a readable id may be anybody; nobody was removed.`;
    return incomplete(
      notWhole(sentence, { remedy: 'Correct the named rows; until then nobody is removed.' }),
    );
  }
  return { kind: 'complete' };
}

/** All people of the file, in pages; never throws for what is wrong with the file. */
export async function* readPeople(settings: CsvSettings, signal: AbortSignal): UserPages {
  let file: TextFile | undefined;
  try {
    file = await openText(settings.path, settings.encoding);
    const found = await survey(file, signal);
    yield* records(file, found, signal);
    return await endOf(file, found);
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(
      thrown instanceof TooManyErrors
        ? notWhole('Too many rows cannot be read; reading was given up.', { cause: thrown })
        : thrown,
    );
  } finally {
    await file?.close();
  }
}
