/** Invariant 22, from sync.db to the cloud: a digest is told once, wherever the power is cut. */
import { test } from 'tap';
import type { OutboxItem } from '../../../src/contract/outbox.ts';
import type { FindingDigests } from '../../../src/gateway/core/ports/finding-digests.ts';
import { createDigests } from '../../../src/gateway/features/user-sync/digests.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createOutboxStore } from '../../../src/gateway/store/outbox.ts';
import { createSyncQueries } from '../../../src/gateway/store/sync/queries.ts';
import { type Bench, bench, person } from './helpers/bench.ts';

/** The outbox's own table, and a cloud that drops an id that it has. */
function world(b: Bench) {
  const store = createOutboxStore(openStateDatabase(':memory:', b.clock.now).db);
  const cloud = new Map<string, OutboxItem>();
  let cut = '';
  const digests: FindingDigests = {
    untold: () => createSyncQueries(b.db).untoldDigests(),
    told(id) {
      if (cut === 'before it is noted') throw new Error('cut');
      b.db.prepare('UPDATE digest SET sent = 1 WHERE id = ?').run(id);
    },
  };
  const tell = createDigests({
    digests,
    enqueue(item, id) {
      if (cut === 'before it is kept') throw new Error('cut');
      if (cut === 'full') return undefined;
      store.add({ item: { ...item, id, at: 1 }, priority: 1, expiresAt: 1e15 }, false);
      return id;
    },
  });
  const send = () => {
    const items = store.batch(100, 1e6);
    for (const item of items) if (!cloud.has(item.id)) cloud.set(item.id, item);
    store.remove(items.map(({ id }) => id));
    return items.length;
  };
  return {
    send,
    cloud,
    tell(cutAt = '') {
      cut = cutAt;
      try {
        tell();
      } catch (thrown) {
        if ((thrown as Error).message !== 'cut') throw thrown;
      }
    },
  };
}

const someone = async () => {
  const b = bench([person(1, { email: '' })]);
  await b.cycle();
  return b;
};

for (const cut of ['before it is kept', 'before it is noted', 'full'])
  for (const isSent of [false, true])
    test(`cut ${cut}, ${isSent ? 'and sent meanwhile' : 'and not sent yet'}: told once`, async (t) => {
      const w = world(await someone());
      w.tell(cut);
      if (isSent) w.send();
      w.tell();
      t.ok(w.send() <= 1);
      w.tell();
      t.equal(w.send(), 0, 'nothing is new');
      t.equal(w.cloud.size, 1);
      t.match(
        [...w.cloud.values()],
        [
          {
            kind: 'sync.findings',
            body: {
              total: 1,
              codes: [{ code: 'NO_EMAIL', count: 1 }],
              people: [{ code: 'NO_EMAIL' }],
              withoutEmail: 1,
            },
          },
        ],
      );
    });

test('nothing is told when nothing is new; a hundred are named, all are counted', async (t) => {
  const b = await someone();
  const w = world(b);
  w.tell();
  w.send();
  b.source.rows = Array.from({ length: 250 }, (_, i) => person(i + 1, { email: '', userName: `u${i}` }));
  await b.cycle();
  w.tell();
  w.send();
  await b.cycle();
  w.tell();
  t.equal(w.send(), 0);
  const body = [...w.cloud.values()]
    .flatMap((item) => (item.kind === 'sync.findings' ? [item.body] : []))
    .at(-1);
  t.match(body, { total: 249, withoutEmail: 250 });
  t.equal(body?.people.length, 100);
});
