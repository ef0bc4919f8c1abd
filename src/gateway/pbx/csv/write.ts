/** Rows → CSV in UTF-8: what the gateway keeps of a file whose rows were corrected. */
import type { KeptRow } from '../files/table.ts';

/** Values stay what they are: this file is read by the gateway, and not made for a spreadsheet. */
function cellOf(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param separator asked when the first row is there: only then it is known */
export async function* csvBytes(
  rows: AsyncIterable<readonly KeptRow[]>,
  separator: () => string,
): AsyncGenerator<Uint8Array> {
  for await (const page of rows) {
    const by = separator();
    const lines = page.map(({ cells }) => `${cells.map((cell) => cellOf(cell, by)).join(by)}\r\n`);
    yield Buffer.from(lines.join(''));
  }
}
