/** Deltas that name who is there, in place of who is gone (RFC 4533, present phase). */
import { test } from 'tap';
import type { ReadEnd } from '../../../src/gateway/core/ports/connector.ts';
import { fakeSource } from '../../fakes/fake-source.ts';
import { bench } from './helpers/bench.ts';

const person = (id: string) => ({ id, email: `${id}@example.com`, displayName: id });
const active = (remote: Record<string, unknown>) =>
  Object.entries(remote)
    .filter(([, user]) => (user as { active?: boolean }).active !== false)
    .map(([id]) => id)
    .sort();

test('who neither came nor is named present is gone', async (t) => {
  const b = bench(['a', 'b', 'c'].map(person));
  await b.cycle();
  b.source.delta = {
    changed: [{ ...person('a'), displayName: 'Ann' }, person('d')],
    deleted: [],
    present: new Set(['b']),
    cursor: 'next',
  };
  await b.cycle();
  t.same(active(b.remote()), ['a', 'b', 'd']);
  await b.cycle();
  t.equal(b.source.cursors.at(-1), 'next', 'the position was kept');
});

test('somebody present whom nobody has read: the next read is a whole one', async (t) => {
  const b = bench(['a', 'b'].map(person));
  await b.cycle();
  b.source.delta = { changed: [], deleted: [], present: new Set(['a', 'b', 'stranger']), cursor: 'next' };
  await b.cycle();
  t.same(active(b.remote()), ['a', 'b']);
  await b.cycle();
  t.equal(b.source.cursors.at(-1), undefined);
});

test('the guard holds what a present set would remove', async (t) => {
  const people = Array.from({ length: 20 }, (_, n) => `p${n}`);
  const b = bench(people.map(person));
  await b.cycle();
  b.source.delta = { changed: [], deleted: [], present: new Set(['p0']), cursor: 'next' };
  const { counts } = await b.cycle();
  t.equal(counts.held, 19);
  t.equal(active(b.remote()).length, 20);
});

const DAY = 24 * 3_600_000;
const FAULT = { code: 'SOURCE_INCOMPLETE', sentence: 'The line broke.', remedy: 'Try again.' };

/** A source of changes that shows no deletes; who is there says its sweep. */
function blindToDeletes(ids: readonly string[], end: ReadEnd = { kind: 'complete' }) {
  const sweeps = { asked: 0, there: [...ids], end };
  const source = fakeSource(ids.map(person), {
    async *ids() {
      sweeps.asked++;
      yield sweeps.there;
      return sweeps.end;
    },
  });
  const b = bench([], { source });
  return { b, sweeps };
}

test('deletes that a delta cannot tell are found by the sweep, once a day', async (t) => {
  const { b, sweeps } = blindToDeletes(['a', 'b', 'c']);
  await b.cycle();
  b.source.delta = { changed: [], deleted: [], cursor: 'next' };
  sweeps.there = ['a', 'b'];
  await b.cycle();
  t.same([sweeps.asked, active(b.remote())], [0, ['a', 'b', 'c']], 'a whole read counts as one');
  await b.clock.advance(DAY);
  await b.cycle();
  t.same([sweeps.asked, active(b.remote())], [1, ['a', 'b']]);
  await b.cycle();
  t.equal(sweeps.asked, 1);
  await b.clock.advance(-2 * DAY);
  await b.cycle();
  t.equal(sweeps.asked, 2, 'a clock that was set back does not put it off');
});

test('a sweep that breaks off, or finds nobody, removes nobody and is tried again', async (t) => {
  for (const [there, end] of [
    [['a'], { kind: 'incomplete', fault: FAULT }],
    [[], { kind: 'complete' }],
  ] as const) {
    const { b, sweeps } = blindToDeletes(['a', 'b', 'c']);
    await b.cycle();
    b.source.delta = { changed: [], deleted: [], cursor: 'next' };
    Object.assign(sweeps, { there, end });
    await b.clock.advance(DAY);
    await b.cycle();
    await b.cycle();
    t.same([sweeps.asked, active(b.remote())], [2, ['a', 'b', 'c']]);
  }
});

test('the sweep names somebody unknown: the next read is a whole one', async (t) => {
  const { b, sweeps } = blindToDeletes(['a', 'b']);
  await b.cycle();
  b.source.delta = { changed: [], deleted: [], cursor: 'next' };
  sweeps.there = ['a', 'b', 'stranger'];
  await b.clock.advance(DAY);
  await b.cycle();
  await b.cycle();
  t.equal(b.source.cursors.at(-1), undefined);
});
