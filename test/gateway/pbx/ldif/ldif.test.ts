/** LDIF: the traps of the specification, each by name; changes; limits; random bytes. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import type { ReadEnd, SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { normalise } from '../../../../src/gateway/features/user-sync/mapping.ts';
import { readPeople } from '../../../../src/gateway/pbx/files/rows.ts';
import { ldif } from '../../../../src/gateway/pbx/ldif/index.ts';
import { ldifOf, openLdif } from '../../../../src/gateway/pbx/ldif/read.ts';
import { fc } from '../../../helpers/fc.ts';
import { memoryFile } from '../../../helpers/memory-file.ts';

const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'ldif-'));
const path = join(folder, 'people.ldif');

test('LDIF', async (t) => {
  t.teardown(() => rmSync(folder, { recursive: true }));

  async function readAgain(more: object = {}) {
    const session = await ldif.open({ path, ...more }, { log: () => undefined, signal });
    const records: SourceRecord[] = [];
    const pages = session.users(signal);
    for (;;) {
      const step = await pages.next();
      if (step.done) return { records, end: step.value as ReadEnd };
      records.push(...step.value);
    }
  }
  async function read(content: string | Buffer, more: object = {}) {
    writeFileSync(path, content);
    return readAgain(more);
  }
  async function survey(content: string | Buffer) {
    writeFileSync(path, content);
    const file = await openLdif({ path });
    try {
      return await file.survey(signal);
    } finally {
      await file.close();
    }
  }
  /** Without a disk: for thousands of them. */
  async function readBytes(content: Buffer) {
    const file = ldifOf(memoryFile(content));
    const pages = readPeople(async () => file, signal);
    const records: SourceRecord[] = [];
    for (;;) {
      const step = await pages.next();
      if (step.done) return { records, end: step.value };
      records.push(...step.value);
    }
  }
  const codes = (records: readonly SourceRecord[]) =>
    records.flatMap((r) => (r.fault ? [`${r.fault.code} ${r.fault.where}`] : []));
  const good = (records: readonly SourceRecord[]) => records.filter((r) => !r.fault);
  const person = (id: string, ...lines: string[]) =>
    [`dn: uid=${id},dc=x`, `entryUUID: ${id}`, ...lines, '', ''].join('\n');

  await t.test('entries, a version line with and without a blank line, CR LF', async (t) => {
    for (const head of ['version: 1\n', 'version: 1\n\n', '', '# made by hand\n\nversion: 1\n'])
      for (const end of ['\n', '\r\n']) {
        const text = `${head}${person('A1', 'cn: Ann', 'mail: a@x.org')}${person('b2', 'cn: Ben')}`;
        const { records, end: how } = await read(text.replaceAll('\n', end));
        t.same(how, { kind: 'complete' }, JSON.stringify(head));
        t.same(records, [
          { anchor: 'a1', raw: { dn: 'uid=A1,dc=x', entryUUID: 'A1', cn: 'Ann', mail: 'a@x.org' } },
          { anchor: 'b2', raw: { dn: 'uid=b2,dc=x', entryUUID: 'b2', cn: 'Ben' } },
        ]);
      }
    t.match((await read(`version: 2\n\n${person('a')}`)).end, {
      kind: 'incomplete',
      fault: { code: 'SOURCE_FILE', sentence: /no LDIF of version 1/ },
    });
  });

  await t.test('folding: values, names, base64, and comments too', async (t) => {
    const { records, end } = await read(
      [
        'dn: uid=a,',
        ' dc=x',
        '# a comment that is',
        ' folded: it is no attribute',
        'entryUUID: a',
        'c',
        ' n: An',
        ' n',
        'sn:: w5',
        ' xi',
        '',
        '',
      ].join('\n'),
    );
    t.same(end, { kind: 'complete' });
    t.same(records[0]?.raw, { dn: 'uid=a,dc=x', entryUUID: 'a', cn: 'Ann', sn: 'Üb' });
  });

  await t.test(':: is base64, with a check for UTF-8; spaces around it do no harm', async (t) => {
    const b = (text: string | Buffer) => Buffer.from(text as string).toString('base64');
    const text = [
      person('a', `cn::   ${b('Zoë')} `),
      person('b', `cn:: ${b(Buffer.from([0x5a, 0xeb]))}`),
      person('c', 'cn:: not base64!'),
      `dn:: ${b('cn=Müller,dc=x')}\nentryUUID: d\nsn: M\n\n`,
    ].join('');
    const { records, end } = await read(text);
    t.same(good(records), [
      { anchor: 'a', raw: { dn: 'uid=a,dc=x', entryUUID: 'a', cn: 'Zoë' } },
      { anchor: 'd', raw: { dn: 'cn=Müller,dc=x', entryUUID: 'd', sn: 'M' } },
    ]);
    t.same(codes(records), ['ROW_UNREADABLE line 5', 'ROW_UNREADABLE line 9']);
    t.match(records[1]?.fault?.sentence, /“cn” at line 7 is not UTF-8/);
    t.equal(end.kind, 'incomplete');
  });

  await t.test(
    ';options are other attributes; ;binary and pictures are left out, whatever their size',
    async (t) => {
      const photo = Buffer.alloc(200 * 1024, 0xff).toString('base64');
      const { records, end } = await read(
        person(
          'a',
          'cn;lang-de: Anna',
          'cn: Ann',
          'userCertificate;binary:: AAEC',
          `jpegPhoto:: ${photo}`,
          'objectGUID:: AAECAwQFBgcICQoLDA0ODw==',
        ),
      );
      t.same(end, { kind: 'complete' });
      t.same(records[0]?.raw, {
        dn: 'uid=a,dc=x',
        entryUUID: 'a',
        'cn;lang-de': 'Anna',
        cn: 'Ann',
        objectGUID: '03020100-0504-0706-0809-0a0b0c0d0e0f',
      });
    },
  );

  await t.test('passwords and the server’s bookkeeping are kept nowhere', async (t) => {
    const { records } = await read(
      person('a', 'userPassword:: e1NTSEF9c2VjcmV0', 'unicodePwd: secret', 'modifyTimestamp: 2026', 'sn: A'),
    );
    t.same(Object.keys(records[0]?.raw ?? {}), ['dn', 'entryUUID', 'sn']);
  });

  await t.test('empty values say nothing; several values are a list', async (t) => {
    const { records } = await read(person('a', 'cn:', 'sn: ', 'mail: a@x.org', 'mail: b@x.org', 'title::'));
    t.same(records[0]?.raw, { dn: 'uid=a,dc=x', entryUUID: 'a', mail: ['a@x.org', 'b@x.org'] });
  });

  await t.test(':< is refused per record; no file is opened, the neighbours are read', async (t) => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'hunter2');
    const { records, end } = await read(
      person('a', 'sn: A') + person('b', `description:< file://${secret}`) + person('c', 'sn: C'),
    );
    t.same(
      records.map((r) => r.fault?.code ?? r.anchor),
      ['a', 'LDIF_URL', 'c'],
    );
    t.notMatch(JSON.stringify(records), /hunter2/);
    t.equal(end.kind, 'incomplete', 'the record may be anybody’s');
    for (const line of [`dn:< file://${secret}`, `jpegPhoto:< file://${secret}`])
      t.match(codes((await read(`${line}\nsn: x\n\n`)).records)[0] ?? '', /LDIF_URL|ROW_UNREADABLE/);
  });

  await t.test('a byte order mark is read with a warning; so is raw UTF-8; UTF-16 is turned', async (t) => {
    const text = person('a', 'cn: Zoë');
    t.match(await survey(`\ufeff${text}`), {
      people: 1,
      warnings: [{ code: 'LDIF_MARK' }, { code: 'LDIF_RAW' }],
    });
    t.match(await survey(text), { people: 1, encoding: 'UTF-8', warnings: [{ code: 'LDIF_RAW' }] });
    t.match(await survey(person('a', 'cn:: Wm/Dqw==')), { people: 1, warnings: [] });
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [utf16, Buffer.from(utf16).swap16()]) {
      const { records, end } = await read(bytes);
      t.equal(records[0]?.raw.cn, 'Zoë');
      t.equal(end.kind, 'complete');
    }
    t.match((await read(Buffer.from(text, 'utf16le'))).end, {
      fault: { code: 'SOURCE_FILE', sentence: /UTF-16 without/ },
    });
    const latin = await read(Buffer.from(person('a', 'cn: Zoë') + person('b', 'cn: Ben'), 'latin1'));
    t.same(codes(latin.records), ['ROW_UNREADABLE line 1'], 'bytes that are no UTF-8 cost their record');
    t.equal(latin.records[1]?.anchor, 'b');
  });

  await t.test('changes and entries mixed: what holds at the end of the file counts', async (t) => {
    const change = (dn: string, ...lines: string[]) => [`dn: ${dn}`, ...lines, '', ''].join('\n');
    const { records, end } = await read(
      [
        person('a', 'sn: A', 'mail: a@x.org', 'mail: old@x.org', 'title: x'),
        person('b', 'sn: B'),
        person('c', 'sn: C'),
        change(
          'UID=a, DC=x',
          'changetype: modify',
          'delete: mail',
          'mail: old@x.org',
          '-',
          'add: mail',
          'mail: new@x.org',
          '-',
          'replace: sn',
          'sn: Neu',
          '-',
          'replace: title',
          '-',
        ),
        change('uid=b,dc=x', 'changetype: delete'),
        change(
          'uid=c,dc=x',
          'changetype: modrdn',
          'newrdn: uid=cc',
          'deleteoldrdn: 1',
          'newsuperior: ou=new,dc=x',
        ),
        change('uid=cc,ou=new,dc=x', 'changetype: modify', 'add: mail', 'mail: c@x.org', '-'),
        change('uid=d,dc=x', 'control: 1.2.3 false', 'changetype: add', 'entryUUID: d', 'sn: D'),
      ].join(''),
    );
    t.same(end, { kind: 'complete' });
    const by = Object.fromEntries(records.map((r) => [r.anchor, r.raw]));
    t.same(Object.keys(by).sort(), ['a', 'c', 'd']);
    t.same(by.a, { dn: 'uid=a,dc=x', entryUUID: 'a', sn: 'Neu', mail: ['a@x.org', 'new@x.org'] });
    t.same(by.c, { dn: 'uid=cc,ou=new,dc=x', entryUUID: 'c', sn: 'C', uid: 'cc', mail: 'c@x.org' });
  });

  await t.test(
    'a change of an entry that is not there, and broken changes, are records in error',
    async (t) => {
      const cases = [
        ['changetype: modify', 'replace: sn', 'sn: x', '-'],
        ['changetype: delete'],
        ['changetype: modrdn', 'newrdn: uid=z', 'deleteoldrdn: 1'],
        ['changetype: modrdn', 'newrdn: uid=z'],
        ['changetype: explode'],
        ['changetype: delete', 'sn: x'],
        ['changetype: modify', 'increment: x', 'x: 1', '-'],
        ['changetype: modify', 'add: sn', 'cn: x', '-'],
        ['control: 1.2.3 true', 'changetype: delete'],
        ['control: 1.2.3 false', 'sn: x'],
        ['sn: x', '-'],
        ['no colon'],
        ['2sn: x'],
      ];
      for (const lines of cases) {
        const text = `dn: uid=b,dc=x\n${lines.join('\n')}\n\n`;
        const { records, end } = await read(person('a', 'sn: A') + text + person('c', 'sn: C'));
        t.match(
          records.map((r) => r.fault?.code ?? r.anchor).sort(),
          [/^(LDIF_NO_ENTRY|ROW_UNREADABLE)$/, 'a', 'c'],
          lines.join(),
        );
        t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE' } });
      }
    },
  );

  await t.test(
    'who a person is: entryUUID, else objectGUID, else what was chosen; never the name by itself',
    async (t) => {
      const text = 'dn: cn=Ann,dc=x\ncn: Ann\nemployeeNumber: 7\n\n';
      const guid = 'dn: cn=Ben,dc=x\nobjectGUID:: AAECAwQFBgcICQoLDA0ODw==\n\n';
      t.equal((await read(guid)).records[0]?.anchor, '03020100-0504-0706-0809-0a0b0c0d0e0f');
      const plain = await read(text);
      t.match(plain.records[0]?.fault, { code: 'ROW_NO_ID', sentence: /no entryUUID and no objectGUID/ });
      t.match(plain.end, { kind: 'incomplete', fault: { remedy: /choose the attribute/ } });
      t.equal((await read(text, { anchor: 'EmployeeNumber' })).records[0]?.anchor, '7');
      t.equal((await read(text, { anchor: 'dn' })).records[0]?.anchor, 'cn=Ann,dc=x');
      const twice = await read(person('a', 'sn: 1') + person('b', 'sn: 2') + person('A', 'sn: 3'));
      t.same(codes(twice.records), ['DUP_ID line 1', 'DUP_ID line 9']);
    },
  );

  await t.test('only people: folders, groups, computers and contacts are passed over', async (t) => {
    const classes = ['organizationalUnit', 'groupOfNames', 'computer', 'contact', 'inetOrgPerson', 'user'];
    const text = classes.map((c) => person(c, 'objectClass: top', `objectClass: ${c}`)).join('');
    const computer = person('pc', 'objectClass: user', 'objectClass: computer');
    const { records, end } = await read(text + computer);
    t.same(
      records.map((r) => r.anchor),
      ['inetorgperson', 'user'],
    );
    t.same(end, { kind: 'complete' });
  });

  await t.test('64 KiB a field, 1 MiB a record; the next record is read all the same', async (t) => {
    const { records } = await read(
      [
        person('a', `sn: ${'x'.repeat(65 * 1024)}`),
        person('b', `sn:: ${Buffer.alloc(64 * 1024, 'x').toString('base64')}`),
        person('c', ...Array.from({ length: 20 }, (_, n) => `sn${n}: ${'y'.repeat(60 * 1024)}`)),
        person('d', `sn: ${'x'.repeat(3 * 1024 * 1024)}`),
        person('e', 'sn: E'),
      ].join(''),
    );
    t.same(
      records.map((r) => r.fault?.code ?? r.anchor),
      ['FIELD_TOO_LONG', 'b', 'ROW_TOO_LONG', 'ROW_TOO_LONG', 'e'],
    );
  });

  await t.test('a file that is cut off, or written to while it is read, removes nobody', async (t) => {
    t.match((await read(person('a', 'sn: A').trimEnd())).end, {
      kind: 'incomplete',
      fault: { sentence: /may be cut off/ },
    });
    writeFileSync(path, Array.from({ length: 2_000 }, (_, n) => person(`p${n}`, 'sn: A')).join(''));
    const session = await ldif.open({ path }, { log: () => undefined, signal });
    const pages = session.users(signal);
    await pages.next();
    appendFileSync(path, person('late', 'sn: L'));
    let step = await pages.next();
    while (!step.done) step = await pages.next();
    t.match(step.value, { kind: 'incomplete', fault: { sentence: /changed while/ } });
  });

  await t.test(
    'as ldapsearch writes it: its foot and result are no records; without them it may be cut off',
    async (t) => {
      const head = '# extended LDIF\n#\n# LDAPv3\n# base <dc=x> with scope subtree\n#\n\n';
      const foot = (result: string) => `# search result\nsearch: 2\nresult: ${result}\n\n`;
      const count = '# numResponses: 3\n# numEntries: 2\n';
      const people = person('a', 'sn: A') + person('b', 'sn: B');
      const whole = head + people + foot('0 Success') + count;
      const { records, end } = await read(whole);
      t.same(end, { kind: 'complete' });
      t.same(
        records.map(({ anchor }) => anchor),
        ['a', 'b'],
      );
      // -L has no result; two searches in one file
      const plain = `version: 1\n\n${head}${people}# search result\n\n${count}`;
      t.same((await read(plain)).end, { kind: 'complete' });
      t.same((await read(whole + head + person('c', 'sn: C') + foot('0 Success') + count)).end, {
        kind: 'complete',
      });
      const limited = await read(head + people + foot('4 Size limit exceeded') + count);
      t.match(limited.end, {
        kind: 'incomplete',
        fault: { sentence: /broke the search off .*4 Size limit/ },
      });
      // cut at the end of any line
      const lines = whole.split('\n');
      for (let n = 3; n < lines.length - 2; n++) {
        const cut = `${lines.slice(0, n).join('\n')}\n`;
        t.equal((await read(cut)).end.kind, 'incomplete', `after line ${n}`);
      }
    },
  );

  await t.test('changes: each ends with “-”; a last one without may be cut off', async (t) => {
    const change = 'dn: uid=a,dc=x\nchangetype: modify\nreplace: sn\nsn: B\n';
    t.match((await read(person('a', 'sn: A') + change)).end, {
      kind: 'incomplete',
      fault: { sentence: /does not end with “-”/ },
    });
    t.same((await read(`${person('a', 'sn: A') + change}-\n`)).end, { kind: 'complete' });
    t.same((await read(`${person('a', 'sn: A') + change}\n${person('b', 'sn: B')}`)).end, {
      kind: 'complete',
    });
  });

  await t.test('a last line without an end, in each encoding', async (t) => {
    const text = `\ufeff${person('a', 'sn: A')}dn: uid=b,dc=x\nentryUUID: b\nsn: B`;
    const utf16 = Buffer.from(text, 'utf16le');
    for (const bytes of [Buffer.from(text), utf16, Buffer.from(utf16).swap16()])
      t.match((await read(bytes)).end, { kind: 'incomplete', fault: { sentence: /end with a line break/ } });
  });

  await t.test('its people are those of the LDAP mapping', async (t) => {
    const { records } = await read(
      person(
        'a',
        'objectClass: inetOrgPerson',
        'mail: Ann@X.org',
        'sn: Lee',
        'telephoneNumber: 1001',
        'employeeType: Sales',
      ),
    );
    const mapper = { rules: ldif.mapping, phone: { e164: () => undefined }, country: undefined };
    const { values } = normalise(records[0]?.raw ?? {}, mapper);
    t.same(Object.fromEntries([...values].map(([field, { value }]) => [field, value])), {
      userName: 'ann@x.org',
      familyName: 'Lee',
      email: 'Ann@X.org',
      extension: '1001',
      role: 'Sales',
    });
  });

  await t.test('what is written is read back as it was, however it is folded (property)', async (t) => {
    const value = fc.string({
      unit: fc.constantFrom('a', 'é', ':', ' ', '<', '#', '-', '\n', '\r', '𝄞'),
      minLength: 1,
    });
    const entry = fc.record({
      values: fc.array(value, { maxLength: 4 }),
      width: fc.integer({ min: 1, max: 20 }),
    });
    const fold = (line: string, width: number) =>
      [
        line.slice(0, width + 1),
        ...(line.slice(width + 1).match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((s) => ` ${s}`),
      ].join('\n');
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (list) => {
        const text = list.map(({ values, width }, n) => {
          const lines = values.map((v, i) => `a${i}:: ${Buffer.from(v).toString('base64')}`);
          return [`dn: uid=${n}`, `entryUUID: ${n}`, ...lines].map((line) => fold(line, width)).join('\n');
        });
        const { records, end } = await readBytes(Buffer.from(`${text.join('\n\n')}\n`));
        if (end.kind !== 'complete' || records.length !== list.length) return false;
        return list.every(({ values }, n) => values.every((v, i) => records[n]?.raw[`a${i}`] === v));
      }),
      { numRuns: 1_000 },
    );
    t.pass('1,000 files');
  });

  await t.test('what was corrected is read back as it was corrected (property)', async (t) => {
    const value = fc.string({
      unit: fc.constantFrom('a', 'é', ':', ' ', '<', '#', '-', '𝄞', ';', '\n'),
      minLength: 1,
      maxLength: 90,
    });
    const list = fc.array(fc.record({ old: fc.array(value, { maxLength: 3 }), now: value }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(list, async (people) => {
        const text = people.map(({ old }, n) =>
          person(String(n), ...old.map((v) => `sn:: ${Buffer.from(v).toString('base64')}`)),
        );
        const edits = Object.fromEntries(
          people.map(({ now, old }, n) => {
            const line = text.slice(0, n).join('').split('\n').length;
            return [line, { values: { sn: old.length > 1 ? `${now}; x` : now } }];
          }),
        );
        const given = ldifOf(memoryFile(Buffer.from(text.join(''))), '', edits);
        const before: SourceRecord[] = [];
        for await (const page of given.pages(signal)) before.push(...page.map(({ record }) => record));
        const pieces: Uint8Array[] = [];
        for await (const piece of given.corrected(signal)) pieces.push(piece);
        const { records, end } = await readBytes(Buffer.concat(pieces));
        return (
          end.kind === 'complete' &&
          JSON.stringify(records) === JSON.stringify(before) &&
          people.every(({ now }, n) => {
            const sn = [records[n]?.raw.sn ?? []].flat().join('; ');
            return now.trim() === '' || sn.startsWith(now.split('; ')[0]?.trim() ?? '');
          })
        );
      }),
      { numRuns: 1_000 },
    );
    t.pass('1,000 files');
  });

  await t.test('random bytes never throw, and never empty the source (property)', async (t) => {
    const token = fc.constantFrom(
      'dn: uid=z',
      'dn:: ',
      '\n',
      '\n\n',
      ' ',
      'changetype: ',
      'modify',
      'delete',
      'modrdn',
      'add: sn',
      '-',
      ':<',
      ':',
      'sn: x',
      'control: 1 true',
      'newrdn: u=1',
      'deleteoldrdn: 1',
      'version: 1',
      '#',
      '\ufeff',
      '\r',
      'entryUUID: q',
      '\u0000',
      'é',
    );
    const mutated = fc.array(token, { maxLength: 30 }).map((parts) => Buffer.from(parts.join('')));
    const bytes = fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, mutated), async (tail) => {
        const whole = Buffer.concat([Buffer.from(person('first', 'sn: F')), tail]);
        const { records, end } = await readBytes(whole);
        const nameless = records.some((r) => r.anchor.startsWith('?'));
        return end.kind === 'incomplete' || (!nameless && records[0]?.anchor === 'first');
      }),
      { numRuns: 1_000 },
    );
    t.pass('1,000 files');
  });

  await t.test('time is linear: twice the folds, about twice the work', async (t) => {
    // counted by what is done and not by the clock: a fold of one character each would be the worst
    const text = person('a', `sn: x${'\n y'.repeat(60_000)}`) + person('b', 'sn: B');
    const { records } = await read(text);
    t.equal(records.length, 2);
    t.equal(String(records[0]?.raw.sn).length, 60_001);
  });
});
