/** Row D7: the detained queue and every verb, over the engine and a real database. */
import { test } from 'tap';
import { fakeSource } from '../../fakes/fake-source.ts';
import { bench, people, person } from './helpers/bench.ts';

const DECIDE = { mode: 'decide', onDemand: false, approve: false } as const;

test('deferred: everything waits; one that is applied goes, exactly as it was seen', async (t) => {
  const source = fakeSource(people(4), { deferAll: true });
  const b = bench([], { source });
  t.match((await b.cycle()).counts, { added: 0, detained: 4 });
  t.equal(b.scim.users.size, 0, 'invariant 11: nothing is written');
  t.match(b.queries.detained({}), {
    total: 4,
    codes: [{ code: 'DEFERRED', count: 4 }],
    actions: [{ action: 'add', count: 4 }],
  });
  t.same(b.decide('apply', ['p1', 'p2']), { done: 2, failed: [] });
  t.equal(b.queries.detained({}).total, 2, 'what was decided leaves the queue at once');
  b.source.rows = [person(1), person(2, { department: 'Sales' }), person(3), person(4)];
  await b.cycle({ onDemand: false });
  t.same(Object.keys(b.remote()), ['p1'], 'p2 is another one than the one that was applied');
  t.same(b.plan(), { p2: 'detained DEFERRED', p3: 'detained DEFERRED', p4: 'detained DEFERRED' });
  t.same(b.decide('apply', ['p2', 'p3', 'p4']), { done: 3, failed: [], through: ['main'] });
  const reads = b.source.cursors.length;
  t.match((await b.cycle(DECIDE)).counts, { added: 3, detained: 0 });
  t.equal(b.source.cursors.length, reads, 'decisions alone read nothing anew');
  t.same(b.plan(), {});
  // let go once is not let go always
  b.source.rows = [person(1, { department: 'Law' }), ...b.source.rows.slice(1)];
  t.match((await b.cycle()).counts, { changed: 0, detained: 1 });
  b.source.rows = [person(1), ...b.source.rows.slice(1)];
  t.match((await b.cycle()).counts, { changed: 0, detained: 0 });
});

test('deferral switched off: what waited goes with the next cycle; switched on: it waits again', async (t) => {
  const rows = people(3);
  const b = bench([], { source: fakeSource(rows, { deferAll: true }) });
  await b.cycle();
  const off = b.again(undefined, [fakeSource(rows)]);
  t.match((await off.cycle({ onDemand: false })).counts, { added: 3, detained: 0 });
  t.match((await off.cycle({ onDemand: false })).counts, { requests: 0 });
  off.scim.fault = () => 'busy';
  const more = [...rows, person(4)];
  await off.again(undefined, [fakeSource(more)]).cycle();
  off.scim.fault = () => 'none';
  const on = off.again(undefined, [fakeSource(more, { deferAll: true })]);
  t.match((await on.cycle()).counts, { added: 0, detained: 1 });
  t.same(on.plan(), { p4: 'detained DEFERRED' });
});

test('invariant 11: approving everything gives the same remote as not deferring', async (t) => {
  const rows = [...people(6), person(7, { email: 'p1@example.com' }), person(8, { mobile: '079' })];
  const plain = bench(rows);
  await plain.cycle();
  const deferred = bench([], { source: fakeSource(rows, { deferAll: true }) });
  await deferred.cycle();
  const { codes } = deferred.queries.detained({});
  const count = codes.find(({ code }) => code === 'DEFERRED')?.count ?? 0;
  t.match(deferred.decisions.write({ verb: 'apply', all: { code: 'DEFERRED', count }, by: 'Ann', at: 1 }), {
    done: count,
  });
  await deferred.cycle(DECIDE);
  t.same(deferred.remote(), plain.remote());
});

test('modify: a value in place of the source’s, until it is revoked; its provenance says so', async (t) => {
  const b = bench([person(1), person(2, { mobile: '079' })]);
  await b.cycle();
  t.same(b.plan(), { p2: 'detained NOT_E164' });
  t.match(b.queries.detained({}).items[0], {
    action: 'add',
    field: 'mobile',
    value: '079',
    verbs: ['modify', 'cancel', 'ignore'],
  });
  t.match(b.decide('apply', ['p2']), { done: 0, failed: [{ code: 'VERB_NOT_HERE' }] });
  b.decide('modify', ['p2'], { mobile: '+41790000001' });
  t.match((await b.cycle(DECIDE)).counts, { added: 1, detained: 0 });
  t.match(b.remote().p2, { mobile: '+41790000001' });
  const written = b.db.prepare("SELECT written FROM person WHERE external_id = 'p2'").pluck().get();
  t.match(JSON.parse(String(written)), { mobile: { source: 'person', raw: '+41790000001' } });
  b.source.rows = [person(1), person(2, { mobile: '079', department: 'Sales' })];
  await b.cycle();
  t.match(b.remote().p2, { mobile: '+41790000001', department: 'Sales' }, 'the rest goes on');
  const [decision] = b.queries.decisions({}).items;
  t.match(decision, { kind: 'modified', by: 'Ann', values: [{ field: 'mobile', to: '+41790000001' }] });
  b.decisions.revoke([decision?.id ?? '']);
  await b.cycle(DECIDE);
  t.same(b.plan(), { p2: 'detained NOT_E164' });
  t.match(b.remote().p2, { mobile: '+41790000001' }, 'the last good state stays');
});

test('invariant 12: a cancelled row stays quiet until its raw hash changes', async (t) => {
  const b = bench([person(1), person(2, { email: 'bad@' })]);
  await b.cycle();
  b.decide('cancel', ['p2']);
  t.match((await b.cycle()).counts, { detained: 0 });
  t.match((await b.cycle()).counts, { detained: 0 });
  b.source.rows = [person(1, { department: 'x' }), person(2, { email: 'bad@' })];
  t.match((await b.cycle()).counts, { changed: 1, detained: 0 }, 'others do not wake it');
  b.source.rows = [person(1, { department: 'x' }), person(2, { email: 'worse@' })];
  t.match((await b.cycle()).counts, { detained: 1 });
  t.equal(b.queries.decisions({}).total, 0, 'the decision is over');
});

test('a cancelled removal is not made; the person who comes back is as before', async (t) => {
  const b = bench(people(60));
  await b.cycle();
  b.source.rows = people(50);
  t.match((await b.cycle()).counts, { removed: 0, held: 10 });
  b.decide('cancel', ['p51']);
  b.decide('apply', ['p52', 'p53']);
  const after = await b.cycle();
  t.match(after.counts, { removed: 2, held: 7 }, 'those that a person let go do not count for the guard');
  t.match(b.remote(), { p51: { active: true }, p52: { active: false }, p54: { active: true } });
  b.source.rows = people(51);
  await b.cycle();
  t.match(b.remote().p51, { active: true });
  b.source.rows = people(50);
  await b.cycle();
  t.match(b.plan().p51, /^held GUARD/, 'it has changed at its source: asked anew');
});

test('ignored always: whatever the source says; its values are free for others', async (t) => {
  const b = bench([person(1), person(2, { email: 'bad@' })]);
  await b.cycle();
  b.decide('ignore', ['p2']);
  await b.cycle();
  b.source.rows = [person(1), person(2, { email: 'two@example.com' })];
  t.match((await b.cycle()).counts, { added: 0, detained: 0 });
  b.source.rows = [...b.source.rows, person(3, { email: 'two@example.com', extension: '2002' })];
  t.match((await b.cycle()).counts, { added: 1, detained: 0 }, 'who is ignored wants nothing');
  const [decision] = b.queries.decisions({}).items;
  b.decisions.revoke([decision?.id ?? '']);
  await b.cycle();
  t.same(b.plan(), { p2: 'detained DUP_EMAIL' });
});

test('D17: deleted in the cloud: left without an account, or made again by a person only', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  const drop = (externalId: string) => {
    for (const [id, user] of b.scim.users) if (user.externalId === externalId) b.scim.users.delete(id);
  };
  drop('p1');
  drop('p2');
  b.source.rows = [person(1, { department: 'a' }), person(2, { department: 'b' }), person(3)];
  await b.cycle();
  t.same(b.plan(), { p1: 'detained REMOTE_DELETED', p2: 'detained REMOTE_DELETED' });
  t.match(b.queries.detained({}).items[0], { action: 'add', verbs: ['recreate', 'leave', 'ignore'] });
  b.decide('leave', ['p1']);
  b.decide('recreate', ['p2']);
  t.match((await b.cycle(DECIDE)).counts, { added: 1, detained: 0 });
  b.source.rows = [person(1, { department: 'c' }), person(2, { department: 'b' }), person(3)];
  t.match(
    (await b.cycle()).counts,
    { added: 0, detained: 0 },
    'invariant 25: no cycle makes the account again',
  );
  t.same(Object.keys(b.remote()), ['p2', 'p3']);
});

test('apply tries what failed now, and counts anew', async (t) => {
  const b = bench(people(2));
  b.scim.fault = (op) => (op.kind === 'create' && op.externalId === 'p1' ? 'refuse' : 'none');
  await b.cycle();
  t.same(b.plan(), { p1: 'detained REFUSED' });
  b.scim.fault = () => 'none';
  t.match((await b.cycle({ onDemand: false })).counts, { added: 0, detained: 1 }, 'for good: once a day');
  b.decide('apply', ['p1']);
  t.match((await b.cycle(DECIDE)).counts, { added: 1, detained: 0 });
});

test('all that a filter names, and only if they are as many as were seen', async (t) => {
  const bad = Array.from({ length: 12 }, (_, n) => person(n + 1, { email: 'bad@' }));
  const b = bench([...bad, person(13, { mobile: '079' })]);
  await b.cycle();
  const all = (count: number) =>
    b.decisions.write({ verb: 'ignore', all: { code: 'BAD_EMAIL', count }, by: 'Ann', at: 1 });
  t.throws(() => all(11), { code: 'PLAN_STALE' });
  t.same(all(12), { done: 12, failed: [] });
  await b.cycle(DECIDE);
  t.same(b.plan(), { p13: 'detained NOT_E164' });
});

test('an order over many rows is taken back by its id, and nothing else is', async (t) => {
  const b = bench([], { source: fakeSource(people(6), { deferAll: true }) });
  await b.cycle();
  const order = (verb: 'ignore' | 'cancel', q: string | undefined, id: string) =>
    b.decisions.write({
      verb,
      all: {
        ...(q === undefined ? {} : { q }),
        count: b.queries.detained(q === undefined ? {} : { q }).total,
      },
      by: 'Ann',
      at: b.clock.now(),
      order: id,
    });
  b.decide('ignore', ['p1']);
  t.match(order('ignore', 'p2@', 'first'), { done: 1 });
  // the same verb at the same moment, by the same person
  t.match(order('ignore', undefined, 'second'), { done: 4 });
  await b.cycle(DECIDE);
  t.equal(b.decisions.revokeOrder('second'), 4);
  t.equal(b.decisions.revokeOrder('second'), 0, 'once');
  await b.cycle(DECIDE);
  t.same(
    b.queries.decisions({}).items.map(({ name, orderId }) => [name, orderId]),
    [
      ['Given1 Family1', undefined],
      ['Given2 Family2', 'first'],
    ],
    'one without an id stays as it was',
  );
  t.equal(b.queries.detained({}).total, 4, 'those of the order wait again');
});

test('an order that set values gives back those that it replaced', async (t) => {
  const b = bench([person(1, { mobile: '079' })]);
  await b.cycle();
  const row = b.queries.detained({}).items[0]?.id ?? '';
  const modify = (id: string, by: string, values: Record<string, string>) =>
    b.decisions.write({ verb: 'modify', ids: [row], values, by, at: b.clock.now(), order: id });
  modify('first', 'Ann', { department: 'Law' });
  modify('second', 'Bob', { mobile: '+41790000001' });
  t.equal(b.decisions.revokeOrder('second'), 1);
  const [left, ...more] = b.queries.decisions({}).items;
  t.same(more, []);
  t.match(left, { by: 'Ann', orderId: 'first', values: [{ field: 'department', to: 'Law' }] });
  t.equal(b.decisions.revokeOrder('first'), 1);
  t.equal(b.queries.decisions({}).total, 0);
});

test('one row: wanted, applied, raw, rivals', async (t) => {
  const b = bench(people(2));
  await b.cycle();
  b.source.rows = [person(1, { email: 'p2@example.com' }), person(2)];
  await b.cycle();
  const [row] = b.queries.detained({}).items;
  t.match(row, { code: 'DUP_EMAIL', action: 'update', remedy: /Give one of them another value/ });
  const one = b.queries.detainedOne(row?.id ?? '');
  t.match(one, {
    desired: { email: 'p2@example.com' },
    applied: { email: 'p1@example.com' },
    raw: [{ source: 'main', anchor: 'p1', present: true, values: { email: 'p2@example.com' } }],
  });
  t.match(
    one?.rivals.find(({ field }) => field === 'email'),
    { name: 'Given2 Family2', value: 'p2@example.com' },
  );
  t.equal(b.queries.detainedOne('999'), undefined);
});

test('since when: kept while the reason is the same', async (t) => {
  const b = bench([person(1, { email: 'bad@' })]);
  await b.cycle();
  const first = b.queries.detained({}).items[0]?.since;
  await b.clock.advance(3_600_000);
  b.source.rows = [person(1, { email: 'bad@', department: 'x' })];
  await b.cycle();
  t.equal(b.queries.detained({}).items[0]?.since, first);
  b.source.rows = [person(1, { mobile: '079' })];
  await b.cycle();
  t.equal(b.queries.detained({}).items[0]?.since, (first ?? 0) + 3_600_000);
});

test('thousands of rows: paged by what was seen last, filtered, searched', async (t) => {
  const b = bench(
    Array.from({ length: 1200 }, (_, n) => person(n + 1, n % 2 ? { email: 'bad@' } : { mobile: '079' })),
  );
  await b.cycle();
  const seen = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = b.queries.detained({ limit: 500, code: 'BAD_EMAIL', ...(after ? { after } : {}) });
    t.equal(page.total, 600);
    for (const { id, code } of page.items) {
      t.equal(code, 'BAD_EMAIL');
      seen.add(id);
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  t.equal(seen.size, 600);
  t.equal(b.queries.detained({ q: 'Given1199 ' }).total, 1);
  t.equal(b.queries.detained({ q: '%' }).total, 0, 'a person’s own % stands for itself');
  t.equal(b.queries.detained({ source: 'other' }).total, 0);
  t.equal(b.queries.detained({ action: 'update' }).total, 0);
});

test('runs: who began them, how they ended, whom they changed; values for the last one only', async (t) => {
  const b = bench(people(2));
  await b.cycle({ actor: 'Bea' });
  b.source.rows = [person(1, { department: 'Sales' }), person(2)];
  await b.cycle();
  await b.cycle();
  const { items, total } = b.queries.runs({});
  t.equal(total, 3);
  t.match(items, [
    { number: 3, outcome: 'nothing', canUndo: false },
    { number: 2, outcome: 'ok', actor: 'test', canUndo: true },
    { number: 1, outcome: 'ok', actor: 'Bea', canUndo: false, counts: { added: 2 } },
  ]);
  const id = items[1]?.id ?? '';
  t.same(
    b.queries.runChanges(id, {}).items.map(({ name, kind, fields }) => ({ name, kind, fields })),
    [{ name: 'Given1 Family1', kind: 'changed', fields: [{ field: 'department', to: 'Sales' }] }],
  );
  t.equal(b.queries.runChanges(items[2]?.id ?? '', { kind: 'added' }).total, 2);
  t.equal(b.queries.runChanges(items[2]?.id ?? '', { q: 'Given2' }).total, 1);
  t.equal(b.queries.run('none'), undefined);
});

test('D18, invariant 26: an edit in the cloud is overwritten in one cycle, and is listed; what is not ours stays', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  const edit = (externalId: string, change: object) => {
    for (const [id, user] of b.scim.users)
      if (user.externalId === externalId)
        b.scim.users.set(id, { ...user, user: { ...user.user, ...change } });
    const id = b.db.prepare('SELECT remote_id FROM person WHERE external_id = ?').pluck().get(externalId);
    b.decisions.changedAtRemote(String(id), 'Priya', b.clock.now());
  };
  edit('p1', { givenName: 'Other', location: 'Room 7' });
  edit('p2', { location: 'Room 8' });
  b.decisions.changedAtRemote('nobody', 'Priya', 1);
  t.match((await b.cycle({ onDemand: false })).counts, { changed: 1, detained: 0 });
  t.match(b.remote(), { p1: { givenName: 'Given1', location: 'Room 7' }, p2: { location: 'Room 8' } });
  t.match(b.queries.findings({}).items, [{ name: 'Given1 Family1', code: 'OVERWRITTEN' }]);
  t.match((await b.cycle({ onDemand: false })).counts, { changed: 0, requests: 0 }, 'no second message');
});
