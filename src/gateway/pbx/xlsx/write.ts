/**
 * Rows → a workbook of one sheet (ECMA-376, SpreadsheetML; APPNOTE.TXT of PKZIP): what the gateway keeps of a workbook
 * whose rows were corrected. Every cell is a text and each row keeps its number; formats and other sheets are not kept.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import type { KeptRow } from '../files/table.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A character that XML cannot hold, or would change, stands as `_x000D_`; a text that looks like it as `_x005F_x…`. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .toWellFormed()
    .replace(/[&<>"]/g, (c) => ENTITY[c] ?? c);
}

const cellOf = (text: string) =>
  text === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
const rowOf = ({ line, cells }: KeptRow) => `<row r="${line}">${cells.map(cellOf).join('')}</row>`;

/** The parts beside the sheet, by name. */
const otherParts = (sheet: string): [string, string][] => [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${CONTENT}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

const SHEET = 'xl/worksheets/sheet1.xml';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

type Part = {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
};

const partOf = (name: string, data: Buffer): Part => ({
  name,
  crc: crc32(data),
  size: data.length,
  packed: deflateRawSync(data),
});

/** Version, flags (names in UTF-8), method deflate, no time, check sum and sizes, length of the name, no extra field. */
function fieldsOf({ name, crc, size, packed }: Part): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(0x00_21_00_00, 6); // the first of January 1980, midnight
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function directoryOf(parts: readonly Part[]): Buffer {
  let offset = 0;
  const entries = parts.map((part) => {
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    offset += 30 + Buffer.byteLength(part.name) + part.packed.length;
    return Buffer.concat([
      Buffer.from('PK\u0001\u0002'),
      Buffer.from([20, 0]),
      fieldsOf(part),
      tail,
      Buffer.from(part.name),
    ]);
  });
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([directory, Buffer.from('PK\u0005\u0006'), end]);
}

/** @param sheet its name */
export async function* workbookBytes(
  sheet: string,
  rows: AsyncIterable<readonly KeptRow[]>,
): AsyncGenerator<Uint8Array> {
  const xml = [Buffer.from(`${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>`)];
  for await (const page of rows) xml.push(Buffer.from(page.map(rowOf).join('')));
  xml.push(Buffer.from('</sheetData></worksheet>'));
  const parts = [
    ...otherParts(sheet).map(([name, text]) => partOf(name, Buffer.from(DECLARATION + text))),
    partOf(SHEET, Buffer.concat(xml)),
  ];
  for (const part of parts) {
    yield Buffer.concat([Buffer.from('PK\u0003\u0004'), fieldsOf(part), Buffer.from(part.name)]);
    yield part.packed;
  }
  yield directoryOf(parts);
}
