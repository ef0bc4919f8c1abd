/** A program that grows starts again in order: not for a peak, not again and again, and it is told for a day. */
import { test } from 'tap';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createMemoryCeiling } from '../../../src/gateway/features/health/memory-ceiling.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const MIB = 1024 * 1024;
const LOOK_MS = 30_000;
const HOUR = 3_600_000;

function world() {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const events = createEventBus((_name, error) => {
    throw error;
  });
  const told: string[] = [];
  events.on('alarm.told', ({ code, facts }) => told.push(`${code} ${facts ?? 'over'}`));
  const memory = { rss: 100 * MIB };
  let restarts = 0;
  const program = () =>
    createMemoryCeiling({
      rss: () => memory.rss,
      ceiling: 512 * MIB,
      clock,
      settings: createSettings(db, () => undefined),
      events,
      restart: () => void restarts++,
      log: () => undefined,
    });
  return { clock, told, memory, program, restarts: () => restarts };
}

test('a peak is no leak', async (t) => {
  const { clock, memory, program, restarts } = world();
  program().start();
  for (let n = 0; n < 20; n++) {
    memory.rss = (n % 4 === 3 ? 100 : 600) * MIB;
    await clock.advance(LOOK_MS);
  }
  t.equal(restarts(), 0);
});

test('two minutes above it: started again once, told for a day, and not again within hours', async (t) => {
  const { clock, told, memory, program, restarts } = world();
  const first = program();
  first.start();
  memory.rss = 612 * MIB;
  await clock.advance(3 * LOOK_MS);
  t.equal(restarts(), 0);
  await clock.advance(LOOK_MS);
  t.equal(restarts(), 1);
  await clock.advance(10 * LOOK_MS);
  t.equal(restarts(), 1, 'ordered once');
  first.stop();
  t.equal(clock.pending, 0);
  const second = program();
  second.start();
  t.same(told, ['MEMORY_CEILING It took 612 MiB of at most 512 MiB.']);
  await clock.advance(HOUR);
  t.equal(restarts(), 1, 'a ceiling that is too low must not make a loop');
  second.stop();
  await clock.advance(5 * HOUR);
  memory.rss = 100 * MIB;
  const third = program();
  third.start();
  await clock.advance(24 * HOUR);
  t.equal(told.at(-1), 'MEMORY_CEILING over');
  third.stop();
  program().start();
  t.equal(told.length, 3, 'and forgotten');
});
