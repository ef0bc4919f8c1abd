/** Several sources of one person: who is who, whose word counts, what stays when a source goes. */

import { type Test, test } from 'tap';
import { USER_FIELDS } from '../../../src/contract/scim.ts';
import type { SyncSource } from '../../../src/gateway/features/user-sync/engine.ts';
import { CLEAR } from '../../../src/gateway/features/user-sync/mapping.ts';
import { KEPT, losersOf, merge, type Part } from '../../../src/gateway/features/user-sync/merge.ts';
import { validate } from '../../../src/gateway/features/user-sync/validate.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { createPhone } from '../../../src/gateway/sync/phone.ts';
import { type FakeSource, fakeSource, ROW_MAPPING, type Row } from '../../fakes/fake-source.ts';
import { fc } from '../../helpers/fc.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';

const two = (first: readonly Row[], second: readonly Row[], more: Partial<SyncSource> = {}) => {
  const pbx = fakeSource(first, { id: 'pbx', precedence: 0 });
  const ad = fakeSource(second, { id: 'ad', precedence: 1, ...more });
  return { pbx, ad, sources: [pbx, ad] as readonly FakeSource[] };
};

/** The engine's own view of one person, by its identity at the remote. */
const desiredOf = (b: Bench, externalId: string) =>
  createSyncStore(b.db).persons.byExternalId(externalId)?.desired;

/** The same bench with other sources, as the next process has them. */
const withSources = (b: Bench, sources: readonly FakeSource[]) => b.again(undefined, sources);

test('two sources: joined by e-mail, precedence a field, and what loses is told', async (t) => {
  const { sources } = two(
    [{ id: 'p1', familyName: 'Meier', email: 'Ann@x.ch', extension: '2001' }],
    [
      { id: 'a1', familyName: 'Meyer', givenName: 'Ann', email: 'ann@X.ch', department: 'Sales' },
      { id: 'a2', familyName: 'Frei', email: 'bob@x.ch' },
    ],
  );
  const b = bench([], { sources });
  t.match(await b.cycle(), { outcome: 'inSync', counts: { added: 2 } });
  t.match(b.remote(), {
    a1: { familyName: 'Meier', givenName: 'Ann', extension: '2001', department: 'Sales' },
    a2: { familyName: 'Frei' },
  });
  t.match(desiredOf(b, 'a1')?.provenance, {
    familyName: { source: 'pbx', raw: 'Meier' },
    department: { source: 'ad', raw: 'Sales' },
  });
  t.match(await b.cycle(), { counts: { requests: 0, unchanged: 2 } });
  const [pbx, ad] = sources.map((source) => ({ ...source, precedence: 1 - source.precedence }));
  const turned = withSources(b, pbx && ad ? [pbx, ad] : []);
  t.match(await turned.cycle(), { counts: { changed: 1 } });
  t.match(turned.remote(), { a1: { familyName: 'Meyer', extension: '2001' } }, 'the other order');
});

test('an identity that a rule makes joins before the e-mail address; a configured key after it', async (t) => {
  const mapping = [...ROW_MAPPING, { field: 'externalId' as const, from: { attr: 'personnel' } }];
  const pbx = fakeSource([{ id: 'p1', familyName: 'A', email: 'a@x.ch', personnel: '77' }], {
    id: 'pbx',
    mapping,
  });
  const ad = fakeSource([{ id: 'd1', givenName: 'B', email: 'other@x.ch', personnel: '77' }], {
    id: 'ad',
    precedence: 1,
    mapping,
  });
  const b = bench([], { sources: [pbx, ad] });
  await b.cycle();
  t.match(b.remote(), { 77: { familyName: 'A', givenName: 'B', email: 'a@x.ch' } });

  const rows: [Row, Row] = [
    { id: 'p1', familyName: 'A', extension: '2001' },
    { id: 'd1', givenName: 'B', extension: '2001' },
  ];
  const unconfigured = bench([], { sources: two([rows[0]], [rows[1]]).sources });
  await unconfigured.cycle();
  t.same(Object.keys(unconfigured.plan()), ['d1', 'p1'], 'a number alone joins nobody: DUP_EXTENSION');
  const first = fakeSource([rows[0]], { id: 'a', joinBy: 'extension' });
  const second = fakeSource([rows[1]], { id: 'b', precedence: 1, joinBy: 'extension' });
  const configured = bench([], { sources: [first, second] });
  await configured.cycle();
  t.match(configured.remote(), { p1: { familyName: 'A', givenName: 'B' } });
});

test('who waited for an address that somebody else had too is joined once it is free', async (t) => {
  const { pbx, sources } = two(
    [person(1, { email: 'x@x.ch' }), person(2, { email: 'x@x.ch' })],
    [{ id: 'd1', familyName: 'Frei', email: 'x@x.ch', department: 'Law' }],
  );
  const b = bench([], { sources });
  await b.cycle();
  t.same(b.remote(), {}, 'nobody holds it: all wait');
  pbx.rows = [person(1, { email: 'x@x.ch' }), person(2)];
  t.match(await b.cycle(), { outcome: 'inSync', counts: { added: 2, detained: 0 } });
  const withLaw = Object.values(b.remote()).filter(
    (user) => (user as { department?: string }).department === 'Law',
  );
  t.match(withLaw, [{ extension: '2001', email: 'x@x.ch' }]);
});

test('a source that breaks off holds nobody else up: its people stay, the others’ changes go', async (t) => {
  const { pbx, ad, sources } = two(people(3), [{ id: 'd9', familyName: 'Nine', email: 'nine@x.ch' }]);
  const b = bench([], { sources });
  await b.cycle();
  pbx.breakAfter = 0;
  ad.rows = [{ id: 'd9', familyName: 'Neun', email: 'nine@x.ch' }];
  const report = await b.cycle();
  t.match(report, { outcome: 'attention', counts: { changed: 1, removed: 0, held: 0 }, fault: undefined });
  t.match(report.reads, [
    { source: 'pbx', end: 'incomplete', rows: 0, fault: { code: 'SOURCE_INCOMPLETE' } },
    { source: 'ad', end: 'complete', rows: 1 },
  ]);
  t.equal(Object.keys(b.remote()).length, 4);
  ad.breakAfter = 0;
  t.match(
    await b.cycle(),
    { outcome: 'failed', fault: { code: 'SOURCE_INCOMPLETE' } },
    'all of them: failed',
  );
});

test('a source may say that changes of a broken read wait; those of the others do not', async (t) => {
  const pbx = fakeSource(people(3), { id: 'pbx', incompleteChanges: false });
  const ad = fakeSource([{ id: 'd9', familyName: 'Nine', email: 'nine@x.ch' }], { id: 'ad', precedence: 1 });
  const b = bench([], { sources: [pbx, ad] });
  await b.cycle();
  pbx.rows = [person(1, { department: 'New' }), person(2), person(3)];
  pbx.breakAfter = 2;
  ad.rows = [{ id: 'd9', familyName: 'Neun', email: 'nine@x.ch' }];
  t.match(await b.cycle(), { counts: { changed: 1 } });
  t.notOk((b.remote().p1 as { department?: string }).department, 'waits');
  pbx.breakAfter = undefined;
  t.match(await b.cycle(), { outcome: 'inSync', counts: { changed: 1 } });
  t.match(b.remote().p1, { department: 'New' });
});

const applied = (t: Test, b: Bench, count: number) =>
  t.equal([...b.scim.users.values()].filter(({ user }) => user.active).length, count);

test('27: people that move to another source keep everything, whether that one knows them or not', async (t) => {
  const { pbx, ad, sources } = two(
    [person(1, { mobile: '+41790000001' }), person(2), person(3)],
    [{ id: 'd1', familyName: 'Directory', email: 'p1@example.com', department: 'Law' }],
  );
  const b = bench([], { sources });
  await b.cycle();
  const before = b.remote();
  const leaving = { people: 'move' as const, to: 'ad' };
  const going = fakeSource([], { id: 'pbx', precedence: 0, leaving });
  const preview = await withSources(b, [going, ad]).cycle({ mode: 'preview' });
  t.same(preview.left, [], 'a preview moves nobody');
  const report = await withSources(b, [going, ad]).cycle();
  t.match(report, { left: ['pbx'], counts: { removed: 0, held: 0 } });
  const after = b.remote();
  t.same(Object.keys(after), Object.keys(before));
  const who =
    Object.keys(after).find((id) => (after[id] as { email: string }).email === 'p1@example.com') ?? '';
  t.match(after[who], {
    familyName: 'Directory',
    mobile: '+41790000001',
    department: 'Law',
    extension: '2001',
  });
  t.match(desiredOf(b, who)?.provenance.mobile, { source: 'pbx', rule: KEPT, raw: '+41790000001' });
  applied(t, b, 3);

  const alone = withSources(b, [ad]);
  t.match(await alone.cycle(), { outcome: 'inSync', counts: { requests: 0, removed: 0 } });
  ad.rows = [
    { ...ad.rows[0], id: 'd1', department: 'Sales' },
    { id: 'd2', familyName: 'Zwei', email: 'p2@example.com' },
  ];
  await alone.cycle();
  t.match(alone.remote()[who], { department: 'Sales', mobile: '+41790000001' }, 'and stays kept');
  t.match(alone.remote().p2, { familyName: 'Zwei', extension: '2002' }, 'who comes later is joined');
  applied(t, alone, 3);
  ad.rows = ad.rows.slice(1);
  await alone.cycle();
  applied(t, alone, 2);
  t.equal(pbx.rows.length, 3, 'the old source still has them');
});

test('deleted with its people: by plan and guard; taken back while it is held; who is known elsewhere stays', async (t) => {
  const { ad, sources } = two(people(6), [
    { id: 'd1', givenName: 'Dir', familyName: 'One', email: 'p1@example.com' },
  ]);
  const [pbx] = sources;
  const b = bench([], { sources });
  await b.cycle();
  const going = fakeSource([], { id: 'pbx', leaving: { people: 'delete' } });
  const deleting = withSources(b, [going, ad]);
  const held = await deleting.cycle();
  t.match(held, { left: [], counts: { removed: 0, held: 5 } }, 'the guard holds all');
  t.match(deleting.remote().d1 ?? deleting.remote().p1, { givenName: 'Dir' });
  await withSources(b, pbx ? [pbx, ad] : []).cycle();
  t.match(await withSources(b, pbx ? [pbx, ad] : []).cycle(), { outcome: 'inSync' }, 'taken back');
  applied(t, b, 6);
  const again = await deleting.cycle();
  const done = await deleting.cycle({ confirm: again.plan.hash });
  t.match(done, { counts: { removed: 5 }, left: ['pbx'] });
  applied(t, b, 1);
  t.match(await withSources(b, [ad]).cycle(), { counts: { requests: 0, removed: 0 } });
});

test('a rule that is removed keeps its value; one that says nothing clears it', async (t) => {
  const b = bench([person(1, { mobile: '+41790000001', department: 'Law' })]);
  await b.cycle();
  const without = ROW_MAPPING.filter(({ field }) => field !== 'mobile');
  const less = fakeSource([person(1)], { mapping: without });
  const next = withSources(b, [less]);
  await next.cycle();
  t.match(next.remote().p1, { mobile: '+41790000001' });
  t.notOk((next.remote().p1 as { department?: string }).department);
  t.match(desiredOf(next, 'p1')?.provenance.mobile, { rule: KEPT });
  await withSources(b, [fakeSource([person(1)])]).cycle();
  t.notOk((b.remote().p1 as { mobile?: string }).mobile, 'a rule again: its word counts');
});

test('re-initialise reads everything anew and changes nothing at the remote', async (t) => {
  const b = bench(people(4));
  await b.cycle();
  const anew = fakeSource(people(4), { reinitialise: true });
  t.match(await withSources(b, [anew]).cycle(), { counts: { requests: 0, unchanged: 4 } });
  t.same(anew.cursors, [undefined], 'without the cursor');
});

test('the feature profile is the role of new accounts whose sources name none', async (t) => {
  const b = bench([person(1), person(2, { role: 'Boss' })]);
  await b.cycle();
  const source = fakeSource([person(1), person(2, { role: 'Boss' }), person(3)], { featureProfile: 'Basic' });
  const next = withSources(b, [source]);
  await next.cycle();
  t.notOk((next.remote().p1 as { role?: string }).role, 'who is there is left alone');
  t.match(next.remote(), { p2: { role: 'Boss' }, p3: { role: 'Basic' } });
  t.match(await next.cycle(), { counts: { requests: 0 } });
  source.rows = [...source.rows.slice(0, 2), person(3, { department: 'New' })];
  await next.cycle();
  t.match(next.remote().p3, { role: 'Basic', department: 'New' }, 'and stays');
});

// ---- what random histories found (properties/joins.test.ts)

test('an address that one source has twice joins nobody, whatever was read first', async (t) => {
  const ad = [person(1, { email: 'x@x.ch' })];
  const twice = [
    { id: 'h1', familyName: 'Meier', email: 'x@x.ch' },
    { id: 'h2', familyName: 'Meier', email: 'x@x.ch' },
  ];
  const b = bench([], {
    sources: [fakeSource(ad, { id: 'ad' }), fakeSource(twice, { id: 'hr', precedence: 1 })],
  });
  await b.cycle();
  t.same(Object.keys(b.plan()), ['h1', 'h2', 'p1'], 'before, p1 was joined with whichever came first');
  const once = withSources(b, [
    fakeSource(ad, { id: 'ad' }),
    fakeSource(twice.slice(1), { id: 'hr', precedence: 1 }),
  ]);
  t.match((await once.cycle()).counts, { added: 1, detained: 0 }, 'one of the two left: now it can be told');
});

test('an anchor that its source says again is the same person, also if another source held the place meanwhile', async (t) => {
  const { pbx, ad, sources } = two([person(1)], [{ id: 'd1', familyName: 'One', email: 'p1@example.com' }]);
  const b = bench([], { sources });
  await b.cycle();
  const ids = [...b.scim.users.keys()];
  ad.rows = [];
  await b.cycle();
  pbx.rows = [];
  const held = await b.cycle();
  await b.cycle({ confirm: held.plan.hash });
  applied(t, b, 0);
  ad.rows = [{ id: 'd1', familyName: 'One', email: 'p1@example.com' }];
  t.match((await b.cycle()).counts, { changed: 1, added: 0, detained: 0 });
  t.same([...b.scim.users.keys()], ids);
});

test('who comes back together with a row of another source is one person with it', async (t) => {
  const one = { id: 'd1', familyName: 'One', email: 'p1@example.com' };
  const { pbx, ad, sources } = two([person(1)], []);
  const b = bench([], { sources });
  await b.cycle();
  pbx.rows = [];
  await b.cycle();
  [pbx.rows, ad.rows] = [[person(1)], [one]];
  t.match(await b.cycle(), { outcome: 'inSync', counts: { added: 0, detained: 0 } });
  pbx.rows = [];
  t.match((await b.cycle()).counts, { removed: 0, held: 0 }, 'and lives by the other one');
  applied(t, b, 1);
});

test('a role is frozen by whose word it is, not by who made the person', async (t) => {
  const role = (says: string) => [{ id: 'd1', email: 'p1@example.com', role: says }];
  const pbx = fakeSource([person(1)], { id: 'pbx' });
  const zad = fakeSource(role('User'), { id: 'zad', precedence: 1, frozen: ['role'] });
  const b = bench([], { sources: [pbx, zad] });
  await b.cycle();
  zad.rows = role('Boss');
  t.match((await b.cycle()).counts, { changed: 0, requests: 0 });
  t.match(
    b.remote().p1,
    { role: 'User' },
    'the telephone system made the person, the directory says the role',
  );
  pbx.rows = [person(1, { role: 'Operator' })];
  t.match((await b.cycle()).counts, { changed: 1 });
  t.match(b.remote().p1, { role: 'Operator' });
});

test('a value that another source says now is that one’s, though nothing was sent', async (t) => {
  const row = { id: 'd1', familyName: 'One', email: 'p1@example.com' };
  const { pbx, ad, sources } = two([], [row]);
  const b = bench([], { sources });
  await b.cycle();
  [pbx.rows, ad.rows] = [[{ ...row, id: 'x1' }], []];
  t.match((await b.cycle()).counts, { requests: 0 });
  const known = createSyncStore(b.db).persons.byExternalId('d1');
  t.match(known?.written, { familyName: { source: 'pbx' }, email: { source: 'pbx' } });
});

test('a login of the MiCollab profile is one person’s: also what its people held before it was chosen', async (t) => {
  const rows = [person(1, { email: 'ann@a.ch' }), person(2, { email: 'Ann@b.ch' }), person(3)];
  const b = bench(rows.slice(0, 1));
  await b.cycle();
  const micollab = withSources(b, [fakeSource(rows, { validation: 'micollab' })]);
  t.match((await micollab.cycle()).counts, { added: 1, detained: 1 });
  t.same(micollab.plan(), { p2: 'detained DUP_LOGIN' });
  const cloud = withSources(b, [fakeSource(rows)]);
  t.match((await cloud.cycle()).counts, { added: 1, detained: 0 }, 'the cloud has no logins');
});

// ---- merge alone

const text = fc.constantFrom('A', 'B', '-');
const arbitraryPart = (source: string, precedence: number): fc.Arbitrary<Part> =>
  fc.dictionary(fc.constantFrom('familyName', 'department', 'mobile', 'email'), text).map((said) => ({
    source,
    precedence,
    absent: 'clear' as const,
    anchor: source,
    record: {
      values: new Map(
        Object.entries(said).map(([field, value], rule) => [
          field as (typeof USER_FIELDS)[number],
          { value: value === '-' ? (CLEAR as typeof CLEAR) : value, rule },
        ]),
      ),
      active: undefined,
      externalId: undefined,
    },
  }));
const parts = fc.tuple(arbitraryPart('a', 0), arbitraryPart('b', 0), arbitraryPart('c', 1));

test('1, 13, 14: the order of sources changes nothing; the first that says something wins', async (t) => {
  fc.assert(
    fc.property(parts, fc.nat(5), (all, turn) => {
      const orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ] as const;
      const turned = (orders[turn] ?? orders[0]).flatMap((n) => all[n] ?? []);
      const { desired } = merge(all, undefined);
      if (JSON.stringify(desired) !== JSON.stringify(merge(turned, undefined).desired)) return false;
      const lost = losersOf(turned, desired);
      return USER_FIELDS.every((field) => {
        if (field === 'userName') return true;
        const first = all.find((part) => part.record.values.has(field));
        const value = first?.record.values.get(field)?.value;
        if (value === CLEAR) return desired.user[field] === undefined && desired.cleared.includes(field);
        if (value !== desired.user[field] || desired.cleared.includes(field)) return false;
        const others = all.filter((part) => part !== first && part.record.values.has(field));
        const expected = others.filter((part) => part.record.values.get(field)?.value !== value);
        return lost.filter((loser) => loser.field === field).length === expected.length;
      });
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('the MiCollab profile: logins, last name, services', async (t) => {
  const codes = (user: Record<string, string>, profile: 'cloud' | 'micollab' = 'micollab') =>
    validate(
      {
        user: { userName: 'ann', familyName: 'F', email: 'ann@x.ch', active: true, ...user },
        cleared: [],
        provenance: {},
      },
      { phone: createPhone(), country: 'CH', profile },
    ).map(({ code, proposal, position }) =>
      [code, proposal ?? position].filter((x) => x !== undefined).join(' '),
    );
  t.same(codes({}), []);
  t.same(codes({ userName: 'a' }), ['LOGIN_TOO_SHORT']);
  t.same(codes({ userName: 'a'.repeat(21) }), []);
  t.same(codes({ userName: `${'b'.repeat(22)}@x.ch` }), [`LOGIN_TOO_LONG ${'b'.repeat(21)}`]);
  t.same(codes({ userName: `${'b'.repeat(22)}@x.ch` }, 'cloud'), []);
  for (const userName of ['ann meier', 'ann,meier', 'änn'])
    t.match(codes({ userName })[0], /^LOGIN_CHAR ann/);
  t.same(codes({ familyName: ' ', displayName: 'Ann Meier' }), ['LASTNAME_MISSING Meier']);
  t.same(codes({ familyName: '' }, 'cloud'), ['NAME_MISSING']);
  t.same(codes({ phone: '+41446681800', extension: '+41446681800' }, 'cloud'), ['NOT_E164']);

  const b = bench([], { sources: [fakeSource([person(1)], { validation: 'micollab' })] });
  await b.cycle();
  const blanked = fakeSource([person(1, { extension: '-', department: '-' })], { validation: 'micollab' });
  const next = withSources(b, [blanked]);
  await next.cycle();
  t.match(next.remote().p1, { extension: '2001' }, 'a service stays');
  t.match(createSyncStore(b.db).persons.byExternalId('p1')?.issues, [
    { code: 'NEEDS_MANUAL_SERVICE_REMOVAL', field: 'extension' },
  ]);
});

test('D20: the address of the telephone system is the directory’s, or its UPN; else it is listed, and holds nothing back', async (t) => {
  const pbx = fakeSource(
    [
      { id: '2001', familyName: 'One', email: 'one@x.ch', extension: '2001' },
      { id: '2002', familyName: 'Two', email: 'two@old.ch', extension: '2002' },
      { id: '2003', familyName: 'Three', email: 'three@upn.ch', extension: '2003' },
      { id: '2004', familyName: 'Four', email: 'four@alone.ch' },
    ],
    { id: 'pbx', kind: 'pbx', joinBy: 'extension' },
  );
  const ad = fakeSource(
    [
      { id: 'a1', email: 'One@X.ch', extension: '2001' },
      { id: 'a2', email: 'two@x.ch', extension: '2002' },
      { id: 'a3', email: 'three@x.ch', extension: '2003', userPrincipalName: 'Three@upn.ch' },
    ],
    { id: 'ad', precedence: 1, kind: 'directory', joinBy: 'extension' },
  );
  const b = bench([], { sources: [pbx, ad] });
  t.match((await b.cycle()).counts, { added: 4, detained: 0 });
  t.match(b.queries.findings({ code: 'EMAIL_NOT_UPN' }), {
    total: 1,
    items: [{ name: 'Two', value: 'two@old.ch' }],
  });
});
