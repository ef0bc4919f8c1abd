/** User synchronisation in the daemon: schedule, runs by people, pause, progress, and what pages read. */
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import type { Fault } from '../../../contract/common.ts';
import type { SyncProgress, SyncView } from '../../../contract/local-api.ts';
import type { SyncStatus } from '../../../contract/status.ts';
import type { UndoView } from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { ChangesQuery, IrregularQuery, SyncQueries, SyncState } from '../../core/ports/sync-queries.ts';
import type { SyncRunner } from '../../core/ports/sync-runner.ts';
import { createSavedMarks, type Expected } from '../../core/saved.ts';
import type { CycleOptions, CycleReport, ShadowReport, StageProgress } from '../../core/sync-cycle.ts';
import { createAuditGuard } from './audit-guard.ts';
import { progressOf, sentenceOfReport, stateOf } from './view.ts';

/** A6: takes 5 to 1,440 minutes. */
export const SCHEDULE = { least: 5, most: 1440, usual: 20 } as const;
const ScheduleSetting = Type.Object({
  minutes: Type.Integer({ minimum: SCHEDULE.least, maximum: SCHEDULE.most }),
});
const SCHEDULE_KEY = 'sync.schedule';

export type UserSyncOptions = {
  readonly settings: Settings;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly runner: SyncRunner;
  readonly queries: SyncQueries;
  readonly newId: () => string;
  /** Why no cycle may begin now: a row of the error table. */
  readonly obstacle: () => SyncObstacle | undefined;
  /** Is the cloud reached? Otherwise what is due is read and planned, and waits. */
  readonly isOnline: () => boolean;
  /** When the job runner starts the next cycle; ms since 1970. */
  readonly nextRunAt: () => number | undefined;
  /** The end of the audit chain could not be kept; the cycle itself is whole. */
  readonly onAuditError: (error: unknown) => void;
  /** How each source was read, and which of them are gone now. */
  readonly onReport?: (report: CycleReport) => void;
  /** Days between soft and hard delete. */
  readonly graceDays?: number;
};

const joined =
  (...ends: readonly (() => void)[]) =>
  () => {
    for (const end of ends) end();
  };

export type SyncObstacle = 'SAFE_MODE' | 'NOT_LINKED' | 'ACCOUNT_DEACTIVATED' | 'SYNC_NO_SOURCE';

type Ask = Partial<CycleOptions> & Pick<CycleOptions, 'mode'>;
type Running = {
  readonly abort: AbortController;
  readonly promise: Promise<CycleReport>;
  readonly mode: CycleOptions['mode'];
  progress?: SyncProgress;
};

/** Requests of one turn of the slow check: some thousand people a day, and a moment of the remote's time. */
const CHECK_BUDGET = 250;

export type UserSync = ReturnType<typeof createUserSync>;

export function createUserSync(options: UserSyncOptions) {
  const { settings, events, clock, runner, queries } = options;
  const marks = createSavedMarks(settings, clock);
  const auditGuard = createAuditGuard({ settings, queries, events });
  let running: Running | undefined;
  let checking: { readonly abort: AbortController; readonly promise: Promise<ShadowReport> } | undefined;
  let lastFault: Fault | undefined;
  /** The undo that was asked for last: it runs, or why it did not end. */
  let undoing: { readonly runId: string; readonly fault?: Fault } | undefined;
  /** Cycles that the cloud was not reached for, since the last one that it was. */
  let looks = 0;
  let off: (() => void) | undefined;

  const minutes = () => settings.get(SCHEDULE_KEY, ScheduleSetting)?.minutes ?? SCHEDULE.usual;

  /** A cycle that did not even begin is told like one that failed. */
  function notBegun(thrown: unknown, startedAt: number): void {
    const fault = toFault(thrown);
    lastFault = fault;
    const counts = { added: 0, changed: 0, removed: 0, unchanged: 0, detained: 0, held: 0, requests: 0 };
    events.emit('sync.ended', {
      cycleId: options.newId(),
      startedAt,
      endedAt: clock.now(),
      outcome: 'failed',
      counts,
      error: fault.sentence,
    });
  }

  function ended(report: CycleReport, actor: Actor): void {
    lastFault = undefined;
    const { cycleId, startedAt, endedAt, outcome, counts, error } = report;
    events.emit('sync.ended', {
      cycleId,
      startedAt,
      endedAt,
      outcome,
      counts,
      ...(error === undefined ? {} : { error }),
    });
    const isNews = counts.added + counts.changed + counts.removed > 0 || outcome === 'failed';
    if (isNews || actor.via !== 'system') audit('User synchronisation', actor, { outcome, ...counts });
  }

  function audit(action: string, actor: Actor, details: Record<string, unknown>): void {
    events.emit('audit', {
      action,
      eventType: 'Sync',
      actor,
      asset: 'User sync',
      propertiesChanged: [],
      details,
    });
  }

  async function carryOut(ask: Ask, actor: Actor, abort: AbortController): Promise<CycleReport> {
    const startedAt = clock.now();
    const isPerson = actor.via !== 'system';
    const cycle: CycleOptions = {
      onDemand: isPerson,
      approve: isPerson && ask.mode === 'run',
      actor: actor.name,
      graceDays: options.graceDays ?? 30,
      incompleteChanges: true,
      ...ask,
    };
    const progress = (at: StageProgress) => {
      if (running) running.progress = progressOf(at, running.mode);
      events.emit('sync.progress', at);
    };
    try {
      const report = await runner.run(cycle, { signal: abort.signal, progress });
      // the health check tells what is wrong with the chain; a cycle does not fail by it
      await auditGuard.extend().catch(options.onAuditError);
      running = undefined;
      if (ask.mode === 'run' && !report.fault) looks = 0;
      options.onReport?.(report);
      ended(report, actor);
      return report;
    } catch (thrown) {
      running = undefined;
      notBegun(thrown, startedAt);
      throw thrown;
    }
  }

  function mustBeFree(): void {
    const code = options.obstacle();
    if (code !== undefined) throw fail(code);
  }

  /** One cycle at a time: the next one waits for the one that runs. */
  async function begin(ask: Ask, actor: Actor, signal?: AbortSignal): Promise<CycleReport> {
    // the slow check has time: it goes on where it was
    while (running || checking) {
      checking?.abort.abort();
      await (running ?? checking)?.promise.catch(() => undefined);
    }
    mustBeFree();
    const abort = new AbortController();
    const stop = () => abort.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    const gate = Promise.withResolvers<void>();
    const promise = gate.promise.then(() => carryOut(ask, actor, abort));
    running = { abort, promise, mode: ask.mode };
    events.emit('sync.started', {});
    gate.resolve();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Compares some of the people at the cloud with what we take for confirmed (C8). It gives way to a cycle. */
  async function checkUsers(signal: AbortSignal): Promise<string> {
    if (running || checking) return 'A sync is running.';
    mustBeFree();
    if (!queries.state().last) return 'Nobody was synchronised yet.';
    const abort = new AbortController();
    const promise = runner.check(CHECK_BUDGET, AbortSignal.any([signal, abort.signal]));
    checking = { abort, promise };
    try {
      const { read, of, drifted, missing } = await promise;
      await auditGuard.extend().catch(options.onAuditError);
      return `${read} of ${of} users compared, ${drifted} changed, ${missing} missing`;
    } catch (thrown) {
      if (abort.signal.aborted) return 'A sync began.';
      throw thrown;
    } finally {
      checking = undefined;
    }
  }

  /** What a person confirms is the plan that is still there. @throws AppError PLAN_STALE */
  function askOf(planHash: string | undefined): Ask {
    if (planHash === undefined) return { mode: 'run' };
    if (queries.state().plan?.hash !== planHash) throw fail('PLAN_STALE');
    return { mode: 'run', confirm: planHash };
  }

  /**
   * As `run`, or with a plan's hash as `confirm`, to its end. `value` is the counts.
   * @throws AppError as the cycle failed; PLAN_STALE
   */
  async function runToEnd(actor: Actor, signal?: AbortSignal, planHash?: string) {
    const report = await begin(askOf(planHash), actor, signal);
    if (report.fault)
      throw fail('SYNC_FAILED', { sentence: report.fault.sentence, remedy: report.fault.remedy });
    return { sentence: sentenceOfReport(report), value: report.counts };
  }

  /** What is due while the cloud is not reached: the sources are read and what they say is planned; nothing is sent. */
  async function look(signal: AbortSignal): Promise<string> {
    const { fault, plan } = await begin({ mode: 'preview' }, SYSTEM, signal);
    looks++;
    if (fault) throw fail('SYNC_FAILED', { sentence: fault.sentence, remedy: fault.remedy });
    const { added, changed, removed } = plan;
    return `The cloud is not reached: ${added} to add, ${changed} to change, ${removed} to remove wait for it.`;
  }

  async function runDue(signal: AbortSignal): Promise<string> {
    return options.isOnline() ? (await runToEnd(SYSTEM, signal)).sentence : await look(signal);
  }

  /** Starts and does not wait; how it ends is in the view and the events. */
  function start(ask: Ask, actor: Actor): SyncView {
    mustBeFree();
    begin(ask, actor).catch(() => undefined);
    return view();
  }

  /** Without a PBX link there is nothing that could be paused. */
  function isPaused(): boolean {
    const code = options.obstacle();
    return code === 'NOT_LINKED' || code === 'ACCOUNT_DEACTIVATED';
  }

  function statusOf({ last, totals, plan }: SyncState): SyncStatus {
    const nextRunAt = options.nextRunAt();
    const fault = lastFault ?? last?.fault;
    return {
      state: stateOf({
        running: running !== undefined,
        paused: isPaused(),
        failed: lastFault !== undefined,
        last,
        plan,
      }),
      ...(last ? { lastRunAt: last.endedAt, counts: last.counts } : {}),
      ...(nextRunAt === undefined ? {} : { nextRunAt }),
      users: totals?.users ?? 0,
      withoutEmail: totals?.withoutEmail ?? 0,
      sharedEmail: totals?.sharedEmail ?? 0,
      ...(fault ? { error: fault.sentence } : {}),
    };
  }

  function view(): SyncView {
    const state = queries.state();
    const { error: _sentence, ...shared } = statusOf(state);
    const { last, plan, totals } = state;
    const fault = lastFault ?? last?.fault;
    const scheduleSaved = marks.of(SCHEDULE_KEY);
    return {
      ...shared,
      scheduleMinutes: minutes(),
      ...(scheduleSaved === undefined ? {} : { scheduleSaved }),
      didNumbers: totals?.didNumbers ?? 0,
      ...(last ? { lastDurationMs: last.endedAt - last.startedAt } : {}),
      ...(running?.progress ? { progress: running.progress } : {}),
      ...(plan ? { plan } : {}),
      ...(fault ? { error: fault } : {}),
    };
  }

  function undoOf(runId: string): UndoView | undefined {
    const mine = undoing?.runId === runId ? undoing : undefined;
    const found = queries.undone(runId) ?? queries.undo(runId);
    if (!found || found.done) return found;
    if (mine && !mine.fault) {
      const at = running?.mode === 'undo' ? running.progress : undefined;
      return { ...found, state: 'running', ...(at ? { progress: at } : {}) };
    }
    const fault = mine?.fault ?? found.fault;
    // one that was begun goes on with the next cycle
    const state = found.by === undefined ? 'possible' : 'interrupted';
    return { ...found, state, ...(fault ? { fault } : {}) };
  }

  return {
    /** Listens; the schedule itself is a row of jobs/index.ts that calls {@link runScheduled}. */
    async start() {
      off ??= joined(
        events.on('account.state', ({ state }) => {
          if (state === 'deactivated') running?.abort.abort();
        }),
        // a cycle belongs to the account that it began under
        events.on('link.changed', () => {
          auditGuard.forget();
          checking?.abort.abort();
          running?.abort.abort();
          lastFault = undefined;
        }),
      );
    },
    /** Ends a running cycle between two batches; its state is kept. */
    async stop() {
      off?.();
      off = undefined;
      checking?.abort.abort();
      await checking?.promise.catch(() => undefined);
      running?.abort.abort();
      await running?.promise.catch(() => undefined);
    },
    /** The first run by a person approves the first plan. @throws AppError of {@link SyncObstacle} */
    run: (actor: Actor): SyncView => start({ mode: 'run' }, actor),
    /** Reads and plans, sends nothing. @throws AppError of {@link SyncObstacle} */
    preview: (actor: Actor): SyncView => start({ mode: 'preview' }, actor),
    runToEnd,
    /** As `preview`, to its end: what `Connect` shows. */
    previewToEnd: (actor: Actor, signal?: AbortSignal) => begin({ mode: 'preview' }, actor, signal),
    /** For the job: nothing is approved by it. @throws AppError as the cycle failed */
    runScheduled: runDue,
    /** Something was read while the cloud was not reached, and nothing was sent since. */
    owes: () => looks > 0,
    /** For the job of the slow check. @throws AppError as the check failed */
    checkUsers,
    /**
     * Releases what exactly this plan holds.
     * @throws AppError PLAN_STALE at once when the plan shown is not this one any more
     */
    confirm: (planHash: string, actor: Actor): SyncView => start(askOf(planHash), actor),
    /**
     * Carries out what was decided about single rows, without reading anything anew or approving anything.
     * @returns whether it began; without a cloud or a source it waits for the next cycle
     */
    carryOutDecisions(actor: Actor): boolean {
      if (options.obstacle() !== undefined) return false;
      start({ mode: 'decide', onDemand: false, approve: false }, actor);
      return true;
    },
    /**
     * Takes the last run back, to its end. Without `planHash` it only says what would be done.
     * @throws AppError PLAN_STALE when it is not the last run, was undone, or would now do something else
     */
    async undo(
      { runId, planHash, wait = true }: { runId: string; planHash?: string; wait?: boolean },
      actor: Actor,
    ): Promise<UndoView> {
      const found = queries.undo(runId);
      if (!found || (planHash !== undefined && planHash !== found.planHash)) throw fail('PLAN_STALE');
      if (planHash === undefined) return found;
      mustBeFree();
      const undo = { run: runId, planHash };
      undoing = { runId };
      const ended = begin({ mode: 'undo', onDemand: false, approve: false, undo }, actor).then(
        ({ fault }) => {
          undoing = fault && { runId, fault };
          if (fault) throw fail('SYNC_FAILED', { sentence: fault.sentence, remedy: fault.remedy });
        },
        (thrown: unknown) => {
          undoing = { runId, fault: toFault(thrown) };
          throw thrown;
        },
      );
      if (wait) await ended;
      // how it ended is in the view
      else ended.catch(() => undefined);
      return undoOf(runId) ?? found;
    },
    /** What undoing a run would do, how it goes on, or how it ended; undefined when it never can or could. */
    undoOf,
    /** @throws AppError BAD_INPUT outside 5–1,440; CHANGED_MEANWHILE */
    setSchedule(every: number, actor: Actor, expected?: Expected): SyncView {
      if (!Number.isInteger(every) || every < SCHEDULE.least || every > SCHEDULE.most) {
        const sentence = `The schedule takes ${SCHEDULE.least} to ${SCHEDULE.most} minutes.`;
        throw fail('BAD_INPUT', { sentence, fields: [{ field: 'minutes', sentence }] });
      }
      const exists = settings.get(SCHEDULE_KEY, ScheduleSetting) !== undefined;
      marks.mark(SCHEDULE_KEY, actor, expected, exists);
      settings.set(SCHEDULE_KEY, { minutes: every });
      events.emit('audit', {
        action: 'Sync schedule changed',
        eventType: 'Admin',
        actor,
        asset: 'User sync',
        propertiesChanged: ['minutes'],
        details: { minutes: every },
      });
      return view();
    },
    scheduleMinutes: minutes,
    isRunning: () => running !== undefined,
    view,
    status: () => statusOf(queries.state()),
    changes: (query: ChangesQuery) => queries.changes(query),
    irregular: (query: IrregularQuery) => queries.irregular(query),
    runs: queries.runs,
    oneRun: queries.run,
    runChanges: queries.runChanges,
    verifyAudit: auditGuard.verify,
    acceptAudit: auditGuard.accept,
  };
}
