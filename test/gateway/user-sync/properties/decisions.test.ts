/** What people decide, confirm and are told (invariants 6, 11, 12, 22). */

import { test } from 'tap';
import { guard, removalLimit } from '../../../../src/gateway/features/user-sync/guard.ts';
import { fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import { type Bench, people, recycled, tell as tellOf } from '../helpers/bench.ts';
import { faults, inTurn, pick, row, some, userOf } from '../helpers/edits.ts';
import { meter, RUNS } from '../helpers/meter.ts';

const bench = recycled();
const HOUR = 3_600_000;
const DECIDE = { mode: 'decide', onDemand: false, approve: false } as const;

const isOff = ({ user }: { user: { active: boolean } }) => !user.active;
const off = (b: Bench) => [...b.scim.users.values()].filter(isOff).length;

test('6: the guard’s verdict is the plain reading of its rule', async (t) => {
  const { met, tell } = meter(
    'held',
    'let through',
    'empty',
    'too many detained',
    'only with the day',
    'large site',
  );
  const input = fc.record({
    removals: fc.nat(30),
    removalsOfDay: fc.nat(30),
    applied: fc.oneof(fc.nat(200), fc.integer({ min: 9_000, max: 12_000 })),
    people: fc.oneof(fc.constant(0), fc.nat(200)),
    detained: fc.nat(100),
    complete: fc.boolean(),
  });
  fc.assert(
    fc.property(input, (given) => {
      const { removals, removalsOfDay, applied, people: rows, detained, complete } = given;
      const limit = (of: number) => (of * 5 > 300 ? Math.min(of * 5, 50_000) : 300);
      const isEmpty = complete && rows === 0;
      const isBad = complete && detained * 100 > rows * 40;
      const isMany = removals * 100 > limit(applied);
      const isManyOfDay = (removals + removalsOfDay) * 100 > limit(applied + removalsOfDay);
      const mustHold = removals > 0 && (isEmpty || isBad || isMany || isManyOfDay);
      met('held', mustHold);
      met('let through', removals > 0 && !mustHold);
      met('empty', removals > 0 && isEmpty);
      met('too many detained', removals > 0 && isBad && !isEmpty);
      met('only with the day', mustHold && !isEmpty && !isBad && !isMany);
      met('large site', removals > 0 && applied > 200);
      if (guard(given).held !== mustHold) throw new Error(`held ${!mustHold}`);
    }),
    { numRuns: 5 * RUNS },
  );
  tell(t);
});

test('6: the guard trips before the first removal, alone and over 24 hours, whatever came before', async (t) => {
  const { met, tell } = meter(
    'held',
    'removed',
    'held by the day alone',
    'empty',
    'switched off',
    'a day passed',
    'confirmed',
  );
  const SIZE = 8;
  const step = fc.record({
    here: fc.subarray(
      Array.from({ length: SIZE }, (_, n) => n),
      { minLength: SIZE - 5 },
    ),
    disabled: fc.subarray([0, 1], { maxLength: 1 }),
    hours: fc.constantFrom(0, 5, 25),
    confirm: fc.constantFrom(false, false, true),
  });
  const steps = fc.array(fc.tuple(step, fc.nat(7)), { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const all = people(SIZE);
      const b = bench(all);
      await b.cycle();
      /** When somebody was removed without a confirmation. */
      let removed: number[] = [];
      /** Rows that were switched off and are still there: they leave, too. */
      let switchedOff = new Set<string>();
      for (const [{ here, disabled, hours, confirm }, rare] of history) {
        await b.clock.advance(hours * HOUR);
        met('a day passed', hours > 24 && removed.length > 0);
        const rows = rare === 0 ? [] : here.flatMap((n) => all[n] ?? []);
        b.source.rows = rows.map((it, n) =>
          disabled.includes(n) ? ({ ...it, active: 'false' } as Row) : it,
        );
        const stays = new Set(b.source.rows.filter((it) => it.active !== 'false').map(({ id }) => id));
        const active = [...b.scim.users.values()].filter((u) => u.user.active);
        const goes = active.filter((u) => !stays.has(u.externalId ?? '')).map((u) => u.externalId ?? '');
        const present = new Set(rows.map(({ id }) => id));
        const going = goes.length + [...switchedOff].filter((id) => !present.has(id)).length;
        const now = b.clock.now();
        removed = removed.filter((at) => at > now - 24 * HOUR);
        const day = removed.length;
        const isAlone = going > removalLimit(active.length) || rows.length === 0;
        const mustHold = going > 0 && (isAlone || going + day > removalLimit(active.length + day));
        met('held', mustHold);
        met('held by the day alone', mustHold && !isAlone);
        met('empty', going > 0 && rows.length === 0);
        met('switched off', going > 0 && disabled.length > 0);
        const before = off(b);
        const report = await b.cycle();
        if (report.counts.held !== (mustHold ? going : 0))
          throw new Error(`held ${report.counts.held}, not ${going}`);
        if (mustHold && off(b) > before) throw new Error('somebody was removed');
        const gone = () => goes.filter((id) => userOf(b, id)?.active === false).length;
        if (gone() !== (mustHold ? 0 : goes.length))
          throw new Error(`${gone()} of ${goes.length} were removed`);
        const offNow = () =>
          b.source.rows.flatMap(({ id, active: says }) =>
            says === 'false' && userOf(b, id)?.active === false ? [id] : [],
          );
        const waiting = mustHold ? [...switchedOff].filter((id) => !present.has(id)) : [];
        switchedOff = new Set([...waiting, ...offNow()]);
        if (!mustHold) for (let n = 0; n < going; n++) removed.push(now);
        met('removed', !mustHold && going > 0);
        if (!mustHold || !confirm) continue;
        await b.cycle({ confirm: report.plan.hash });
        met('confirmed');
        switchedOff = new Set(offNow());
        if (gone() !== goes.length) throw new Error(`${gone()} of ${goes.length} after the confirmation`);
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

const mixed = {
  email: pick('x@example.com', 'bad@', 'p1@example.com', ''),
  mobile: pick('', '079', '+41790000001'),
};

/** Approves what is deferred, until nothing is. */
async function approveAll(b: Bench): Promise<void> {
  for (let n = 0; n < 6; n++) {
    const count = b.queries.detained({}).codes.find(({ code }) => code === 'DEFERRED')?.count ?? 0;
    if (count === 0) return;
    b.decisions.write({ verb: 'apply', all: { code: 'DEFERRED', count }, by: 'Ann', at: b.clock.now() });
    await b.cycle(DECIDE);
  }
  throw new Error('there is always more to approve');
}

/** Whom a person let go, and who has not gone yet. */
const pending = (b: Bench) =>
  b.db.prepare<[], string>("SELECT external_id FROM decision WHERE kind = 'apply'").pluck().all();

test('11: deferred, nothing is written; approving everything gives the same remote', async (t) => {
  const { met, tell } = meter('added', 'changed', 'removed', 'detained', 'edited while it waited');
  const rows = fc.oneof(some(2), some(3, mixed, 3));
  const world = fc.record({ first: fc.array(rows, { minLength: 1, maxLength: 2 }), second: rows });
  const plainBench = recycled();
  await fc.assert(
    fc.asyncProperty(world, async ({ first, second }) => {
      const plain = plainBench();
      const deferred = bench([], { source: fakeSource([], { deferAll: true }) });
      for (const phase of [first, [second]]) {
        const before = deferred.scim.arrived.length;
        const approved = new Set(pending(deferred));
        for (const now of phase) {
          deferred.source.rows = now;
          await deferred.cycle();
        }
        met('edited while it waited', phase.length > 1);
        // what was approved goes, also when something else held it at first
        for (const op of deferred.scim.arrived.slice(before)) {
          if (op.kind === 'delete' || !approved.has(op.externalId)) throw new Error('something was written');
        }
        plain.source.rows = phase.at(-1) ?? [];
        const report = await plain.cycle();
        const known = plain.scim.arrived.length;
        if (report.counts.held > 0) await plain.cycle({ confirm: report.plan.hash });
        await approveAll(deferred);
        met('added', report.counts.added > 0);
        met('changed', report.counts.changed > 0);
        met('removed', report.counts.removed > 0 || plain.scim.arrived.length > known);
        met('detained', report.counts.detained > 0);
        const [is, wanted] = [deferred, plain].map((b) => JSON.stringify([b.remote(), b.plan()]));
        if (is !== wanted) throw new Error(`${is}\n${wanted}`);
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('12: a cancelled row stays quiet until its raw hash changes', async (t) => {
  const { met, tell } = meter(
    'add',
    'update',
    'delete',
    'detained',
    'woke',
    'stayed quiet',
    'others changed',
  );
  const one = fc.option(row(1, { email: pick('p1@example.com', 'p1@example.com', 'bad@') }), {
    nil: undefined,
    freq: 4,
  });
  const step = fc.record({ now: one, again: fc.boolean(), other: pick('', 'A', 'B'), cancels: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
      const own = fakeSource([], { id: 'own', deferAll: true });
      const others = fakeSource([], { id: 'others', precedence: 1 });
      const b = bench([], { sources: [own, others] });
      let cancelled: { readonly row: string; readonly user: string } | undefined;
      for (const { now, again, other, cancels } of steps) {
        if (!again) own.rows = now ? [now] : [];
        const [said] = own.rows;
        const text = JSON.stringify(said ?? null);
        const arrived = b.scim.arrived.length;
        others.rows = [{ id: 'p9', familyName: 'Nine', email: 'p9@example.com', department: other }];
        await b.cycle();
        met('others changed', cancelled !== undefined && b.scim.arrived.length > arrived);
        const [entry] = b.queries.detained({}).items;
        if (cancelled?.row === text) {
          if (entry) throw new Error(`it is not quiet: ${entry.code}`);
          if (JSON.stringify(userOf(b, 'p1') ?? null) !== cancelled.user) throw new Error('it was sent');
          met('stayed quiet');
          continue;
        }
        met('woke', cancelled !== undefined && entry !== undefined);
        cancelled = undefined;
        const user = userOf(b, 'p1');
        const isSame = said
          ? user?.active === true &&
            user.givenName === said.givenName &&
            user.email === said.email &&
            (user.department ?? '') === said.department
          : !user?.active;
        if (!entry && !isSame) throw new Error('nobody is asked');
        if (!entry) continue;
        if (cancels && b.decide('cancel', ['p1']).done > 0) {
          met(entry.code === 'BAD_EMAIL' ? 'detained' : (entry.action as 'add' | 'update' | 'delete'));
          cancelled = { row: text, user: JSON.stringify(user ?? null) };
        } else if (entry.code === 'DEFERRED') {
          b.decide('apply', ['p1']);
          await b.cycle(DECIDE);
          if (userOf(b, 'p1')?.active !== (said !== undefined))
            throw new Error('what was applied was not sent');
        }
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('12: a plan that is not this one any more cannot be confirmed', async (t) => {
  const { met, tell } = meter('stale', 'still the same', 'somebody came back', 'only a value changed');
  const world = fc.record({
    gone: fc.integer({ min: 4, max: 5 }),
    after: fc.integer({ min: 3, max: 6 }),
    department: pick('', 'Sales'),
    sameRows: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ gone, after, department, sameRows }) => {
      const b = bench(people(7));
      await b.cycle();
      b.source.rows = people(7 - gone);
      const shown = await b.cycle();
      const left = sameRows ? gone : after;
      b.source.rows = people(7 - left).map((it, n) => (n === 0 && !sameRows ? { ...it, department } : it));
      const isSame = left === gone && (sameRows || department === '');
      const report = await b.cycle({ confirm: shown.plan.hash });
      met('stale', !isSame);
      met('still the same', isSame);
      met('somebody came back', left < gone);
      met('only a value changed', left === gone && !isSame);
      if (off(b) !== (isSame ? gone : 0)) throw new Error(`${off(b)} were removed`);
      if (isSame) return;
      if (report.fault?.code !== 'PLAN_STALE') throw new Error(`${report.fault?.code}`);
      const right = await b.cycle({ confirm: report.plan.hash });
      if (right.fault || off(b) !== left) throw new Error('the right confirmation did not work');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('22: findings are told when they change, and once', async (t) => {
  const { met, tell } = meter('told', 'not told', 'came', 'went', 'none any more', 'fault');
  const step = fc.record({
    rows: some(3, { email: pick('', 'own') }),
    faults: faults('lost', 'busy', 'refuse'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
      const b = bench();
      let before: string[] = [];
      for (const { rows, faults: list } of steps) {
        b.source.rows = rows.map((it) =>
          it.email === 'own' ? { ...it, email: `${it.id}@example.com` } : it,
        );
        inTurn(b, list, () => met('fault'));
        await b.cycle();
        const now = rows.filter(({ email }) => email === '').map(({ id }) => id);
        const news = now.filter((id) => !before.includes(id));
        met('told', news.length > 0);
        met('not told', now.length > 0 && news.length === 0);
        met('came', news.length > 0 && before.length > 0);
        met(
          'went',
          before.some((id) => !now.includes(id)),
        );
        met('none any more', before.length > 0 && now.length === 0);
        const told = tellOf(b).map((text) => text.replace(/^.*Family(\d): /, 'p$1 '));
        const wanted = news.map((id) => `${id} NO_EMAIL`);
        if (told.sort().join() !== wanted.sort().join()) throw new Error(`told ${told}, wanted ${wanted}`);
        before = now;
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});
