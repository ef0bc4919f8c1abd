/** Keeps the system clock usable for TLS, through the privileged helper where there is one. */
import type { Clock } from '../../../base/clock.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { type ClockFacts, clockFloor, correction, mayRecord } from './clock-floor.ts';
import { ClockRecord, KEY } from './records.ts';

export type ClockGuard = {
  /** Milliseconds; no time below it is believed. */
  floor(): number;
  /** At start: a clock below the floor is set to it. */
  start(): Promise<void>;
  /** The cloud answered over verified TLS: this time is right. Recorded once an hour. */
  confirm(): void;
  /**
   * A probe offered another time. It counts only when a full verification succeeds with it; else it is taken back.
   * @returns whether the clock is right now
   */
  consider(candidate: number): Promise<boolean>;
};

export type ClockGuardOptions = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly builtAt: number;
  /** Sets the system clock; undefined where nobody may. */
  readonly setClock?: (to: number) => Promise<unknown>;
  /** Asks the cloud something over verified TLS. */
  readonly verify: () => Promise<boolean>;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

const RECORD_EVERY_MS = 3600_000;

export function createClockGuard(options: ClockGuardOptions): ClockGuard {
  const { settings, clock, builtAt, setClock, verify, log } = options;
  const facts = (): ClockFacts => ({
    builtAt,
    synchronisedAt: settings.get(KEY.clock, ClockRecord)?.synchronisedAt,
  });
  let considering = false;
  const iso = (at: number) => new Date(at).toISOString();

  const set = async (to: number, why: string): Promise<boolean> => {
    if (!setClock) return false;
    const from = clock.now();
    try {
      await setClock(to);
      log('the clock was set', { from: iso(from), to: iso(to), why });
      return true;
    } catch (error) {
      log('the clock could not be set', { to: iso(to), why, err: error });
      return false;
    }
  };

  const confirm = () => {
    const now = clock.now();
    const { synchronisedAt = 0 } = facts();
    if (now - synchronisedAt >= RECORD_EVERY_MS && mayRecord(now, facts()))
      settings.set(KEY.clock, { synchronisedAt: now });
  };

  const consider = async (candidate: number): Promise<boolean> => {
    if (!mayRecord(candidate, facts())) return false;
    const before = clock.now();
    const began = clock.monotonic();
    if (!(await set(candidate, 'the cloud says another time'))) return false;
    if (await verify()) {
      confirm();
      return true;
    }
    await set(before + (clock.monotonic() - began), 'the time offered did not hold');
    return false;
  };

  return {
    floor: () => clockFloor(facts()),
    confirm,
    async start() {
      const to = correction(clock.now(), facts());
      if (to !== undefined) await set(to, 'it was before the last time known');
    },
    async consider(candidate) {
      // the verification itself may be refused by date and offer a time again
      if (considering) return false;
      considering = true;
      try {
        return await consider(candidate);
      } finally {
        considering = false;
      }
    },
  };
}
