/** Invariants of 03-sync over random histories. The numbers in the titles are the spec's. */
import fc from 'fast-check';
import { test } from 'tap';
import { removalLimit } from '../../../src/gateway/features/user-sync/guard.ts';
import { fakeSource, type Row } from '../../fakes/fake-source.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';
import { isKilled, newLife } from './helpers/mortal.ts';
import { arbitraryRows, arbitraryStep, complaints, handRound, type Step } from './helpers/scenario.ts';

/** How many runs held the hard cases: a property that never meets them proves nothing. */
const met = {
  runs: 0,
  faults: 0,
  kills: 0,
  broken: 0,
  held: 0,
  detained: 0,
  rings: 0,
  reused: 0,
  handedOn: 0,
};

function apply(b: Bench, step: Step): void {
  const { source } = b;
  source.rows =
    step.handRound > 0 && source.rows.length > 0 ? handRound(source.rows, step.handRound) : step.rows;
  source.faulty = new Set(step.faulty);
  source.breakAfter = step.breakAfter;
  source.pageSize = step.pageSize;
  let n = 0;
  b.scim.fault = () => {
    const fault = step.faults[n++ % step.faults.length] ?? 'none';
    if (fault !== 'none') met.faults++;
    return fault;
  };
}

const activeIds = (b: Bench) =>
  new Set([...b.scim.users.values()].filter((u) => u.user.active).map((u) => u.externalId));

async function live(from: Bench, step: Step): Promise<Bench> {
  await from.clock.advance(step.hours * 3_600_000);
  const b = from.again(newLife(step.killAt));
  apply(b, step);
  const before = activeIds(b);
  try {
    const report = await b.cycle();
    if (report.counts.held > 0) met.held++;
  } catch (thrown) {
    if (!isKilled(thrown)) throw thrown;
    met.kills++;
  }
  if (step.breakAfter === undefined) return b;
  met.broken++;
  const wantsOff = new Set(b.source.rows.filter((row) => row.active === 'false').map((row) => row.id));
  for (const id of before)
    if (id !== undefined && !activeIds(b).has(id) && !wantsOff.has(id))
      throw new Error(`${id} was removed after a broken read`);
  return b;
}

/** One clean cycle; what the guard holds is confirmed by the plan that it shows. */
async function clean(from: Bench): Promise<Bench> {
  const b = from.again();
  b.source.breakAfter = undefined;
  b.source.faulty = new Set();
  b.scim.fault = () => 'none';
  // what the remote refused for good is tried again after a day
  await b.clock.advance(25 * 3_600_000);
  const report = await b.cycle();
  if (report.counts.held > 0) await b.cycle({ confirm: report.plan.hash });
  return b;
}

function count(b: Bench): void {
  met.runs++;
  const codes = Object.values(b.plan());
  if (codes.length > 0) met.detained++;
  if (codes.some((code) => code.includes('REUSED_KEY'))) met.reused++;
  if (b.scim.arrived.some((op) => op.kind === 'update' && op.user.userName.endsWith('swap.invalid')))
    met.rings++;
  if (b.scim.arrived.some((op) => op.kind === 'update' && !op.user.active && op.fields.includes('extension')))
    met.handedOn++;
}

test('2, 3, 5, 8, 9, 10: after any edits, faults and kills one clean cycle converges', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryStep, { minLength: 1, maxLength: 5 }), async (steps) => {
      let b = bench();
      for (const step of steps) b = await live(b, step);
      const ids = new Map([...b.scim.users.values()].map((u) => [u.externalId, u.id]));
      b = await clean(b);
      const wrong = complaints(b);
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
      for (const u of b.scim.users.values())
        if (ids.has(u.externalId) && ids.get(u.externalId) !== u.id)
          throw new Error(`${u.externalId} is another user now`);
      if (b.scim.shared.length > 0) throw new Error(`shared: ${b.scim.shared.join('; ')}`);
      const arrived = b.scim.arrived.length;
      const quiet = await b.again().cycle();
      if (quiet.counts.requests > 0 || b.scim.arrived.length > arrived)
        throw new Error('the second cycle sent something');
      count(b);
      b.db.close();
    }),
    { numRuns: 1000, endOnFailure: false },
  );
  t.comment(JSON.stringify(met));
  for (const [what, times] of Object.entries(met)) t.ok(times > 0, `${what}: ${times}`);
});

test('1: the order of rows and pages changes nothing', async (t) => {
  const shuffled = arbitraryRows.chain((rows) =>
    fc.tuple(
      fc.constant(rows),
      fc.shuffledSubarray(rows, { minLength: rows.length }),
      fc.integer({ min: 1, max: 9 }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ([rows, other, pageSize]) => {
      const a = bench(rows);
      const b = bench(other);
      b.source.pageSize = pageSize;
      const [x, y] = [await a.cycle(), await b.cycle()];
      const same =
        JSON.stringify([a.remote(), a.plan(), x.plan.hash]) ===
        JSON.stringify([b.remote(), b.plan(), y.plan.hash]);
      if (!same) throw new Error('they differ');
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('4: a delta is as good as a whole read; reading everything again changes nothing', async (t) => {
  await fc.assert(
    fc.asyncProperty(arbitraryRows, arbitraryRows, async (before, after) => {
      const whole = bench(before);
      const delta = bench(before);
      await whole.cycle();
      await delta.cycle();
      whole.source.rows = after;
      const now = new Set(after.map((row) => row.id));
      const deleted = before.filter((row) => !now.has(row.id)).map((row) => row.id);
      delta.source.delta = { changed: after, deleted, cursor: 'next' };
      // the guard judges an empty source and the share of detained rows on whole reads only
      const report = await whole.cycle();
      if (report.counts.held > 0) await whole.cycle({ confirm: report.plan.hash });
      const other = await delta.cycle();
      if (other.counts.held > 0) await delta.cycle({ confirm: other.plan.hash });
      if (JSON.stringify(whole.remote()) !== JSON.stringify(delta.remote())) throw new Error('they differ');
      delta.source.delta = undefined;
      delta.source.rows = after;
      const arrived = delta.scim.arrived.length;
      delta.db.exec('DELETE FROM source_cursor; DELETE FROM source');
      await delta.cycle();
      if (delta.scim.arrived.length > arrived) throw new Error('reading everything again sent something');
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('6: the guard trips before the first removal, at exactly its limit', async (t) => {
  let tripped = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 130 }),
      fc.integer({ min: 1, max: 12 }),
      async (size, gone) => {
        const b = bench(people(size));
        await b.cycle();
        b.source.rows = people(Math.max(0, size - gone));
        const removals = Math.min(size, gone);
        const mustHold = removals > removalLimit(size) || removals === size;
        const report = await b.cycle();
        const off = [...b.scim.users.values()].filter((u) => !u.user.active).length;
        if (mustHold) tripped++;
        if (off !== (mustHold ? 0 : removals)) throw new Error(`${off} of ${size} went, ${removals} left`);
        if (report.counts.held !== (mustHold ? removals : 0)) throw new Error(`held ${report.counts.held}`);
      },
    ),
    {
      numRuns: 60,
      examples: [
        [79, 3],
        [79, 4],
        [80, 4],
        [80, 5],
        [60, 3],
        [61, 4],
        [100, 5],
        [100, 6],
      ],
    },
  );
  t.ok(tripped > 10, `${tripped} runs tripped it`);
});

test('6: the limit also holds for 24 hours together', async (t) => {
  const b = bench(people(60));
  await b.cycle();
  for (const left of [59, 58, 57]) {
    b.source.rows = people(left);
    t.match((await b.cycle()).counts, { removed: 1, held: 0 });
  }
  b.source.rows = people(56);
  t.match((await b.cycle()).counts, { removed: 0, held: 1 });
  await b.clock.advance(25 * 3_600_000);
  t.match((await b.cycle()).counts, { removed: 1, held: 0 });
});

test('7: a bad record changes nobody but those who share its keys', async (t) => {
  const bad = fc.constantFrom<Partial<Row>>(
    { email: 'bad@' },
    { mobile: '079' },
    { department: 'A\u0000B' },
    { givenName: '', familyName: '', displayName: '' },
  );
  await fc.assert(
    fc.asyncProperty(arbitraryRows, bad, fc.boolean(), async (rows, more, isFaulty) => {
      const own = { ...person(99), ...more, id: 'bad', extension: '9999' } as Row;
      const without = bench(rows);
      const withBad = bench([...rows, own]);
      if (isFaulty) withBad.source.faulty = new Set(['bad']);
      await without.cycle();
      await withBad.cycle();
      if (JSON.stringify(without.remote()) !== JSON.stringify(withBad.remote()))
        throw new Error('others changed');
      if (!withBad.plan().bad?.startsWith('detained')) throw new Error('it is not detained');
    }),
    { numRuns: 80 },
  );
  t.pass();
});

test('10: a new name, address and place keep the person', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  const ids = [...b.scim.users.keys()];
  const moved = { givenName: 'New', familyName: 'Name', email: 'other@example.com', location: 'Bern' };
  b.source.rows = [person(1, moved), person(2), person(3)];
  t.match((await b.cycle()).counts, { changed: 1, added: 0, removed: 0 });
  t.same([...b.scim.users.keys()], ids);
});

test('12: a stale plan cannot be confirmed', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 1, max: 3 }), async (gone, more) => {
      const b = bench(people(20));
      await b.cycle();
      b.source.rows = people(20 - gone);
      const shown = await b.cycle();
      b.source.rows = people(20 - gone - more);
      const report = await b.cycle({ confirm: shown.plan.hash });
      if (report.fault?.code !== 'PLAN_STALE') throw new Error(`${report.fault?.code}`);
      if (activeIds(b).size !== 20) throw new Error('somebody was removed');
      const right = await b.cycle({ confirm: report.plan.hash });
      if (right.counts.removed !== gone + more) throw new Error('the right confirmation did not work');
    }),
    { numRuns: 15 },
  );
  t.pass();
});

test('14: cleared is not absent, where a source keeps what it does not name', async (t) => {
  const source = fakeSource([person(1, { mobile: '+41791234567', department: 'Sales' })], { absent: 'keep' });
  const b = bench([], { source });
  await b.cycle();
  source.rows = [person(1, { mobile: '<blank>' })];
  await b.cycle();
  const { mobile, department } = b.remote().p1 as Record<string, string>;
  t.equal(mobile, undefined, 'cleared');
  t.equal(department, 'Sales', 'absent: kept');
});
