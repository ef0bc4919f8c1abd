import { test } from 'tap';
import { createJobRunner, type JobRecord } from '../../../src/base/jobs.ts';
import { type JobDeps, jobs, NEEDS, type Need } from '../../../src/gateway/jobs/index.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

/** Work that ends when it is told to, and only then. */
function endless() {
  const heard: string[] = [];
  const until = (name: string) => (signal: AbortSignal) =>
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => {
        heard.push(name);
        reject(signal.reason);
      }),
    );
  const deps: JobDeps = {
    sync: { run: until('sync'), scheduleMs: () => 20 * 60_000, check: until('user-check') },
    inventory: { report: (_actor, signal) => until('inventory')(signal), words: () => '' },
    health: { runDue: until('health') },
    metrics: { roll: () => '12 figures' },
    certificate: { renew: () => 'The certificate is good.' },
    retention: { prune: async () => 3 },
    backup: { due: until('backup') },
  };
  return { heard, deps };
}

test('the work of a job that is too slow ends with it', async (t) => {
  const { heard, deps } = endless();
  const clock = manualClock();
  const ended: JobRecord[] = [];
  const runner = createJobRunner<Need>({
    rows: jobs(deps),
    needs: Object.fromEntries(NEEDS.map((need) => [need, () => true])) as Record<Need, () => true>,
    store: { load: () => [], save: () => undefined },
    clock,
    random: () => 0,
    onEnd: (record) => ended.push(record),
  });
  for (const name of ['sync', 'inventory', 'health', 'user-check']) void runner.runNow(name);
  t.match(await runner.runNow('certificate'), {
    lastOutcome: 'ok',
    lastSentence: 'The certificate is good.',
  });
  t.match(await runner.runNow('retention'), { lastSentence: '3 removed' });
  await clock.advance(3_600_000);
  t.same([...heard].sort(), ['health', 'inventory', 'sync', 'user-check']);
  t.same(
    runner.list().filter((job) => job.running),
    [],
    'nothing goes on',
  );
  t.equal(ended.filter((record) => record.lastOutcome === 'timeout').length, 4);
});

test('what writes waits for room, what goes by dates for the right time', (t) => {
  const needs = Object.fromEntries(jobs(endless().deps).map((row) => [row.name, row.needs]));
  t.strictSame(needs, {
    sync: ['claimed', 'active', 'source', 'clock', 'disk'],
    inventory: ['claimed', 'active', 'clock', 'disk'],
    health: [],
    metrics: ['claimed', 'active', 'clock', 'disk'],
    certificate: ['clock', 'disk'],
    retention: ['clock'],
    backup: ['clock', 'disk'],
    'user-check': ['claimed', 'active', 'source', 'online', 'clock', 'disk'],
  });
  t.end();
});
