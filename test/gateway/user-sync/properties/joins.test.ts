/** Several sources of one person (invariants 1, 2, 3, 8, 10, 13): who is who, whatever the order and the history. */

import { test } from 'tap';
import type { FakeFault } from '../../../fakes/fake-scim.ts';
import { type FakeSource, fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import { type Bench, recycled } from '../helpers/bench.ts';
import { meter, RUNS } from '../helpers/meter.ts';
import { type Human, hasName, humans, shares, sorted } from '../helpers/model.ts';
import { isKilled, newLife } from '../helpers/mortal.ts';

const pick = (...values: string[]) => fc.constantFrom(...values);
const bench = recycled();

const says = (id: string, email: fc.Arbitrary<string>): fc.Arbitrary<Row> =>
  fc.record({
    id: fc.constant(id),
    givenName: pick('', 'Ann', 'Bob', '-'),
    familyName: pick('Meier', 'Frei', ''),
    email,
    extension: pick('', '', '', '2001', '2002', `3${id.slice(1)}`),
    department: pick('', 'Sales', 'Law', '-'),
    active: pick('true', 'true', 'true', 'false'),
  });

const ADDRESSES = ['a@x.ch', 'A@X.ch', 'b@x.ch', 'c@x.ch', ''];
const some = (prefix: string, count: number) =>
  fc
    .tuple(
      ...Array.from({ length: count }, (_, n) =>
        fc.option(says(`${prefix}${n}`, pick(...ADDRESSES)), { nil: undefined }),
      ),
    )
    .map((rows) => rows.filter((row) => row !== undefined));

const shuffled = (rows: fc.Arbitrary<Row[]>) =>
  rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

const active = (b: Bench) => [...b.scim.users.values()].filter(({ user }) => user.active);

/** The account of one of the model's people; an error when there are two. */
function accountOf(b: Bench, { anchors }: Human) {
  const own = [...b.scim.users.values()].filter((u) => anchors.includes(u.externalId ?? ''));
  if (own.length > 1) throw new Error(`${anchors} have ${own.length} accounts`);
  return own[0];
}

test('1, 13: rows of several sources that share an address: one person or nobody, whatever the order', async (t) => {
  const { met, tell } = meter('joined', 'joined of three', 'ambiguous', 'detained', 'other order');
  const ids = ['pbx', 'ad', 'hr'];
  const world = fc.tuple(
    shuffled(some('p', 2)),
    shuffled(some('d', 2)),
    shuffled(some('h', 2)),
    fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
    fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
    fc.integer({ min: 1, max: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(world, async ([pbx, ad, hr, precedence, order, pageSize]) => {
      const sourcesOf = (side: 0 | 1) =>
        [pbx, ad, hr].map((pair, n) =>
          fakeSource(pair[side], { id: ids[n] ?? '', precedence: precedence[n] ?? 0 }),
        );
      const sources = sourcesOf(0);
      const b = bench([], { sources });
      const report = await b.cycle();
      const told = JSON.stringify([b.remote(), b.plan(), report.plan.hash]);
      const all = humans(sources);
      const detained = b.plan();
      for (const human of all) {
        const { anchors, sayings, user } = human;
        const mustWait = !hasName(user) || all.some((other) => other !== human && shares(other.user, user));
        const account = accountOf(b, human);
        met('joined', sayings.length > 1);
        met('joined of three', sayings.length > 2);
        met('detained', mustWait);
        if (mustWait && account) throw new Error(`${anchors} should wait`);
        if (!mustWait && sorted(account?.user) !== sorted(user))
          throw new Error(`${anchors}: ${sorted(account?.user)} is not ${sorted(user)}`);
        if (!mustWait && anchors.some((anchor) => detained[anchor]))
          throw new Error(`${anchors} wait: ${JSON.stringify(detained)}`);
      }
      const addresses = all.map(({ user }) => user.email?.toLowerCase()).filter((x) => x !== undefined);
      met('ambiguous', new Set(addresses).size < addresses.length);
      const again = await b.cycle();
      if (again.counts.requests > 0) throw new Error('the second cycle sent something');

      const turned = sourcesOf(1);
      for (const source of turned) source.pageSize = pageSize;
      const c = bench([], { sources: order.flatMap((n) => turned[n] ?? []) });
      const other = await c.cycle();
      met(
        'other order',
        order.some((n, at) => n !== at),
      );
      if (JSON.stringify([c.remote(), c.plan(), other.plan.hash]) !== told)
        throw new Error(`${told}\n${JSON.stringify([c.remote(), c.plan(), other.plan.hash])}`);
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

// ---- histories

const HUMANS = 3;
type Step = {
  readonly rows: readonly (readonly Row[])[];
  readonly turned: boolean;
  readonly breaks: readonly (number | undefined)[];
  readonly faults: readonly FakeFault[];
  readonly killAt: number;
  readonly hours: number;
};
const mine = (prefix: string) =>
  fc
    .tuple(
      ...Array.from({ length: HUMANS }, (_, n) =>
        fc.option(says(`${prefix}${n}`, pick(`h${n}@x.ch`, `H${n}@X.ch`)), { nil: undefined, freq: 4 }),
      ),
    )
    .map((rows) => rows.filter((row) => row !== undefined));
const arbitraryStep: fc.Arbitrary<Step> = fc.record({
  rows: fc.tuple(mine('p'), mine('d')),
  turned: fc.boolean(),
  breaks: fc.array(fc.constantFrom(undefined, undefined, undefined, 0, 2), { minLength: 2, maxLength: 2 }),
  faults: fc.array(
    fc.constantFrom<FakeFault>('none', 'none', 'none', 'lost', 'dropped', 'refuse', 'busy', 'down'),
    { minLength: 1, maxLength: 5 },
  ),
  killAt: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) },
  ),
  hours: fc.constantFrom(0, 25),
});

const sourcesOf = ({ rows, turned }: Step): FakeSource[] =>
  rows.map((own, n) => fakeSource(own, { id: ['pbx', 'ad'][n] ?? '', precedence: turned ? 1 - n : n }));

test('2, 3, 5, 8, 9, 10: several sources with precedence: after any edits, faults and kills one clean cycle converges', async (t) => {
  const { met, tell } = meter(
    'two sources',
    'one breaks off',
    'kill',
    'fault',
    'precedence turned',
    'detained',
    'came back',
    'held',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryStep, { minLength: 1, maxLength: 3 }), async (steps) => {
      let b = bench([], { sources: [] });
      let turned = false;
      for (const step of steps) {
        const sources = sourcesOf(step);
        await b.clock.advance(step.hours * 3_600_000);
        b = b.again(newLife(step.killAt), sources);
        sources.forEach((source, n) => {
          source.breakAfter = step.breaks[n];
        });
        let n = 0;
        b.scim.fault = () => {
          const fault = step.faults[n++ % step.faults.length] ?? 'none';
          met('fault', fault !== 'none');
          return fault;
        };
        met('precedence turned', step.turned !== turned);
        ({ turned } = step);
        const before = new Set(active(b).map((u) => u.externalId));
        // whom a source that breaks off had, and whom no row switches off: not one just read, nor one kept from before
        const off = new Set(
          [...step.rows.flat(), ...kept(b)].flatMap((row) =>
            row.active === 'false' ? row.email?.at(1) : [],
          ),
        );
        const known = sources.flatMap(({ id }, at) => (step.breaks[at] === undefined ? [] : knownTo(b, id)));
        try {
          met('held', (await b.cycle()).counts.held > 0);
        } catch (thrown) {
          if (!isKilled(thrown)) throw thrown;
          met('kill');
        }
        if (step.breaks.every((at) => at === undefined)) continue;
        met('one breaks off');
        const here = new Set(active(b).map((u) => u.externalId));
        for (const id of known)
          if (!off.has(id.at(1)) && before.has(id) && !here.has(id))
            throw new Error(`${id} was removed after a broken read`);
      }
      const last = steps.at(-1);
      const sources = last ? sourcesOf(last) : [];
      b = b.again(newLife(), sources);
      b.scim.fault = () => 'none';
      await b.clock.advance(25 * 3_600_000);
      const ids = new Map([...b.scim.users.values()].map((u) => [u.externalId, u.id]));
      const report = await b.cycle();
      if (report.counts.held > 0) await b.cycle({ confirm: report.plan.hash });
      for (const u of b.scim.users.values())
        if (ids.has(u.externalId) && ids.get(u.externalId) !== u.id)
          throw new Error(`${u.externalId} is another user`);
      check(b, humans(sources), met);
      if (b.scim.shared.length > 0) throw new Error(`shared: ${b.scim.shared.join('; ')}`);
      if ((await b.again(newLife(), sources).cycle()).counts.requests > 0)
        throw new Error('the second cycle sent something');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

/** People whom a source had when it was read last. */
const kept = (b: Bench): Row[] =>
  b.db
    .prepare<[], string>('SELECT raw FROM src_record WHERE gone = 0')
    .pluck()
    .all()
    .map((raw) => JSON.parse(raw));

const knownTo = (b: Bench, source: string) =>
  b.db
    .prepare<[string], string>(
      'SELECT external_id FROM person JOIN src_record ON person_id = person.id WHERE src_record.source_id = ? AND gone = 0',
    )
    .pluck()
    .all(source);

/** Addresses are one human's each, so that the model needs no history. */
function check(
  b: Bench,
  all: readonly Human[],
  met: (what: 'two sources' | 'detained' | 'came back', when: boolean) => void,
) {
  const plan = b.plan();
  const numberOf = (externalId: string | undefined) => externalId?.slice(1);
  for (const human of all) {
    const n = numberOf(human.anchors[0]);
    const accounts = [...b.scim.users.values()].filter((u) => numberOf(u.externalId) === n);
    if (accounts.length > 1) throw new Error(`human ${n} has two accounts`);
    const [account] = accounts;
    const code = plan[`p${n}`] ?? plan[`d${n}`];
    const isShared = (user: Human['user']) =>
      all.some((h) => h !== human && shares(h.user, user)) ||
      [...b.scim.users.values()].some((u) => numberOf(u.externalId) !== n && shares(u.user, user));
    // an account that its own record left, and another source's row with its address (REUSED_KEY)
    const isReused =
      account !== undefined && !human.anchors.includes(account.externalId ?? '') && !account.user.active;
    const mayWait = !hasName(human.user) || isShared(human.user) || isReused;
    met('two sources', human.sayings.length > 1);
    met('detained', code !== undefined);
    met(
      'came back',
      account !== undefined && !human.anchors.includes(account.externalId ?? '') && account.user.active,
    );
    if (code !== undefined && !mayWait) throw new Error(`human ${n} waits: ${code}`);
    if (code === undefined && sorted(account?.user) !== sorted(human.user))
      throw new Error(`human ${n}: ${sorted(account?.user)} is not ${sorted(human.user)}`);
  }
  const here = new Set(all.map(({ anchors }) => numberOf(anchors[0])));
  for (const u of b.scim.users.values())
    if (!here.has(numberOf(u.externalId)) && u.user.active)
      throw new Error(`${u.externalId} left and is active`);
  const open = Object.entries(plan).filter(([, entry]) => !entry.startsWith('detained'));
  if (open.length > 0) throw new Error(`not done: ${JSON.stringify(open)}`);
}
