/** Working off the rows that changed may wake others, and those more: it ends all the same, and a defect there is told. */
import { test } from 'tap';
import { openDatabase } from '../../../src/base/runtime/sqlite.ts';
import type { SyncStore } from '../../../src/gateway/core/ports/sync-store.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { SYNC_MIGRATIONS } from '../../../src/gateway/store/sync/migrations.ts';
import { type FakeSource, fakeSource, type Row } from '../../fakes/fake-source.ts';
import { fc } from '../../helpers/fc.ts';
import { bench, people, recycled } from './helpers/bench.ts';

/** A store with a defect: what is settled is dirty again at once. */
function restless(store: SyncStore): SyncStore {
  const settle = (id: number, personId: number) => {
    store.records.settle(id, personId);
    store.records.touch(id);
  };
  return { ...store, records: { ...store.records, settle } };
}

for (const [what, rows] of [
  ['rows that are there', people(3)],
  ['rows that left', [] as Row[]],
] as const)
  test(`${what} and never come to rest: the cycle ends with an error, sends nothing, and the next is as ever`, async (t) => {
    const { db } = openDatabase(':memory:', { migrations: SYNC_MIGRATIONS, now: Date.now });
    const store = createSyncStore(db);
    const before = bench(people(3), { db, store });
    if (rows.length === 0) await before.cycle();
    before.source.rows = rows;
    const logged: string[] = [];
    const b = bench([], {
      db,
      store: restless(store),
      scim: before.scim,
      source: before.source,
      log: (message) => void logged.push(message),
    });
    const requests = before.scim.requests;
    t.match(await b.cycle(), { outcome: 'failed', fault: { code: 'SYNC_ENDLESS' } });
    t.equal(before.scim.requests, requests, 'nothing was sent');
    t.ok(logged.includes('the same rows are dirty again and again'));
    const next = await before.cycle({ confirm: before.queries.state().plan?.hash ?? '' });
    t.not(next.fault?.code, 'SYNC_ENDLESS');
  });

const value = (name: string, count: number) =>
  fc.option(
    fc.nat({ max: count - 1 }).map((n) => `${name}${n}`),
    { nil: undefined },
  );
/** Few values, so that many rows share one, in every combination. */
const row = fc.record({
  id: fc.nat({ max: 4 }).map((n) => `r${n}`),
  email: value('e', 3),
  extension: value('20', 3),
  mobile: value('+4179555000', 3),
});
const rows = fc.uniqueArray(row, { maxLength: 3, selector: ({ id }) => id });
const joinBy = fc.constantFrom('extension', 'mobile', undefined);
const world = fc.record({ sources: fc.array(rows, { minLength: 3, maxLength: 3 }), sent: fc.boolean() });

const rowOf = ({ email, ...more }: { id: string } & Record<string, string | undefined>): Row => {
  const all = { familyName: more.id, ...more, ...(email ? { email: `${email}@x.ch` } : {}) };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined)) as Row;
};

test('whatever three sources say of each other’s people, and in whatever order it changes, it comes to rest', async (t) => {
  const fresh = recycled();
  const check = async (
    keys: readonly ('extension' | 'mobile' | undefined)[],
    worlds: readonly { sources: readonly (readonly { id: string }[])[]; sent: boolean }[],
  ) => {
    const sources = keys.map(
      (key, n): FakeSource => fakeSource([], { id: `s${n}`, precedence: n, ...(key ? { joinBy: key } : {}) }),
    );
    const b = fresh([], { sources });
    for (const { sources: said, sent } of worlds) {
      said.forEach((own, n) => {
        const source = sources[n];
        if (source) source.rows = own.map(rowOf);
      });
      const { fault } = await b.cycle({ mode: sent ? 'run' : 'preview' });
      if (fault) throw new Error(`${fault.code} ${fault.sentence}`);
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(joinBy, { minLength: 3, maxLength: 3 }),
      fc.array(world, { minLength: 1, maxLength: 2 }),
      check,
    ),
    { numRuns: 1000 },
  );
  t.pass('every run ended');
});

test('a key that joins, and an address that parts the same people: they stay together', async (t) => {
  const one = fakeSource([{ id: 'r0', familyName: 'A', mobile: '+41795550000' }], {
    id: 'one',
    precedence: 0,
    joinBy: 'mobile',
  });
  const two = fakeSource(
    [
      { id: 'r0', familyName: 'A', mobile: '+41795550000', email: 'e@x.ch' },
      { id: 'r1', familyName: 'B', email: 'e@x.ch' },
    ],
    { id: 'two', precedence: 1 },
  );
  const b = bench([], { sources: [one, two] });
  t.equal((await b.cycle()).fault, undefined);
  t.strictSame(
    Object.values(b.plan()),
    ['detained DUP_EMAIL', 'detained DUP_EMAIL'],
    'two people, not three',
  );
});

test('an identity that is taken twice over: the third of that name gets one of its own', async (t) => {
  const same = { familyName: 'A', email: 'e@x.ch' };
  const sources = ['one', 'two'].map((id, precedence) => fakeSource([], { id, precedence }));
  const b = bench([], { sources });
  const [one, two] = sources;
  if (!one || !two) throw new TypeError('no sources');
  one.rows = [
    { id: 'r3', familyName: 'C' },
    { id: 'r0', ...same },
  ];
  two.rows = [
    { id: 'r0', ...same },
    { id: 'r3', ...same },
  ];
  t.equal((await b.cycle({ mode: 'preview' })).fault, undefined);
  t.strictSame(Object.keys(b.plan()).sort(), ['one:r0', 'r0', 'r3', 'two:r3']);
});
