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

/** More than one batch: while one is on its way, another is written down behind it. */
test('killed with one batch on its way and the next one written down', async (t) => {
  const COUNT = 230;
  let boundary = 1;
  // each operation at the remote is two boundaries: every 23rd shows all stages of all three batches
  for (; boundary < 1000; boundary += 23) {
    const b = bench(people(COUNT));
    b.scim.careless = true;
    if (!(await killedAt(b, boundary))) break;
    b.source.rows = [...people(COUNT - 1), person(COUNT + 1)];
    const next = b.again();
    const at = `killed at boundary ${boundary}`;
    const report = await next.cycle();
    if (report.outcome !== 'inSync') t.equal(report.outcome, 'inSync', at);
    const active = [...next.scim.users.values()].filter(({ user }) => user.active);
    if (active.length !== COUNT) t.equal(active.length, COUNT, at);
    t.equal(new Set(active.map((u) => u.externalId)).size, COUNT, `${at}: nobody twice, nobody missing`);
    t.match((await next.cycle()).counts, { requests: 0, added: 0, changed: 0, removed: 0 }, `${at}: quiet`);
  }
  t.ok(boundary > 2 * COUNT && boundary < 1000, `the sweep came to its end by itself, at ${boundary}`);
});

/** What was written down behind a batch that failed the job was never sent: it needs no look-up. */
test('a remote that stops answering: the batch behind is taken back', async (t) => {
  const b = bench(people(230));
  b.scim.fault = () => 'down';
  t.match(await b.cycle(), { outcome: 'failed' });
  t.equal(
    b.db.prepare('SELECT count(*) FROM op').pluck().get(),
    100,
    'only those that were sent are in doubt',
  );
  b.scim.fault = () => 'none';
  t.match(await b.again().cycle(), { outcome: 'inSync' });
  t.equal(b.scim.users.size, 230);
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
