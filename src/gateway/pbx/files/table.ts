/**
 * A table of people, whatever it is written in: rows of cells → records. It is read twice: first whole, for what only
 * the end can tell (a wrong character, an identity that is there twice), then page by page.
 */
import { systemClock } from '../../../base/runtime/clock.ts';
import type { SourceRecord } from '../../core/ports/connector.ts';
import type { RowEdit, RowEdits } from '../../core/ports/imports.ts';
import { faultyRow, notWhole, type RowFault } from '../connector.ts';
import { endOfFile, MAX_FIELD_BYTES, type PlainFile, unchanged } from './file.ts';
import { type Columns, type Header, headerOf, readColumns } from './header.ts';
import type { FileFacts, FilePages, FileRow } from './rows.ts';

/** @property line of the file, from 1 (a row number where it has rows) */
export type Row = { readonly leftOut?: true } & (
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: RowFault; readonly sentence: string }
);

export type Table = {
  readonly file: PlainFile;
  /** How a place is named: `line` or `row`. */
  readonly place: 'line' | 'row';
  /** The rows from the beginning, blank ones too. Can be called again. */
  rows(signal: AbortSignal): AsyncGenerator<readonly Row[]>;
  /** Does the file end in the middle of its last row, as far as that can be seen? */
  endsAbruptly(): Promise<boolean>;
};

/** What the first pass found. */
type Found = {
  readonly header: Header;
  readonly people: number;
  readonly faulty: number;
  /** Identity → lines, for those that are there more than once. */
  readonly twice: ReadonlyMap<string, readonly number[]>;
  /** Rows in error whose identity cannot be known. */
  readonly nameless: number;
  /** The last row is one in error. */
  readonly lastIsFaulty: boolean;
};

const isBlank = (row: Row) => 'cells' in row && row.cells.every((cell) => cell.trim() === '');

async function* filledRows(table: Table, signal: AbortSignal): AsyncGenerator<readonly Row[]> {
  for await (const page of table.rows(signal)) {
    const rows = page.filter((row) => !isBlank(row));
    if (rows.length > 0) yield rows;
  }
}

/** The columns of the first page, and the page without them. */
function splitHeader(page: readonly Row[]): [Columns, readonly Row[]] {
  const [first, ...rest] = page;
  return [readColumns(first && 'cells' in first ? first.cells : []), rest];
}

const tooLong = (cells: readonly string[]) =>
  cells.findIndex((cell) => cell.length > MAX_FIELD_BYTES / 4 && Buffer.byteLength(cell) > MAX_FIELD_BYTES);

/** Without the header's names a surplus or missing value moves every value behind it, so an identity counts only in the first column. */
function knownId(header: Header, cells: readonly string[]): string | undefined {
  const id = cells[header.idAt]?.trim();
  const certain = cells.length === header.names.length || header.idAt === 0;
  return certain && id !== undefined && id !== '' && Buffer.byteLength(id) <= MAX_FIELD_BYTES
    ? id
    : undefined;
}

/** The row as a person corrected it: as many cells as there are columns, whatever it had. */
function corrected(row: Row, names: Columns['names'], { values, leftOut }: RowEdit): Row {
  if (leftOut) return { ...row, leftOut };
  if (values === undefined) return row;
  const before = 'cells' in row ? row.cells : [];
  const cellOf = (name: string | undefined, i: number) =>
    (name === undefined ? undefined : values[name]) ?? before[i] ?? '';
  return { line: row.line, cells: names.map(cellOf) };
}

/** The rows with what a person changed in them; the first one names the columns and stays. */
export async function* correctedRows(
  table: Table,
  edits: RowEdits,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let header: Columns | undefined;
  for await (const page of filledRows(table, signal)) {
    const isFirst = header === undefined;
    header ??= splitHeader(page)[0];
    const { names } = header;
    yield page.map((row, i) => {
      const edit = edits[row.line];
      return edit === undefined || (isFirst && i === 0) ? row : corrected(row, names, edit);
    });
  }
}

type Wrong = { readonly code: RowFault; readonly sentence: string; readonly id?: string | undefined };

/** What is wrong with the row by itself. */
function wrongWith(row: Row, header: Header, where: string): Wrong | undefined {
  if ('fault' in row) return { code: row.fault, sentence: row.sentence };
  const { cells } = row;
  const id = knownId(header, cells);
  if (cells.length !== header.names.length)
    return {
      code: 'ROW_COLUMNS',
      sentence: `The row at ${where} has ${cells.length} values for ${header.names.length} columns.`,
      id,
    };
  const long = tooLong(cells);
  if (long !== -1)
    return {
      code: 'FIELD_TOO_LONG',
      sentence: `The value of “${header.names[long] ?? long + 1}” at ${where} is longer than 64 KiB.`,
      id,
    };
  const name = header.names[header.idAt];
  return id === undefined
    ? { code: 'ROW_NO_ID', sentence: `The row at ${where} has no ${name === 'id' ? name : `“${name}”`}.` }
    : undefined;
}

function recordOf(row: Row, found: Found, place: Table['place']): SourceRecord {
  const { header, twice } = found;
  const where = `${place} ${row.line}`;
  const wrong = wrongWith(row, header, where);
  if (wrong) return faultyRow(wrong.code, where, wrong.sentence, wrong.id);
  const cells = 'cells' in row ? row.cells : [];
  const id = knownId(header, cells) ?? '';
  const lines = twice.get(id);
  if (lines) {
    const sentence = `The ${header.names[header.idAt]} “${id}” is there more than once: ${place}s ${lines.slice(0, 10).join(', ')}.`;
    return faultyRow('DUP_ID', where, sentence, id);
  }
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

/** Counts rows by identity. */
function tally(header: Header, place: Table['place']) {
  const firstLines = new Map<string, number>();
  const twice = new Map<string, number[]>();
  const faultyLines = new Set<number>();
  let nameless = 0;
  let rows = 0;
  let last = false;
  return {
    take(row: Row) {
      rows++;
      last = wrongWith(row, header, place) !== undefined;
      if (last) faultyLines.add(row.line);
      const id = 'cells' in row ? knownId(header, row.cells) : undefined;
      if (id === undefined) {
        nameless++;
        return;
      }
      const first = firstLines.get(id);
      if (first === undefined) firstLines.set(id, row.line);
      else {
        // in its place: copying the lines for each one that comes takes the square of their number
        const lines = twice.get(id);
        if (lines) lines.push(row.line);
        else twice.set(id, [first, row.line]);
      }
    },
    found(): Found {
      for (const lines of twice.values()) for (const line of lines) faultyLines.add(line);
      const faulty = faultyLines.size;
      return { header, people: rows - faulty, faulty, twice, nameless, lastIsFaulty: last };
    },
  };
}

/** @throws AppError SOURCE_FILE: encoding, header or size; SOURCE_INCOMPLETE: too many unreadable rows */
async function look(
  table: Table,
  anchor: string | undefined,
  edits: RowEdits,
  signal: AbortSignal,
): Promise<Found> {
  let counting: ReturnType<typeof tally> | undefined;
  for await (const page of correctedRows(table, edits, signal)) {
    let rows = page;
    if (!counting) {
      const [columns, rest] = splitHeader(page);
      counting = tally(headerOf(columns, anchor), table.place);
      rows = rest;
    }
    for (const row of rows) if (!row.leftOut) counting.take(row);
  }
  return (counting ?? tally(headerOf(readColumns([]), anchor), table.place)).found();
}

function fileRowOf(row: Row, found: Found, place: Table['place']): FileRow {
  const cells = rawOf(found.header, 'cells' in row ? row.cells : []);
  if (row.leftOut) return { row: row.line, record: { anchor: '', raw: cells }, leftOut: true };
  const record = recordOf(row, found, place);
  return { row: row.line, record, ...(record.fault ? { cells } : {}) };
}

async function* pagesOf(
  table: Table,
  found: Found,
  edits: RowEdits,
  signal: AbortSignal,
): AsyncGenerator<readonly FileRow[]> {
  let inHeader = true;
  for await (const page of correctedRows(table, edits, signal)) {
    const rows = inHeader ? page.slice(1) : page;
    inHeader = false;
    if (rows.length > 0) yield rows.map((row) => fileRowOf(row, found, table.place));
  }
}

const IS_CUT = 'The file ends in the middle of its last row.';

/** A row whose identity is not known may be anybody: with one of them nobody may be taken for removed. */
async function doubtOf(table: Table, found: Found): Promise<Error | undefined> {
  if (found.nameless > 0) {
    const rows = found.nameless === 1 ? 'One row' : `${found.nameless} rows`;
    const sentence = `${rows} without a readable ${found.header.names[found.header.idAt]} may be anybody; nobody was removed.`;
    return notWhole(sentence, { remedy: 'Correct the named rows; until then nobody is removed.' });
  }
  if (found.lastIsFaulty && (await table.endsAbruptly()))
    return notWhole(`${IS_CUT} Nobody was removed.`, {
      remedy: 'Wait until the file is written to its end, or write it again.',
    });
  return undefined;
}

export type KeptRow = { readonly line: number; readonly cells: readonly string[] };

const keptOf = (row: Row, width: number): KeptRow =>
  'cells' in row
    ? { line: row.line, cells: row.cells }
    : { line: row.line, cells: [...Array.from({ length: width }, () => ''), row.sentence] };

const namesOf = ({ names }: Columns) => names.filter((name) => name !== undefined);

const columnFacts = (columns: Columns) => ({
  columns: namesOf(columns),
  ...(columns.recognised === undefined ? {} : { recognised: columns.recognised }),
});

/**
 * @param anchor column that says who a row is; empty: by the columns
 * @param edits what a person changed in single rows
 */
export function tableReader(table: Table, anchor: string | undefined, edits: RowEdits = {}) {
  let looked: Found | undefined;
  // what was found holds while the file is the one that was opened, and the end of a read makes sure of that
  const lookOnce = async (signal: AbortSignal) => {
    looked ??= await look(table, anchor, edits, signal);
    return looked;
  };
  return {
    async columns(signal: AbortSignal): Promise<Partial<FileFacts>> {
      for await (const page of filledRows(table, signal)) return columnFacts(splitHeader(page)[0]);
      return columnFacts(readColumns([]));
    },
    async survey(signal: AbortSignal): Promise<Omit<FileFacts, 'sheets'>> {
      const found = await lookOnce(signal);
      const { header, people, faulty } = found;
      const name = header.names[header.idAt];
      const isCut = found.lastIsFaulty && (await table.endsAbruptly());
      return {
        ...columnFacts(header),
        ...(name === undefined ? {} : { anchor: name }),
        people,
        faulty,
        warnings: isCut ? [{ code: 'SOURCE_INCOMPLETE', sentence: IS_CUT }] : [],
      };
    },
    /**
     * Every row that a corrected file has, its header first. One that cannot be read has a cell too many, which says
     * why: it stays in error, and nobody's identity.
     */
    async *kept(signal: AbortSignal): AsyncGenerator<readonly KeptRow[]> {
      let width = 0;
      for await (const page of correctedRows(table, edits, signal)) {
        const [first] = page;
        if (width === 0 && first && 'cells' in first) width = first.cells.length;
        yield page.filter(({ leftOut }) => !leftOut).map((row) => keptOf(row, width));
      }
    },
    async *pages(signal: AbortSignal, cursor?: string): FilePages {
      const same = unchanged(table.file, cursor);
      if (same) return same;
      const now = systemClock.now();
      const found = await lookOnce(signal);
      yield* pagesOf(table, found, edits, signal);
      return await endOfFile(table.file, now, await doubtOf(table, found));
    },
  };
}
