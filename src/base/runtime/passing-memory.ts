import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * What passes through a program is memory outside of V8's heap. V8 cleans that up with its nursery, which such a load
 * hardly fills; meanwhile it counts, and at each 64 MB it marks the whole heap: half of all processor time of a large
 * download (docs/figures.md). So the nursery is cleaned after so many bytes, which takes a millisecond.
 */
const EVERY_BYTES = 8 * 1024 * 1024;

let clean: (() => void) | undefined;
let passed = 0;

/** V8 shows its collector only to programs that ask for it; the flag counts for contexts that are made after it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  return () => gc({ type: 'minor' });
}

/** Bytes went through. */
export function notePassed(bytes: number): void {
  passed += bytes;
  if (passed < EVERY_BYTES) return;
  passed = 0;
  clean ??= collector();
  clean();
}
