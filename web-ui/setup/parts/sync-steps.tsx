/** A sync that runs, by its stages: which are done, which one is on, what comes. */
import type { SyncProgress } from '../../../src/contract/local-api.ts';
import { count, type Step, Steps } from '../../shared/index.ts';

const STAGES = [
  ['read', 'Read from the PBX'],
  ['normalise', 'Put values into one form'],
  ['merge', 'Match numbers to people'],
  ['validate', 'Check'],
  ['diff', 'Compare with the cloud'],
  ['apply', 'Send changes'],
  ['record', 'Record'],
] as const;

const DOING: Readonly<Record<string, string>> = {
  read: 'reading',
  normalise: 'putting values into one form',
  merge: 'matching',
  validate: 'checking',
  diff: 'comparing',
  apply: 'sending changes',
  record: 'recording',
};

/** `step 5 of 7: comparing`. */
export function stageWords({ step, steps, stage }: SyncProgress): string {
  return `step ${step} of ${steps}: ${DOING[stage] ?? stage}`;
}

/** `183 of 244`, or `183` while the total is not known. */
export function doneWords({ done, total }: Pick<SyncProgress, 'done' | 'total'>): string {
  return total === undefined ? count(done) : `${count(done)} of ${count(total)}`;
}

export function SyncSteps({ progress }: { progress: SyncProgress }) {
  const at = STAGES.findIndex(([stage]) => stage === progress.stage);
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
