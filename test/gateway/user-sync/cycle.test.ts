import { test } from 'tap';
import { fakeScim } from '../../fakes/fake-scim.ts';
import type { Row } from '../../fakes/fake-source.ts';
import { bench, people, person, tell } from './helpers/bench.ts';
import { isKilled, newLife } from './helpers/mortal.ts';
import { handRound } from './helpers/scenario.ts';

test('first run adds everybody; the second sends nothing and writes one row', async (t) => {
  const b = bench(people(12));
  const first = await b.cycle();
  t.match(first.counts, { added: 12, changed: 0, removed: 0, detained: 0, held: 0, unchanged: 0 });
  t.equal(first.outcome, 'inSync');
  t.equal(b.scim.users.size, 12);
  t.match(b.remote().p3, { userName: 'p3@example.com', extension: '2003', active: true });

  const requests = b.scim.requests;
  const before = b.db.pragma('data_version', { simple: true });
  const written = b.db.prepare('SELECT total_changes() AS n').pluck();
  const changes = written.get() as number;
  const second = await b.cycle();
  t.match(second.counts, { added: 0, changed: 0, removed: 0, unchanged: 12, requests: 0 });
  t.equal(b.scim.requests, requests);
  t.equal((written.get() as number) - changes, 2, 'one row: inserted, then ended');
  t.equal(b.db.pragma('data_version', { simple: true }), before);
});

test('changes, removals with grace, and coming back', async (t) => {
  const b = bench(people(10));
  await b.cycle();
  b.source.rows = [...people(8), person(9, { email: 'new@example.com', department: 'Sales' })];
  const changed = await b.cycle();
  t.match(changed.counts, { added: 0, changed: 1, removed: 1, unchanged: 8, held: 0 });
  t.match(b.remote().p9, { userName: 'new@example.com', department: 'Sales' });
  t.match(b.remote().p10, { active: false });

  b.source.rows = [...b.source.rows, person(10)];
  t.match((await b.cycle()).counts, { changed: 1, unchanged: 9 });
  t.match(b.remote().p10, { active: true });

  b.source.rows = b.source.rows.slice(0, -1);
  await b.cycle();
  await b.clock.advance(29 * 86_400_000);
  t.match((await b.cycle()).counts, { removed: 0, requests: 0 });
  await b.clock.advance(86_400_000);
  t.match((await b.cycle()).counts, { removed: 1 });
  t.equal(b.scim.users.size, 9);
});

test('whose grace period is over goes, page by page, and nobody twice', async (t) => {
  const b = bench(people(700));
  await b.cycle();
  b.source.rows = people(100);
  const held = await b.cycle();
  t.match(held.counts, { held: 600 });
  await b.cycle({ confirm: held.plan.hash });
  await b.clock.advance(30 * 86_400_000);
  const over = await b.cycle();
  // two full pages of 250 and what is left
  t.match(over.counts, { removed: 600, held: 0 });
  t.equal(b.scim.users.size, 100);
  t.match((await b.cycle()).counts, { removed: 0, unchanged: 100, requests: 0 });
});

test('another account: everybody is new there, after an approval; the old one is left as it is', async (t) => {
  const b = bench(people(12));
  await b.cycle();
  b.source.rows = people(11);
  await b.cycle();
  const old = structuredClone(b.remote());
  const scim = fakeScim();
  scim.plant({ userName: 'p3@example.com', active: true }, { externalId: 'p3' });
  const { db, source, clock } = b;
  const there = bench([], { db, source, clock, scim, remote: 'there' });
  const waits = await there.cycle({ approve: false, onDemand: false });
  t.match(waits, { plan: { approved: false, added: 11, removed: 0 }, counts: { requests: 0 } });
  t.match((await there.cycle()).counts, { added: 11, changed: 0, removed: 0, detained: 0 });
  t.equal(scim.users.size, 11, 'who is there as ours already is taken up, and nobody who has left is made');
  t.match(there.remote().p3, { extension: '2003' });
  t.same(b.remote(), old);
  t.match((await there.cycle()).counts, { unchanged: 11, requests: 0 });
});

test('the guard holds the whole removal set; a confirmation lets exactly that plan through', async (t) => {
  const b = bench(people(79));
  await b.cycle();
  b.source.rows = [...people(75), person(80)];
  const held = await b.cycle();
  t.match(held.counts, { added: 1, removed: 0, held: 4 });
  t.equal(held.outcome, 'attention');
  t.match(held.plan.held, { count: 4 });
  t.equal([...b.scim.users.values()].filter((u) => !u.user.active).length, 0);

  t.match((await b.cycle()).plan.hash, held.plan.hash, 'the same plan keeps its hash');
  b.source.rows = [...people(74), person(80)];
  const stale = await b.cycle({ confirm: held.plan.hash });
  t.match(stale.fault, { code: 'PLAN_STALE' });
  t.match(stale.counts, { held: 5, removed: 0 });
  const confirmed = await b.cycle({ confirm: stale.plan.hash });
  t.match(confirmed.counts, { removed: 5, held: 0 });
  t.equal(confirmed.outcome, 'inSync');
});

test('an empty source, and a broken read, remove nobody', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  b.source.rows = [];
  t.match((await b.cycle()).counts, { removed: 0, held: 3 });
  b.source.rows = people(3);
  b.source.breakAfter = 1;
  const broken = await b.cycle();
  t.equal(broken.outcome, 'failed');
  t.match(broken.fault, { code: 'SOURCE_INCOMPLETE' });
  t.match(broken.counts, { removed: 0 });
  b.source.breakAfter = undefined;
  t.match((await b.cycle()).counts, { removed: 0, held: 0, unchanged: 3, requests: 0 });
});

test('an identity that begins with a question mark is one: a broken read does not take it for an unreadable row', async (t) => {
  const b = bench([person(1), { ...person(2), id: '?p2' }]);
  await b.cycle();
  b.source.breakAfter = 1;
  await b.cycle();
  b.source.breakAfter = undefined;
  b.source.delta = { changed: [], deleted: [], cursor: 'next' };
  await b.cycle();
  t.match(b.remote(), { p1: { active: true }, '?p2': { active: true } });
});

test('duplicates: the holder keeps, newcomers are detained; with no holder, all', async (t) => {
  const b = bench([person(1), person(2, { email: 'x@example.com' }), person(3, { email: 'X@example.com' })]);
  t.match((await b.cycle()).counts, { added: 1, detained: 2 });
  t.match(b.plan(), { p2: 'detained DUP_EMAIL', p3: 'detained DUP_EMAIL' });
  b.source.rows = [person(1), person(2), person(3, { email: 'x@example.com' })];
  t.match((await b.cycle()).counts, { added: 2, detained: 0 });
  b.source.rows = [...b.source.rows, person(4, { extension: '2001' })];
  t.match((await b.cycle()).counts, { added: 0, detained: 1, unchanged: 3 });
  t.match(b.plan(), { p4: 'detained DUP_EXTENSION' });
});

test('two people exchange their extensions and addresses', async (t) => {
  const b = bench(people(4));
  await b.cycle();
  b.source.rows = [
    person(1, { extension: '2002', email: 'p2@example.com' }),
    person(2, { extension: '2001', email: 'p1@example.com' }),
    person(3),
    person(4),
  ];
  const swapped = await b.cycle();
  t.match(swapped.counts, { changed: 2, detained: 0 });
  t.match(b.remote().p1, { extension: '2002', userName: 'p2@example.com' });
  t.match(b.remote().p2, { extension: '2001', userName: 'p1@example.com' });
  t.same(b.scim.shared, []);
});

test('delete and re-create with a new anchor: REUSED_KEY; a number alone is handed on', async (t) => {
  const b = bench(people(5));
  await b.cycle();
  b.source.rows = [...people(4), { ...person(5), id: 'new5' }];
  const reused = await b.cycle();
  t.match(reused.counts, { removed: 1, detained: 1, added: 0 });
  t.match(b.plan(), { new5: 'detained REUSED_KEY' });
  b.source.rows = [...people(3), { ...person(6), extension: '2004' }];
  t.match((await b.cycle()).counts, { removed: 1, detained: 0, added: 1 });
  t.match(b.remote().p6, { extension: '2004' });
  t.equal((b.remote().p4 as { extension?: string }).extension, undefined);
  t.same(b.scim.shared, []);
});

test('a cleared value is removed, an absent one too, a value of somebody else stays', async (t) => {
  const b = bench([person(1, { mobile: '+41791234567', department: 'Sales' })]);
  await b.cycle();
  const [user] = [...b.scim.users.values()];
  if (!user) throw new Error('no user');
  b.scim.users.set(user.id, { ...user, user: { ...user.user, phone: '+41441234567' } });
  b.source.rows = [person(1, { mobile: '-' })];
  await b.cycle();
  const { mobile, department, phone } = b.remote().p1 as Record<string, string>;
  t.same({ mobile, department, phone }, { mobile: undefined, department: undefined, phone: '+41441234567' });
});

test('a user deleted at the remote is not made again; leaving the source forgets it', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  b.scim.users.clear();
  b.source.rows = [person(1, { department: 'Sales' }), person(2), person(3)];
  t.match((await b.cycle()).counts, { detained: 1, added: 0 });
  t.match(b.plan(), { p1: 'detained REMOTE_DELETED' });
  b.source.rows = [person(1, { department: 'Law' }), person(2), person(3)];
  t.match((await b.cycle()).counts, { detained: 1, added: 0 });
  b.source.rows = [person(2), person(3)];
  t.match((await b.cycle()).counts, { detained: 0, removed: 0, unchanged: 2 });
});

test('nothing is sent before the first plan is approved', async (t) => {
  const b = bench(people(3));
  const waiting = await b.cycle({ approve: false, onDemand: false });
  t.match(waiting.counts, { added: 3, requests: 0 });
  t.match(waiting.plan, { approved: false, added: 3 });
  t.equal(b.scim.users.size, 0);
  const preview = await b.cycle({ mode: 'preview' });
  t.equal(preview.plan.hash, waiting.plan.hash);
  t.match((await b.cycle()).counts, { added: 3, unchanged: 0 });
});

test('lost answers are looked up, never repeated blindly', async (t) => {
  const b = bench(people(6));
  let n = 0;
  b.scim.fault = (op) =>
    op.kind === 'create' ? ((['none', 'lost', 'dropped'] as const)[n++ % 3] ?? 'none') : 'none';
  t.equal((await b.cycle()).outcome, 'inSync');
  t.equal(b.scim.users.size, 6);
  t.equal(b.scim.arrived.filter((op) => op.kind === 'create').length, 6);
});

test('switched on again, and the answer is lost: who leaves then is switched off', async (t) => {
  const b = bench([person(1), person(2)]);
  await b.cycle();
  b.source.rows = [person(2)];
  await b.cycle();
  b.source.rows = [person(1), person(2)];
  b.scim.fault = () => 'lost';
  await b.cycle();
  b.scim.fault = () => 'none';
  b.source.rows = [person(2)];
  await b.cycle();
  t.match(b.remote(), { p1: { active: false }, p2: { active: true } });
});

test('an exchange is broken off half-way and called off: everybody has the old values again', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  const before = b.remote();
  b.source.rows = handRound(people(3), 1);
  let n = 0;
  // the step aside arrives, the rest of the ring does not
  b.scim.fault = () => (n++ === 0 ? 'lost' : 'dropped');
  await b.cycle();
  t.match(JSON.stringify(b.remote()), 'swap.invalid');
  b.scim.fault = () => 'none';
  b.source.rows = people(3);
  await b.cycle();
  t.same(b.remote(), before);
});

test('an answer that was lost leaves no claim: what an administrator adds afterwards stays', async (t) => {
  const b = bench([person(1, { location: 'Bern' })]);
  await b.cycle();
  b.source.rows = [person(1, { location: '-' })];
  b.scim.fault = (op) => (op.kind === 'update' ? 'lost' : 'none');
  await b.cycle();
  b.scim.fault = () => 'none';
  await b.cycle();
  for (const [id, u] of b.scim.users) b.scim.users.set(id, { ...u, user: { ...u.user, location: 'Room 7' } });
  b.source.rows = [person(1, { department: 'Sales' })];
  await b.cycle();
  t.match(b.remote().p1, { department: 'Sales', location: 'Room 7' });
});

test('who left, came back switched off and leaves again has a whole grace period', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  b.source.rows = people(2);
  await b.cycle();
  await b.clock.advance(29 * 86_400_000);
  b.source.rows = [...people(2), person(3, { active: 'no' })];
  await b.cycle();
  b.source.rows = people(2);
  t.match((await b.cycle()).counts, { removed: 1 });
  await b.clock.advance(2 * 86_400_000);
  await b.cycle();
  t.match(b.remote().p3, { active: false }, 'still there');
  await b.clock.advance(28 * 86_400_000);
  await b.cycle();
  t.notOk('p3' in b.remote());
});

test('an answer shows what somebody changed there without a word: it is put right in the same cycle', async (t) => {
  const b = bench(people(2));
  await b.cycle();
  for (const [id, user] of b.scim.users)
    if (user.externalId === 'p1')
      b.scim.users.set(id, { ...user, user: { ...user.user, givenName: 'Other' } });
  b.source.rows = [person(1, { department: 'Sales' }), person(2)];
  t.match((await b.cycle()).counts, { changed: 1 });
  t.match(b.remote().p1, { givenName: 'Given1', department: 'Sales' });
  t.match((await b.cycle()).counts, { requests: 0 });
});

test('invariant 22: findings are told once per change', async (t) => {
  const b = bench([person(1, { email: '' }), person(2)]);
  const then = async (...rows: Row[]) => {
    if (rows.length > 0) b.source.rows = rows;
    await b.cycle();
    return tell(b);
  };
  const news = () => b.queries.findings({}).items.map(({ name, isNew }) => `${name} ${isNew}`);
  t.same(await then(), ['Given1 Family1: NO_EMAIL']);
  t.same(await then(), []);
  t.same(news(), ['Given1 Family1 true']);
  t.same(
    await then(person(1, { email: '', department: 'Sales' }), person(2)),
    [],
    'another change is no news',
  );
  t.same(await then(person(1, { email: '' }), person(2, { email: '' })), ['Given2 Family2: NO_EMAIL']);
  t.same(news(), ['Given2 Family2 true', 'Given1 Family1 false'], 'the newest first');
  t.same(await then(person(1), person(2, { email: '' })), [], 'who was put right is no finding');
  t.same(
    await then(person(1, { email: '' }), person(2, { email: '' })),
    ['Given1 Family1: NO_EMAIL'],
    'again',
  );
  t.same(await then(person(2)), []);
  t.same(news(), []);
});

test('invariant 22: killed at any boundary, each finding is told, and once', async (t) => {
  const BEFORE = [person(1, { email: '' }), person(2), person(3)];
  const AFTER = [person(1, { email: '' }), person(2, { email: '' }), person(3, { email: '' }), person(4)];
  const wanted = ['Given2 Family2: NO_EMAIL', 'Given3 Family3: NO_EMAIL'];
  let boundary = 1;
  for (; boundary < 300; boundary++) {
    const b = bench(BEFORE);
    b.scim.careless = true;
    await b.cycle();
    tell(b);
    b.source.rows = AFTER;
    const ended = await b
      .again(newLife(boundary))
      .cycle()
      .then(
        () => true,
        (thrown) => {
          if (!isKilled(thrown)) throw thrown;
          return false;
        },
      );
    const told = tell(b);
    await b.again().cycle();
    t.same([...told, ...tell(b)].sort(), wanted, `killed at boundary ${boundary}`);
    if (ended) break;
  }
  t.ok(boundary > 15 && boundary < 300, `the sweep came to its end by itself, at ${boundary}`);
});
