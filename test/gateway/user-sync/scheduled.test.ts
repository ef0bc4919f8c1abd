/** User synchronisation as the daemon has it, over a runner that ends as it is told. */
import { test } from 'tap';
import { createEventBus, type Events } from '../../../src/gateway/core/events.ts';
import type { CycleOptions, CycleReport } from '../../../src/gateway/core/sync-cycle.ts';
import { createUserSync } from '../../../src/gateway/features/user-sync/service.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const NOTHING = { items: [], total: 0 };

function world(report: (cycle: CycleOptions) => Partial<CycleReport>) {
  const now = { online: true };
  const clock = manualClock();
  const events = createEventBus((_, error) => {
    throw error;
  });
  const ended: Events['sync.ended'][] = [];
  events.on('sync.ended', (result) => ended.push(result));
  const asked: CycleOptions[] = [];
  const sync = createUserSync({
    isOnline: () => now.online,
    settings: { get: () => undefined, set: () => undefined, delete: () => undefined },
    events,
    clock,
    runner: {
      async run(cycle) {
        asked.push(cycle);
        const counts = { added: 2, changed: 0, removed: 0, unchanged: 0, detained: 0, held: 0, requests: 1 };
        return {
          cycleId: 'c1',
          startedAt: 0,
          endedAt: 1,
          outcome: 'inSync',
          counts,
          plan: {} as CycleReport['plan'],
          totals: { users: 2, withoutEmail: 0, sharedEmail: 0, didNumbers: 0 },
          reads: [],
          left: [],
          ...report(cycle),
        };
      },
      check: async () => ({ read: 0, of: 0, drifted: 0, missing: 0, requests: 0 }),
    },
    queries: {
      state: () => ({}),
      changes: () => NOTHING,
      irregular: () => NOTHING,
      detained: () => ({ ...NOTHING, codes: [], actions: [] }),
      detainedOne: () => undefined,
      decisions: () => NOTHING,
      runs: () => NOTHING,
      run: () => undefined,
      people: () => ({ items: [], total: 0 }),
      person: () => undefined,
      summary: () => ({ items: [], total: 0 }),
      findings: () => ({ items: [], total: 0, codes: [] }),
      untoldDigests: () => [],
      runChanges: () => NOTHING,
      undo: () => undefined,
      undone: () => undefined,
      auditChain: async () => ({ count: 0, head: '' }),
    },
    newId: () => 'id',
    obstacle: () => undefined,
    nextRunAt: () => undefined,
    onAuditError: (error) => {
      throw error;
    },
  });
  return { sync, ended, asked, now };
}
const { signal } = new AbortController();

test('a scheduled run that went well is told in a sentence, and approves nothing', async (t) => {
  const { sync, asked } = world(() => ({}));
  t.match(await sync.runScheduled(signal), /2/);
  t.match(asked, [{ mode: 'run', onDemand: false, approve: false }]);
});

test('a scheduled run whose cycle failed has failed: its job must not say that all is well', async (t) => {
  const fault = {
    code: 'PBX_UNREACHABLE',
    sentence: 'The directory does not answer.',
    remedy: 'Look at it.',
  };
  const { sync, ended } = world(() => ({ outcome: 'failed', error: fault.sentence, fault }));
  await t.rejects(sync.runScheduled(signal), {
    code: 'SYNC_FAILED',
    message: fault.sentence,
    remedy: fault.remedy,
  });
  t.match(ended, [{ outcome: 'failed', error: fault.sentence }]);
});

test('without the cloud a scheduled run reads and plans, and the next one with it sends', async (t) => {
  const plan = { added: 3, changed: 1, removed: 0 } as CycleReport['plan'];
  let fault: CycleReport['fault'];
  const { sync, asked, now } = world(() => ({ plan, ...(fault ? { fault } : {}) }));
  t.notOk(sync.owes());
  now.online = false;
  t.equal(
    await sync.runScheduled(signal),
    'The cloud is not reached: 3 to add, 1 to change, 0 to remove wait for it.',
  );
  t.ok(sync.owes());
  fault = { code: 'SOURCE_INCOMPLETE', sentence: 'It broke off.', remedy: 'Look at it.' };
  await t.rejects(sync.runScheduled(signal), { code: 'SYNC_FAILED' }, 'what is wrong on site is told');
  now.online = true;
  await t.rejects(sync.runScheduled(signal), { code: 'SYNC_FAILED' });
  t.ok(sync.owes(), 'nothing was sent yet');
  fault = undefined;
  await sync.runScheduled(signal);
  t.notOk(sync.owes());
  t.same(
    asked.map(({ mode }) => mode),
    ['preview', 'preview', 'run', 'run'],
  );
});
