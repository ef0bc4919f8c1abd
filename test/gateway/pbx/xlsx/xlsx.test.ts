/** Excel workbooks: values as they are stored, sheets, rows in error, and archives that are out to harm. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import type { ReadEnd, SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { xlsx } from '../../../../src/gateway/pbx/xlsx/index.ts';
import { fc } from '../../../helpers/fc.ts';
import { rowsXml, workbook, workbookParts, zip } from '../../../helpers/workbook.ts';

const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'xlsx-'));
const path = join(folder, 'people.xlsx');

test('Excel workbooks', async (t) => {
  t.teardown(() => rmSync(folder, { recursive: true }));

  const open = (more: object) => xlsx.open({ path, ...more }, { log: () => undefined, signal });
  async function read(content: Buffer, more: object = {}) {
    writeFileSync(path, content);
    const records: SourceRecord[] = [];
    const pages = (await open(more)).users(signal);
    for (;;) {
      const step = await pages.next();
      if (step.done) return { records, end: step.value as ReadEnd };
      records.push(...step.value);
    }
  }
  const sheet = (xml: string, shared: string[] = []) => zip(workbookParts({ People: xml }, shared));
  const HEAD = rowsXml([['id', 'displayName', 'extension', 'location']]);

  await t.test('texts of every kind, numbers as they are meant, gaps, places far apart', async (t) => {
    const { records, end } = await read(
      sheet(
        `${HEAD}
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2"><v>1001</v></c></row>
        <row r="5"><c r="A5"><v>1.4165551234E10</v></c><c r="D5" t="str"><f>CONCATENATE("a")</f><v>a_x000D_b</v></c></row>
        <row r="6"><c r="A6" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r><rPh><t>no</t></rPh></is></c><c r="B6" t="b"><v>1</v></c></row>
        <row r="7"><c r="A7"><v></v></c></row>`,
        ['<t>one</t>', '<r><t>Zoë </t></r><r><t xml:space="preserve">&amp; Co</t></r>'],
      ),
    );
    t.same(end, { kind: 'complete' });
    t.same(records, [
      { anchor: 'one', raw: { id: 'one', displayName: 'Zoë & Co', extension: '1001' } },
      { anchor: '14165551234', raw: { id: '14165551234', location: 'a\rb' } },
      { anchor: 'xy', raw: { id: 'xy', displayName: 'true' } },
    ]);
  });

  await t.test('the first sheet, or one by its name', async (t) => {
    const book = zip(
      workbookParts({ First: rowsXml([['id'], ['1']]), Other: rowsXml([['id'], ['2'], ['3']]) }),
    );
    t.same(
      (await read(book)).records.map((r) => r.anchor),
      ['1'],
    );
    t.same(
      (await read(book, { sheet: 'Other' })).records.map((r) => r.anchor),
      ['2', '3'],
    );
    t.match((await read(book, { sheet: 'Third' })).end, {
      kind: 'incomplete',
      fault: { code: 'SOURCE_FILE', sentence: /no sheet “Third”/, remedy: /“First”, “Other”/ },
    });
    t.match(await (await open({})).test(signal), [{ ok: true, facts: '1 people, sheet “First”' }]);
  });

  await t.test('the spreadsheet template of a cloud account is known by its columns', async (t) => {
    const { records } = await read(
      workbook([
        ['FIRST NAME', 'LAST NAME', 'NAME', 'EMAIL', 'ROLE'],
        ['John', 'Smith', '', 'john@x.org', 'User'],
      ]),
    );
    t.equal(records[0]?.anchor, 'john@x.org');
  });

  await t.test('a row in error never stops its neighbours', async (t) => {
    const { records, end } = await read(
      sheet(
        `${HEAD}<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#N/A</v></c></row><row r="3"><c r="A3"><v>2</v></c></row><row r="4"><c r="A4"><v>3</v></c><c r="F4"><v>9</v></c></row><row r="9"><c r="A9"><v>4</v></c><c r="XFD9"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>5</v></c></row>`,
      ),
    );
    t.same(
      records.map((r) => (r.fault ? `${r.fault.code} ${r.fault.where}` : r.anchor)),
      ['ROW_CELL row 2', '2', 'ROW_COLUMNS row 4', 'ROW_CELL row 9', '5'],
    );
    t.equal(end.kind, 'incomplete');
  });

  await t.test('what is no workbook, is damaged or cut off is refused', async (t) => {
    const whole = workbook([['id'], ['1']]);
    const cases: [Buffer, RegExp][] = [
      [Buffer.from('id\n1\n'), /no Excel workbook/],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel/],
      [whole.subarray(0, whole.length - 30), /damaged or not whole/],
      [zip([{ name: 'x.txt', data: Buffer.from('x') }]), /no part xl\/workbook.xml/],
      [sheet('<row><c><v>1</c></row>'), /not well-formed/],
      [sheet(''), /“id” is missing/],
    ];
    for (const [content, sentence] of cases) {
      const { records, end } = await read(content);
      t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_FILE', sentence } });
      t.same(records, []);
    }
  });

  await t.test(
    'archives that are out to harm: sizes that lie, too many parts, too much, entities',
    async (t) => {
      const parts = workbookParts({ People: rowsXml([['id'], ['1']]) });
      const last = parts.at(-1);
      const zeros = { name: 'xl/media/zeros.xml', data: Buffer.alloc(1024), claims: 300 * 1024 * 1024 };
      const endless = Buffer.from(`<worksheet><sheetData><row><c><v>${'1'.repeat(3 * 1024 * 1024)}`);
      const laughs = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>';
      const cases: [Buffer, RegExp][] = [
        [
          zip([
            ...parts.slice(0, -1),
            { name: last?.name ?? '', data: last?.data ?? Buffer.alloc(0), claims: 10 },
          ]),
          /damaged/,
        ],
        [
          zip([
            ...parts,
            ...Array.from({ length: 2_001 }, (_, n) => ({ name: `p${n}`, data: Buffer.alloc(0) })),
          ]),
          /256 MiB/,
        ],
        [zip([...parts, zeros]), /256 MiB/],
        [zip([...parts.slice(0, -1), { name: last?.name ?? '', data: endless }]), /longer than 1 MiB/],
        [
          zip([...parts.slice(0, -1), { name: last?.name ?? '', data: Buffer.from(laughs) }]),
          /document type/,
        ],
        [zip([...parts, { name: '../../outside', data: Buffer.from('x') }]), /damaged/],
      ];
      for (const [content, sentence] of cases)
        t.match((await read(content)).end, { kind: 'incomplete', fault: { code: 'SOURCE_FILE', sentence } });
    },
  );

  await t.test('random and broken bytes never throw, and never empty the source (property)', async (t) => {
    const whole = workbook([['id'], ['1'], ['2']]);
    const broken = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const copy = Buffer.from(whole);
        for (const [at, byte] of changes) copy[at] = byte;
        return copy;
      });
    const xml = fc
      .array(
        fc.constantFrom(
          '<row>',
          '</row>',
          '<c>',
          '</c>',
          '<v>',
          '</v>',
          '1',
          '<c r="B2">',
          '<is><t>',
          '&amp;',
          '&x;',
          '<row r="9">',
        ),
        { maxLength: 12 },
      )
      .map((parts) => sheet(HEAD + parts.join('')));
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, xml), async (content) => {
        const { end, records } = await read(content);
        return end.kind === 'incomplete' || records.every((record) => !record.anchor.startsWith('?'));
      }),
      { numRuns: 1_000 },
    );
    t.pass('1,000 workbooks');
  });
});
