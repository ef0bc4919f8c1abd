import type { CycleOptions, CycleReport, StageProgress } from '../sync-cycle.ts';

/** Runs one cycle at a time, beside the main loop. */
export type SyncRunner = {
  /**
   * @throws AppError SYNC_LOCKED, SYNC_WORKER, BAD_INPUT, SYNC_NO_SOURCE: the cycle did not begin, or the worker died
   */
  run(
    options: CycleOptions,
    hooks: { readonly signal: AbortSignal; progress(progress: StageProgress): void },
  ): Promise<CycleReport>;
};
