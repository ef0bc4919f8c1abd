import { test } from 'tap';
import { createEventBus, type Events } from '../../../src/gateway/core/events.ts';
import type { SyncQueries } from '../../../src/gateway/core/ports/sync-queries.ts';
import type { SyncRunner } from '../../../src/gateway/core/ports/sync-runner.ts';
import type { CycleReport, StageProgress } from '../../../src/gateway/core/sync-cycle.ts';
import { createUserSync, type SyncObstacle } from '../../../src/gateway/features/user-sync/service.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const ANN = { id: 'ann', name: 'Ann', via: 'local' } as const;
const REPORT: CycleReport = {
  cycleId: 'c1',
  startedAt: 1,
  endedAt: 2,
  outcome: 'inSync',
  counts: { added: 1, changed: 0, removed: 0, unchanged: 0, detained: 0, held: 0, requests: 2 },
  plan: { hash: '', madeAt: 0, approved: true, added: 0, changed: 0, removed: 0, detained: 0, unchanged: 1 },
  totals: { users: 1, didNumbers: 0, withoutEmail: 0, sharedEmail: 0 },
  reads: [],
  left: [],
};
const QUERIES: SyncQueries = {
  state: () => ({}),
  changes: () => ({ items: [], total: 0 }),
  irregular: () => ({ items: [], total: 0 }),
  detained: () => ({ items: [], total: 0, codes: [], actions: [] }),
  detainedOne: () => undefined,
  decisions: () => ({ items: [], total: 0 }),
  runs: () => ({ items: [], total: 0 }),
  run: () => undefined,
  people: () => ({ items: [], total: 0 }),
  person: () => undefined,
  summary: () => ({ items: [], total: 0 }),
  findings: () => ({ items: [], total: 0, codes: [] }),
  untoldDigests: () => [],
  runChanges: () => ({ items: [], total: 0 }),
  undo: () => undefined,
  undone: () => undefined,
  auditChain: async () => ({ count: 0, head: '' }),
};

function service(queries: Partial<SyncQueries> = {}, check?: (signal: AbortSignal) => Promise<never>) {
  const clock = manualClock();
  const ended: Events['sync.ended'][] = [];
  const events = createEventBus((_name, error) => {
    throw error;
  });
  events.on('sync.ended', (event) => ended.push(event));
  const now = { obstacle: undefined as SyncObstacle | undefined };
  const auditErrors: unknown[] = [];
  let runs = 0;
  let checks = 0;
  type Watching = Parameters<SyncRunner['run']>[1];
  let held: { promise: Promise<void>; begun: (watching: Watching) => void } | undefined;
  const runner: SyncRunner = {
    async run(_options, watching) {
      runs++;
      held?.begun(watching);
      await held?.promise;
      return REPORT;
    },
    async check(_budget, signal) {
      checks++;
      await check?.(signal);
      return { read: 10, of: 30, drifted: 1, missing: 2, requests: 12 };
    },
  };
  const sync = createUserSync({
    isOnline: () => true,
    settings: createSettings(openStateDatabase(':memory:', clock.now).db, () => undefined),
    events,
    clock,
    runner,
    queries: { ...QUERIES, ...queries },
    newId: () => 'id',
    obstacle: () => now.obstacle,
    nextRunAt: () => undefined,
    onAuditError: (error) => auditErrors.push(error),
  });
  /** The next cycle waits until it is let go. */
  function hold() {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<Watching>();
    held = { promise: gate.promise, begun: begun.resolve };
    let watching: Watching | undefined;
    return {
      begun: begun.promise.then((it) => {
        watching = it;
      }),
      progress: (at: StageProgress) => watching?.progress(at),
      open: gate.resolve,
      ended: new Promise<void>((resolve) => events.on('sync.ended', () => resolve())),
    };
  }
  return { sync, now, ended, auditErrors, hold, runs: () => runs, checks: () => checks };
}

const WORDS: Record<SyncObstacle, { readonly remedy: RegExp; readonly state: string }> = {
  SAFE_MODE: { remedy: /page of alarms/, state: 'never' },
  NOT_LINKED: { remedy: /^Link it first/, state: 'paused' },
  ACCOUNT_DEACTIVATED: { remedy: /reactivate/, state: 'paused' },
  SYNC_NO_SOURCE: { remedy: /^Save a PBX link, add a synchroniser, or upload a file/, state: 'never' },
};

for (const [code, { remedy, state }] of Object.entries(WORDS) as [
  SyncObstacle,
  (typeof WORDS)['NOT_LINKED'],
][]) {
  test(`asked for while ${code}: that code and what to do, from every door; nothing begins`, async (t) => {
    const { sync, now, ended, runs } = service();
    now.obstacle = code;
    const refused = { code, remedy };
    t.throws(() => sync.run(ANN), refused);
    t.throws(() => sync.preview(ANN), refused);
    t.notOk(sync.carryOutDecisions(ANN), 'decisions wait for the next cycle');
    await t.rejects(sync.runToEnd(ANN), refused);
    await t.rejects(sync.previewToEnd(ANN), refused);
    await t.rejects(sync.runScheduled(new AbortController().signal), refused);
    t.equal(runs(), 0);
    t.same(ended, [], 'what did not begin did not fail either');
    t.match(sync.view(), { state, error: undefined });

    now.obstacle = undefined;
    t.match(await sync.runToEnd(ANN), { value: { added: 1 } }, 'the reason is gone: it runs');
    t.equal(runs(), 1);
  });
}

test('the reason that comes while another sync runs stops the one that waits', async (t) => {
  const { sync, now } = service();
  const first = sync.runToEnd(ANN);
  const second = sync.runToEnd(ANN);
  now.obstacle = 'NOT_LINKED';
  await first;
  await t.rejects(second, { code: 'NOT_LINKED' });
});

test('an undo that is not waited for: how far it is and how it ended can be read', async (t) => {
  const view = { runId: 'r1', planHash: 'h', state: 'possible', restored: 1, removed: 0, added: 0 } as const;
  const possible = { ...view, left: [], leftCount: 0, done: false };
  const done = { undone: false };
  const { sync, now, hold } = service({
    undo: (id) => (id === 'r1' && !done.undone ? possible : undefined),
    undone: (id) =>
      id === 'r1' && done.undone ? { ...possible, state: 'done', by: 'u1', done: true } : undefined,
  });
  t.match(sync.undoOf('r1'), { state: 'possible' });
  t.equal(sync.undoOf('r2'), undefined);
  now.obstacle = 'NOT_LINKED';
  await t.rejects(sync.undo({ runId: 'r1', planHash: 'h', wait: false }, ANN), { code: 'NOT_LINKED' });
  t.match(sync.undoOf('r1'), { state: 'possible' }, 'it never began');
  now.obstacle = undefined;
  const gate = hold();
  t.match(await sync.undo({ runId: 'r1', planHash: 'h', wait: false }, ANN), { state: 'running' });
  await gate.begun;
  gate.progress({ stage: 'apply', done: 2, total: 5 });
  const progress = { step: 1, steps: 3, done: 2, total: 5, sentence: 'Taking back: 2 users.' };
  t.match(sync.undoOf('r1'), { state: 'running', progress });
  t.match(sync.view(), { state: 'running', progress });
  done.undone = true;
  gate.open();
  await gate.ended;
  t.match(sync.undoOf('r1'), { state: 'done', by: 'u1' });
});

test('the schedule: who began from an older one is told, and overwrites nothing', async (t) => {
  const { sync } = service();
  const changed = { code: 'CHANGED_MEANWHILE' };
  t.equal(sync.view().scheduleSaved, undefined, 'the default is nobody’s');
  const first = sync.setSchedule(30, ANN, 'none').scheduleSaved;
  t.match(first, { by: 'Ann' });
  t.throws(() => sync.setSchedule(60, { ...ANN, name: 'Ben' }, 'none'), changed);
  t.throws(() => sync.setSchedule(60, { ...ANN, name: 'Ben' }, 5), changed);
  t.match(sync.view(), { scheduleMinutes: 30, scheduleSaved: first });
  t.match(sync.setSchedule(60, { ...ANN, name: 'Ben' }, first?.version), { scheduleSaved: { by: 'Ben' } });
  t.equal(sync.setSchedule(15, ANN).scheduleMinutes, 15, 'the command line says nothing and is taken');
});

test('only the plan that was shown is confirmed, whether one waits for the end or not', async (t) => {
  const { sync } = service();
  t.throws(() => sync.confirm('another', ANN), { code: 'PLAN_STALE' });
  await t.rejects(sync.runToEnd(ANN, undefined, 'another'), { code: 'PLAN_STALE' });
  t.notOk(sync.isRunning());
});

test('an audit chain that cannot be read costs no cycle, and is told', async (t) => {
  const unreadable = new Error('database disk image is malformed');
  const { sync, auditErrors } = service({ auditChain: () => Promise.reject(unreadable) });
  t.match(await sync.runToEnd(ANN), { value: { added: 1 } });
  t.same(auditErrors, [unreadable]);
});

test('C8: the slow check tells what it compared, and asks nobody before the first sync', async (t) => {
  const never = service();
  const { signal } = new AbortController();
  t.equal(await never.sync.checkUsers(signal), 'Nobody was synchronised yet.');
  t.equal(never.checks(), 0);
  const { sync, now, ended } = service({ state: () => ({ last: { ...REPORT, outcome: 'inSync' } }) });
  t.equal(await sync.checkUsers(signal), '10 of 30 users compared, 1 changed, 2 missing');
  t.same(ended, [], 'it is no run of the sync');
  const cycle = sync.runToEnd(ANN);
  t.equal(await sync.checkUsers(signal), 'A sync is running.');
  await cycle;
  now.obstacle = 'ACCOUNT_DEACTIVATED';
  await t.rejects(sync.checkUsers(signal), { code: 'ACCOUNT_DEACTIVATED' });
});

test('C8: a sync does not wait for the slow check, which gives way', async (t) => {
  const { sync, runs } = service(
    { state: () => ({ last: { ...REPORT, outcome: 'inSync' } }) },
    (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const check = sync.checkUsers(new AbortController().signal);
  await sync.runToEnd(ANN);
  t.equal(await check, 'A sync began.');
  t.equal(runs(), 1);
});
