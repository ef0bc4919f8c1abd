/** What changed, from slapd: by syncrepl with and without its log of deletes, and by the time of change. */
import { type Test, test } from 'tap';
import type { ReadEnd } from '../../../../src/gateway/core/ports/connector.ts';
import { ldap } from '../../../../src/gateway/pbx/ldap/index.ts';
import { timeOf } from '../../../../src/gateway/pbx/ldap/time-changes.ts';
import { needs } from '../../../helpers/needs.ts';
import { createMirror, readIds, readSource } from '../../../helpers/read-source.ts';
import { type Slapd, startSlapd } from '../../../peers/slapd.ts';

const PEOPLE = 40;
const valuesOf = ({ host, port, bindDn, password, baseDn }: Slapd) => ({
  host,
  port,
  security: 'none',
  bindDn,
  bindPassword: password,
  baseDn,
});
const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
const modeIn = (cursor: string | undefined) => (JSON.parse(cursor ?? '{}') as { mode?: string }).mode;
/** An hour ago, as generalized time: longer than the overlap, shorter than a day. */
const anHourAgo = () => `${new Date(Date.now() - 3_600_000).toISOString().replace(/[-:T]|\.\d+/g, '')}`;

const KINDS = {
  'syncrepl with a log of deletes': { options: { sessionLog: 1000 }, mode: 'syncrepl' },
  'syncrepl without one': { options: {}, mode: 'syncrepl' },
  'time of change': { options: { syncprov: false, modified: anHourAgo() }, mode: 'time' },
} as const;

/** Small pseudo-random numbers: the same edits in every run. */
function createDice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** LDIF of one edit: changed, renamed, moved out of the base, back into it, out of the filter, deleted, made anew. */
function createEdits(server: Slapd, seed: number) {
  const dice = createDice(seed);
  const root = server.baseDn.slice(server.baseDn.indexOf(',') + 1);
  const inside = new Set(Array.from({ length: PEOPLE }, (_, n) => `user${n}`));
  const outside = new Set<string>();
  let made = 0;
  const one = (of: Set<string>) => [...of][dice(of.size)];
  const dn = (uid: string) => `uid=${uid},${server.baseDn}`;
  const change = (uid: string, ...lines: string[]) => `dn: ${dn(uid)}\n${lines.join('\n')}\n`;

  const edits: readonly (() => string | undefined)[] = [
    () => {
      const uid = one(inside);
      return uid && change(uid, 'changetype: modify', 'replace: mail', `mail: m${++made}@example.com`);
    },
    () => {
      const uid = one(inside);
      return uid && change(uid, 'changetype: modify', 'replace: employeeType', 'employeeType: gone');
    },
    () => {
      const uid = one(inside);
      if (!uid) return undefined;
      const next = `renamed${++made}`;
      inside.delete(uid);
      inside.add(next);
      return change(uid, 'changetype: modrdn', `newrdn: uid=${next}`, 'deleteoldrdn: 1');
    },
    () => {
      const uid = one(inside);
      if (!uid) return undefined;
      inside.delete(uid);
      outside.add(uid);
      return change(
        uid,
        'changetype: modrdn',
        `newrdn: uid=${uid}`,
        'deleteoldrdn: 0',
        `newsuperior: ${root}`,
      );
    },
    () => {
      const uid = one(outside);
      if (!uid) return undefined;
      outside.delete(uid);
      inside.add(uid);
      return `dn: uid=${uid},${root}\nchangetype: modrdn\nnewrdn: uid=${uid}\ndeleteoldrdn: 0\nnewsuperior: ${server.baseDn}\n`;
    },
    () => {
      const uid = one(inside);
      if (!uid) return undefined;
      inside.delete(uid);
      return change(uid, 'changetype: delete');
    },
    () => {
      const uid = `new${++made}`;
      inside.add(uid);
      return change(
        uid,
        'changetype: add',
        'objectClass: inetOrgPerson',
        `cn: ${uid}`,
        'sn: New',
        'employeeType: user',
      );
    },
  ];
  return () => {
    for (;;) {
      const ldif = edits[dice(edits.length)]?.();
      if (ldif) return ldif;
    }
  };
}

async function anyHistory(t: Test, server: Slapd, mode: string): Promise<void> {
  const filter = '(&(objectClass=inetOrgPerson)(employeeType=user))';
  const mirror = createMirror(ldap, { ...valuesOf(server), filter });
  await mirror.read();
  t.equal(modeIn(mirror.cursor), mode);
  const nextEdit = createEdits(server, 7);
  let deltas = 0;
  for (let round = 0; round < 25; round++) {
    for (let edits = 0; edits < 1 + (round % 3); edits++) server.change(nextEdit());
    const { end, given } = await mirror.read();
    deltas += end.kind === 'delta' ? 1 : 0;
    t.same(given, [], 'no way of reading was given up');
    t.same(sorted(mirror.people), sorted(await mirror.whole()), `round ${round}: as a whole read has it`);
  }
  t.equal(deltas, 25);
  t.same(mirror.twice, []);
}

for (const [name, { options, mode }] of Object.entries(KINDS))
  test(`changes of slapd: ${name}`, async (t) => {
    if (!needs(t, 'slapd') || !needs(t, 'ldapsearch')) return;
    const server = await startSlapd({ people: PEOPLE, ...options });
    t.teardown(() => server.close());
    const values = valuesOf(server);

    if (mode !== 'time')
      await t.test('after any edits a delta is the whole read', (t) => anyHistory(t, server, mode));

    await t.test('nothing changed: nothing comes, and the position holds', async (t) => {
      const mirror = createMirror(ldap, values);
      await mirror.read();
      const before = mirror.cursor;
      const { end, records } = await mirror.read();
      t.match(end, { kind: 'delta', deleted: [] });
      // here everybody was changed in one second, and the latest minutes are read again
      t.equal(records.length, mode === 'time' ? PEOPLE : 0);
      t.equal(mirror.cursor, before);
    });

    await t.test('a position that this server did not give: everybody is read', async (t) => {
      const { end } = await readSource(ldap, values);
      const cursor = JSON.parse((end as { cursor: string }).cursor);
      const strange = {
        garbage: { ...cursor, at: Buffer.from('garbage').toString('base64') },
        'another server': { ...cursor, server: 'another' },
        'another question': { ...cursor, what: 'another' },
        'a mode of others': { ...cursor, mode: 'dirsync' },
        'a later version': { ...cursor, v: 2 },
      };
      for (const [why, text] of Object.entries(strange)) {
        const { end, records } = await readSource(ldap, values, { cursor: JSON.stringify(text) });
        t.match(end, { kind: 'complete', cursor: String }, why);
        t.equal(new Set(records.map(({ anchor }) => anchor)).size, records.length, `${why}: nobody twice`);
        t.ok(records.length > 0);
      }
      const { end: last } = await readSource(ldap, values, { cursor: 'no JSON' });
      t.equal(last.kind, 'complete');
    });

    await t.test('the sweep names exactly those whom a whole read has', async (t) => {
      const { records } = await readSource(ldap, values);
      const { ids, end } = await readIds(ldap, values);
      t.same(end, { kind: 'complete' });
      t.same(ids.sort(), records.map(({ anchor }) => anchor).sort());
    });

    await t.test('whoever asks for everybody gets everybody, and no position', async (t) => {
      const { end } = await readSource(ldap, { ...values, read: 'everybody' });
      t.same(end, { kind: 'complete' });
    });
  });

test('a very old cookie: slapd names who is there, and the others are gone', async (t) => {
  if (!needs(t, 'slapd') || !needs(t, 'ldapsearch')) return;
  const server = await startSlapd({ people: 10, sessionLog: 2 });
  t.teardown(() => server.close());
  const mirror = createMirror(ldap, valuesOf(server));
  await mirror.read();
  // more than its log holds
  for (let n = 0; n < 6; n++) server.change(`dn: uid=user${n},${server.baseDn}\nchangetype: delete\n`);
  const { end } = await mirror.read();
  t.equal(end.kind, 'delta');
  t.equal(end.kind === 'delta' && end.present?.size, 4);
  t.equal(mirror.people.size, 4);
});

test('by time of change: edits come, deletes by the sweep, and everybody once a day', async (t) => {
  if (!needs(t, 'slapd') || !needs(t, 'ldapsearch')) return;
  const server = await startSlapd({ people: 10, syncprov: false, modified: anHourAgo() });
  t.teardown(() => server.close());
  const values = valuesOf(server);
  const mirror = createMirror(ldap, values);
  await mirror.read();
  t.equal(modeIn(mirror.cursor), 'time');
  server.change(`dn: uid=user1,${server.baseDn}\nchangetype: modify\nreplace: mail\nmail: new@example.com\n`);
  t.match((await mirror.read()).end, { kind: 'delta', deleted: [] });
  server.change(`dn: uid=user2,${server.baseDn}\nchangetype: modrdn\nnewrdn: uid=other\ndeleteoldrdn: 1\n`);
  const { end, records } = await mirror.read();
  t.match(end, { kind: 'delta', deleted: [] });
  t.same(
    records.map(({ raw }) => raw.mail).sort(),
    ['new@example.com', 'user2@example.com'],
    'those of the last minutes again, and nobody else',
  );
  t.same(sorted(mirror.people), sorted(await mirror.whole()));

  server.change(`dn: uid=user3,${server.baseDn}\nchangetype: delete\n`);
  t.match((await mirror.read()).end, { kind: 'delta', deleted: [] });
  t.equal(mirror.people.size, 10, 'a delete does not show');
  t.equal((await readIds(ldap, values)).ids.length, 9, 'the sweep shows it');

  const cursor = JSON.parse(mirror.cursor ?? '{}');
  const [latest] = cursor.at.split(' ');
  const old = JSON.stringify({ ...cursor, at: `${latest} ${Number(latest) - 25 * 3_600_000}` });
  const { end: daily } = await readSource(ldap, values, { cursor: old });
  t.equal(daily.kind, 'complete');
});

test('a branch that is moved: everybody is read', async (t) => {
  if (!needs(t, 'slapd') || !needs(t, 'ldapsearch')) return;
  const server = await startSlapd({ people: 5, syncprov: false, modified: anHourAgo() });
  t.teardown(() => server.close());
  const { end: first } = await readSource(ldap, valuesOf(server));
  server.change(
    `dn: ou=staff,${server.baseDn}\nchangetype: add\nobjectClass: organizationalUnit\nou: staff\n`,
  );
  const { cursor } = first as Extract<ReadEnd, { kind: 'complete' }>;
  const { end, given } = await readSource(ldap, valuesOf(server), { cursor });
  t.equal(end.kind, 'complete');
  t.same(given, ['time: a branch of the directory was changed']);
});

test('a filter on what is computed is read whole: such changes leave no trace at the person', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 3 });
  t.teardown(() => server.close());
  const filter = '(&(objectClass=inetOrgPerson)(!(memberOf=cn=robots,dc=example,dc=com)))';
  const { end } = await readSource(ldap, { ...valuesOf(server), filter });
  t.same(end, { kind: 'complete' });
});

test('a size limit stops syncrepl, and the pages as well: incomplete', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 60, sizeLimit: 50 });
  t.teardown(() => server.close());
  const { end, given } = await readSource(ldap, valuesOf(server));
  t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE', sentence: /size limit/ } });
  t.match(given, [/^syncrepl: The directory stopped at its size limit/]);
});

test('generalized time', async (t) => {
  t.equal(timeOf('20260102030405Z'), Date.UTC(2026, 0, 2, 3, 4, 5));
  t.equal(timeOf('20260102030405.678Z'), Date.UTC(2026, 0, 2, 3, 4, 5));
  for (const wrong of ['', '2026', '20260102030405', '20260102030405+0100'])
    t.equal(timeOf(wrong), undefined);
});
