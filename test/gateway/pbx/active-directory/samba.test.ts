/** Active Directory as Samba speaks it: DirSync and update sequence numbers against a whole read, by a plain user. */
import { type Test, test } from 'tap';
import { activeDirectory } from '../../../../src/gateway/pbx/active-directory/index.ts';
import type { Mode } from '../../../../src/gateway/pbx/ldap/cursor.ts';
import { directoryConnector } from '../../../../src/gateway/pbx/ldap/directory.ts';
import { ACTIVE_DIRECTORY } from '../../../../src/gateway/pbx/ldap/settings.ts';
import { needs, needsRoot } from '../../../helpers/needs.ts';
import { createMirror, readIds, readSource } from '../../../helpers/read-source.ts';
import { type Samba, startSamba } from '../../../peers/samba.ts';

const PEOPLE = 250;
/** Together more than MaxPageSize, which is 1,000 in Active Directory and in Samba. */
const MORE = 850;
const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** The row's connector, held to one way of reading changes. */
const heldTo = (mode: Mode) =>
  directoryConnector({ ...activeDirectory, defaults: () => ACTIVE_DIRECTORY, modes: [mode] });

const person = (uid: string, below: string) =>
  [
    `dn: CN=${uid},${below}`,
    'changetype: add',
    'objectClass: user',
    `sAMAccountName: ${uid}`,
    `userPrincipalName: ${uid}@ad.corp.test`,
    `mail: ${uid}@example.com`,
    'givenName: Given',
    `sn: ${uid}`,
    'telephoneNumber: 2001',
    'userAccountControl: 544',
    '',
    '',
  ].join('\n');
const unit = (name: string, root: string) =>
  `dn: OU=${name},${root}\nchangetype: add\nobjectClass: organizationalUnit\nou: ${name}\n\n`;

/** @param seesDeleted what the user may see; the sweep is for the others */
async function history(
  t: Test,
  dc: Samba,
  { values, mode, seesDeleted }: { values: Record<string, unknown>; mode: Mode; seesDeleted: boolean },
) {
  const [staff, other] = [`OU=Staff,${dc.root}`, `OU=Other,${dc.root}`];
  const mirror = createMirror(heldTo(mode), values);
  const { end } = await mirror.read();
  t.equal(end.kind, 'complete');
  t.equal(JSON.parse(mirror.cursor ?? '{}').mode, mode);
  const before = mirror.people.size;
  const tag = `${mode}${seesDeleted ? 1 : 0}`;
  const uid = `${tag}a`;
  const modify = (attribute: string, value: string | undefined) =>
    `dn: CN=${uid},${staff}\nchangetype: modify\nreplace: ${attribute}\n${value === undefined ? '' : `${attribute}: ${value}\n`}`;
  const move = (from: string, to: string) =>
    `dn: CN=${uid},${from}\nchangetype: modrdn\nnewrdn: CN=${uid}\ndeleteoldrdn: 1\nnewsuperior: ${to}\n`;

  const step = async (what: string, ldif: string, expected: { came?: number; deleted?: number }) => {
    if (ldif) dc.change(ldif);
    const { end, records, given } = await mirror.read();
    t.equal(end.kind, 'delta', what);
    t.same(given, []);
    t.equal(records.length, expected.came ?? 0, `${what}: who comes`);
    t.equal(
      end.kind === 'delta' && end.deleted.filter(Boolean).length,
      expected.deleted ?? 0,
      `${what}: who goes`,
    );
    t.same(sorted(mirror.people), sorted(await mirror.whole()), `${what}: as a whole read has it`);
    return records[0]?.raw ?? {};
  };

  await step('nothing', '', {});
  await step('new', person(uid, staff), { came: 1 });
  const changed = await step('modified', modify('mail', 'new@example.com'), { came: 1 });
  t.match(
    changed,
    { mail: 'new@example.com', sn: uid, telephoneNumber: '2001' },
    'whole, not the change alone',
  );
  t.notOk('mail' in (await step('value removed', modify('mail', undefined), { came: 1 })));
  await step(
    'renamed',
    `dn: CN=${tag}b,${staff}\nchangetype: modrdn\nnewrdn: CN=${tag}c\ndeleteoldrdn: 1\n`,
    { came: 1 },
  );
  await step('disabled', modify('userAccountControl', '546'), { came: 1 });
  await step('moved out', move(staff, other), { deleted: 1 });
  await step('moved back', move(other, staff), { came: 1 });
  const gone = `dn: CN=${uid},${staff}\nchangetype: delete\n`;
  if (seesDeleted) await step('deleted', gone, { deleted: 1 });
  else {
    dc.change(gone);
    t.match((await mirror.read()).end, { kind: 'delta', deleted: [] }, 'a delete does not show');
    const { ids } = await readIds(heldTo(mode), values);
    const missing = [...mirror.people.keys()].filter((anchor) => !ids.includes(anchor));
    t.equal(missing.length, 1, 'the sweep shows it');
    mirror.people.delete(missing[0] ?? '');
  }
  t.equal(mirror.people.size, before);
  t.same(mirror.twice, []);
}

test('Active Directory (Samba)', async (t) => {
  if (!needsRoot(t) || !needs(t, 'samba') || !needs(t, 'ip') || !needs(t, 'ldapsearch')) return;
  const dc = await startSamba();
  t.teardown(() => dc.close());
  const [staff, other] = [`OU=Staff,${dc.root}`, `OU=Other,${dc.root}`];
  const values = {
    host: dc.host,
    security: 'none',
    bindDn: dc.user,
    bindPassword: dc.password,
    baseDn: staff,
  };
  const names = [...Array.from({ length: PEOPLE }, (_, n) => `p${n}`), 'dirsync0b', 'usn0b', 'dirsync1b'];
  dc.change(
    [unit('Staff', dc.root), unit('Other', dc.root), ...names.map((uid) => person(uid, staff))].join(''),
  );

  await t.test('its test says what it saw, by LDAPS and by StartTLS', async (t) => {
    for (const security of ['ldaps', 'starttls']) {
      const signal = new AbortController().signal;
      const context = { log: () => undefined, signal, ca: dc.ca };
      const session = await activeDirectory.open({ ...values, security }, context);
      const steps = await session.test(signal);
      await session.close();
      t.match(steps, [{ ok: true, facts: /TLSv1/ }, { ok: true, facts: dc.user }, { ok: true }]);
    }
    const { end } = await readSource(activeDirectory, { ...values, security: 'ldaps' });
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_TLS' } }, 'not without its authority');
  });

  await t.test('people are known by objectGUID, and disabled people by their flag', async (t) => {
    const { records, end } = await readSource(activeDirectory, values);
    t.equal(end.kind, 'complete');
    t.equal(records.length, names.length);
    t.match(records[0]?.anchor, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    t.match(records[0]?.raw, { userAccountControl: '544', userPrincipalName: /@ad\.corp\.test$/ });
  });

  await t.test('referrals at the root of the domain are not followed', async (t) => {
    const { records, end } = await readSource(activeDirectory, { ...values, baseDn: dc.root });
    t.equal(end.kind, 'complete');
    t.ok(records.length > names.length, 'Administrator and the like');
  });

  for (const mode of ['dirsync', 'usn'] as const)
    await t.test(`${mode}, by an ordinary user`, (t) => history(t, dc, { values, mode, seesDeleted: false }));
  await t.test('DirSync, by one who may see deleted people', (t) => {
    const { user, password } = dc.administrator;
    const asAdministrator = { ...values, bindDn: user, bindPassword: password };
    return history(t, dc, { values: asAdministrator, mode: 'dirsync', seesDeleted: true });
  });

  await t.test('an organisational unit that is moved takes its people along', async (t) => {
    dc.change(unit('Team', other) + person('member', `OU=Team,${other}`));
    for (const mode of ['dirsync', 'usn'] as const) {
      const [from, to] = mode === 'dirsync' ? [other, staff] : [staff, other];
      const mirror = createMirror(heldTo(mode), values);
      await mirror.read();
      dc.change(
        `dn: OU=Team,${from}\nchangetype: modrdn\nnewrdn: OU=Team\ndeleteoldrdn: 1\nnewsuperior: ${to}\n`,
      );
      const { given } = await mirror.read();
      t.same(given, [`${mode}: a branch of the directory was changed`]);
      t.same(sorted(mirror.people), sorted(await mirror.whole()));
      t.same(mirror.twice, []);
    }
  });

  await t.test('a cookie that is none, or of another domain controller: everybody is read', async (t) => {
    const { end } = await readSource(activeDirectory, values);
    const cursor = JSON.parse((end as { cursor: string }).cursor);
    t.equal(cursor.mode, 'dirsync', 'the best way first');
    const bad = { ...cursor, at: Buffer.from('no cookie').toString('base64') };
    const read = await readSource(activeDirectory, values, { cursor: JSON.stringify(bad) });
    t.equal(read.end.kind, 'complete');
    t.match(read.given, [/^dirsync: /]);
    t.equal(read.records.length, names.length);
    const elsewhere = await readSource(activeDirectory, values, {
      cursor: JSON.stringify({ ...cursor, server: 'another' }),
    });
    t.equal(elsewhere.end.kind, 'complete');
  });

  await t.test('more at once than one question holds: in pieces', async (t) => {
    const mirror = createMirror(activeDirectory, values);
    await mirror.read();
    const all = names.slice(0, PEOPLE);
    dc.change(
      all
        .map((uid) => `dn: CN=${uid},${staff}\nchangetype: modify\nreplace: mobile\nmobile: +16135550000\n\n`)
        .join(''),
    );
    const { end, records } = await mirror.read();
    t.equal(end.kind, 'delta');
    t.equal(records.length, PEOPLE);
    t.same(sorted(mirror.people), sorted(await mirror.whole()));
  });

  await t.test(
    'more people than a page of Active Directory holds (1,000): changes, whole read, sweep',
    async (t) => {
      const mirror = createMirror(activeDirectory, values);
      await mirror.read();
      const before = mirror.people.size;
      const more = Array.from({ length: MORE }, (_, n) => `m${n}`);
      dc.change(more.map((uid) => person(uid, staff)).join(''));
      const { end, records } = await mirror.read();
      t.equal(end.kind, 'delta');
      t.equal(records.length, MORE, 'the new ones alone');
      const whole = await readSource(activeDirectory, values);
      t.equal(whole.end.kind, 'complete');
      t.equal(whole.records.length, before + MORE);
      t.ok(whole.sizes.length > 1 && Math.max(...whole.sizes) <= 1_000, 'in pages');
      t.same(
        sorted(mirror.people),
        sorted(new Map(whole.records.map(({ anchor, raw }) => [anchor, raw]))),
        'changes and whole read say the same',
      );
      const swept = await readIds(activeDirectory, values);
      t.same(swept.end, { kind: 'complete' });
      t.same(swept.ids.sort(), [...mirror.people.keys()].sort(), 'the sweep names everybody');
    },
  );

  await t.test('a wrong password is PBX_CREDENTIALS', async (t) => {
    const { end } = await readSource(activeDirectory, { ...values, bindPassword: 'wrong' });
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_CREDENTIALS' } });
  });
});
