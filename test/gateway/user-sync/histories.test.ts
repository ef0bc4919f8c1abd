/**
 * Invariants 3, 8, 9, 11, 12, 18, 20, 25 and 26 together: whatever people, sources, the remote and the power do in between, taking
 * everything back ends as if nothing had ever happened. `--runs=5000` and `--seed=7` on the command line: more of it.
 */

import { test } from 'tap';
import { fc } from '../../helpers/fc.ts';
import { arbitraryAct, live, type Met, takeBack, wrongAtTheEnd } from './helpers/history.ts';

const word = (name: string) =>
  process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);
const RUNS = Number(word('runs') ?? 300);
const seed = word('seed');

/** Cases without which a history proves nothing. */
const HARD = [
  'kill',
  'fault lost',
  'fault dropped',
  'fault down',
  'held',
  'undo',
  'revoked',
  'deferred',
  'read of changes',
  'read anew',
  'modify',
  'cancel',
  'ignore',
  'edit there',
  'edit there, told',
  'delete there',
  'REMOTE_DELETED',
  'added there, kept',
];

test('whatever happened, taking everything back ends as the source says', async (t) => {
  const met: Met = {};
  const history = fc.array(arbitraryAct, { minLength: 2, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(history, fc.boolean(), async (acts, tells) => {
      const b = await live(acts, tells, met);
      await takeBack(b, met);
      const wrong = [...wrongAtTheEnd(b, met), ...b.scim.shared];
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
      const arrived = b.scim.arrived.length;
      const quiet = await b.again().cycle();
      if (quiet.counts.requests > 0 || b.scim.arrived.length > arrived)
        throw new Error('the cycle after sent something');
    }),
    { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
  t.comment(JSON.stringify(met));
  for (const what of HARD) t.ok((met[what] ?? 0) > 0, `${what}: ${met[what] ?? 0}`);
});
