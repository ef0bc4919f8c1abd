/** Rows → CSV in UTF-8: what the gateway keeps of a file whose rows were corrected. */
import type { KeptRow } from '../files/table.ts';

/** Values stay what they are: this file is read by the gateway, and not made for a spreadsheet. */
function cellOf(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @param separator asked when the first row is there: only then it is known
 * @param isCut asked at the end: the file that it is made of ends in the middle of a row: this one shall not look whole either
 */
export async function* csvBytes(
  rows: AsyncIterable<readonly KeptRow[]>,
  separator: () => string,
  isCut: () => Promise<boolean>,
): AsyncGenerator<Uint8Array> {
  let end = '';
  for await (const page of rows) {
    const by = separator();
    // each row brings the end of the one before it, so that the last one can go without
    const lines = page.map(({ cells }) => {
      const line = `${end}${cells.map((cell) => cellOf(cell, by)).join(by)}`;
      end = '\r\n';
      return line;
    });
    yield Buffer.from(lines.join(''));
  }
  if (!(await isCut())) yield Buffer.from(end);
}
