/** Invariant 19: twice the input takes about twice the steps, whatever is in it. Steps are counted (steps.ts), not seconds. */
import { test } from 'tap';
import { startSteps, stepsOf } from './steps.ts';

await startSteps();
// loaded only now, so that their steps are counted
const { TARGETS } = await import('./targets.ts');

for (const { name, run, large } of TARGETS)
  test(`linear: ${name}`, async (t) => {
    for (const [what, make] of Object.entries(large)) {
      await run(make(1_000));
      const once = await stepsOf(() => run(make(1_000)));
      const twice = await stepsOf(() => run(make(2_000)));
      const ratio = twice / once;
      t.ok(ratio < 2.5, `${what}: twice the input takes ${ratio.toFixed(2)} times the steps (${once})`);
    }
  });
