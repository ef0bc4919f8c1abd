/**
 * The XML of a workbook (ECMA-376, SpreadsheetML) → sheets, texts, rows. Values are read as they are stored: nothing is
 * calculated, no macro is looked at, no link is followed, and a document type with its entities is refused.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { MAX_RECORD_BYTES } from '../files/file.ts';
import type { Row } from '../files/table.ts';

/** As many as Excel itself has columns would be a row of nothing. */
export const MAX_COLUMNS = 512;
/** Excel has 1,048,576 rows; so many people are a mistake. */
export const MAX_ROWS = 250_000;
/** Of all texts that cells share. */
export const MAX_SHARED_CHARACTERS = 32 * 1024 * 1024;

/** What makes the workbook as a whole unreadable, in words. */
export class WorkbookError extends Error {
  override readonly name = 'WorkbookError';
}

type Handlers = {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
};

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/** Feeds pieces to handlers; gives control back after each piece. @throws WorkbookError for what is no XML */
async function* parsed(pieces: AsyncIterable<string>, handlers: Handlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw new WorkbookError(`It is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new WorkbookError('It has a document type, which no workbook has.');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => handlers.open(local(tag.name), tag.attributes));
  parser.on('closetag', (tag: SaxesTagPlain) => handlers.close(local(tag.name)));
  parser.on('text', handlers.text);
  parser.on('cdata', handlers.text);
  // the parser holds a text until it ends: one without an end would be held whole
  let open = 0;
  for await (const piece of pieces) {
    const at = piece.lastIndexOf('<');
    open = at === -1 ? open + piece.length : piece.length - at;
    if (open > MAX_RECORD_BYTES) throw new WorkbookError('It has a value longer than 1 MiB.');
    parser.write(piece);
    yield;
  }
  parser.close();
  yield;
}

async function drain(work: AsyncGenerator<void>): Promise<void> {
  for await (const _ of work);
}

const nothing = () => undefined;

/** The relations of a part: id → target inside the file. */
export async function relationsOf(pieces: AsyncIterable<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const open: Handlers['open'] = (name, { Id, Target, TargetMode }) => {
    if (name === 'Relationship' && Id && Target && TargetMode !== 'External') found.set(Id, Target);
  };
  await drain(parsed(pieces, { open, close: nothing, text: nothing }));
  return found;
}

export type Sheet = { readonly name: string; readonly relation: string };

/** In the order of the tabs. */
export async function sheetsOf(pieces: AsyncIterable<string>): Promise<Sheet[]> {
  const found: Sheet[] = [];
  const open: Handlers['open'] = (name, attributes) => {
    if (name !== 'sheet') return;
    const relation = Object.entries(attributes).find(([key]) => local(key) === 'id' && key !== 'id')?.[1];
    if (attributes.name !== undefined && relation !== undefined)
      found.push({ name: attributes.name, relation });
  };
  await drain(parsed(pieces, { open, close: nothing, text: nothing }));
  return found;
}

/** `_x000D_` stands for a character that XML cannot hold. */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** Text of `t` elements; how they are pronounced (`rPh`) is no part of it. */
function textCollector() {
  let inText = false;
  let inReading = false;
  let parts: string[] = [];
  return {
    open(name: string) {
      if (name === 'rPh') inReading = true;
      if (name === 't') inText = !inReading;
    },
    close(name: string) {
      if (name === 'rPh') inReading = false;
      if (name === 't') inText = false;
    },
    text(text: string) {
      if (inText) parts.push(text);
    },
    take(): string {
      const text = unescaped(parts.join(''));
      parts = [];
      return text;
    },
  };
}

/** The texts that cells share. */
export async function sharedOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  let characters = 0;
  const collector = textCollector();
  const close: Handlers['close'] = (name) => {
    collector.close(name);
    if (name !== 'si') return;
    const text = collector.take();
    characters += text.length;
    if (characters > MAX_SHARED_CHARACTERS)
      throw new WorkbookError('It holds more text than 32 million characters.');
    found.push(text);
  };
  await drain(parsed(pieces, { open: collector.open, close, text: collector.text }));
  return found;
}

/** `BC12` → 54; undefined for what is no place. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})[0-9]+$/.exec(place ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Excel writes long numbers as 1.4165551234E10. */
function numberText(text: string): string {
  if (!/e/i.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
}

type Cell = { readonly type: string; readonly column: number };

/** One row at a time: cells by column. A place far to the right costs nothing. */
function rowBuilder(shared: readonly string[]) {
  let cells: string[] = [];
  let wrong: string | undefined;
  const textIn = ({ type }: Cell, value: string, inline: string): string => {
    if (type === 'inlineStr') return inline;
    if (type === 's') return shared[Number(value)] ?? '';
    if (type === 'str') return unescaped(value);
    if (type === 'b') return value === '' ? '' : String(value === '1');
    if (type === 'e' && value !== '') wrong ??= `has the error ${value} in a cell`;
    return type === 'n' ? numberText(value) : value;
  };
  return {
    put(cell: Cell, value: string, inline: string) {
      const text = textIn(cell, value, inline);
      if (text === '') return;
      if (cell.column >= MAX_COLUMNS) wrong ??= `has a value right of column ${MAX_COLUMNS}`;
      else {
        while (cells.length < cell.column) cells.push('');
        cells[cell.column] = text;
      }
    },
    /** @param width how many values there must be; more are left as they are */
    take(line: number, width: number): Row {
      const done = cells;
      const why = wrong;
      cells = [];
      wrong = undefined;
      if (why !== undefined) return { line, fault: 'ROW_CELL', sentence: `Row ${line} ${why}.` };
      while (done.length < width) done.push('');
      return { line, cells: done };
    },
  };
}

/**
 * Rows of one sheet in pages, one page a piece of it. The first row that has a value gives the number of columns.
 * @throws WorkbookError
 */
export async function* rowsOf(
  pieces: AsyncIterable<string>,
  shared: readonly string[],
): AsyncGenerator<readonly Row[]> {
  const row = rowBuilder(shared);
  const inline = textCollector();
  let page: Row[] = [];
  let line = 0;
  let count = 0;
  let next = 0;
  let width: number | undefined;
  let cell: Cell | undefined;
  let inValue = false;
  let value: string[] = [];

  const endRow = () => {
    const done = row.take(line, width ?? 0);
    if (++count > MAX_ROWS) throw new WorkbookError(`It has more than ${MAX_ROWS} rows.`);
    if (!('cells' in done) || done.cells.length > 0) page.push(done);
    if (width === undefined && 'cells' in done && done.cells.length > 0) width = done.cells.length;
  };
  const open: Handlers['open'] = (name, attributes) => {
    inline.open(name);
    if (name === 'row') {
      const given = Number(attributes.r);
      line = Number.isSafeInteger(given) && given > 0 ? given : line + 1;
      next = 0;
    } else if (name === 'c') {
      const column = columnOf(attributes.r) ?? next;
      next = column + 1;
      cell = { type: attributes.t ?? 'n', column };
      value = [];
    } else if (name === 'v') inValue = true;
  };
  const close: Handlers['close'] = (name) => {
    inline.close(name);
    if (name === 'v') inValue = false;
    else if (name === 'c' && cell) {
      row.put(cell, value.join(''), inline.take());
      cell = undefined;
    } else if (name === 'row') endRow();
  };
  const text: Handlers['text'] = (piece) => {
    inline.text(piece);
    if (inValue) value.push(piece);
  };
  for await (const _ of parsed(pieces, { open, close, text })) {
    if (page.length === 0) continue;
    yield page;
    page = [];
  }
}
