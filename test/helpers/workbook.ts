/** A small Excel workbook, written by hand: what spreadsheets save, and what an attacker might. */
import { crc32, deflateRawSync } from 'node:zlib';

export type Part = { readonly name: string; readonly data: Buffer; readonly claims?: number };

/** A zip archive; `claims` is what a part says its length is. */
export function zip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claims } of parts) {
    const packed = deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const part = (name: string, xml: string): Part => ({ name, data: Buffer.from(xml) });

/** @param sheets name → the XML between `sheetData` tags */
export function workbookParts(
  sheets: Readonly<Record<string, string>>,
  shared: readonly string[] = [],
): Part[] {
  const names = Object.keys(sheets);
  const list = names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`);
  const relations = names.map(
    (_, n) => `<Relationship Id="rId${n + 1}" Target="worksheets/sheet${n + 1}.xml"/>`,
  );
  return [
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets>${list.join('')}</sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships><Relationship Id="e" Target="http://x.example/" TargetMode="External"/>${relations.join('')}</Relationships>`,
    ),
    part('xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${shared.map((s) => `<si>${s}</si>`).join('')}</sst>`),
    ...names.map((name, n) =>
      part(
        `xl/worksheets/sheet${n + 1}.xml`,
        `<worksheet xmlns="${MAIN}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ),
    ),
  ];
}

const cell = (text: string) =>
  `<c t="inlineStr"><is><t>${text.replace(/[&<]/g, (c) => `&#${c.charCodeAt(0)};`)}</t></is></c>`;

/** Rows of texts as the XML of a sheet. */
export const rowsXml = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells, n) => `<row r="${n + 1}">${cells.map(cell).join('')}</row>`).join('');

export const workbook = (rows: readonly (readonly string[])[]): Buffer =>
  zip(workbookParts({ People: rowsXml(rows) }));
