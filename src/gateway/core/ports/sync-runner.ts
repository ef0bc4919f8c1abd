import type { CycleOptions, CycleReport, ShadowReport, StageProgress } from '../sync-cycle.ts';

/** Runs one cycle at a time, beside the main loop. */
export type SyncRunner = {
  /**
   * @throws AppError SYNC_LOCKED, SYNC_WORKER, BAD_INPUT, SYNC_NO_SOURCE: the cycle did not begin, or the worker died
   */
  run(
    options: CycleOptions,
    hooks: { readonly signal: AbortSignal; progress(progress: StageProgress): void },
  ): Promise<CycleReport>;
  /**
   * Compares some of the people at the remote with what we take for confirmed (C8).
   * @param budget requests, at most
   * @throws AppError as `run`, and SCIM_UNREACHABLE, SCIM_AUTH …: what was compared until then counts
   */
  check(budget: number, signal: AbortSignal): Promise<ShadowReport>;
};
