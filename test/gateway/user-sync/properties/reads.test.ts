/** How reads end, and what they may do (invariants 4, 5, 7, 14, 20). */

import { test } from 'tap';
import type { ReadEnd, SourceRecord, UserPages } from '../../../../src/gateway/core/ports/connector.ts';
import type { SyncSource } from '../../../../src/gateway/features/user-sync/engine.ts';
import { type FakeSource, fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import { type Bench, recycled } from '../helpers/bench.ts';
import { pick, some, userOf } from '../helpers/edits.ts';
import { meter, RUNS } from '../helpers/meter.ts';
import { isKilled, newLife } from '../helpers/mortal.ts';

const bench = recycled();
const DAY = 24 * 3_600_000;

const confirmed = async (b: Bench) => {
  const report = await b.cycle();
  if (report.counts.held > 0) await b.cycle({ confirm: report.plan.hash });
  return report;
};

const mixed = {
  email: pick('p1@example.com', 'own', 'own', ''),
  mobile: pick('', '-', '079', '+41790000001'),
};
const ownAddress = (rows: readonly Row[]) =>
  rows.map((it) => (it.email === 'own' ? { ...it, email: `${it.id}@example.com` } : it));

test('4: a delta is as good as a whole read, step by step; re-initialising changes nothing at the remote', async (t) => {
  const { met, tell } = meter('deleted', 'changed', 'came', 'present set', 'detained', 'came twice', 'held');
  const step = fc.record({ rows: some(3, mixed, 3), present: fc.boolean(), twice: fc.boolean() });
  const other = recycled();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 3 }), async (steps) => {
      const [whole, delta] = [bench(), other()];
      let before: readonly Row[] = [];
      for (const [n, { rows: raw, present, twice }] of steps.entries()) {
        const rows = ownAddress(raw);
        const old = new Map(before.map((it) => [it.id, JSON.stringify(it)]));
        const news = rows.filter((it) => old.get(it.id) !== JSON.stringify(it));
        const now = new Set(rows.map(({ id }) => id));
        const deleted = before.filter(({ id }) => !now.has(id)).map(({ id }) => id);
        met('deleted', deleted.length > 0);
        met(
          'changed',
          news.some(({ id }) => old.has(id)),
        );
        met('came', n > 0 && news.some(({ id }) => !old.has(id)));
        met('present set', n > 0 && present);
        // in a delta the last word counts
        const [first] = news;
        met('came twice', n > 0 && twice && first !== undefined);
        const changed = twice && first ? [{ ...first, department: 'Old' }, ...news] : news;
        whole.source.rows = rows;
        delta.source.rows = rows;
        if (n > 0)
          delta.source.delta = {
            changed,
            deleted: present ? [] : deleted,
            cursor: `c${n}`,
            ...(present ? { present: now } : {}),
          };
        // the guard judges an empty source on whole reads only
        const report = await confirmed(whole);
        await confirmed(delta);
        met('held', report.counts.held > 0);
        met('detained', report.counts.detained > 0);
        const [is, wanted] = [delta, whole].map((b) => JSON.stringify([b.remote(), b.plan()]));
        if (is !== wanted) throw new Error(`${is}\n${wanted}`);
        before = rows;
      }
      const arrived = delta.scim.arrived.length;
      const remote = JSON.stringify([delta.remote(), delta.plan()]);
      const anew = fakeSource(before, { reinitialise: true });
      await confirmed(delta.again(undefined, [anew]));
      if (anew.cursors[0] !== undefined) throw new Error('it was not read anew');
      if (delta.scim.arrived.length > arrived) throw new Error('reading everything again sent something');
      if (JSON.stringify([delta.remote(), delta.plan()]) !== remote)
        throw new Error('reading everything again changed the plan');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

/** Everything that can go wrong with a read; `hurts` says who may be switched off all the same. */
const ENDS = ['breaks off', 'throws', 'throws at once', 'says incomplete', 'is empty'] as const;
type End = (typeof ENDS)[number];

function broken(rows: readonly Row[], end: End, after: number): SyncSource {
  const record = ({ id, ...raw }: Row): SourceRecord => ({ anchor: id, raw: { id, ...raw } });
  const fault = { code: 'SOURCE_INCOMPLETE', sentence: 'The line broke.', remedy: 'Try again.' };
  async function* users(): UserPages {
    if (end === 'throws at once') throw new Error('connect ECONNREFUSED');
    if (end === 'is empty') return { kind: 'complete' };
    for (const it of rows.slice(0, after)) yield [record(it)];
    if (end === 'throws') throw new Error('socket hang up');
    const last: ReadEnd = { kind: 'incomplete', fault };
    return last;
  }
  return { ...fakeSource(), users };
}

test('5: incomplete, empty or unreachable: nobody is switched off or deleted, at any age', async (t) => {
  const { met, tell } = meter('somebody missing', 'grace period over', 'switched off by a row', ...ENDS);
  const world = fc.record({
    first: some(3, {}, 9),
    second: some(3, { active: pick('true', 'true', 'false') }, 3),
    reads: fc.array(
      fc.record({ end: fc.constantFrom(...ENDS), after: fc.nat(3), days: fc.constantFrom(0, 1, 31) }),
      { minLength: 1, maxLength: 2 },
    ),
    left: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ first, second, reads, left }) => {
      const b = bench([...first, { id: 'p9', familyName: 'Nine', email: 'p9@example.com' }]);
      await b.cycle();
      // one who left rightly, and waits for the end of the grace period
      if (left) {
        b.source.rows = first;
        await confirmed(b);
      }
      for (const { end, after, days } of reads) {
        met(end);
        const came = end === 'is empty' || end === 'throws at once' ? [] : second.slice(0, after);
        const mayGo = new Set(came.filter((it) => it.active === 'false').map(({ id }) => id));
        const before = new Map([...b.scim.users.values()].map((u) => [u.externalId ?? '', u.user.active]));
        await b.clock.advance(days * DAY);
        const read = await b.again(undefined, [broken(second, end, after) as FakeSource]).cycle();
        met(
          'somebody missing',
          [...before.keys()].some((id) => !second.some((it) => it.id === id)),
        );
        met('grace period over', left && days > 30);
        met('switched off by a row', mayGo.size > 0);
        if (read.counts.removed > mayGo.size && end !== 'is empty')
          throw new Error(`${read.counts.removed} removed`);
        for (const [id, was] of before) {
          const user = userOf(b, id);
          // an empty source is read whole: its soft-deleted people end as everybody's do
          if (!user && !(end === 'is empty' && !was)) throw new Error(`${id} was deleted`);
          if (was && !user?.active && !mayGo.has(id)) throw new Error(`${id} was switched off`);
        }
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

/** Who shares a key with this row, or with somebody who does: who waits for it may hold what the next one waits for. */
function tiedTo(bad: Row | undefined, rows: readonly Row[]): Set<string> {
  const keysOf = ({ email = '', extension = '' }: Row) =>
    [email.toLowerCase(), extension].filter((key) => key !== '');
  const tied = new Set<string>();
  const keys = new Set(bad ? keysOf(bad) : []);
  for (let size = -1; size < keys.size; ) {
    ({ size } = keys);
    for (const row of rows) {
      if (!keysOf(row).some((key) => keys.has(key))) continue;
      tied.add(row.id);
      for (const it of rows) if (it.id === row.id) for (const key of keysOf(it)) keys.add(key);
    }
  }
  return tied;
}

test('7: a bad record changes nobody else, but those who share its unique key', async (t) => {
  const { met, tell } = meter('bad', 'unreadable', 'shares a key', 'sharer differs', 'already applied');
  const bad = fc.constantFrom<Partial<Row>>(
    { email: 'bad@' },
    { mobile: '079' },
    { department: 'A\u0000B' },
    { givenName: '', familyName: '', displayName: '' },
    { email: 'p1@example.com' },
    { email: 'P2@example.com', extension: '2001' },
    { extension: '2001' },
  );
  const number = { extension: pick('', '2001', '2002') };
  const without = recycled();
  await fc.assert(
    fc.asyncProperty(
      some(3, number, 9),
      some(3, number, 9),
      bad,
      fc.boolean(),
      fc.boolean(),
      async (first, second, more, isFaulty, isLate) => {
        const own = { id: 'bad', givenName: 'B', familyName: 'Ad', email: 'own@example.com', ...more } as Row;
        const [a, b] = [without(), bench()];
        for (const [n, rows] of [first, second].entries()) {
          a.source.rows = rows;
          b.source.rows = isLate && n === 0 ? rows : [...rows, own];
          b.source.faulty = new Set(isFaulty ? ['bad'] : []);
          await clean2(a);
          await clean2(b);
          const tied = tiedTo(isFaulty ? undefined : own, [...first, ...second]);
          for (const { id } of rows) {
            const isSame = told(a, id) === told(b, id);
            met('shares a key', tied.has(id));
            met('sharer differs', tied.has(id) && !isSame);
            if (!tied.has(id) && !isSame) throw new Error(`${id} changed`);
          }
          met('unreadable', isFaulty);
          met('bad', !isFaulty);
          met('already applied', isLate && n > 0);
        }
      },
    ),
    { numRuns: RUNS },
  );
  tell(t);

  function told(b: Bench, id: string) {
    return JSON.stringify([userOf(b, id), b.plan()[id]]);
  }
  /** As it was read, faults and all. */
  async function clean2(b: Bench) {
    await b.clock.advance(DAY + 1);
    await confirmed(b);
  }
});

test('14: cleared is not absent, in any order, where a source keeps and where it clears', async (t) => {
  const { met, tell } = meter('kept', 'cleared', 'absent clears', 'said again');
  const said = pick('', '', '-', '<blank>', 'A', 'B');
  const steps = fc.array(fc.record({ department: said, location: said }), { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), steps, async (keeps, history) => {
      const source = fakeSource([], { absent: keeps ? 'keep' : 'clear' });
      const b = bench([], { source });
      const model: Record<string, string | undefined> = {};
      for (const values of history) {
        source.rows = [{ id: 'p1', familyName: 'One', email: 'p1@example.com', ...values }];
        for (const [field, value] of Object.entries(values)) {
          const isClear = value === '-' || value === '<blank>';
          const had = model[field] !== undefined;
          met('kept', keeps && value === '' && had);
          met('cleared', isClear && had);
          met('absent clears', !keeps && value === '' && had);
          met('said again', value !== '' && !isClear && !had);
          if (value !== '') model[field] = isClear ? undefined : value;
          else if (!keeps) model[field] = undefined;
        }
        await b.cycle();
        const user = userOf(b, 'p1');
        for (const field of ['department', 'location'] as const)
          if (user?.[field] !== model[field])
            throw new Error(`${field}: ${user?.[field]} in place of ${model[field]}`);
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

/** A source with a log of changes; its cookie is the place in the log up to where a read came. */
function logged(log: readonly (readonly [string, string | undefined])[], pageSize: number) {
  const asked: (string | undefined)[] = [];
  async function* users(_signal: AbortSignal, cursor: string | undefined): UserPages {
    asked.push(cursor);
    const at = cursor === undefined ? 0 : Number(cursor);
    const last = new Map(log.slice(at));
    const changed = [...last].flatMap(([id, says]) => (says === undefined ? [] : [[id, says] as const]));
    for (let n = 0; n < changed.length; n += pageSize)
      yield changed.slice(n, n + pageSize).map(
        ([id, says]): SourceRecord => ({
          anchor: id,
          raw: { id, familyName: id, email: `${id}@example.com`, department: says },
        }),
      );
    const end = { cursor: String(log.length) };
    if (cursor === undefined) return { kind: 'complete', ...end };
    return {
      kind: 'delta',
      deleted: [...last].flatMap(([id, says]) => (says === undefined ? [id] : [])),
      ...end,
    };
  }
  return { asked, source: { ...fakeSource(), users } as unknown as FakeSource };
}

test('20: killed anywhere between a page and its cookie, nothing is skipped', async (t) => {
  const { met, tell } = meter(
    'killed in a read',
    'killed later',
    'delta read again',
    'deleted',
    'several pages',
  );
  const change = fc.tuple(
    pick('p1', 'p2', 'p3', 'p4'),
    fc.option(pick('A', 'B', 'C'), { nil: undefined, freq: 4 }),
  );
  const world = fc.record({
    parts: fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 3 }),
    kills: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 3, maxLength: 3 }),
    pageSize: fc.integer({ min: 1, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ parts, kills, pageSize }) => {
      const log: (readonly [string, string | undefined])[] = [];
      const { asked, source } = logged(log, pageSize);
      const b = bench([], { sources: [source] });
      for (const [n, part] of parts.entries()) {
        log.push(...part);
        met('deleted', n > 0 && part.some(([, says]) => says === undefined));
        met('several pages', new Set(part.map(([id]) => id)).size > pageSize);
        const reads = asked.length;
        const before = b.store.sources.get('main')?.cursor;
        try {
          await b.again(newLife(kills[n])).cycle();
        } catch (thrown) {
          if (!isKilled(thrown)) throw thrown;
          const isRead = b.store.sources.get('main')?.cursor !== before;
          met(isRead ? 'killed later' : 'killed in a read');
          met('delta read again', !isRead && before !== undefined && asked.length > reads);
        }
      }
      // no clean whole read here: only what the deltas say
      await confirmed(b.again(newLife()));
      const wanted = new Map(log);
      for (const [id, says] of wanted) {
        const user = userOf(b, id);
        if (says === undefined ? user?.active : user?.department !== says || !user.active)
          throw new Error(`${id}: ${JSON.stringify(user)}, wanted ${says}`);
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});
