/** Invariant 19: no parser throws on any bytes, and none takes more than linear time (linear.test.ts). `npm run fuzz` looks longer. */

import { test } from 'tap';
import { fc } from '../helpers/fc.ts';
import { TARGETS } from './targets.ts';

const RUNS = 1_000;
const HALF_MIB = 512 * 1024;

for (const { name, inputs, run, large } of TARGETS) {
  test(`fuzz: ${name}`, async (t) => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        await run(input);
      }),
      { numRuns: RUNS },
    );
    t.pass(`${RUNS} inputs`);
  });

  // what patterns and copies do is no step that could be counted: the square of half a mebibyte would end no test
  test(`half a mebibyte: ${name}`, async (t) => {
    for (const [what, make] of Object.entries(large)) {
      const unit = make(1_000).length / 1_000;
      await run(make(1_000 * Math.ceil(HALF_MIB / unit / 1_000)));
      t.pass(what);
    }
  });
}
