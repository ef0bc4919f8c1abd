/** One cycle: read → normalise → merge → validate → diff → plan/detain → apply → record. */
import { AppError, toFault } from '../../../base/errors.ts';
import type { Fault } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import type { CycleOptions, CycleReport, SourceRead } from '../../core/sync-cycle.ts';
import { carryOut } from './apply.ts';
import { takeUpDecisions } from './decisions.ts';
import { type Cycle, type EngineDeps, openScim } from './engine.ts';
import { refreshPeople } from './people.ts';
import { DAY, type Ends, makePlan, notePlan, type Plan } from './plan.ts';
import { type ReadReport, readSource } from './read.ts';
import { makeReport, savedPlan, savePlan } from './report.ts';
import { resolve } from './resolve.ts';
import { lookAtChanged } from './shadow.ts';
import { beginUndo, finishUndo } from './undo.ts';

export type SyncEngine = {
  /** Never throws for what the world did: the report says it, and the state is such that the next cycle goes on. */
  cycle(options: CycleOptions, signal: AbortSignal): Promise<CycleReport>;
};

/** D19: nothing is cleared and nobody removed; it sends nothing by itself. A preview leaves it for the run. */
function movePeople(cycle: Cycle): string[] {
  const { store, sources, options } = cycle;
  if (options.mode !== 'run') return [];
  const moved: string[] = [];
  for (const { id, leaving } of sources) {
    if (leaving?.people !== 'move') continue;
    store.tx(() => {
      store.sources.moveTo(id, leaving.to);
      store.facts.set('moved', '1');
      store.facts.set('planOpen', '1');
    });
    moved.push(id);
  }
  return moved;
}

const endOf = (sourceId: string) => `end ${sourceId}`;

async function readAll(cycle: Cycle): Promise<ReadReport[]> {
  const { facts } = cycle.store;
  const reports: ReadReport[] = [];
  for (const source of cycle.sources) {
    // whose people move is not read any more, and its rows stay until they have moved
    if (source.leaving?.people === 'move') continue;
    const report = await readSource(cycle, source);
    if (facts.get(endOf(source.id)) !== report.end) facts.set(endOf(source.id), report.end);
    reports.push(report);
  }
  return reports;
}

/** Decisions alone need no new read: how each source was read last still holds. */
function lastReads({ sources, store }: Cycle): ReadReport[] {
  return sources.map(({ id }) => ({
    source: id,
    at: 0,
    end: (store.facts.get(endOf(id)) ?? 'incomplete') as ReadReport['end'],
    rows: 0,
    durationMs: 0,
    nameless: 0,
  }));
}

/** Sources that broke off, and whose changes wait until they are read whole. */
function waitingOf(cycle: Cycle, reports: readonly ReadReport[]): string[] {
  const { sources, options } = cycle;
  return reports
    .filter(({ end }) => end === 'incomplete')
    .map(({ source }) => source)
    .filter((id) => {
      const own = sources.find((source) => source.id === id)?.incompleteChanges;
      return !(options.incompleteChanges && (own ?? true));
    });
}

/** Sources that were being deleted, and of which nobody is left. */
function goneSources({ store, sources }: Cycle): string[] {
  const gone = sources.filter(({ id, leaving }) => leaving?.people === 'delete' && store.sources.hasLeft(id));
  for (const { id } of gone) store.tx(() => store.sources.forget(id));
  return gone.map(({ id }) => id);
}

/** D8, switched on or off: what waits goes, or what would go waits, though no row says anything new. */
function noteDeferral({ store: { facts, tx }, sources }: Cycle): void {
  for (const { id, deferAll } of sources) {
    const known = `defer ${id}`;
    const now = deferAll ? '1' : '';
    if ((facts.get(known) ?? '') === now) continue;
    tx(() => {
      facts.set(known, now);
      facts.set('planOpen', '1');
    });
  }
}

/** Is there anything that a plan could change? A cycle without change stops here: no plan, no request, one row. */
function needsPlan(cycle: Cycle, isWhole: boolean): boolean {
  const { facts, persons, ops } = cycle.store;
  const { options } = cycle;
  const now = cycle.now();
  return (
    !isWhole ||
    facts.get('planOpen') !== '0' ||
    options.confirm !== undefined ||
    ops.open().length > 0 ||
    persons.planned('held') > 0 ||
    persons.retryDue(options.onDemand ? Number.MAX_SAFE_INTEGER : now, cycle.number) ||
    persons.graceOver(now - options.graceDays * DAY, 0, 1).length > 0
  );
}

/** The first plan waits for a person's approval (D8); a run that a person starts is that approval. */
function maySend(cycle: Cycle): boolean {
  const { facts } = cycle.store;
  if (cycle.options.mode === 'preview' || cycle.options.mode === 'undo') return false;
  if (facts.get('approved') === '1') return true;
  if (cycle.options.approve) facts.set('approved', '1');
  return cycle.options.approve;
}

/** What remains after sending is a plan too: what is detained, held, or failed. */
async function planRest(cycle: Cycle, ends: Ends): Promise<Plan> {
  const plan = await makePlan(cycle, ends, undefined);
  await notePlan(cycle, plan, true);
  savePlan(cycle, plan.summary, true);
  return plan;
}

async function send(cycle: Cycle, plan: Plan, ends: Ends): Promise<Plan> {
  const going = plan.items.filter((item) => item.state === 'go');
  if (going.length === 0) return plan;
  try {
    await openScim(cycle);
    await carryOut(cycle, going);
    await resolve(cycle);
  } catch (thrown) {
    await planRest(cycle, ends);
    throw thrown;
  }
  return await planRest(cycle, ends);
}

async function planOnly(cycle: Cycle, ends: Ends): Promise<void> {
  await planRest(cycle, ends);
}

/** Plans, sends what may be sent, and leaves the plan of what remains. */
async function planAndSend(cycle: Cycle, ends: Ends, isWhole: boolean): Promise<void> {
  await resolve(cycle);
  const { confirm } = cycle.options;
  const plan = await makePlan(cycle, ends, isWhole ? confirm : undefined);
  cycle.progress({ stage: 'plan', done: plan.items.length });
  const isStale = confirm !== undefined && confirm !== plan.hash;
  await notePlan(cycle, plan, isStale);
  savePlan(cycle, plan.summary, true);
  if (isStale) throw fail('PLAN_STALE');
  const before = cycle.asked.lookedUp;
  let rest = await send(cycle, plan, ends);
  // answers that never came were looked up: what did not arrive goes once more
  if (cycle.asked.lookedUp > before && rest.items.some((item) => item.state === 'go'))
    rest = await send(cycle, rest, ends);
  savePlan(cycle, rest.summary, !isWhole || rest.items.some((item) => item.state === 'go'));
}

/**
 * The fault of a read that did not end. Rows without identity alone are detained rows, not a failure; and where another
 * source was read, the cycle did not fail.
 */
function readFault(reports: readonly ReadReport[]): Fault | undefined {
  const failed = reports.filter((r) => r.fault && !(r.nameless > 0 && r.fault.code === 'SOURCE_INCOMPLETE'));
  return failed.length === reports.length ? failed[0]?.fault : undefined;
}

/**
 * Another account, or another server: nobody of these is there. People keep their identity, so that whoever is found
 * there as ours is taken up again; the first plan waits for its approval, as everywhere.
 */
function bindRemote(cycle: Cycle): void {
  const { facts, persons, ops, keys } = cycle.store;
  const known = facts.get('remote');
  if (known === cycle.remote) return;
  cycle.store.tx(() => {
    facts.set('remote', cycle.remote);
    if (known === undefined) return;
    cycle.log('the user directory is another one; everybody is new there');
    for (const op of ops.open()) ops.close(op.opId);
    keys.forgetApplied();
    persons.forgetRemote();
    for (const { id } of cycle.sources) facts.set(`guard ${id}`, '');
    facts.set('approved', '0');
    facts.set('planOpen', '1');
  });
}

type Done = {
  readonly fault: Fault | undefined;
  readonly planned: boolean;
  readonly reads: readonly SourceRead[];
  readonly left: readonly string[];
};

async function stages(cycle: Cycle): Promise<Done> {
  bindRemote(cycle);
  takeUpDecisions(cycle);
  if (cycle.options.mode === 'run') await lookAtChanged(cycle);
  if (cycle.options.mode === 'undo') beginUndo(cycle);
  if (cycle.options.mode !== 'preview') await finishUndo(cycle);
  const { mode } = cycle.options;
  const isRead = mode === 'run' || mode === 'preview';
  const reports = isRead ? await readAll(cycle) : lastReads(cycle);
  const reads = isRead ? reports.map(({ nameless: _nameless, ...read }) => read) : [];
  const ends: Ends = new Map(reports.map((report) => [report.source, report.end]));
  const isWhole = reports.every((report) => report.end !== 'incomplete');
  const fault = readFault(reports);
  const waiting = waitingOf(cycle, reports);
  if (reports.length > 0 && waiting.length === reports.length)
    return { fault, reads, planned: false, left: [] };
  const moved = movePeople(cycle);
  const going = cycle.sources.filter(({ id }) => !moved.includes(id));
  const rest: Cycle = moved.length > 0 ? { ...cycle, sources: going } : cycle;
  if (rest.store.records.anyDirty()) await refreshPeople(rest, waiting);
  noteDeferral(rest);
  const planned = needsPlan(rest, isWhole);
  if (planned) await (maySend(rest) ? planAndSend(rest, ends, isWhole) : planOnly(rest, ends));
  return { fault, reads, planned, left: [...moved, ...goneSources(rest)] };
}

function begin(deps: EngineDeps, options: CycleOptions, signal: AbortSignal): Cycle {
  const id = deps.newId();
  const startedAt = deps.now();
  const number = deps.store.cycles.begin({
    id,
    startedAt,
    mode: options.mode,
    actor: options.actor,
  });
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0, detained: 0, held: 0, requests: 0 };
  return {
    ...deps,
    id,
    number,
    startedAt,
    options,
    signal,
    counts,
    asked: { opened: false, lookedUp: 0, changed: false },
  };
}

/** An abort comes out of whatever was waited for as that one's own error; it is no defect. */
function explained(thrown: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !(thrown instanceof AppError) ? fail('SYNC_ABORTED', { cause: thrown }) : thrown;
}

/** The engine over its ports. It does nothing until `cycle` is called; one at a time. */
export function createSyncEngine(deps: EngineDeps): SyncEngine {
  return {
    async cycle(options, signal) {
      const cycle = begin(deps, options, signal);
      let done: Done;
      try {
        done = await stages(cycle);
      } catch (thrown) {
        deps.log('the cycle failed', { error: thrown instanceof Error ? thrown.stack : String(thrown) });
        done = { fault: toFault(explained(thrown, signal)), planned: true, reads: [], left: [] };
      }
      deps.progress({ stage: 'record', done: 1, total: 1 });
      return await makeReport(cycle, savedPlan(cycle.store), done);
    },
  };
}
