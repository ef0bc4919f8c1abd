/** Long lists are worked through in pieces: the seams must not show. */
import { isDeepStrictEqual } from 'node:util';
import { test } from 'tap';
import { openDatabase } from '../../../src/base/runtime/sqlite.ts';
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
