/** Stage 8: what the cycle did, in one row; totals, and what is new to look at. */
import type { Fault } from '../../../contract/common.ts';
import type { SyncCounts } from '../../../contract/status.ts';
import type { PlanSummary, SyncStore, Totals } from '../../core/ports/sync-store.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';
import type { CycleReport, SourceRead } from '../../core/sync-cycle.ts';
import { count } from './count.ts';
import { CHUNK, type Cycle } from './engine.ts';

function parsed<T>(store: SyncStore, key: string): T | undefined {
  const text = store.facts.get(key);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

export const savedPlan = (store: SyncStore) => parsed<PlanSummary>(store, 'plan');
export const savedTotals = (store: SyncStore) => parsed<Totals>(store, 'totals');

/** All but the time: the same plan keeps the time when it was made. */
function isSamePlan(a: PlanSummary | undefined, b: PlanSummary): boolean {
  return a !== undefined && JSON.stringify({ ...a, madeAt: 0 }) === JSON.stringify({ ...b, madeAt: 0 });
}

/** @param isOpen something of it is still to be sent: the next cycle plans again, whatever the sources say */
export function savePlan(cycle: Pick<Cycle, 'store'>, plan: PlanSummary, isOpen: boolean): void {
  const { facts } = cycle.store;
  const open = isOpen ? '1' : '0';
  cycle.store.tx(() => {
    if (!isSamePlan(savedPlan(cycle.store), plan)) facts.set('plan', JSON.stringify(plan));
    if (facts.get('planOpen') !== open) facts.set('planOpen', open);
    if (facts.get(STALE_FINDINGS) !== '1') facts.set(STALE_FINDINGS, '1');
  });
}

/**
 * Brings the list of findings up to date, some thousand rows a transaction. A cut-off one goes on under the same number,
 * since a digest is closed only at the end.
 */
async function settleFindings({ store, breathe }: Cycle, digest: number): Promise<void> {
  const { findings } = store;
  let after = 0;
  for (let upTo = findings.pageEnd(after, CHUNK); upTo !== undefined; upTo = findings.pageEnd(after, CHUNK)) {
    const people = { after, upTo };
    store.txSoon(() => findings.settle(people, digest));
    after = upTo;
    await breathe();
  }
  store.txSoon(() => findings.settle({ after, upTo: Number.MAX_SAFE_INTEGER }, digest));
}

/** Something that decides about findings happened, and the list was not brought up to date since. */
const STALE_FINDINGS = 'findingsStale';

/** @returns the totals; what is new to look at is closed into a digest (invariant 22: told once per change) */
async function takeStock(cycle: Cycle, planned: boolean): Promise<Totals> {
  const { facts, findings } = cycle.store;
  const known = savedTotals(cycle.store);
  if (known && !planned && facts.get(STALE_FINDINGS) === '0') return known;
  const { totals, digest, sourceCounts } = await count(cycle);
  const { withoutEmail, sharedEmail } = totals;
  const number = findings.nextDigest();
  await settleFindings(cycle, number);
  cycle.store.tx(() => {
    const irregularChanged = facts.get('irregular') !== digest;
    if (irregularChanged) facts.set('irregular', digest);
    // nothing irregular at the first look is no news
    const isIrregular = irregularChanged && (known !== undefined || withoutEmail + sharedEmail > 0);
    if (isIrregular || findings.hasAny(number))
      findings.close({ number, id: cycle.newId(), at: cycle.now(), withoutEmail, sharedEmail });
    if (JSON.stringify(known) !== JSON.stringify(totals)) facts.set('totals', JSON.stringify(totals));
    facts.set('sourceCounts', JSON.stringify(sourceCounts));
    facts.set(STALE_FINDINGS, '0');
  });
  return totals;
}

const EMPTY = { hash: '', madeAt: 0, added: 0, changed: 0, removed: 0, detained: 0, unchanged: 0 };

/** What was done; where nothing may be sent yet, what would be done. */
function countsOf(cycle: Cycle, plan: PlanSummary): SyncCounts {
  const { counts } = cycle;
  const isDone = cycle.options.mode !== 'preview' && plan.approved;
  const { added, changed, removed } = isDone ? counts : plan;
  // who was added or changed in this cycle is not in the plan of what remains
  const rest = isDone ? plan.unchanged - added - changed : plan.unchanged;
  // who is left alone is in no plan either
  const leftAlone = cycle.options.mode === 'undo' ? (counts.leftAlone ?? 0) : cycle.store.decisions.quiet();
  const unchanged = Math.max(0, rest - leftAlone);
  const requests = cycle.asked.opened ? cycle.scim.requests : 0;
  return {
    added,
    changed,
    removed,
    unchanged,
    ...(leftAlone > 0 ? { leftAlone } : {}),
    detained: plan.detained,
    held: plan.held?.count ?? 0,
    requests,
  };
}

/** Each cycle forgets what has become too old by now. */
function forgetOld({ store }: Cycle, now: number): void {
  store.tx(() => {
    store.cycles.prune(now - RETENTION.cycleDays * DAY_MS);
    store.audit.prune(now - RETENTION.syncAuditDays * DAY_MS);
  });
}

export async function makeReport(
  cycle: Cycle,
  saved: PlanSummary | undefined,
  done: {
    readonly fault: Fault | undefined;
    readonly planned: boolean;
    readonly reads: readonly SourceRead[];
    readonly left: readonly string[];
  },
): Promise<CycleReport> {
  const plan = saved ?? { ...EMPTY, approved: cycle.store.facts.get('approved') === '1' };
  const { fault } = done;
  const counts = countsOf(cycle, plan);
  const isOpen =
    cycle.options.mode !== 'preview' && plan.approved && plan.added + plan.changed + plan.removed > 0;
  const isPartial = done.reads.some(({ end }) => end === 'incomplete');
  const isClean = counts.detained + counts.held === 0 && !isOpen && !isPartial;
  const report: CycleReport = {
    cycleId: cycle.id,
    startedAt: cycle.startedAt,
    endedAt: cycle.now(),
    outcome: fault ? 'failed' : isClean ? 'inSync' : 'attention',
    counts,
    plan,
    reads: done.reads,
    left: done.left,
    totals: await takeStock(cycle, done.planned),
    ...(fault ? { fault, error: fault.sentence } : {}),
  };
  cycle.store.cycles.end(report);
  forgetOld(cycle, report.endedAt);
  return report;
}
