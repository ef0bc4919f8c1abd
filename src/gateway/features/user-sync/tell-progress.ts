/** A cycle that the cloud ordered tells the cloud how far it is. */
import type { Clock } from '../../../base/clock.ts';
import type { SyncProgress } from '../../../contract/local-api.ts';
import type { EventBus } from '../../core/events.ts';

/** Between two words about the same step; a step's first word is told at once. */
const QUIET_MS = 2_000;

/**
 * Listens until the function that it answers is called.
 *
 * @param progress told the share of the steps that are done, in percent, and the sentence
 */
export function tellProgress(options: {
  readonly events: EventBus;
  readonly clock: Clock;
  readonly view: () => SyncProgress | undefined;
  readonly progress: (percent: number, sentence: string) => void;
}): () => void {
  const { events, clock, view, progress } = options;
  let last: { readonly stage: string; readonly at: number } | undefined;
  return events.on('sync.progress', () => {
    const at = view();
    if (!at) return;
    const now = clock.monotonic();
    if (last?.stage === at.stage && now - last.at < QUIET_MS) return;
    last = { stage: at.stage, at: now };
    const within = at.total === undefined || at.total === 0 ? 0 : Math.min(1, at.done / at.total);
    progress((100 * (at.step - 1 + within)) / at.steps, at.sentence);
  });
}
