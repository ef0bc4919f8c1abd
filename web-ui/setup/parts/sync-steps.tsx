/** A sync that runs, by its stages: which are done, which one is on, what comes. */
import type { SyncProgress } from '../../../src/contract/local-api.ts';
import { count, type Step, Steps } from '../../shared/index.ts';

/** Stage → what stands in the list, and what is said while it is on. */
const STAGES = [
  ['read', 'Read from the PBX', 'reading'],
  ['normalise', 'Match and check', 'matching and checking'],
  ['plan', 'Compare with the cloud', 'comparing'],
  ['apply', 'Send changes', 'sending changes'],
  ['record', 'Record', 'recording'],
] as const;

/** The finer stages that the contract allows belong to these. */
const PART_OF: Readonly<Record<string, string>> = { merge: 'normalise', validate: 'normalise', diff: 'plan' };

function indexOf(stage: string): number {
  const shown = PART_OF[stage] ?? stage;
  return STAGES.findIndex(([name]) => name === shown);
}

/** `step 3 of 5: comparing`. */
export function stageWords({ step, steps, stage }: SyncProgress): string {
  return `step ${step} of ${steps}: ${STAGES[indexOf(stage)]?.[2] ?? stage}`;
}

/** `183 of 244`, or `183` while the total is not known. */
export function doneWords({ done, total }: Pick<SyncProgress, 'done' | 'total'>): string {
  return total === undefined ? count(done) : `${count(done)} of ${count(total)}`;
}

export function SyncSteps({ progress }: { progress: SyncProgress }) {
  const at = indexOf(progress.stage);
  const steps = STAGES.map(([stage, title], i): Step => {
    if (i < at) return { key: stage, shape: 'ok', title };
    if (i > at) return { key: stage, shape: 'todo', title, quiet: true, aside: i === at + 1 ? 'next' : '' };
    return {
      key: stage,
      shape: 'busy',
      title,
      strong: true,
      aside: doneWords(progress),
      note: progress.sentence,
      progress: { done: progress.done, total: progress.total, label: title },
    };
  });
  return (
    <>
      <Steps steps={steps} />
      <p class="help">Goes on when you close this page.</p>
    </>
  );
}
