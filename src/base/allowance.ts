/** A token bucket: how often something may be done. */
import type { Clock } from './clock.ts';

export type Allowance = {
  /** False: not now. */
  take(): boolean;
};

/** @param burst how many at once after a rest */
export function createAllowance(
  clock: Pick<Clock, 'monotonic'>,
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): Allowance {
  let left = burst;
  let at = clock.monotonic();
  return {
    take() {
      const now = clock.monotonic();
      left = Math.min(burst, left + ((now - at) * perSecond) / 1000);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
