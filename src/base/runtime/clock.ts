/** The only reader of the time in this project (rule: test/architecture.test.ts). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal } : {});
  },
  after: (ms, f) => {
    // setTimeout takes 2^31 - 1 ms at most and fires at once above it
    const timer = setTimeout(f, Math.min(ms, 2_147_483_647));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
