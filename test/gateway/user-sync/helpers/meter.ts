/** How many runs of a property held its hard cases: a property that never meets them proves nothing. */
import type { Test } from 'tap';

export const RUNS = 1000;

export type Meter<Case extends string> = {
  /** The run met this case. */
  met(what: Case, when?: boolean): void;
  /** Prints the counts; a case that was never met fails the test. */
  tell(t: Test): void;
};

export function meter<Case extends string>(...cases: readonly Case[]): Meter<Case> {
  const counts = new Map<Case, number>(cases.map((what) => [what, 0]));
  return {
    met(what, when = true) {
      if (when) counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    tell(t) {
      t.comment(JSON.stringify({ runs: RUNS, ...Object.fromEntries(counts) }));
      for (const [what, count] of counts) t.ok(count > 0, `${what}: ${count} times`);
    },
  };
}
