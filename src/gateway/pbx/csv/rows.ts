/**
 * Text → rows, by csv-parse, which stops for good at the first row that it cannot read. Here such a row costs its own
 * first line: reading goes on with the next one, by a new parser over the text that was not consumed.
 */
import { type Info, type Parser, parse } from 'csv-parse';
import { MAX_RECORD_BYTES } from '../files/file.ts';
import type { Row } from '../files/table.ts';

/** Rows that could not be read made the parser go back more than this many bytes: linear time ends there. */
export class TooManyErrors extends Error {
  override readonly name = 'TooManyErrors';
}

type Consumed = { readonly bytes: number; readonly lines: number };
type CsvFailure = Error & { readonly code: string };

/** One csv-parse instance; `rows` collects what it has finished, `consumed` how far that was. */
function newParser(delimiter: string, baseLine: number) {
  const rows: Row[] = [];
  let consumed: Consumed = { bytes: 0, lines: 0 };
  const parser: Parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    // each by itself: files mended by hand mix them
    record_delimiter: ['\r\n', '\n', '\r'],
    // a longer row is an error (most often a quote that was never closed)
    max_record_size: MAX_RECORD_BYTES,
    on_record: (cells: string[], info: Info) => {
      const inside = cells.reduce((n, cell) => n + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      rows.push({ line: baseLine + info.lines - inside, cells });
      consumed = { bytes: info.bytes, lines: info.lines };
      return null;
    },
  });
  // errors arrive by the callbacks below; without a listener Node would end the process
  parser.on('error', () => undefined);
  parser.resume();
  const settle = (start: (done: (error?: Error | null) => void) => void) =>
    new Promise<CsvFailure | undefined>((resolve) =>
      start((error) => resolve((error ?? undefined) as CsvFailure | undefined)),
    );
  return {
    write: (bytes: Buffer) => settle((done) => parser.write(bytes, done)),
    end: () => settle((done) => parser.end(done)),
    take: () => rows.splice(0),
    consumed: () => consumed,
    destroy: () => parser.destroy(),
  };
}

const LINE_END = /\r\n|\n|\r/;

/** The unreadable row: how many blank lines come before it, and the bytes up to the end of its first line. */
function firstLine(tail: Buffer): { breaks: number; end: number | undefined } {
  let breaks = 0;
  let at = 0;
  for (; at < tail.length; at++) {
    if (tail[at] === 0x0a) breaks++;
    else if (tail[at] === 0x0d) breaks += tail[at + 1] === 0x0a ? 0 : 1;
    else break;
  }
  for (let end = at; end < tail.length; end++) {
    if (tail[end] === 0x0a || (tail[end] === 0x0d && tail[end + 1] !== 0x0a)) return { breaks, end: end + 1 };
  }
  return { breaks, end: undefined };
}

function unreadable(line: number, error: CsvFailure): Row {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return { line, fault: 'ROW_TOO_LONG', sentence: `The row at line ${line} is longer than 1 MiB.` };
  const what =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'opens a quote and never closes it'
      : 'has a quote where none may be';
  return { line, fault: 'ROW_UNREADABLE', sentence: `The row at line ${line} ${what}.` };
}

/**
 * Rows in pages, one page a piece of text. Blank lines are skipped; every row has its line, counted from 1.
 *
 * @throws TooManyErrors when going back over unreadable rows has cost more than 64 MiB and four times the text so far
 */
export async function* readRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row[]> {
  let parser = newParser(delimiter, 0);
  let base = 0;
  // what the parser was given and has not finished, and how many bytes it had finished before that
  let tail: Buffer = Buffer.alloc(0);
  let before = 0;
  let seen = 0;
  let again = 0;
  let skipping = false;

  const cut = () => {
    const { bytes } = parser.consumed();
    tail = tail.subarray(Math.max(0, bytes - before));
    before = Math.max(before, bytes);
  };

  /** Takes the unreadable row out and gives the rest to a new parser, until that stands or needs more text. */
  async function* recover(error: CsvFailure): AsyncGenerator<Row[]> {
    for (let failure: CsvFailure | undefined = error; failure; ) {
      cut();
      parser.destroy();
      const { breaks, end } = firstLine(tail);
      const line = base + parser.consumed().lines + breaks + 1;
      yield [...parser.take(), unreadable(line, failure)];
      skipping = end === undefined;
      tail = end === undefined ? Buffer.alloc(0) : tail.subarray(end);
      again += tail.length;
      if (again > 64 * 1024 * 1024 + 4 * seen) throw new TooManyErrors();
      base = line;
      before = 0;
      parser = newParser(delimiter, base);
      failure = tail.length > 0 ? await parser.write(tail) : undefined;
    }
  }

  try {
    for await (const piece of text) {
      let bytes = Buffer.from(piece);
      seen += bytes.length;
      if (skipping) {
        const end = piece.search(LINE_END);
        if (end === -1) continue;
        bytes = Buffer.from(piece.slice(end + 1));
        skipping = false;
      }
      tail = tail.length === 0 ? bytes : Buffer.concat([tail, bytes]);
      const failure = await parser.write(bytes);
      if (failure) yield* recover(failure);
      const page = parser.take();
      cut();
      if (page.length > 0) yield page;
    }
    for (;;) {
      const failure = await parser.end();
      if (!failure) break;
      yield* recover(failure);
    }
    const rest = parser.take();
    if (rest.length > 0) yield rest;
  } finally {
    parser.destroy();
  }
}
