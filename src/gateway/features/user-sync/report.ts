/** Stage 8: what the cycle did, in one row; totals and the digest of irregular addresses. */
import type { Fault } from '../../../contract/common.ts';
import type { SyncCounts } from '../../../contract/status.ts';
import type { PlanSummary, SyncStore, Totals } from '../../core/ports/sync-store.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';
import type { CycleReport, SourceRead } from '../../core/sync-cycle.ts';
import { detains } from '../../core/sync-reasons.ts';
import { CHUNK, type Cycle, didNumbersOf } from './engine.ts';

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
  });
}

type Findings = Readonly<Record<string, number>>;
type Stock = {
  readonly totals: Totals;
  readonly irregularChanged: boolean;
  readonly findings?: Findings;
};

/** Findings by code, and a digest that changes when one comes, goes or says something else. */
function findingsOf(cycle: Cycle): { readonly counts: Findings; readonly digest: string } {
  const counts: Record<string, number> = {};
  let digest = '';
  let lines: string[] = [];
  const fold = () => {
    digest = cycle.digest([digest, ...lines].join('\n'));
    lines = [];
  };
  for (const issue of cycle.store.persons.issues()) {
    const [, code] = issue;
    if (detains(code)) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    lines.push(issue.join('\t'));
    if (lines.length === CHUNK) fold();
  }
  fold();
  return { counts, digest };
}

/** A PBX has DID numbers that are nobody's: where every source counted its own, that is the number (row A6). */
function totalsOf({ store, sources }: Cycle): Totals {
  const totals = store.persons.totals();
  const told = sources.map(({ id }) => store.facts.get(didNumbersOf(id)) ?? '');
  if (told.length === 0 || told.includes('')) return totals;
  return { ...totals, didNumbers: told.reduce((sum, count) => sum + Number(count), 0) };
}

function takeStock(cycle: Cycle, planned: boolean): Stock {
  const { facts, persons } = cycle.store;
  const known = savedTotals(cycle.store);
  if (known && !planned) return { totals: known, irregularChanged: false };
  const totals = totalsOf(cycle);
  const digest = cycle.digest(persons.irregularText());
  const irregularChanged = facts.get('irregular') !== digest;
  const found = findingsOf(cycle);
  const changed = (facts.get('findings') ?? '') !== found.digest;
  cycle.store.tx(() => {
    if (changed) facts.set('findings', found.digest);
    if (irregularChanged) facts.set('irregular', digest);
    if (JSON.stringify(known) !== JSON.stringify(totals)) facts.set('totals', JSON.stringify(totals));
    facts.set('sourceCounts', JSON.stringify(cycle.store.sources.counts()));
  });
  // nothing irregular at the first look is no news
  const isNews = known !== undefined || totals.withoutEmail + totals.sharedEmail > 0;
  const told = changed && (known !== undefined || Object.keys(found.counts).length > 0);
  return {
    totals,
    irregularChanged: irregularChanged && isNews,
    ...(told ? { findings: found.counts } : {}),
  };
}

const EMPTY = { hash: '', madeAt: 0, added: 0, changed: 0, removed: 0, detained: 0, unchanged: 0 };

/** What was done; where nothing may be sent yet, what would be done. */
function countsOf(cycle: Cycle, plan: PlanSummary): SyncCounts {
  const { counts } = cycle;
  const isDone = cycle.options.mode !== 'preview' && plan.approved;
  const { added, changed, removed } = isDone ? counts : plan;
  // who was added or changed in this cycle is not in the plan of what remains
  const unchanged = isDone ? Math.max(0, plan.unchanged - added - changed) : plan.unchanged;
  const requests = cycle.asked.opened ? cycle.scim.requests : 0;
  return {
    added,
    changed,
    removed,
    unchanged,
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

export function makeReport(
  cycle: Cycle,
  saved: PlanSummary | undefined,
  done: {
    readonly fault: Fault | undefined;
    readonly planned: boolean;
    readonly reads: readonly SourceRead[];
    readonly left: readonly string[];
  },
): CycleReport {
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
    ...takeStock(cycle, done.planned),
    ...(fault ? { fault, error: fault.sentence } : {}),
  };
  cycle.store.cycles.end(report);
  forgetOld(cycle, report.endedAt);
  return report;
}
