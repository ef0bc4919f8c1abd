/** What the gateway's tables forget, and what they must keep. */
import { setImmediate } from 'node:timers/promises';
import { test } from 'tap';
import { openDatabase } from '../../../src/base/runtime/sqlite.ts';
import { EMPTY_CHAIN } from '../../../src/gateway/core/ports/sync-store.ts';
import { DAY_MS, RETENTION } from '../../../src/gateway/core/retention.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createTunnelSessionStore } from '../../../src/gateway/store/sessions.ts';
import { verifyAudit } from '../../../src/gateway/store/sync/audit-table.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { SYNC_MIGRATIONS } from '../../../src/gateway/store/sync/migrations.ts';
import { bench, RUN } from '../user-sync/helpers/bench.ts';

function syncStore() {
  const { db } = openDatabase(':memory:', { migrations: SYNC_MIGRATIONS, now: () => 0 });
  const store = createSyncStore(db);
  const removed = (at: number) =>
    store.audit.append({
      at,
      cycleId: 'c',
      actor: 'a',
      sourceId: 's',
      externalId: 'e',
      kind: 'removed',
      fields: [],
      confirmed: false,
    });
  const numbers = (table: 'audit' | 'cycle') =>
    db.prepare<[], number>(`SELECT number FROM ${table} ORDER BY number`).pluck().all();
  return { db, store, removed, numbers };
}

/** Number of the first row that is not what was written; undefined when the chain holds. */
const brokenAt = async (db: Parameters<typeof verifyAudit>[0]) =>
  (await verifyAudit(db, EMPTY_CHAIN, EMPTY_CHAIN, setImmediate)).brokenAt;

test('the chain of changes loses its beginning and is verified from there on', async (t) => {
  const { db, store, removed, numbers } = syncStore();
  for (const at of [1, 2, 3, 4]) removed(at);
  store.audit.prune(3);
  t.same(numbers('audit'), [3, 4]);
  t.equal(await brokenAt(db), undefined, 'the rest is whole');
  removed(5);
  t.equal(await brokenAt(db), undefined);
  t.equal(store.audit.removalsSince('s', 0), 3);
  store.audit.prune(4);
  t.same(numbers('audit'), [4, 5]);
  t.equal(await brokenAt(db), undefined, 'cut twice');
  db.exec('DELETE FROM audit WHERE number = 4');
  t.equal(await brokenAt(db), 4, 'what somebody else cut is found');
});

test('the last link stays, however old; a clock that stepped back cuts no hole', async (t) => {
  const { db, store, removed, numbers } = syncStore();
  for (const at of [1, 2, 3]) removed(at);
  store.audit.prune(100);
  t.same(numbers('audit'), [3]);
  removed(50);
  t.equal(await brokenAt(db), undefined);
  removed(200);
  removed(60);
  store.audit.prune(100);
  t.same(numbers('audit'), [5, 6], 'row 6 is old by its date and young by its place');
  t.equal(await brokenAt(db), undefined);
});

test('a cycle forgets old cycles; the newest stays, so that the numbers go on', async (t) => {
  const b = bench([]);
  const count = () => b.db.prepare<[], number>('SELECT count(*) FROM cycle').pluck().get();
  await b.cycle(RUN);
  await b.cycle(RUN);
  t.equal(count(), 2);
  await b.clock.advance(RETENTION.cycleDays * DAY_MS + 1);
  await b.cycle(RUN);
  t.equal(count(), 1);
  const { store, numbers } = syncStore();
  store.cycles.begin({ id: 'a', startedAt: 1, mode: 'run', actor: 'test' });
  store.cycles.begin({ id: 'b', startedAt: 2, mode: 'run', actor: 'test' });
  store.cycles.prune(100);
  t.same(numbers('cycle'), [2]);
});

test('sessions that ended long ago are forgotten; open ones are not', (t) => {
  const { db } = openStateDatabase(':memory:', () => 0);
  const sessions = createTunnelSessionStore(db);
  const row = {
    targetId: 't',
    personId: 'p',
    personName: 'P',
    openedAt: 1,
    expiresAt: 9,
    lastUsedAt: 1,
    requests: 0,
  };
  sessions.put({ ...row, id: 'old', endedAt: 5 });
  sessions.put({ ...row, id: 'young', endedAt: 50 });
  sessions.put({ ...row, id: 'open' });
  t.equal(sessions.prune(10), 1);
  t.same(
    sessions
      .recent(10)
      .map((s) => s.id)
      .sort(),
    ['open', 'young'],
  );
  t.end();
});
