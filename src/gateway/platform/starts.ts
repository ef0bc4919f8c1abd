/**
 * Counts starts that ended in a crash, outside of what crashes: a small file that is written before the gateway is even
 * loaded, and read by nothing else. After some of them in a row the next start is in safe mode.
 *
 * There is no order to be done at a crash: a start is open from its first moment until it lasted, or ended in order. An
 * open one that the next start finds has crashed, unless the machine itself was started anew in between (a power cut).
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { writeFileAtomic } from './atomic-file.ts';

export const StartRecord = Type.Object({
  bootId: Type.String(),
  /** Of the program: another one gets its own chance. */
  version: Type.String(),
  /** In a row, none of which lasted. */
  crashes: Type.Integer({ minimum: 0 }),
  open: Type.Boolean(),
  /** How often safe mode was left without that a start lasted since. */
  rounds: Type.Integer({ minimum: 0 }),
});
export type StartRecord = Static<typeof StartRecord>;

const MINUTE_MS = 60_000;
/** A start that lived so long was none of a loop. */
export const LASTS_MS = 10 * MINUTE_MS;
const MOST_ROUNDS = 5;

/** Safe mode lasts 10 minutes, then 20, 40 … at most 320. */
export const safeForMs = (rounds: number): number => LASTS_MS * 2 ** Math.min(rounds, MOST_ROUNDS);

/**
 * What this start is, and the record of it. Pure.
 *
 * @param after how many crashes in a row make the next start a safe one; 0: none does
 */
export function nextStart(
  before: StartRecord | undefined,
  { bootId, version, after }: { bootId: string; version: string; after: number },
): { readonly record: StartRecord; readonly safe: boolean } {
  const isSame = before?.bootId === bootId && before.version === version;
  const crashes = isSame ? before.crashes + (before.open ? 1 : 0) : 0;
  const record = { bootId, version, crashes, open: true, rounds: isSame ? before.rounds : 0 };
  return { record, safe: after > 0 && crashes >= after };
}

export type Start = {
  readonly safe: boolean;
  readonly crashes: number;
  /** How long safe mode lasts, ms. */
  readonly safeForMs: number;
  /** It lasted: what comes later is none of a loop. */
  lasted(): void;
  /** It ended in order, or for a reason that is told and lies outside the program. */
  ended(): void;
  /** The next start has everything, and the safe mode after it lasts longer. */
  leaveSafeMode(): void;
};

function read(file: string): StartRecord | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Value.Check(StartRecord, found) ? found : undefined;
  } catch {
    // missing, or cut: nothing is known, and the start is one with everything
    return undefined;
  }
}

/**
 * Reads and writes the record of this start. A disk that takes nothing is no reason not to start.
 *
 * @param onError told what could not be written
 */
export function openStart(
  file: string,
  facts: { readonly bootId: string; readonly version: string; readonly after: number },
  onError: (error: unknown) => void,
): Start {
  const keep = (record: StartRecord) => {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileAtomic(file, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    } catch (error) {
      onError(error);
    }
  };
  const { record, safe } = nextStart(read(file), facts);
  if (facts.after > 0) keep(record);
  let isOver = facts.after === 0;
  const close = (rounds: number) => {
    if (isOver) return;
    isOver = true;
    keep({ ...record, crashes: 0, open: false, rounds });
  };
  return {
    safe,
    crashes: record.crashes,
    safeForMs: safeForMs(record.rounds),
    lasted() {
      if (!safe) close(0);
    },
    ended: () => close(record.rounds),
    leaveSafeMode: () => close(record.rounds + 1),
  };
}
