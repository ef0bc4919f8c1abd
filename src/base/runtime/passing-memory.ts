import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * What passes through a program is memory outside of V8's heap. V8 frees it with its nursery, which such a load hardly
 * fills, and meanwhile counts it as growth of the heap: a few megabytes more than it allowed itself, and it marks the
 * whole heap, again and again, most of the processor time of a large download (docs/figures.md). So the nursery is
 * cleaned after so many bytes, which takes half a millisecond,
 */
const EVERY_BYTES = 4 * 1024 * 1024;
/** and the heap may grow by itself once more before it is marked, as it does by default in larger programs. Percent. */
const GROWTH = 100;

let clean: (() => void) | undefined;
let passed = 0;

/** V8 shows its collector only to programs that ask for it; the flag counts for contexts that are made after it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
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
