import { test } from 'tap';
import type { Row } from '../../fakes/fake-source.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';
import { isKilled, newLife } from './helpers/mortal.ts';

/** Everything that sends: new, changed, gone, handed-on number, exchanged addresses, a value cleared. */
const BEFORE: Row[] = [...people(9), person(10, { mobile: '+41791234567' })];
const AFTER: Row[] = [
  person(1, { department: 'Sales' }),
  person(2, { extension: '2003', email: 'p3@example.com' }),
  person(3, { extension: '2002', email: 'p2@example.com' }),
  person(4),
  person(6, { email: 'renamed@example.com' }),
  person(7),
  person(8, { active: 'no' }),
  person(9),
  person(10),
  person(11),
  person(12, { extension: '2005' }),
];

async function changedBench(): Promise<Bench> {
  const b = bench(BEFORE);
  // the remote takes everything: what is there twice, we have sent twice
  b.scim.careless = true;
  await b.cycle();
  b.source.rows = AFTER;
  return b;
}

async function killedAt(b: Bench, boundary: number): Promise<boolean> {
  try {
    await b.again(newLife(boundary)).cycle();
    return false;
  } catch (thrown) {
    if (!isKilled(thrown)) throw thrown;
    return true;
  }
}

/** Invariant 9. */
test('killed at any write or request boundary, the next run ends the same', async (t) => {
  const calm = await changedBench();
  await calm.cycle();
  const wanted = calm.remote();

  let boundary = 1;
  for (; boundary < 500; boundary++) {
    const b = await changedBench();
    if (!(await killedAt(b, boundary))) break;
    const next = b.again();
    const report = await next.cycle();
    const at = `killed at boundary ${boundary}`;
    if (report.outcome !== 'inSync') t.equal(report.outcome, 'inSync', at);
    t.same(next.remote(), wanted, at);
    t.equal(next.scim.users.size, Object.keys(wanted).length, `${at}: nobody twice`);
    t.same(next.scim.shared, [], `${at}: no key shared`);
    t.match((await next.cycle()).counts, { requests: 0, added: 0, changed: 0, removed: 0 }, `${at}: quiet`);
  }
  t.comment(`${boundary - 1} boundaries`);
  t.ok(boundary > 40 && boundary < 500, 'the sweep came to its end by itself');
});

/** The sweep must be able to fail: without its write-ahead rows a run makes somebody twice. */
test('a run that forgets what it had sent is found by the sweep', async (t) => {
  let doubles = 0;
  for (let boundary = 1; boundary < 80; boundary++) {
    const b = await changedBench();
    if (!(await killedAt(b, boundary))) break;
    b.db.exec(
      'DELETE FROM op; UPDATE person_key SET applied = 0 WHERE person_id IN (SELECT id FROM person WHERE remote_id IS NULL)',
    );
    const next = b.again();
    await next.cycle();
    if (next.scim.users.size > Object.keys(next.remote()).length) doubles++;
  }
  t.ok(doubles > 0, `${doubles} boundaries show it`);
});
