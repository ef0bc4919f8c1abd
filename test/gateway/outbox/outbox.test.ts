import { type Test, test } from 'tap';
import type { AppError } from '../../../src/base/errors.ts';
import type { OutboxItem, OutboxReceipt } from '../../../src/contract/outbox.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus, SYSTEM } from '../../../src/gateway/core/events.ts';
import type { CloudHttp } from '../../../src/gateway/core/ports/cloud.ts';
import {
  createOutbox,
  type NewItem,
  type OutboxOptions,
} from '../../../src/gateway/features/outbox/outbox.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createOutboxStore } from '../../../src/gateway/store/outbox.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const DAY = 24 * 3600_000;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const event = (asset: string, eventType: 'Gateway' | 'Security' = 'Gateway', pad = ''): NewItem => ({
  kind: 'event',
  body: {
    action: 'Tested',
    eventType,
    actor: { id: 'system', name: 'Gateway' },
    asset,
    propertiesChanged: [],
    details: { pad },
  },
});
const assetOf = (item: OutboxItem) => (item.kind === 'event' ? item.body.asset : item.kind);

/** The cloud behind the port: keeps by id, may be away, may refuse. */
function cloud() {
  const state = {
    away: undefined as AppError | undefined,
    refuse: (_item: OutboxItem): boolean => false,
    wanted: [] as string[],
    batches: [] as OutboxItem[][],
    kept: new Map<string, OutboxItem>(),
    /** One item that makes the cloud refuse the whole batch. */
    poison: undefined as { asset: string; facts: Record<string, unknown> } | undefined,
    /** The answer is lost after the cloud has stored everything. */
    loseAnswers: 0,
  };
  const http: CloudHttp = {
    async request({ json }) {
      if (state.away) throw state.away;
      const { items } = json as { items: OutboxItem[] };
      state.batches.push(items);
      const { poison } = state;
      if (poison && items.some((item) => assetOf(item) === poison.asset))
        throw fail('CLOUD_REFUSED', { facts: poison.facts });
      const refused = items.filter(state.refuse);
      for (const item of items) if (!refused.includes(item)) state.kept.set(item.id, item);
      if (state.loseAnswers-- > 0) throw fail('CLOUD_UNREACHABLE');
      const receipt: OutboxReceipt = {
        accepted: items.filter((item) => !refused.includes(item)).map((item) => item.id),
        refused: refused.map(({ id }) => ({ id, code: 'NO', sentence: 'Never.' })),
        wanted: state.wanted.splice(0),
      };
      return { status: 200, body: receipt as never };
    },
  };
  return { state, http };
}

function world(t: Test, options: Partial<OutboxOptions> = {}) {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const { state, http } = cloud();
  const gate = { may: true as true | string, linked: true };
  const lines: string[] = [];
  const wanted: string[] = [];
  const events = createEventBus((_name, error) => t.fail(String(error)));
  const make = () =>
    createOutbox({
      store: createOutboxStore(db),
      http,
      events,
      clock,
      random: () => 0.5,
      crypto: createCrypto(clock.now),
      maySend: () => gate.may,
      isLinked: () => gate.linked,
      budgetBytes: 1_000_000,
      onWanted: (digests) => wanted.push(...digests),
      log: (message) => lines.push(message),
      ...options,
    });
  return { clock, db, cloud: state, gate, lines, wanted, events, make };
}

test('an audit event reaches the cloud once, in order', async (t) => {
  const { cloud, events, make } = world(t);
  const outbox = make();
  outbox.start();
  for (const asset of ['a', 'b', 'c']) {
    const { body } = event(asset) as Extract<NewItem, { kind: 'event' }>;
    events.emit('audit', { ...body, actor: SYSTEM });
  }
  await outbox.flush();
  t.same([...cloud.kept.values()].map(assetOf), ['a', 'b', 'c']);
  t.match([...cloud.kept.values()][0], { kind: 'event', body: { actor: { id: 'system', name: 'Gateway' } } });
  t.notMatch(JSON.stringify([...cloud.kept.values()]), /via/, 'only what the contract names');
  t.same(outbox.stats(), { waiting: 0, bytes: 0, dropped: 0 });
  await outbox.stop();
});

test('away: kept over a restart, tried again with backoff, sent at once when the channel is back', async (t) => {
  const w = world(t);
  w.cloud.away = fail('CLOUD_UNREACHABLE');
  const first = w.make();
  first.start();
  first.enqueue(event('a'));
  await first.flush();
  await first.stop();
  const second = w.make();
  t.equal(second.stats().waiting, 1);
  second.start();
  await settle();
  w.cloud.away = undefined;
  await w.clock.advance(999);
  t.equal(w.cloud.kept.size, 0);
  await w.clock.advance(1);
  t.equal(w.cloud.kept.size, 1, 'half of two seconds: jitter is a half here');

  w.cloud.away = fail('CLOUD_UNREACHABLE');
  second.enqueue(event('b'));
  await second.flush();
  w.cloud.away = undefined;
  w.events.emit('channel.state', { state: 'online' });
  await settle();
  t.equal(w.cloud.kept.size, 2);
  await second.stop();
});

test('an answer that is lost: sent again with the same ids', async (t) => {
  const { cloud, make, clock } = world(t);
  cloud.loseAnswers = 1;
  const outbox = make();
  outbox.enqueue(event('a'));
  await outbox.flush();
  t.equal(outbox.stats().waiting, 1);
  await clock.advance(1_000);
  t.same(cloud.batches.map((batch) => batch[0]?.id)[0], cloud.batches[1]?.[0]?.id);
  t.equal(cloud.kept.size, 1);
  t.equal(outbox.stats().waiting, 0);
});

test('batches of 200 items and 256 KiB at most', async (t) => {
  const { cloud, make } = world(t, { budgetBytes: 50_000_000 });
  const outbox = make();
  for (let n = 0; n < 450; n++) outbox.enqueue(event(`n${n}`));
  for (let n = 0; n < 5; n++) outbox.enqueue(event(`big${n}`, 'Gateway', 'x'.repeat(100_000)));
  await outbox.flush();
  t.equal(cloud.kept.size, 455);
  t.same(
    cloud.batches.map((batch) => batch.length),
    [200, 200, 52, 2, 1],
  );
  for (const items of cloud.batches) t.ok(JSON.stringify({ items }).length <= 256 * 1024);
});

test('over budget: the oldest of the lowest priority go, are counted, and that is told first', async (t) => {
  const { cloud, gate, make } = world(t, { budgetBytes: 65_536 });
  gate.may = 'not linked';
  const outbox = make();
  outbox.enqueue(event('who came in', 'Security'));
  for (let n = 0; n < 100; n++) outbox.enqueue(event(`n${n}`, 'Gateway', 'x'.repeat(900)));
  const { waiting, bytes, dropped } = outbox.stats();
  t.ok(bytes <= 65_536);
  t.equal(waiting + dropped, 101, 'nothing is gone uncounted');
  gate.may = true;
  await outbox.flush();
  const sent = cloud.batches.flat();
  t.match(sent[0], { kind: 'dropped', body: { count: dropped, kinds: { event: dropped } } });
  t.equal(sent[1] && assetOf(sent[1]), 'who came in', 'the oldest of all, and kept');
  t.equal(sent[2] && assetOf(sent[2]), `n${dropped}`);
  t.equal(outbox.stats().dropped, 0);
});

const rollup = (n: number): NewItem => ({
  kind: 'metrics',
  body: {
    from: n,
    to: n + 1,
    series: Array.from({ length: 100 }, (_, i) => ({
      ...{ name: 'cloudlink_alarms', labels: { severity: `${i}`.padStart(64, 'x') } },
      ...{ kind: 'gauge' as const, value: n },
    })),
  },
});

test('figures crowd nothing out: they have a share of their own, lose the oldest and go last', async (t) => {
  const { cloud, gate, make } = world(t, { budgetBytes: 64 * 1024 * 1024 });
  gate.may = 'away';
  const outbox = make();
  outbox.enqueue(event('the first of all'));
  for (let n = 0; n < 300; n++) outbox.enqueue(rollup(n));
  outbox.enqueue(event('the last of all'));
  const { bytes, dropped } = outbox.stats();
  t.ok(bytes < 2 * 1024 * 1024 + 4096, `${bytes} bytes`);
  t.ok(dropped > 100, `${dropped} were dropped`);
  gate.may = true;
  await outbox.flush();
  const sent = cloud.batches.flat();
  t.match(sent[0], { kind: 'dropped', body: { count: dropped, kinds: { metrics: dropped } } });
  t.same(
    sent.slice(1, 3).map((item) => assetOf(item)),
    ['the first of all', 'the last of all'],
  );
  const figures = sent.flatMap((item) => (item.kind === 'metrics' ? item.body.from : []));
  t.equal(figures.length, 300 - dropped);
  t.equal(figures[0], dropped, 'the oldest are gone');
  t.equal(figures.at(-1), 299);
});

test('90 days offline lose nothing', async (t) => {
  const { cloud, gate, clock, make } = world(t);
  gate.may = 'away';
  const outbox = make();
  for (let day = 0; day < 90; day++) {
    outbox.enqueue(event(`day ${day}`));
    await clock.advance(DAY);
  }
  gate.may = true;
  await outbox.flush();
  t.equal([...cloud.kept.values()].filter((item) => item.kind === 'event').length, 90);
  t.equal(outbox.stats().dropped, 0);
});

test('a clock that is twenty years ahead drops nothing; what is too old goes once the cloud has answered', async (t) => {
  const { cloud, gate, clock, make } = world(t);
  gate.may = 'away';
  const outbox = make();
  const then = clock.now();
  for (let n = 0; n < 250; n++) outbox.enqueue(event(`n${n}`));
  clock.step(then + 20 * 365 * DAY);
  outbox.enqueue(event('in 2046'));
  t.equal(outbox.stats().waiting, 251);
  gate.may = true;
  await outbox.flush();
  t.equal(cloud.kept.size, 202, 'a first batch, the report of what was dropped, and what is new');
  t.equal([...cloud.kept.values()].filter((item) => item.kind === 'dropped').length, 1);
});

test('refused for good: dropped here and logged; wanted digests are told', async (t) => {
  const { cloud, make, lines, wanted } = world(t);
  cloud.refuse = (item) => assetOf(item) === 'bad';
  cloud.wanted = ['abc'];
  const outbox = make();
  outbox.enqueue(event('bad'));
  outbox.enqueue(event('good'));
  await outbox.flush();
  t.same([...cloud.kept.values()].map(assetOf), ['good']);
  t.equal(outbox.stats().waiting, 0);
  t.same(lines, ['the cloud refused an item for good']);
  t.same(wanted, ['abc']);
});

for (const status of [400, 413])
  test(`one item that makes the cloud answer ${status}: found by halves, dropped, told; its neighbours arrive`, async (t) => {
    const { cloud, lines, make } = world(t);
    const outbox = make();
    const assets = Array.from({ length: 50 }, (_, i) => `a${i}`);
    for (const asset of assets) outbox.enqueue(event(asset));
    cloud.poison = { asset: 'a37', facts: { status, code: 'BAD_INPUT' } };
    await outbox.flush();
    t.same(
      [...cloud.kept.values()].filter((i) => i.kind === 'event').map(assetOf),
      assets.filter((asset) => asset !== 'a37'),
    );
    t.match(
      [...cloud.kept.values()].find((i) => i.kind === 'dropped'),
      { body: { count: 1, kinds: { event: 1 } } },
    );
    t.match(lines.join('\n'), /never taken/);
    t.equal(outbox.stats().waiting, 0);
  });

test('a 400 of something in between drops nothing', async (t) => {
  const { cloud, make } = world(t);
  const outbox = make();
  outbox.enqueue(event('a'));
  cloud.poison = { asset: 'a', facts: { status: 400 } };
  await outbox.flush();
  t.match(outbox.stats(), { waiting: 1, dropped: 0 });
});

test('rows that this version cannot read are dropped and counted; what stands behind them goes on', async (t) => {
  const { db, cloud, make } = world(t);
  const outbox = make();
  for (const asset of ['old', 'torn', 'new']) outbox.enqueue(event(asset));
  const put = db.prepare('UPDATE outbox SET body = ? WHERE body LIKE ?');
  put.run('{"of":"another version"}', '%"old"%');
  put.run('{"torn', '%"torn"%');
  await outbox.flush();
  t.same([...cloud.kept.values()].map(assetOf).sort(), ['dropped', 'new']);
  t.match(
    [...cloud.kept.values()].find((i) => i.kind === 'dropped'),
    { body: { count: 2 } },
  );
});

test('only the last inventory counts', async (t) => {
  const { cloud, gate, make } = world(t);
  gate.may = 'away';
  const outbox = make();
  for (const digest of ['one', 'two', 'three']) outbox.enqueue({ kind: 'inventory.same', body: { digest } });
  gate.may = true;
  await outbox.flush();
  t.match([...cloud.kept.values()], [{ body: { digest: 'three' } }]);
  t.equal(cloud.kept.size, 1);
});

test('deactivated: waits without asking, resumes by the event; unlinked: everything is forgotten', async (t) => {
  const w = world(t);
  w.cloud.away = fail('ACCOUNT_DEACTIVATED');
  const outbox = w.make();
  outbox.start();
  outbox.enqueue(event('a'));
  await outbox.flush();
  t.equal(w.clock.pending, 0, 'no timer runs');
  w.cloud.away = undefined;
  w.events.emit('account.state', { state: 'active' });
  await settle();
  t.equal(w.cloud.kept.size, 1);
  w.gate.may = 'The account is deactivated.';
  outbox.enqueue(event('b'));
  w.events.emit('link.changed', { linked: false });
  t.same(outbox.stats(), { waiting: 0, bytes: 0, dropped: 0 }, 'never told to another account');
  await outbox.stop();
});

test('a cloud that acknowledges nothing is not asked in a circle', async (t) => {
  const w = world(t, {
    http: {
      request: async () => ({ status: 200, body: { accepted: [], refused: [], wanted: [] } as never }),
    },
  });
  const outbox = w.make();
  outbox.enqueue(event('a'));
  await outbox.flush();
  t.equal(outbox.stats().waiting, 1);
  t.equal(w.clock.pending, 1, 'a retry is planned');
});

test('a full disk: counted, told, and nothing that was stored is lost', async (t) => {
  const w = world(t);
  const outbox = w.make();
  outbox.enqueue(event('before'));
  const pages = w.db.pragma('page_count', { simple: true });
  w.db.pragma(`max_page_count = ${String(pages)}`);
  while (outbox.enqueue(event('too much', 'Gateway', 'x'.repeat(2000))) !== undefined);
  t.equal(outbox.stats().dropped, 1);
  t.equal(w.lines.at(-1), 'an item could not be stored');
  w.db.pragma('max_page_count = 100000');
  t.ok(outbox.enqueue(event('after')));
  await outbox.flush();
  const sent = [...w.cloud.kept.values()];
  t.match(
    sent.find((item) => item.kind === 'dropped'),
    { body: { count: 1, kinds: { event: 1 } } },
  );
  t.ok(sent.some((item) => assetOf(item) === 'before'));
  t.ok(sent.some((item) => assetOf(item) === 'after'));
});

test('an item that is not in the contract is a defect, found where it is made', (t) => {
  const { make } = world(t);
  t.throws(() => make().enqueue({ kind: 'event', body: { action: 7 } } as never), /not in the contract/);
  t.end();
});

test('what happens while no account holds the gateway is told to none', async (t) => {
  const w = world(t);
  const outbox = w.make();
  outbox.start();
  w.gate.may = 'away';
  outbox.enqueue(event('of the first account'));
  w.gate.linked = false;
  w.events.emit('link.changed', { linked: false });
  // what the unlinking itself brings about comes after it
  const { body } = event('tunnel stopped', 'Security') as Extract<NewItem, { kind: 'event' }>;
  w.events.emit('audit', { ...body, actor: SYSTEM });
  t.equal(outbox.enqueue(event('of nobody')), undefined);
  t.same(outbox.stats(), { waiting: 0, bytes: 0, dropped: 0 });
  w.gate.linked = true;
  w.gate.may = true;
  w.events.emit('audit', { ...body, actor: SYSTEM, asset: 'gateway linked' });
  w.events.emit('link.changed', { linked: true });
  await outbox.flush();
  t.same([...w.cloud.kept.values()].map(assetOf), ['gateway linked']);
  await outbox.stop();
});
