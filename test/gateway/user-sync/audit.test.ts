import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { Db } from '../../../src/base/runtime/sqlite.ts';
import { type Actor, createEventBus, type Events } from '../../../src/gateway/core/events.ts';
import { createAuditGuard } from '../../../src/gateway/features/user-sync/audit-guard.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { openSyncDatabase } from '../../../src/gateway/store/sync/database.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { createSyncReads } from '../../../src/gateway/sync/reads.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const ANN: Actor = { id: 'ann', name: 'Ann', via: 'local' };

/** Two databases: the chain in one, the end that it had in the other. */
function audited(t: Test) {
  const folder = t.testdir();
  const clock = manualClock();
  const heard: Events['audit'][] = [];
  let serial = 0;
  const events = createEventBus((_name, error) => {
    throw error;
  });
  events.on('audit', (event) => heard.push(event));
  const settings = createSettings(openStateDatabase(':memory:', clock.now).db, (key) => t.fail(key));
  const inSync = (work: (db: Db) => void) => {
    const { db, close } = openSyncDatabase(folder, clock.now);
    work(db);
    close();
  };
  return {
    guard: createAuditGuard({ settings, queries: createSyncReads(() => folder), events }),
    heard,
    append: (count: number) =>
      inSync((db) => {
        const { audit, tx } = createSyncStore(db);
        tx(() => {
          for (let n = 0; n < count; n++)
            audit.append({
              at: clock.now(),
              cycleId: 'c',
              actor: 'test',
              sourceId: 'main',
              externalId: `p${serial++}`,
              kind: 'added',
              fields: ['email'],
              confirmed: false,
            });
        });
      }),
    tamper: (sql: string) => inSync((db) => void db.exec(sql)),
    lose: () => {
      for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `sync.db${end}`), { force: true });
    },
  };
}

test('a chain that was only ever appended to is sound', async (t) => {
  const { guard, append } = audited(t);
  t.same(await guard.verify(), { count: 0, head: '' }, 'before the first sync there is none');
  append(3);
  t.match(await guard.verify(), { count: 3 }, 'rows whose end was not kept yet: the power went between');
  await guard.extend();
  append(2500);
  await guard.extend();
  const found = await guard.verify();
  t.equal(found?.count, 2503);
  t.equal(found?.brokenAt, undefined);
});

const TAMPERED: Record<string, readonly [sql: string, brokenAt: number]> = {
  'a row is altered': ["UPDATE audit SET actor = 'nobody' WHERE number = 4", 4],
  'a row is altered and hashed with something else': ["UPDATE audit SET hash = 'x' WHERE number = 4", 4],
  'a row is taken out': ['DELETE FROM audit WHERE number = 4', 4],
  'the beginning is cut off': ['DELETE FROM audit WHERE number < 4', 1],
  'the tail is cut off': ['DELETE FROM audit WHERE number > 6', 7],
  'everything is gone': ['DELETE FROM audit', 1],
};

for (const [what, [sql, brokenAt]] of Object.entries(TAMPERED)) {
  test(`${what}: found, and it stays found while the chain grows`, async (t) => {
    const { guard, append, tamper } = audited(t);
    append(9);
    await guard.extend();
    tamper(sql);
    t.match(await guard.verify(), { brokenAt });
    append(20);
    await guard.extend();
    t.ok((await guard.verify())?.brokenAt !== undefined, 'what was appended later does not cover it');
  });
}

test('a chain made anew verifies by itself and is found all the same', async (t) => {
  const { guard, append, lose } = audited(t);
  append(9);
  await guard.extend();
  lose();
  t.match(await guard.verify(), { count: 0, brokenAt: 1 }, 'the file is gone');
  append(12);
  await guard.extend();
  t.match(await guard.verify(), { count: 12, brokenAt: 9 }, 'another one in its place');
});

test('a person lets it pass, is named, and what comes later is watched again', async (t) => {
  const { guard, heard, append, tamper } = audited(t);
  append(9);
  await guard.extend();
  t.match(await guard.accept(ANN), { count: 9 });
  t.same(heard, [], 'nothing was wrong: nothing was accepted');
  tamper("UPDATE audit SET actor = 'nobody' WHERE number = 4");
  const accepted = await guard.accept(ANN);
  t.equal(accepted?.brokenAt, undefined);
  t.match(heard, [{ action: 'Audit chain accepted', actor: ANN, details: { brokenAt: 4, count: 9 } }]);
  append(3);
  await guard.extend();
  t.match(await guard.verify(), { count: 12 });
  tamper('DELETE FROM audit WHERE number > 10');
  t.match(await guard.verify(), { brokenAt: 11 });
  tamper('DELETE FROM audit WHERE number > 5');
  t.match(await guard.verify(), { brokenAt: 9 }, 'also behind the row that was accepted');
});
