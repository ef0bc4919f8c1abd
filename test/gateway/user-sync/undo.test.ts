/** Row D11: undo of the last run, over the engine and a real database; whole at any boundary. */
import { test } from 'tap';
import type { CycleOptions } from '../../../src/gateway/core/sync-cycle.ts';
import type { Row } from '../../fakes/fake-source.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';
import { isKilled, newLife } from './helpers/mortal.ts';

const AFTER: Row[] = [
  person(1, { department: 'Sales' }),
  person(2, { extension: '2003', email: 'p3@example.com' }),
  person(3, { extension: '2002', email: 'p2@example.com' }),
  person(4, { active: 'no' }),
  ...people(9).slice(4, 8),
  person(11),
  person(12, { extension: '2009' }),
];

function undoOf(b: Bench): Partial<CycleOptions> {
  const run = b.queries.runs({}).items.find(({ canUndo }) => canUndo)?.id ?? '';
  const planHash = b.queries.undo(run)?.planHash ?? '';
  return { mode: 'undo', onDemand: false, approve: false, actor: 'Ann', undo: { run, planHash } };
}

async function changed(): Promise<{ b: Bench; before: Record<string, unknown> }> {
  const b = bench(people(9));
  b.scim.careless = true;
  await b.cycle();
  const before = structuredClone(b.remote());
  b.source.rows = AFTER;
  await b.cycle();
  return { b, before };
}

test('everybody is as before: changed, exchanged, switched off, left, added', async (t) => {
  const { b, before } = await changed();
  const options = undoOf(b);
  t.match(b.queries.undo(options.undo?.run ?? ''), {
    restored: 3,
    added: 2,
    removed: 2,
    left: [],
    done: false,
  });
  const report = await b.cycle(options);
  t.equal(report.fault, undefined);
  t.same(b.remote(), before);
  t.same(b.scim.shared, [], 'no two users shared a value on the way');
  t.match(b.queries.undone(options.undo?.run ?? ''), { done: true, left: [] });
  t.equal(b.queries.undo(options.undo?.run ?? ''), undefined, 'once');
  t.match(b.queries.runs({}).items, [{ mode: 'undo', canUndo: false, actor: 'Ann' }, { undoneBy: /./ }, {}]);
  t.match(b.queries.decisions({ limit: 50 }).items[0], { kind: 'undone', by: 'Ann' });
});

test('the next cycles do not do it again, until a row changes or a person revokes', async (t) => {
  const { b, before } = await changed();
  await b.cycle(undoOf(b));
  t.match((await b.cycle()).counts, { added: 0, changed: 0, removed: 0, detained: 0, held: 0, requests: 0 });
  t.same(b.remote(), before);
  b.source.rows = AFTER.map((row) => (row.id === 'p1' ? { ...row, department: 'Law' } : row));
  t.match((await b.cycle()).counts, { changed: 1 });
  t.match(b.remote().p1, { department: 'Law' });
  // removals of the last day count for the guard
  await b.clock.advance(25 * 3_600_000);
  b.decisions.revoke(b.queries.decisions({ limit: 50 }).items.map(({ id }) => id));
  await b.cycle();
  t.match(b.remote(), { p12: { extension: '2009' }, p9: { active: false }, p2: { email: 'p3@example.com' } });
  t.match((await b.cycle()).counts, { requests: 0, detained: 0 });
});

test('a value that an undo put back is ours: revoked, it goes again', async (t) => {
  const b = bench([person(1, { department: 'Sales' }), person(2)]);
  await b.cycle();
  b.source.rows = people(2);
  await b.cycle();
  await b.cycle(undoOf(b));
  t.match(b.remote().p1, { department: 'Sales' });
  b.decisions.revoke(b.queries.decisions({}).items.map(({ id }) => id));
  await b.cycle();
  t.notMatch(b.remote().p1, { department: 'Sales' });
});

test('cut off, and called off for one before it goes on: that one is as its source says', async (t) => {
  const b = bench([person(1), person(2), person(3)]);
  await b.cycle();
  b.source.rows = [person(1, { department: 'Sales' }), person(2)];
  await b.cycle();
  b.scim.fault = () => 'down';
  await b.cycle(undoOf(b));
  b.scim.fault = () => 'none';
  b.decisions.revoke(b.queries.decisions({}).items.map(({ id }) => id));
  await b.cycle();
  t.match(b.remote(), { p1: { department: 'Sales' }, p3: { active: false } });
  t.match((await b.cycle()).counts, { requests: 0 });
});

test('only the plan that was seen, only the last run that changed anybody', async (t) => {
  const { b } = await changed();
  const options = undoOf(b);
  const stale = { ...options, undo: { run: options.undo?.run ?? '', planHash: 'another' } };
  t.match(await b.cycle(stale), { fault: { code: 'PLAN_STALE' } });
  const [, , first] = b.queries.runs({}).items;
  t.match(await b.cycle({ ...options, undo: { run: first?.id ?? '', planHash: '' } }), {
    fault: { code: 'PLAN_STALE' },
  });
  b.source.rows = [...AFTER, person(20)];
  await b.cycle();
  t.match(await b.cycle(options), { fault: { code: 'PLAN_STALE' } }, 'another run came after it');
});

test('a removal that was undone is not made again; a hard delete is said to be for good', async (t) => {
  const b = bench(people(5));
  await b.cycle();
  b.source.rows = people(4);
  await b.cycle();
  await b.cycle(undoOf(b));
  t.match(b.remote().p5, { active: true });
  await b.clock.advance(40 * 86_400_000);
  t.match((await b.cycle()).counts, { removed: 0, held: 0 });
  b.source.rows = people(3);
  await b.cycle({ graceDays: 0 });
  t.notOk('p4' in b.remote());
  const options = undoOf(b);
  t.match(b.queries.undo(options.undo?.run ?? ''), {
    left: [{ name: 'Given4 Family4', sentence: /for good/ }],
  });
});

test('somebody who cannot be taken back is named; the others go', async (t) => {
  const { b } = await changed();
  b.scim.fault = (op) => (op.kind === 'update' && op.externalId === 'p1' ? 'refuse' : 'none');
  const options = undoOf(b);
  const { counts } = await b.cycle(options);
  const run = options.undo?.run ?? '';
  const left = {
    by: /./,
    state: 'done',
    restored: 2,
    leftCount: 1,
    left: [{ personId: '1', name: 'Given1 Family1', code: 'FAILED', sentence: /could not be taken back/ }],
  };
  t.match(b.queries.undone(run), left);
  t.match(counts, { leftAlone: 1 }, 'those have a count of their own');
  t.match(b.queries.runs({}).items[0], { mode: 'undo', undoes: run, counts: { leftAlone: 1 } });
  t.match(b.remote(), { p2: { email: 'p2@example.com' }, p1: { department: 'Sales' } });
  b.scim.fault = () => 'none';
  b.source.rows = [...AFTER, person(20)];
  t.match(
    (await b.cycle()).counts,
    { added: 1, leftAlone: 6, unchanged: 4 },
    'who is left alone is not unchanged',
  );
  t.match(b.queries.undone(run), left, 'a later run forgets nothing of it');
});

test('killed at any boundary of an undo, the next cycle ends it', async (t) => {
  const calm = await changed();
  const options = (b: Bench) => undoOf(b);
  let boundary = 1;
  for (; boundary < 300; boundary++) {
    const { b, before } = await changed();
    const given = options(b);
    try {
      await b.again(newLife(boundary)).cycle(given);
      break;
    } catch (thrown) {
      if (!isKilled(thrown)) throw thrown;
    }
    const next = b.again();
    // cut off before it was written down: it never was
    const wasBegun = next.queries.undone(given.undo?.run ?? '') !== undefined;
    await next.cycle({ onDemand: false });
    const at = `killed at boundary ${boundary}`;
    t.same(next.remote(), wasBegun ? before : calm.b.remote(), at);
    t.same(next.scim.shared, [], at);
    t.match((await next.cycle({ onDemand: false })).counts, { requests: 0 }, `${at}: quiet`);
  }
  t.comment(`${boundary - 1} boundaries`);
  t.ok(boundary > 15 && boundary < 300);
});
