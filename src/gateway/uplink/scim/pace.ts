/** A token bucket that only bites after the server has said "too many" (C7): halved then, a little more after each success. */
import type { Clock } from '../../../base/clock.ts';

const BURST = 5;
/** Tokens a second: where it starts when first throttled, and the least it goes down to. */
const FIRST_RATE = 16;
const LEAST_RATE = 0.5;
/** Above this the server is no longer thought to mind. */
const FREE_RATE = 200;

export type Pace = {
  /** Waits for a token. */
  turn(signal: AbortSignal): Promise<void>;
  /** The server named a time: nothing is sent before it, whichever request was told (invariant 23). */
  pause(ms: number): void;
  /** A pause that began while this one waited for its token. */
  mustWait(): boolean;
  slower(): void;
  faster(): void;
};

export function createPace(clock: Clock): Pace {
  let rate = Number.POSITIVE_INFINITY;
  let tokens = BURST;
  let at = clock.monotonic();
  let quietUntil = Number.NEGATIVE_INFINITY;

  function refill(): void {
    const now = clock.monotonic();
    tokens = Math.min(BURST, tokens + ((now - at) / 1000) * rate);
    at = now;
  }

  return {
    async turn(signal) {
      for (;;) {
        const left = quietUntil - clock.monotonic();
        if (left <= 0) break;
        await clock.sleep(left, signal);
      }
      if (rate === Number.POSITIVE_INFINITY) return;
      for (refill(); tokens < 1; refill()) await clock.sleep(Math.ceil(((1 - tokens) / rate) * 1000), signal);
      tokens -= 1;
    },
    pause(ms) {
      quietUntil = Math.max(quietUntil, clock.monotonic() + ms);
    },
    mustWait: () => clock.monotonic() < quietUntil,
    slower() {
      if (rate !== Number.POSITIVE_INFINITY) refill();
      rate = rate === Number.POSITIVE_INFINITY ? FIRST_RATE : Math.max(LEAST_RATE, rate / 2);
      tokens = Math.min(tokens, 1);
      at = clock.monotonic();
    },
    faster() {
      if (rate === Number.POSITIVE_INFINITY) return;
      refill();
      rate += 0.5;
      if (rate > FREE_RATE) rate = Number.POSITIVE_INFINITY;
    },
  };
}
