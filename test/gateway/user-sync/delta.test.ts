/** Deltas that name who is there, in place of who is gone (RFC 4533, present phase). */
import { test } from 'tap';
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
