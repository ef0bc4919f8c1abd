import { type Test, test } from 'tap';
import { createJobRunner, type JobRecord, type JobRow, type JobStore } from '../../src/base/jobs.ts';
import { manualClock } from '../fakes/manual-clock.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const MINUTE = 60_000;

/** Kept as JSON, as a disk would. */
function disk(): JobStore & { at(name: string): JobRecord | undefined } {
  const rows = new Map<string, string>();
  const read = (text: string) => JSON.parse(text) as JobRecord;
  return {
    load: () => [...rows.values()].map(read),
    save: (record) => void rows.set(record.name, JSON.stringify(record)),
    at: (name) => {
      const text = rows.get(name);
      return text === undefined ? undefined : read(text);
    },
  };
}

function world(_t: Test, partial: Partial<JobRow<'online'>> = {}) {
  const clock = manualClock();
  const store = disk();
  const runs: number[] = [];
  const online = { now: true as true | string };
  const ends: string[] = [];
  const storeErrors: unknown[] = [];
  const make = () =>
    createJobRunner<'online'>({
      rows: [
        {
          name: 'sync',
          title: 'Synchronise',
          every: 20 * MINUTE,
          timeout: MINUTE,
          needs: ['online'],
          run: async () => {
            runs.push(clock.now());
            return 'fine';
          },
          ...partial,
        },
      ],
      needs: { online: () => online.now },
      store,
      clock,
      random: () => 0.5,
      onEnd: (record) => ends.push(`${record.lastOutcome}: ${record.lastSentence ?? ''}`),
      onStoreError: (error) => storeErrors.push(error),
    });
  return { clock, store, runs, online, ends, storeErrors, make };
}

test('due, run, due again; the history says how it went', async (t) => {
  const { clock, store, runs, make, ends } = world(t);
  const runner = make();
  runner.tick();
  t.equal(runs.length, 0);
  await clock.advance(20 * MINUTE);
  runner.tick();
  await settle();
  t.equal(runs.length, 1);
  t.same(ends, ['ok: fine']);
  t.match(store.at('sync'), { lastOutcome: 'ok', dueAt: clock.now() + 20 * MINUTE });
  t.match(runner.list(), [{ name: 'sync', title: 'Synchronise', running: false }]);
});

test('a run that was missed while the power was off is caught up, once', async (t) => {
  const { clock, runs, make } = world(t);
  make();
  await clock.advance(100 * MINUTE);
  const runner = make();
  runner.tick();
  await settle();
  runner.tick();
  await settle();
  t.equal(runs.length, 1);
});

test('a full disk ends no job and not the program; it is told, and the next record is whole', async (t) => {
  const { clock, store, runs, storeErrors, make } = world(t);
  const save = store.save;
  const full = () => {
    throw new Error('the disk is full');
  };
  store.save = full;
  const runner = make();
  await clock.advance(20 * MINUTE);
  runner.tick();
  await settle();
  t.equal(runs.length, 1, 'it ran');
  t.equal(store.at('sync'), undefined);
  await clock.advance(20 * MINUTE);
  runner.tick();
  await settle();
  t.equal(runs.length, 2, 'and is not taken for running still');
  store.save = save;
  await clock.advance(20 * MINUTE);
  runner.tick();
  await settle();
  t.match(store.at('sync'), { lastOutcome: 'ok', lastStartedAt: clock.now() });
  t.ok(storeErrors.length >= 4);
});

test('unmet needs: skipped with the reason, asked again soon', async (t) => {
  const { clock, store, runs, online, ends, make } = world(t);
  online.now = 'There is no channel.';
  const runner = make();
  await clock.advance(20 * MINUTE);
  runner.tick();
  t.match(store.at('sync'), { lastOutcome: 'skipped', lastSentence: 'There is no channel.' });
  await clock.advance(5_000);
  runner.tick();
  t.same(ends, ['skipped: There is no channel.'], 'the same reason is told once');
  online.now = true;
  await clock.advance(5_000);
  runner.tick();
  await settle();
  t.equal(runs.length, 1, 'as soon as its needs are met, not a period later');
});

test('no overlap; run now gives the running one', async (t) => {
  let finish: (value: string) => void = () => undefined;
  let runs = 0;
  const { clock, make } = world(t, {
    run: () => {
      runs += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  });
  const runner = make();
  await clock.advance(20 * MINUTE);
  runner.tick();
  runner.tick();
  const now = runner.runNow('sync');
  t.equal(runs, 1);
  t.match(runner.list(), [{ running: true }]);
  finish('done');
  t.match(await now, { lastOutcome: 'ok', lastSentence: 'done' });
  t.rejects(runner.runNow('nothing'));
});

test('too long: ended, and told as that; a failure is told too', async (t) => {
  let aborted = false;
  const slow = world(t, {
    run: (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      }),
  });
  const runner = slow.make();
  const run = runner.runNow('sync');
  await slow.clock.advance(MINUTE);
  t.match(await run, { lastOutcome: 'timeout', lastSentence: /longer than 60 s/ });
  t.ok(aborted);
  const broken = world(t, {
    run: async () => {
      throw new Error('secret');
    },
  });
  const record = await broken.make().runNow('sync');
  t.match(record, { lastOutcome: 'failed', lastSentence: 'Something went wrong inside the program.' });
});

test('the power goes in a run: interrupted, and due when it was', async (t) => {
  const { clock, store, make } = world(t, { run: () => new Promise(() => undefined) });
  const runner = make();
  await clock.advance(20 * MINUTE);
  runner.tick();
  t.ok(store.at('sync')?.lastStartedAt);
  make();
  t.match(store.at('sync'), { lastOutcome: 'interrupted' });
});

test('a clock that stepped back leaves no job due in twenty years', async (t) => {
  const { clock, store, runs, make } = world(t);
  const runner = make();
  clock.step(clock.now() - 20 * 365 * 24 * 60 * MINUTE);
  runner.tick();
  t.equal(store.at('sync')?.dueAt, clock.now() + 20 * MINUTE);
  await clock.advance(20 * MINUTE);
  runner.tick();
  await settle();
  t.equal(runs.length, 1);
});

test('jitter, a due time by function, at start, stop', async (t) => {
  const jittered = world(t, { jitter: 10 * MINUTE });
  jittered.make();
  t.equal(jittered.store.at('sync')?.dueAt, jittered.clock.now() + 25 * MINUTE, 'half of it here');
  const windowed = world(t, { every: (now) => now + 7 });
  windowed.make();
  t.equal(windowed.store.at('sync')?.dueAt, windowed.clock.now() + 7);

  const early = world(t, { atStart: true });
  const runner = early.make();
  runner.tick();
  await settle();
  t.equal(early.runs.length, 1);
  await runner.stop();
  await early.clock.advance(60 * MINUTE);
  runner.tick();
  await settle();
  t.equal(early.runs.length, 1, 'stopped');

  const long = world(t, {
    run: (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  const running = long.make();
  const run = running.runNow('sync');
  await running.stop();
  t.match(await run, { lastOutcome: 'interrupted' });
});

test('the tick is seen, also while nothing is due (the watchdog is fed by it)', async (t) => {
  const { clock, make } = world(t);
  const runner = make();
  const before = runner.lastTick;
  await clock.advance(1000);
  runner.tick();
  t.equal(runner.lastTick - before, 1000);
});

test('work that does not heed its timeout is not begun a second time beside itself', async (t) => {
  let runs = 0;
  let finish: (value: string) => void = () => undefined;
  const { clock, make, ends } = world(t, {
    run: () => {
      runs += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  });
  const runner = make();
  await clock.advance(20 * MINUTE);
  runner.tick();
  await clock.advance(MINUTE);
  t.same(ends, ['timeout: It took longer than 60 s and was ended.']);
  t.match(runner.list(), [{ running: true }], 'it is not hidden');
  await clock.advance(20 * MINUTE);
  runner.tick();
  t.match(await runner.runNow('sync'), { lastOutcome: 'skipped', lastSentence: /has not ended yet/ });
  t.equal(runs, 1);
  finish('late');
  await settle();
  await clock.advance(20 * MINUTE);
  runner.tick();
  t.equal(runs, 2, 'and then it goes on');
});

test('run now with an unmet need is a skip like any other: asked again soon', async (t) => {
  const { clock, online, runs, make } = world(t);
  online.now = 'There is no channel.';
  const runner = make();
  t.match(await runner.runNow('sync'), { lastOutcome: 'skipped', lastSentence: 'There is no channel.' });
  online.now = true;
  await clock.advance(5_000);
  runner.tick();
  await settle();
  t.equal(runs.length, 1);
});
