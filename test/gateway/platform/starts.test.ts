/** Crashes are counted from start to start: power cuts, orderly ends and other versions are none. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { nextStart, openStart, type StartRecord, safeForMs } from '../../../src/gateway/platform/starts.ts';
import { fc } from '../../helpers/fc.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const FACTS = { bootId: 'a', version: '1', after: 3 };
const never = (error: unknown) => {
  throw error;
};

test('three crashes in a row, then safe mode; it stays while it crashes, and ends in order', async (t) => {
  const file = join(temporaryFolder(t), 'data', 'starts.json');
  const start = (more = {}) => openStart(file, { ...FACTS, ...more }, never);
  t.same(
    [start().safe, start().safe, start().safe],
    [false, false, false],
    'three starts, none of which ended',
  );
  const safe = start();
  t.match(safe, { safe: true, crashes: 3, safeForMs: 600_000 });
  const crashedToo = start();
  t.match(crashedToo, { safe: true, crashes: 4 }, 'and one that crashes in safe mode');
  crashedToo.lasted();
  t.equal(start().safe, true, 'to last in safe mode proves nothing');
  const last = start();
  last.leaveSafeMode();
  const again = [start(), start(), start(), start()].at(-1);
  t.match(again, { safe: true, safeForMs: 1_200_000 }, 'longer the second time');
  again?.ended();
  t.equal(start().safe, false, 'who stops and starts it by hand starts everything');
});

test('a start that lasted, and one that ended in order, count for nothing', async (t) => {
  const file = join(temporaryFolder(t), 'starts.json');
  const start = (more = {}) => openStart(file, { ...FACTS, ...more }, never);
  for (let i = 0; i < 10; i++) start().ended();
  for (let i = 0; i < 10; i++) start().lasted();
  t.equal(start().crashes, 0);
  start();
  t.equal(start().crashes, 2);
  t.equal(start({ bootId: 'b' }).crashes, 0, 'power was cut: nobody crashed');
  start({ bootId: 'b' });
  t.equal(start({ bootId: 'b', version: '2' }).crashes, 0, 'another version has its own chance');
  t.equal(start({ bootId: 'b', version: '2', after: 0 }).safe, false);
});

test('a file that is cut, foreign or cannot be written keeps nothing from starting', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'starts.json');
  for (const text of ['', '{', '[]', '{"crashes":-1}', '\u0000'.repeat(64), 'null']) {
    writeFileSync(file, text);
    t.equal(openStart(file, FACTS, never).safe, false);
    t.equal(JSON.parse(readFileSync(file, 'utf8')).open, true);
  }
  const errors: unknown[] = [];
  const start = openStart(join(file, 'below-a-file', 'starts.json'), FACTS, (error) => errors.push(error));
  start.ended();
  t.equal(errors.length, 2);
});

test('property: safe exactly after three starts in a row that neither lasted nor ended, on one boot', async (t) => {
  const end = fc.constantFrom('crash', 'crash', 'crash', 'lasted', 'ended', 'power');
  fc.assert(
    fc.property(fc.array(end, { maxLength: 40 }), (ends) => {
      let record: StartRecord | undefined;
      let boot = 0;
      let inARow = 0;
      for (const one of ends) {
        const next = nextStart(record, { ...FACTS, bootId: String(boot) });
        if (next.safe !== inARow >= 3) return false;
        record = next.record;
        if (one === 'power') boot++;
        if (one === 'crash') inARow++;
        else if (one === 'power' || one === 'ended' || !next.safe) inARow = 0;
        else inARow++;
        if (one === 'ended' || (one === 'lasted' && !next.safe))
          record = { ...record, crashes: 0, open: false };
      }
      return true;
    }),
    { numRuns: 2000 },
  );
  t.equal(safeForMs(0), 600_000);
  t.equal(safeForMs(99), safeForMs(5), 'bounded');
});
