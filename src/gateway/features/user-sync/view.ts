/** What pages and histories say about a cycle. Pure. */
import type { SyncProgress, SyncView } from '../../../contract/local-api.ts';
import type { LastCycle } from '../../core/ports/sync-queries.ts';
import type { PlanSummary } from '../../core/ports/sync-store.ts';
import type { CycleOptions, CycleReport, StageProgress, SyncStage } from '../../core/sync-cycle.ts';

const STAGES: Record<SyncStage, { readonly step: number; readonly sentence: (done: number) => string }> = {
  read: { step: 1, sentence: (done) => `Reading the source: ${done} rows.` },
  normalise: { step: 2, sentence: (done) => `Looking at what changed: ${done} people.` },
  plan: { step: 3, sentence: () => 'Making the plan.' },
  apply: { step: 4, sentence: (done) => `Sending to the cloud: ${done} users.` },
  record: { step: 5, sentence: () => 'Recording the result.' },
};

/** An undo takes back first; what follows is the plan of what remains. */
const UNDO_STAGES: typeof STAGES = {
  ...STAGES,
  apply: { step: 1, sentence: (done) => `Taking back: ${done} users.` },
  normalise: { ...STAGES.normalise, step: 2 },
  plan: { ...STAGES.plan, step: 2 },
  record: { ...STAGES.record, step: 3 },
};

export function progressOf({ stage, done, total }: StageProgress, mode: CycleOptions['mode']): SyncProgress {
  const isUndo = mode === 'undo';
  const { step, sentence } = (isUndo ? UNDO_STAGES : STAGES)[stage];
  return {
    stage,
    step,
    steps: isUndo ? 3 : 5,
    done,
    ...(total === undefined ? {} : { total }),
    sentence: sentence(done),
  };
}

/** First that fits. */
export function stateOf(facts: {
  readonly running: boolean;
  readonly paused: boolean;
  /** The last one did not even begin. */
  readonly failed: boolean;
  readonly last: LastCycle | undefined;
  readonly plan: PlanSummary | undefined;
}): SyncView['state'] {
  const { running, paused, failed, last, plan } = facts;
  if (running) return 'running';
  if (paused) return 'paused';
  if (failed || last?.outcome === 'failed') return 'failed';
  if (!last) return 'never';
  if (plan && !plan.approved) return 'awaitingApproval';
  return last.outcome;
}

/** One line for the job's history and the command's result. */
export function sentenceOfReport({ counts, fault, plan }: CycleReport): string {
  const { added, changed, removed, unchanged, detained, held, leftAlone = 0 } = counts;
  const done = plan.approved
    ? `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`
    : `waits for approval: ${added} to add, ${changed} to change, ${removed} to remove`;
  const alone = leftAlone > 0 ? `; ${leftAlone} left alone` : '';
  const back = `${alone}${detained + held > 0 ? `; ${detained} detained, ${held} held` : ''}`;
  return fault ? `${fault.sentence} (${done}${back})` : `${done}${back}.`;
}
