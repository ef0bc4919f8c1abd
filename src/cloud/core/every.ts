import type { Clock } from '../../base/clock.ts';

/** Does something again and again, `ms` after the last time ended. The returned function stops it. */
export function every(
  clock: Clock,
  ms: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => void {
  let stopped = false;
  let cancel: () => void = () => undefined;
  const next = () => {
    if (!stopped) cancel = clock.after(ms, run);
  };
  const run = () => {
    work().catch(onError).then(next, next);
  };
  next();
  return () => {
    stopped = true;
    cancel();
  };
}
