/**
 * The trial: how the gateway stands with the new version, against how it stood with the one before. It passes when nothing
 * is worse; what did not work before, or is not there at all, holds nothing up. An offline site stays offline and is well.
 */
import type { Clock } from '../../../base/clock.ts';
import { UPDATE_FACTS, type UpdateFactName, type UpdateTrialView } from '../../../contract/update.ts';
import type { UpdateFacts } from '../../core/ports/update.ts';

export type Compared = UpdateTrialView['facts'];

/** More than this much, and more than half as much again, is worse. Bytes. */
const MEMORY_MORE = 64 * 1024 * 1024;
const MEMORY_FACTOR = 1.5;

export const ateMemory = (before: number, now: number) =>
  now > before * MEMORY_FACTOR && now > before + MEMORY_MORE;

export function compareFacts(before: UpdateFacts, now: UpdateFacts): Compared {
  const eaten = ateMemory(before.memoryBytes, now.memoryBytes);
  return UPDATE_FACTS.map((fact) => {
    const value = fact === 'memory' && eaten ? 'bad' : now.values[fact];
    const was = before.values[fact];
    return { fact, before: was, now: value, worse: was === 'good' && value === 'bad' };
  });
}

export const worseOf = (facts: Compared): UpdateFactName[] =>
  facts.flatMap(({ fact, worse }) => (worse ? [fact] : []));

export type Trial = {
  readonly before: UpdateFacts;
  readonly facts: () => Promise<UpdateFacts>;
  readonly clock: Clock;
  /** At least so long it is watched, ms: a program that eats memory or forgets the PBX needs a while. */
  readonly settleMs: number;
  /** What is worse then does not come back any more, ms. */
  readonly limitMs: number;
  readonly seen: (facts: Compared) => void;
};

/** Between two looks. */
const LOOK_MS = 2_000;

/** @returns what is worse at the end; nothing when it passed */
export async function watchTrial(trial: Trial, signal: AbortSignal): Promise<UpdateFactName[]> {
  const { before, facts, clock, settleMs, limitMs, seen } = trial;
  const began = clock.monotonic();
  for (;;) {
    const compared = compareFacts(before, await facts());
    seen(compared);
    const worse = worseOf(compared);
    const passed = clock.monotonic() - began;
    if (passed >= settleMs && worse.length === 0) return [];
    if (passed >= limitMs) return worse;
    await clock.sleep(Math.min(LOOK_MS, Math.max(1, settleMs)), signal);
  }
}
