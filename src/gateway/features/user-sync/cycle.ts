/** One cycle: read → normalise → merge → validate → diff → plan/detain → apply → record. */
import { AppError, toFault } from '../../../base/errors.ts';
import type { Fault } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import type { CycleOptions, CycleReport } from '../../core/sync-cycle.ts';
import { carryOut } from './apply.ts';
import { takeUpDecisions } from './decisions.ts';
import { type Cycle, type EngineDeps, openScim } from './engine.ts';
import { refreshPeople } from './people.ts';
import { DAY, type Ends, makePlan, notePlan, type Plan } from './plan.ts';
import { type ReadReport, readSource } from './read.ts';
import { makeReport, savedPlan, savePlan } from './report.ts';
import { resolve } from './resolve.ts';
import { beginUndo, finishUndo } from './undo.ts';

export type SyncEngine = {
  /** Never throws for what the world did: the report says it, and the state is such that the next cycle goes on. */
  cycle(options: CycleOptions, signal: AbortSignal): Promise<CycleReport>;
};

const endOf = (sourceId: string) => `end ${sourceId}`;

async function readAll(cycle: Cycle): Promise<ReadReport[]> {
  const { facts } = cycle.store;
  const reports: ReadReport[] = [];
  for (const source of cycle.sources) {
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
    end: (store.facts.get(endOf(id)) ?? 'incomplete') as ReadReport['end'],
    nameless: 0,
  }));
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
    persons.graceOver(now - options.graceDays * DAY, 1).length > 0
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

/** The fault of a read that did not end. Rows without identity alone are detained rows, not a failure. */
function readFault(reports: readonly ReadReport[]): Fault | undefined {
  return reports.find((r) => r.fault && !(r.nameless > 0 && r.fault.code === 'SOURCE_INCOMPLETE'))?.fault;
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

type Done = { readonly fault: Fault | undefined; readonly planned: boolean };

async function stages(cycle: Cycle): Promise<Done> {
  bindRemote(cycle);
  takeUpDecisions(cycle);
  if (cycle.options.mode === 'undo') beginUndo(cycle);
  if (cycle.options.mode !== 'preview') await finishUndo(cycle);
  const { mode } = cycle.options;
  const reports = mode === 'decide' || mode === 'undo' ? lastReads(cycle) : await readAll(cycle);
  const ends: Ends = new Map(reports.map((report) => [report.source, report.end]));
  const isWhole = reports.every((report) => report.end !== 'incomplete');
  const fault = readFault(reports);
  if (!isWhole && !cycle.options.incompleteChanges) return { fault, planned: false };
  if (cycle.store.records.anyDirty()) await refreshPeople(cycle);
  if (!needsPlan(cycle, isWhole)) return { fault, planned: false };
  await (maySend(cycle) ? planAndSend(cycle, ends, isWhole) : planOnly(cycle, ends));
  return { fault, planned: true };
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
        done = { fault: toFault(explained(thrown, signal)), planned: true };
      }
      deps.progress({ stage: 'record', done: 1, total: 1 });
      return makeReport(cycle, savedPlan(cycle.store), done);
    },
  };
}
