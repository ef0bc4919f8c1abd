/** Lists as CSV (RFC 4180), page by page as fast as they are taken. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

export type CsvColumn<T> = readonly [title: string, value: (row: T) => string | number | undefined];

type CsvPage<T> = { readonly items: readonly T[]; readonly next?: string };

/** Spreadsheets run a cell that begins like this as a formula (OWASP: CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** One cell; a text that a spreadsheet would run is kept a text by an apostrophe before it. */
export function csvCell(value: string | number | undefined): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly (string | number | undefined)[]) => `${cells.map(csvCell).join(',')}\r\n`;

async function* lines<T>(
  columns: readonly CsvColumn<T>[],
  read: (after: string | undefined) => CsvPage<T> | Promise<CsvPage<T>>,
): AsyncGenerator<string> {
  // the mark tells spreadsheets that the text is UTF-8
  yield `\uFEFF${line(columns.map(([title]) => title))}`;
  let after: string | undefined;
  do {
    const page = await read(after);
    yield page.items.map((row) => line(columns.map(([, value]) => value(row)))).join('');
    after = page.next;
  } while (after !== undefined);
}

/**
 * Sends a list as a file. What is not yet taken by the browser is not yet read from the store.
 *
 * @param name of the file, without its ending
 * @param read one page of the list: after its cursor, `undefined` the first
 */
export function sendCsv<T>(
  reply: FastifyReply,
  name: string,
  list: {
    readonly columns: readonly CsvColumn<T>[];
    readonly read: (after: string | undefined) => CsvPage<T> | Promise<CsvPage<T>>;
  },
): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(lines(list.columns, list.read)));
}
