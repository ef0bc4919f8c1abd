import type { Clock } from '../../src/base/clock.ts';

type Timer = { at: number; order: number; f: () => void };

export type ManualClock = Clock & {
  /** Moves both clocks forward and fires what falls due, in order, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** As after a sleep of the machine: both clocks are later at once, and what fell due meanwhile fires once. */
  leap(ms: number): Promise<void>;
  /** Steps the wall clock only. */
  step(to: number): void;
  /** How many timers wait. */
  readonly pending: number;
};

const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A clock that moves only when a test says so. */
export function manualClock(start = Date.UTC(2026, 10, 23, 12)): ManualClock {
  let wall = start;
  let mono = 0;
  let order = 0;
  const timers = new Set<Timer>();
  const after = (ms: number, f: () => void) => {
    const timer = { at: mono + ms, order: order++, f };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => wall,
    monotonic: () => mono,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = after(ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
    async advance(ms) {
      const end = mono + ms;
      for (;;) {
        await settle();
        const next = [...timers]
          .filter((t) => t.at <= end)
          .sort((a, b) => a.at - b.at || a.order - b.order)[0];
        if (!next) break;
        wall += next.at - mono;
        mono = next.at;
        timers.delete(next);
        next.f();
      }
      wall += end - mono;
      mono = end;
      await settle();
    },
    async leap(ms) {
      wall += ms;
      mono += ms;
      const due = [...timers].filter((t) => t.at <= mono).sort((a, b) => a.at - b.at || a.order - b.order);
      for (const timer of due) if (timers.delete(timer)) timer.f();
      await settle();
    },
    step(to) {
      wall = to;
    },
    get pending() {
      return timers.size;
    },
  };
}
