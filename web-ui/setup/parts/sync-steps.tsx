/** A sync that runs, by its stages: which are done, which one is on, what comes. */
import type { SyncProgress } from '../../../src/contract/local-api.ts';
import { count, Said, type Step, Steps } from '../../shared/index.ts';
import { t } from '../words.ts';

/** The stages that stand in the list, in their order. */
const STAGES = ['read', 'normalise', 'plan', 'apply', 'record'] as const;

/** The finer stages that the contract allows belong to these. */
const PART_OF: Readonly<Record<string, string>> = { merge: 'normalise', validate: 'normalise', diff: 'plan' };

function indexOf(stage: string): number {
  const shown = PART_OF[stage] ?? stage;
  return (STAGES as readonly string[]).indexOf(shown);
}

/** `step 3 of 5: comparing`. */
export function stageWords({ step, steps, stage }: SyncProgress): string {
  return t('stage.is', { step, steps, stage: STAGES[indexOf(stage)] ?? stage });
}

/** `183 of 244`, or `183` while the total is not known. */
export function doneWords({ done, total }: Pick<SyncProgress, 'done' | 'total'>): string {
  return total === undefined ? count(done) : t('stage.done', { done, total });
}

export function SyncSteps({ progress }: { progress: SyncProgress }) {
  const at = indexOf(progress.stage);
  const steps = STAGES.map((stage, i): Step => {
    const title = t(`stage.${stage}`);
    if (i < at) return { key: stage, shape: 'ok', title };
    const next = i === at + 1 ? t('stage.next') : '';
    if (i > at) return { key: stage, shape: 'todo', title, quiet: true, aside: next };
    return {
      key: stage,
      shape: 'busy',
      title,
      strong: true,
      aside: doneWords(progress),
      note: <Said text={progress.sentence} />,
      progress: { done: progress.done, total: progress.total, label: title },
    };
  });
  return (
    <>
      <Steps steps={steps} />
      <p class="help">{t('stage.goesOn')}</p>
    </>
  );
}
