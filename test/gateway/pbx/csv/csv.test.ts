/** CSV: encodings, headers, rows in error, and when a read is not whole. */

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { ReadEnd, SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { normalise } from '../../../../src/gateway/features/user-sync/mapping.ts';
import { csv } from '../../../../src/gateway/pbx/csv/index.ts';
import { csvOf, openCsv } from '../../../../src/gateway/pbx/csv/read.ts';
import { cursorOf, endOfFile, openPlain } from '../../../../src/gateway/pbx/files/file.ts';
import { readPeople } from '../../../../src/gateway/pbx/files/rows.ts';
import { fc } from '../../../helpers/fc.ts';
import { memoryFile } from '../../../helpers/memory-file.ts';

const signal = new AbortController().signal;

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'csv-'));
  t.teardown(() => rmSync(path, { recursive: true }));
  return path;
}

async function readFile(path: string, more: object = {}) {
  const session = await csv.open({ path, ...more }, { log: () => undefined, signal });
  const records: SourceRecord[] = [];
  const pages = session.users(signal);
  for (;;) {
    const step = await pages.next();
    if (step.done) return { records, end: step.value as ReadEnd };
    records.push(...step.value);
  }
}

async function read(t: Test, content: string | Buffer, more: object = {}) {
  const path = join(folder(t), 'people.csv');
  writeFileSync(path, content);
  return readFile(path, more);
}

const people = (records: readonly SourceRecord[]) => records.filter((r) => !r.fault).map((r) => r.raw);
const faults = (records: readonly SourceRecord[]) =>
  records.flatMap((r) => (r.fault ? [`${r.fault.code} ${r.fault.where}`] : []));

test('comma, semicolon and tab are told apart; columns come in any order and spelling', async (t) => {
  for (const d of [',', ';', '\t']) {
    const text = [
      ['Email', 'ID', 'display name', 'X'],
      ['a@x.org', '1', '"Ann, A; B"', ''],
      ['', ' 2 ', 'Ben', 'y'],
    ];
    const { records, end } = await read(t, text.map((row) => row.join(d)).join('\r\n'));
    t.same(end, { kind: 'complete' });
    t.same(records, [
      { anchor: '1', raw: { email: 'a@x.org', id: '1', displayName: 'Ann, A; B' } },
      { anchor: '2', raw: { id: ' 2 ', displayName: 'Ben', X: 'y' } },
    ]);
  }
});

test('UTF-8 with and without a mark, UTF-16 both ways, windows-1252 only when chosen', async (t) => {
  const text = 'id,displayName\n1,Zoë “Ÿ” Łukasz\n';
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
  for (const content of [text, `\ufeff${text}`, utf16, Buffer.from(utf16).swap16()]) {
    const { records, end } = await read(t, content);
    t.same(end, { kind: 'complete' });
    t.same(people(records), [{ id: '1', displayName: 'Zoë “Ÿ” Łukasz' }]);
  }
  const windows = Buffer.concat([
    Buffer.from('id,displayName\n1,Zo'),
    Buffer.from([0xeb, 0x80]),
    Buffer.from('\n'),
  ]);
  t.same(people((await read(t, windows, { encoding: 'windows-1252' })).records), [
    { id: '1', displayName: 'Zoë€' },
  ]);
  const guessed = await read(t, windows);
  t.match(guessed.end, {
    kind: 'incomplete',
    fault: { code: 'SOURCE_FILE', sentence: /^Line 2 is not UTF-8/ },
  });
  t.same(guessed.records, []);
});

test('what is no CSV text is refused by name', async (t) => {
  const cases: [Buffer | string, RegExp][] = [
    [Buffer.from('PK\u0003\u0004 and so on'), /spreadsheet/],
    [Buffer.from('id,displayName\n1,Ann\n', 'utf16le'), /UTF-16 without/],
    ['', /“id” is missing/],
    ['1,Ann,a@x.org\n', /“id” is missing/],
    ['id,email,Name,name\n', /“(Name|name)” is there more than once/],
    ['id,e-mail,Email\n', /“email” is there more than once/],
  ];
  for (const [content, sentence] of cases) {
    const { end, records } = await read(t, content);
    const expected = sentence.source.includes('Name')
      ? { kind: 'complete' }
      : { kind: 'incomplete', fault: { code: 'SOURCE_FILE', sentence } };
    t.match(end, expected, String(sentence));
    t.same(records, []);
  }
});

test('missing file, folder, pipe, too large a file', async (t) => {
  const at = folder(t);
  t.match((await readFile(join(at, 'none.csv'))).end, {
    kind: 'incomplete',
    fault: { sentence: /no such file/ },
  });
  t.match((await readFile(at)).end, { kind: 'incomplete', fault: { code: 'SOURCE_FILE' } });
  execFileSync('mkfifo', [join(at, 'pipe')]);
  t.match((await readFile(join(at, 'pipe'))).end, {
    kind: 'incomplete',
    fault: { sentence: /not a plain file/ },
  });
  execFileSync('truncate', ['-s', '257M', join(at, 'large.csv')]);
  t.match((await readFile(join(at, 'large.csv'))).end, {
    kind: 'incomplete',
    fault: { sentence: /256 MiB/ },
  });
});

test('line breaks within quotes, all three kinds of line ends, blank rows', async (t) => {
  const { records, end } = await read(t, 'id,location\r\n1,"Rue A\r\nOttawa"\n\n2,"say ""hi"""\r,\n3,x');
  t.same(end, { kind: 'complete' });
  t.same(people(records), [
    { id: '1', location: 'Rue A\r\nOttawa' },
    { id: '2', location: 'say "hi"' },
    { id: '3', location: 'x' },
  ]);
});

test('a row in error never stops its neighbours', async (t) => {
  const rows = [
    'id,displayName,email',
    '1,Ann,a@x.org',
    '2,"Ben" B,b@x.org',
    '3,Cy,c@x.org',
    '4,Dee',
    '5,Eve,e@x.org,extra',
    '6,5" tall,f@x.org',
    ',Nobody,n@x.org',
    '7,"Gus,g@x.org',
    '8,Hal,h@x.org',
    '9,"Ida",i@x.org',
  ];
  const { records, end } = await read(t, rows.join('\n'));
  t.same(
    people(records).map((raw) => raw.id),
    ['1', '3', '8', '9'],
  );
  t.same(faults(records), [
    'ROW_UNREADABLE line 3',
    'ROW_COLUMNS line 5',
    'ROW_COLUMNS line 6',
    'ROW_UNREADABLE line 7',
    'ROW_NO_ID line 8',
    'ROW_UNREADABLE line 9',
  ]);
  t.same(
    records.filter((r) => r.fault?.code === 'ROW_COLUMNS').map((r) => r.anchor),
    ['4', '5'],
    'whose row it is, is known',
  );
  t.match(end, {
    kind: 'incomplete',
    fault: { code: 'SOURCE_INCOMPLETE', sentence: /^4 rows without a readable id/ },
  });
});

test('a row in error that says whose it is removes nobody else’s certainty', async (t) => {
  const { records, end } = await read(t, 'id,displayName\n1,Ann\n2\n3,Cy\n');
  t.same(end, { kind: 'complete' });
  t.match(records[1], { anchor: '2', fault: { code: 'ROW_COLUMNS' } });
});

test('an id that is there twice: both rows are in error, and both lines are named', async (t) => {
  const { records, end } = await read(t, 'id,displayName\n1,Ann\n2,Ben\n1 ,Ann again\n');
  t.same(end, { kind: 'complete' });
  t.same(faults(records), ['DUP_ID line 2', 'DUP_ID line 4']);
  t.match(records[0]?.fault?.sentence, /lines 2, 4/);
  t.same(
    records.map((r) => r.anchor),
    ['1', '2', '1'],
  );
});

test('64 KiB a field, 1 MiB a row; the next row is read all the same', async (t) => {
  const long = 'ü'.repeat(33 * 1024);
  const field = await read(t, `id,displayName\n1,${long}\n2,Ben\n`);
  t.match(field.records, [
    { anchor: '1', fault: { code: 'FIELD_TOO_LONG', sentence: /displayName/ } },
    { anchor: '2' },
  ]);
  t.same(field.end, { kind: 'complete' });
  const row = await read(t, `id,displayName\n1,${'x'.repeat(1024 * 1024 + 10)}\n2,Ben\n`);
  t.same(faults(row.records), ['ROW_TOO_LONG line 2']);
  t.same(people(row.records), [{ id: '2', displayName: 'Ben' }]);
  t.equal(row.end.kind, 'incomplete');
});

test('a file that is written to while it is read is not whole', async (t) => {
  const path = join(folder(t), 'people.csv');
  writeFileSync(path, `id\n${Array.from({ length: 50_000 }, (_, n) => n).join('\n')}\n`);
  const session = await csv.open({ path }, { log: () => undefined, signal });
  const pages = session.users(signal);
  await pages.next();
  appendFileSync(path, 'late\n');
  for (;;) {
    const step = await pages.next();
    if (!step.done) continue;
    t.match(step.value, { kind: 'incomplete', fault: { sentence: /changed while/ } });
    return;
  }
});

test('the connection test counts', async (t) => {
  const path = join(folder(t), 'people.csv');
  writeFileSync(path, 'id,email\n1,a@x.org\n2,b@x.org\n2,c@x.org\n');
  const session = await csv.open({ path }, { log: () => undefined, signal });
  t.match(await session.test(signal), [{ ok: true, facts: '1 people, UTF-8, 2 rows in error' }]);
});

test('exports of MiCollab, MiVoice Business and a cloud account are known by their columns', async (t) => {
  const cases: [string, string, Record<string, string>][] = [
    [
      'Login ID;Role;First Name;Last Name;Email Address\nann;Sales;Ann;Lee;Ann@X.org\n',
      'ann',
      {
        userName: 'ann@x.org',
        givenName: 'Ann',
        familyName: 'Lee',
        email: 'Ann@X.org',
        role: 'Sales',
        active: 'true',
      },
    ],
    [
      'First Name,Last Name,Office phone number,Office Device/User Type\nAnn,Lee,1001,6930 IP\n',
      '1001',
      { userName: '1001', givenName: 'Ann', familyName: 'Lee', extension: '1001', active: 'true' },
    ],
    [
      'FIRST NAME\tLAST NAME\tNAME\tEMAIL\tROLE\n\t\tAnn Lee\tann@x.org\tAccount Admin\n',
      'ann@x.org',
      {
        userName: 'ann@x.org',
        displayName: 'Ann Lee',
        email: 'ann@x.org',
        role: 'Account Admin',
        active: 'true',
      },
    ],
  ];
  for (const [text, anchor, expected] of cases) {
    const { records, end } = await read(t, text);
    t.match(end, { kind: 'complete' });
    t.equal(records[0]?.anchor, anchor);
    const mapper = { rules: csv.mapping, phone: { e164: () => undefined }, country: undefined };
    const { values, active } = normalise(records[0]?.raw ?? {}, mapper);
    const found = [...values].map(([field, { value }]) => [field, value]);
    t.same(Object.fromEntries([...found, ['active', String(active?.value)]]), expected);
  }
});

test('any column may be the identity; one that is not there is named', async (t) => {
  const text = 'Name,Staff number\nAnn,77\n';
  t.equal((await read(t, text, { anchor: 'staff number' })).records[0]?.anchor, '77');
  t.match((await read(t, text, { anchor: 'Number' })).end, { fault: { sentence: /“Number” is missing/ } });
  t.match((await read(t, text)).end, { fault: { remedy: /choose the column that says who a row is/ } });
});

test('duplicate headers are refused and named, whichever columns they are', async (t) => {
  const { end, records } = await read(t, 'id,Cost centre,email,Cost centre\n1,a,b@x.org,c\n');
  t.match(end, {
    kind: 'incomplete',
    fault: { code: 'SOURCE_FILE', sentence: /“Cost centre” is there more than once/ },
  });
  t.same(records, []);
});

test('a file in an import folder that nobody wrote to is not read again; one that was replaced is', async (t) => {
  const at = folder(t);
  const path = join(at, 'people.csv');
  const old = new Date(Date.now() - 60_000);
  writeFileSync(path, 'id,email\n1,a@x.org\n');
  utimesSync(path, old, old);
  // what changes a name or a right counts as written, too: the disk's own clock says that it was just now
  t.match((await readFile(path)).end, { kind: 'complete', cursor: undefined }, 'too fresh to be sure');
  const file = await openCsv({ path, encoding: 'auto' });
  const plain = await openPlain(path, 'CSV');
  const cursor = cursorOf(plain.stamp);
  t.same(
    await endOfFile(plain, Date.now() + 60_000, undefined),
    { kind: 'complete', cursor },
    'a minute later',
  );
  await plain.close();
  const again = file.pages(signal, cursor);
  t.same(await again.next(), { done: true, value: { kind: 'delta', cursor, deleted: [] } });
  writeFileSync(join(at, 'new.csv'), 'id,email\n2,b@x.org\n');
  utimesSync(join(at, 'new.csv'), old, old);
  renameSync(join(at, 'new.csv'), path);
  const next = await openCsv({ path, encoding: 'auto' });
  t.match(
    await next.pages(signal, cursor).next(),
    { value: [{ record: { anchor: '2' } }] },
    'same size, same time',
  );
  await Promise.all([file.close(), next.close()]);
});

test('a half-written file: its last row is cut off, so nobody is removed', async (t) => {
  const whole = 'id,email,displayName\n1,a@x.org,Ann\n2,b@x.org,Ben\n';
  t.same((await read(t, whole.trimEnd())).end, { kind: 'complete' }, 'a last row may lack its line end');
  for (const cut of [whole.slice(0, -5), whole.slice(0, -12)])
    t.match((await read(t, cut)).end, { kind: 'incomplete' }, JSON.stringify(cut.slice(-12)));
});

/** Without a disk: for thousands of them. */
async function readBytes(content: Buffer) {
  const pages = readPeople(async () => csvOf(memoryFile(content), { encoding: 'auto' }), signal);
  const records: SourceRecord[] = [];
  for (;;) {
    const step = await pages.next();
    if (step.done) return { records, end: step.value };
    records.push(...step.value);
  }
}

test('what a spreadsheet would write is read back as it was (property)', async (t) => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r', ' ', '𝄞') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { maxLength: 6 }), fc.constantFrom(',', ';', '\t'), async (cells, d) => {
      const rows = cells.map((text, n) => [String(n), quoted(text)].join(d));
      const { records, end } = await readBytes(Buffer.from([`id${d}displayName`, ...rows].join('\r\n')));
      if (end.kind !== 'complete') return false;
      return cells.every((text, n) => (records[n]?.raw.displayName ?? '') === text);
    }),
    { numRuns: 1_000 },
  );
  t.pass('1,000 files');
});

test('random bytes never throw, and every row is accounted for (property)', async (t) => {
  const token = fc.constantFrom(
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r',
    '\r\n',
    'id',
    '-',
    'é',
    '\ufeff',
    '\u0000',
    '1',
  );
  const mutated = fc.array(token, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
  const random = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(fc.oneof(random, mutated), async (tail) => {
      const head = Buffer.from('id,email\nfirst,a@x.org\n');
      const { end, records } = await readBytes(Buffer.concat([head, tail]));
      const nameless = records.some((r) => r.anchor.startsWith('?'));
      return end.kind === 'incomplete' || (!nameless && records[0]?.anchor === 'first');
    }),
    { numRuns: 1_000 },
  );
  t.pass('1,000 files');
});
