/** Long lists are worked through in pieces: the seams must not show. */
import { isDeepStrictEqual } from 'node:util';
import { test } from 'tap';
import { openDatabase } from '../../../src/base/runtime/sqlite.ts';
import { count } from '../../../src/gateway/features/user-sync/count.ts';
import type { Cycle } from '../../../src/gateway/features/user-sync/engine.ts';
import { sortedInPieces } from '../../../src/gateway/features/user-sync/sorted.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { SYNC_MIGRATIONS } from '../../../src/gateway/store/sync/migrations.ts';

type Row = { readonly key: number; readonly place: number };

test('a list of several pieces is sorted as in one go, and equal elements keep their places', async (t) => {
  const items: Row[] = Array.from({ length: 20_001 }, (_, place) => ({ key: (place * 7919) % 613, place }));
  const order = (a: Row, b: Row) => a.key - b.key;
  let pauses = 0;
  const breathe = async () => void pauses++;
  // a picture of the difference of such lists would take minutes
  t.ok(isDeepStrictEqual(await sortedInPieces(items, order, breathe), [...items].sort(order)));
  t.ok(pauses > 3, 'other work ran in between');
  t.strictSame(await sortedInPieces([], order, breathe), []);
});

test('keys of several people are found in every piece of the table, also where one value fills a piece', (t) => {
  const { db } = openDatabase(':memory:', { migrations: SYNC_MIGRATIONS, now: Date.now });
  const store = createSyncStore(db);
  const person = (n: number) =>
    store.persons.insert(store.persons.fresh({ sourceId: 's', externalId: `p${n}` })).id;
  store.tx(() => {
    for (let n = 0; n < 12_000; n++) {
      const own = { kind: 'extension', value: `${n % 11_999}` } as const;
      store.keys.setDesired(person(n), [{ kind: 'email', value: 'all@example.com' }, own]);
    }
  });
  const whole = db
    .prepare(`SELECT kind, value, person_id FROM person_key
      JOIN (SELECT kind, value FROM person_key GROUP BY kind, value HAVING count(*) > 1) USING (kind, value)
      ORDER BY kind, value, person_id`)
    .raw()
    .all();
  const found: unknown[] = [];
  let pieces = 1;
  let piece = store.keys.contested();
  for (; ; piece = store.keys.contested(piece.next), pieces++) {
    for (const { kind, value, personId } of piece.claims) found.push([kind, value, personId]);
    if (!piece.next) break;
  }
  t.equal(pieces, 3);
  t.equal(found.length, 12_002);
  t.ok(isDeepStrictEqual(found, whole));
  db.close();
  t.end();
});

test('people are counted in pieces: sources, addresses that several have, people without one', async (t) => {
  const { db } = openDatabase(':memory:', { migrations: SYNC_MIGRATIONS, now: Date.now });
  const store = createSyncStore(db);
  const MANY = 12_000;
  store.tx(() => {
    for (let n = 0; n < MANY; n++) {
      const fresh = store.persons.fresh({ sourceId: 'a', externalId: `p${MANY - n}` });
      const email = n % 100 === 0 ? undefined : `${n % 11_000}@example.com`;
      const { id } = store.persons.insert({
        ...fresh,
        desired: {
          user: { userName: 'u', active: true, ...(email ? { email } : {}) },
          cleared: [],
          provenance: {},
        },
      });
      if (email) store.keys.setDesired(id, [{ kind: 'email', value: email }]);
      for (const source of n % 3 === 0 ? ['a', 'b'] : ['a']) {
        const row = { sourceId: source, anchor: `${n}`, hash: '', raw: {}, fault: undefined, findings: [] };
        store.records.settle(store.records.put(row), id);
      }
    }
  });
  let pauses = 0;
  const cycle = {
    store,
    sources: [],
    breathe: async () => void pauses++,
    digest: (text: string) => text,
  } as unknown as Cycle;
  const { totals, sourceCounts, digest } = await count(cycle);
  t.ok(pauses > 4, 'other work ran in between');
  const shared = db
    .prepare<
      [],
      string
    >(`SELECT value || ' ' || external_id FROM person_key JOIN person ON person.id = person_id
      WHERE value IN (SELECT value FROM person_key GROUP BY value HAVING count(*) > 1) ORDER BY value, external_id`)
    .pluck()
    .all();
  t.strictSame(totals, { users: MANY, didNumbers: 0, withoutEmail: 120, sharedEmail: shared.length });
  t.strictSame(sourceCounts, [
    { id: 'a', people: MANY, applied: 0, detained: 0 },
    { id: 'b', people: MANY / 3, applied: 0, detained: 0 },
  ]);
  const without = db
    .prepare('SELECT external_id FROM person WHERE email IS NULL ORDER BY external_id')
    .pluck()
    .all();
  t.ok(digest === [...without, '', ...shared].join('\n'));
  db.close();
});
