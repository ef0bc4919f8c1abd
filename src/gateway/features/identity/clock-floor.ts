/**
 * What time it is not (contract: Clock). A clock below the floor is wrong for certain; a clock above it may be wrong,
 * and only the cloud's certificate, verified in full, can tell.
 */

const YEAR_MS = 365.25 * 24 * 3600_000;
/** A time that far after the build is no time that this program ever runs in. */
const HORIZON_MS = 20 * YEAR_MS;

export type ClockFacts = {
  /** When this program was built. Milliseconds since 1970. */
  readonly builtAt: number;
  /** The last time recorded while synchronised. */
  readonly synchronisedAt?: number | undefined;
};

/** The later of both; a record from an impossible future is not believed. */
export function clockFloor(facts: ClockFacts): number {
  const { builtAt, synchronisedAt = 0 } = facts;
  return isImpossible(synchronisedAt, builtAt) ? builtAt : Math.max(builtAt, synchronisedAt);
}

/** What to set the clock to; undefined: it may be right. */
export function correction(now: number, facts: ClockFacts): number | undefined {
  const floor = clockFloor(facts);
  return now < floor ? floor : undefined;
}

/** Whether a time may be recorded as last seen. It never goes back, and never into an impossible future. */
export function mayRecord(at: number, facts: ClockFacts): boolean {
  return at >= clockFloor(facts) && !isImpossible(at, facts.builtAt);
}

function isImpossible(at: number, builtAt: number): boolean {
  return at > builtAt + HORIZON_MS;
}
