import { test } from 'tap';
import { gathered } from '../../../src/cloud/store/gathered.ts';

test('what is asked for in one turn is one write, with a result for each', async (t) => {
  const batches: (readonly number[])[] = [];
  const write = gathered(async (items: readonly number[]) => {
    batches.push(items);
    return items.map((n) => n * 2);
  });
  t.same(await Promise.all([write(1), write(2), write(3)]), [2, 4, 6]);
  t.same(await write(4), 8);
  t.same(batches, [[1, 2, 3], [4]]);
  const many = Array.from({ length: 150 }, (_, n) => n);
  t.same(
    await Promise.all(many.map(write)),
    many.map((n) => n * 2),
  );
  t.same(
    batches.slice(2).map(({ length }) => length),
    [64, 64, 22],
  );
});

test('one at fault does not fail the others', async (t) => {
  const write = gathered(async (items: readonly string[]) => {
    if (items.includes('bad')) throw new Error('bad');
    return items.map((text) => text.length);
  });
  const [one, two, three] = await Promise.allSettled([write('a'), write('bad'), write('abc')]);
  t.match(one, { status: 'fulfilled', value: 1 });
  t.match(two, { status: 'rejected', reason: { message: 'bad' } });
  t.match(three, { status: 'fulfilled', value: 3 });
});
