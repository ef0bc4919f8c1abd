/** Time as an argument. The real one is base/runtime/clock.ts, the tests' one test/fakes/manual-clock.ts. */

export type Clock = {
  /** Milliseconds since 1970, may step. */
  now(): number;
  /** Milliseconds since some moment, never steps back. */
  monotonic(): number;
  /** Resolves after `ms`; rejects when aborted. Somebody waits for it, so it keeps the process alive. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `f` once after `ms`; the returned function cancels it. Does not keep the process alive. */
  after(ms: number, f: () => void): () => void;
};

/** Uniform in [0, 1). */
export type Random = () => number;
