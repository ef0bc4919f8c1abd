/** The mass-change guard (spec: plan/detain). An unattended program must not empty a site. Pure. */

export type GuardInput = {
  /** Removals in this plan: disabling counts, deleting after the grace period does not count again. */
  readonly removals: number;
  /** Removals of the last 24 hours that no person confirmed. */
  readonly removalsOfDay: number;
  /** Active at the remote before this plan, from this source. */
  readonly applied: number;
  /** Rows that would be people; only known when the source was read whole. */
  readonly people: number;
  readonly detained: number;
  readonly complete: boolean;
};
export type GuardVerdict =
  | { readonly held: false }
  | { readonly held: true; readonly limit: number; readonly of: number; readonly sentence: string };

/** min(500, max(3, 5 % of applied)), not rounded: 5 % of 79 is 3.95, so four removals trip it. */
export function removalLimit(applied: number): number {
  return Math.min(500, Math.max(3, applied * 0.05));
}

export function guard(input: GuardInput): GuardVerdict {
  const { removals, removalsOfDay, applied, people, detained, complete } = input;
  if (removals === 0) return { held: false };
  // as it was before the removals of the day, so that a limit does not shrink by being used
  const of = applied + removalsOfDay;
  const limit = removalLimit(of);
  const held = (sentence: string) => ({ held: true as const, limit: Math.floor(limit), of, sentence });
  if (complete && people === 0) return held(`The source is empty; all ${applied} users would be removed.`);
  if (complete && detained > 0.4 * people)
    return held(
      `${detained} of ${people} rows are detained; nobody is removed until the source is in order.`,
    );
  if (removals > removalLimit(applied))
    return held(
      `${removals} of ${applied} users would be removed; ${Math.floor(removalLimit(applied))} at most go without a confirmation.`,
    );
  if (removals + removalsOfDay > limit)
    return held(
      `With the last 24 hours ${removals + removalsOfDay} of ${of} users would be removed; ${Math.floor(limit)} at most go without a confirmation.`,
    );
  return { held: false };
}
