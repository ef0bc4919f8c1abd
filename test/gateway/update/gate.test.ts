/** When a trial passes: no worse than before, however that was. */
import { test } from 'tap';
import type { UpdateFactName, UpdateFactValue } from '../../../src/contract/update.ts';
import { UPDATE_FACTS } from '../../../src/contract/update.ts';
import type { UpdateFacts } from '../../../src/gateway/core/ports/update.ts';
import { ateMemory, compareFacts, watchTrial, worseOf } from '../../../src/gateway/features/update/gate.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { FINE } from './world.ts';

const but = (values: Partial<Record<UpdateFactName, UpdateFactValue>>, memoryBytes = 100e6): UpdateFacts => ({
  values: { ...FINE.values, ...values },
  memoryBytes,
});

test('what is worse, row by row', async (t) => {
  for (const fact of UPDATE_FACTS)
    for (const before of ['good', 'bad', 'none'] as const)
      for (const now of ['good', 'bad', 'none'] as const)
        t.same(
          worseOf(compareFacts(but({ [fact]: before }), but({ [fact]: now }))),
          before === 'good' && now === 'bad' ? [fact] : [],
          `${fact}: ${before}, then ${now}`,
        );
  t.same(worseOf(compareFacts(FINE, but({}, 400e6))), ['memory']);
  t.notOk(ateMemory(100e6, 150e6), 'half as much again is no leak');
  t.notOk(ateMemory(20e6, 80e6), 'nor are a few megabytes');
});

/** @param at facts as seconds pass */
async function watch(before: UpdateFacts, at: (seconds: number) => UpdateFacts) {
  const clock = manualClock();
  const began = clock.monotonic();
  const trial = watchTrial(
    {
      before,
      facts: async () => at((clock.monotonic() - began) / 1000),
      clock,
      settleMs: 60_000,
      limitMs: 300_000,
      seen: () => undefined,
    },
    new AbortController().signal,
  );
  let ended: { worse: UpdateFactName[]; seconds: number } | undefined;
  void trial.then((worse) => {
    ended = { worse, seconds: (clock.monotonic() - began) / 1000 };
  });
  await clock.advance(400_000);
  return ended;
}

test('it is watched for a minute at least, and given five to come back', async (t) => {
  t.match(await watch(FINE, () => FINE), { worse: [], seconds: 60 });
  const late = await watch(FINE, (s) => (s < 120 ? but({ channel: 'bad', tunnels: 'none' }) : FINE));
  t.match(late, { worse: [], seconds: 120 }, 'the line comes back after two minutes');
  t.match(await watch(FINE, () => but({ pbx: 'bad' })), { worse: ['pbx'], seconds: 300 });
  t.match(await watch(FINE, (s) => but({}, 100e6 + s * 10e6)), { worse: ['memory'] }, 'memory that is eaten');
  const lost = but({ network: 'bad', channel: 'bad', pbx: 'bad' });
  t.match(await watch(FINE, () => lost), { worse: ['network', 'channel', 'pbx'] });
});

test('an offline site is well offline', async (t) => {
  const offline = but({ channel: 'bad', sync: 'bad' });
  t.match(await watch(offline, () => offline), { worse: [], seconds: 60 });
  t.match(await watch(offline, () => but({ channel: 'bad', sync: 'bad', page: 'bad' })), { worse: ['page'] });
});
