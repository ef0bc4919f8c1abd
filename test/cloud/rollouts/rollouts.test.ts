/** Rollouts over the real store and the real queue of orders; the gateways are rows. */
import { type Test, test } from 'tap';
import { createLive } from '../../../src/cloud/core/live.ts';
import type { AuditEvent } from '../../../src/cloud/core/ports/audit.ts';
import { createChannels } from '../../../src/cloud/features/commands/channels.ts';
import { createCommands } from '../../../src/cloud/features/commands/commands.ts';
import { createMemoryArgs } from '../../../src/cloud/features/commands/memory-args.ts';
import { createRollouts } from '../../../src/cloud/features/rollouts/rollouts.ts';
import { createCrypto } from '../../../src/cloud/platform/crypto.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { insertGateway } from '../../../src/cloud/store/gateways.ts';
import { createStores } from '../../../src/cloud/store/index.ts';
import { createRolloutStore } from '../../../src/cloud/store/rollouts.ts';
import type { CommandMessage } from '../../../src/contract/channel.ts';
import type { RolloutInput } from '../../../src/contract/rollouts.ts';
import type { GatewayStatus } from '../../../src/contract/status.ts';
import type { UpdateStatus } from '../../../src/contract/update.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { ACCOUNT, gatewayRow } from '../../helpers/cloud-rows.ts';

const HOUR = 3_600_000;
const ID = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ANN = { id: 'ann', name: 'Ann', accountId: 'p1' };
const PARTNER = { ...ACCOUNT, id: 'p1', number: '100000009', kind: 'partner', name: 'Partner' } as const;

async function world(t: Test, many: number) {
  const clock = manualClock();
  const { db, close } = openCloudDatabase(':memory:', clock.now);
  t.teardown(close);
  const stores = createStores(db);
  const crypto = createCrypto(clock.now);
  await stores.accounts.insert(PARTNER);
  await stores.accounts.insert({ ...ACCOUNT, partnerId: PARTNER.id });
  for (let n = 1; n <= many; n++)
    await insertGateway(db, gatewayRow(ID(n), { name: `gw-${n}`, jkt: `jkt-${n}`, version: '1.0.0' }));
  const history: AuditEvent[] = [];
  const audit = async (event: AuditEvent) => void history.push(event);
  const live = createLive(clock);
  const deps = { stores, clock, live, audit, crypto, memoryArgs: createMemoryArgs() };
  const channels = createChannels({
    ...deps,
    accessHeads: { take: async () => undefined },
    onReset: async () => undefined,
    sessionsEnded: async () => undefined,
  });
  const commands = createCommands({ ...deps, deliver: channels.deliver });
  /** One node of the cloud. */
  const node = (more: Partial<Parameters<typeof createRollouts>[0]> = {}) =>
    createRollouts({
      ...deps,
      store: createRolloutStore(db),
      accounts: stores.accounts,
      commands,
      mustBeReleased: async () => undefined,
      log: () => undefined,
      ...more,
    });
  const inbox = new Map<number, CommandMessage[]>();
  const online = async (n: number) => {
    const orders: CommandMessage[] = inbox.get(n) ?? [];
    inbox.set(n, orders);
    const gateway = await stores.gateways.byId(ID(n));
    if (!gateway) throw new Error('no gateway');
    await channels.attach(gateway, {
      transport: 'websocket',
      send: (message) => void (message.type === 'command' && orders.push(message)),
      close: () => undefined,
    });
  };
  const says = async (n: number, version: string, update: UpdateStatus) => {
    const status = {
      at: clock.now(),
      version,
      name: `gw-${n}`,
      kind: 'virtual',
      tunnels: [],
      alarms: [],
      update,
    };
    await stores.gateways.setStatus(ID(n), status as unknown as GatewayStatus);
  };
  const ordered = () =>
    [...inbox].flatMap(([n, orders]) => orders.map(({ name, args }) => [n, name, args] as const));
  const actions = () =>
    history.filter(({ action }) => action.startsWith('Rollout')).map(({ action }) => action);
  const committed = (n: number) => says(n, '2.0.0', { state: 'committed', version: '2.0.0' });
  return { clock, db, stores, channels, node, inbox, online, says, committed, ordered, actions, history };
}

const input = (more: Partial<RolloutInput> = {}): RolloutInput => ({
  version: '2.0.0',
  rings: [
    { name: 'Pilot', percent: 0, gateways: [ID(1)] },
    { name: 'All', percent: 100, gateways: [] },
  ],
  when: { kind: 'now' },
  maxFailedPercent: 0,
  ...more,
});

test('ring by ring: the pilot, the approval, the rest; an offline one when it returns', async (t) => {
  const w = await world(t, 4);
  const rollouts = w.node();
  for (const n of [1, 2, 3]) await w.online(n);
  t.same(await rollouts.preview(ANN, input()), {
    rings: [
      { name: 'Pilot', gateways: 1 },
      { name: 'All', gateways: 3 },
    ],
    already: 0,
  });
  const begun = await rollouts.start(ANN, input());
  t.same(
    await rollouts.preview(ANN, input({ version: '0.9.0' })),
    { rings: [0, 0].map((gateways, i) => ({ name: ['Pilot', 'All'][i], gateways })), already: 4 },
    'nobody is taken back to an older one',
  );
  t.match(begun, { state: 'running', ring: 0, createdBy: 'Ann', rings: [{ counts: { ordered: 1 } }, {}] });
  t.same(w.ordered(), [[1, 'update.install', { version: '2.0.0', when: 'now' }]], 'only the pilot');
  await t.rejects(rollouts.start(ANN, input()), { code: 'ROLLOUT_ACTIVE' });
  await rollouts.drive();
  t.equal(w.ordered().length, 1, 'once');

  await w.says(1, '2.0.0', { state: 'trial', version: '2.0.0' });
  await rollouts.drive();
  t.match(await rollouts.view(ANN, begun.id), { state: 'running' });
  t.match(await rollouts.gateways(ANN, begun.id, { limit: 10, ring: 0 }), {
    total: 1,
    items: [{ name: 'gw-1', state: 'ordered', step: 'trial', account: { name: 'Ballad' } }],
  });
  await w.committed(1);
  await rollouts.drive();
  const waiting = await rollouts.view(ANN, begun.id);
  t.match(waiting, { state: 'waiting', rings: [{ counts: { done: 1 } }, {}] });
  await t.rejects(rollouts.step(ANN, begun.id, 'approve', waiting.revision - 1), { code: 'ROLLOUT_CHANGED' });
  await t.rejects(rollouts.step(ANN, begun.id, 'resume', waiting.revision), { code: 'ROLLOUT_STATE' });
  await rollouts.step(ANN, begun.id, 'approve', waiting.revision);
  t.same(
    w.ordered().map(([n]) => n),
    [1, 2, 3],
  );
  for (const n of [2, 3]) await w.committed(n);
  await rollouts.drive();
  t.match(await rollouts.view(ANN, begun.id), {
    state: 'running',
    rings: [{}, { counts: { done: 2, waiting: 1 } }],
  });
  await w.online(4);
  await rollouts.drive();
  await w.committed(4);
  await rollouts.drive();
  t.match(await rollouts.view(ANN, begun.id), { state: 'done', endedAt: w.clock.now() });
  t.same(w.actions(), ['Rollout started', 'Rollout ring approved', 'Rollout finished']);
  t.match(await rollouts.list(ANN, { limit: 5 }), { total: 1, items: [{ state: 'done' }] });
  await t.rejects(rollouts.start(ANN, input({ account: '123456789' })), { code: 'ACCOUNT_UNKNOWN' });
  await t.rejects(rollouts.start(ANN, input()), { code: 'ROLLOUT_EMPTY' }, 'everybody has it');
});

test('too many failures stop a ring by themselves; who has not begun is called back', async (t) => {
  const w = await world(t, 4);
  const rollouts = w.node();
  for (const n of [1, 2, 3, 4]) await w.online(n);
  const one = input({ rings: [{ name: 'All', percent: 100, gateways: [] }], maxFailedPercent: 25 });
  const { id } = await rollouts.start(ANN, one);
  const reason = { code: 'UPDATE_TRIAL', sentence: 'The PBX was lost.', remedy: 'Look at it.' };
  const rolledBack = (n: number) =>
    w.says(n, '1.0.0', { state: 'rolledBack', version: '2.0.0', endedAt: w.clock.now(), reason });
  await rolledBack(1);
  await w.says(2, '1.0.0', { state: 'installing', version: '2.0.0' });
  await w.says(3, '1.0.0', { state: 'waiting', version: '2.0.0' });
  await rollouts.drive();
  t.match(await rollouts.view(ANN, id), { state: 'running' }, 'one of four is a quarter');
  await rolledBack(4);
  await rollouts.drive();
  const stopped = await rollouts.view(ANN, id);
  t.match(stopped, { state: 'stopped', rings: [{ counts: { failed: 2, ordered: 1, waiting: 1 } }] });
  t.same(
    w.ordered().filter(([, name]) => name === 'update.cancel'),
    [[3, 'update.cancel', { version: '2.0.0' }]],
    'the one that installs is left alone',
  );
  t.match(await rollouts.gateways(ANN, id, { limit: 10, state: 'failed' }), {
    total: 2,
    items: [{ reason }, { reason }],
  });
  await w.committed(2);
  await rollouts.drive();
  await rollouts.drive();
  t.equal(w.ordered().filter(([n]) => n === 3).length, 2, 'nobody is ordered, nobody called back twice');
  t.match(await rollouts.view(ANN, id), { state: 'stopped', rings: [{ counts: { done: 1 } }] });

  await rollouts.step(ANN, id, 'resume', (await rollouts.view(ANN, id)).revision);
  t.equal(w.ordered().filter(([n]) => n === 3).length, 3, 'ordered again');
  t.match(await rollouts.view(ANN, id), { state: 'running' }, 'what was seen does not stop it again');
  await w.committed(3);
  await rollouts.drive();
  t.match(await rollouts.view(ANN, id), { state: 'done' });
  t.same(w.actions(), ['Rollout started', 'Rollout stopped', 'Rollout resumed', 'Rollout finished']);
});

test('abort: nobody further, what waits is given up, what installs is followed to its end', async (t) => {
  const w = await world(t, 4);
  const rollouts = w.node();
  for (const n of [1, 2]) await w.online(n);
  const { id } = await rollouts.start(ANN, input({ rings: [{ name: 'All', percent: 100, gateways: [] }] }));
  await w.says(1, '1.0.0', { state: 'installing', version: '2.0.0' });
  await w.says(2, '1.0.0', { state: 'downloading', version: '2.0.0' });
  await w.stores.gateways.unlink(ID(4), 1, 'gone');
  await rollouts.drive();
  const { revision } = await rollouts.view(ANN, id);
  const aborted = await rollouts.step(ANN, id, 'abort', revision);
  t.match(aborted, {
    state: 'aborted',
    endedBy: 'Ann',
    rings: [{ counts: { ordered: 1, skipped: 3, waiting: 0 } }],
  });
  await w.committed(1);
  await rollouts.drive();
  t.match(await rollouts.view(ANN, id), { state: 'aborted', rings: [{ counts: { done: 1, skipped: 3 } }] });
  await w.online(3);
  await rollouts.drive();
  t.same(w.inbox.get(3), []);
});

test('two nodes give each order once; a node that ended between claim and order harms nothing', async (t) => {
  const w = await world(t, 3);
  for (const n of [1, 2, 3]) await w.online(n);
  const all = input({ rings: [{ name: 'All', percent: 100, gateways: [] }] });
  const [one, two] = [w.node(), w.node()];
  const { id } = await one.start(ANN, { ...all, when: { kind: 'schedule' } });
  await Promise.all([one.drive(), two.drive(), one.drive(), two.drive()]);
  t.same(
    w.ordered().map(([n, , args]) => [n, args]),
    [1, 2, 3].map((n) => [n, { version: '2.0.0', when: 'window' }]),
  );
  const store = createRolloutStore(w.db);
  await store.release(id, ID(2));
  t.equal(await store.claim(id, ID(2), w.clock.now()), true);
  t.equal(await store.claim(id, ID(2), w.clock.now()), false);
  await two.drive();
  t.equal(w.inbox.get(2)?.length, 1, 'perhaps the order is on its way');
  await w.clock.advance(60_001);
  await two.drive();
  const ids = new Set(w.inbox.get(2)?.map((order) => order.id));
  t.equal(ids.size, 2, 'the lost one was given again');
});

test('an order that expires is given again; the hours of the site hold orders back', async (t) => {
  const w = await world(t, 1);
  const rollouts = w.node();
  await w.online(1);
  const all = { rings: [{ name: 'All', percent: 100, gateways: [] }] };
  const minute = Math.floor((w.clock.now() % (24 * HOUR)) / 60_000);
  const later = { kind: 'hours', from: (minute + 60) % 1440, until: (minute + 120) % 1440 } as const;
  await rollouts.start(ANN, input({ ...all, when: later }));
  t.equal(w.inbox.get(1)?.length, 0, 'not yet');
  await w.clock.advance(HOUR + 60_000);
  await rollouts.drive();
  t.equal(w.inbox.get(1)?.length, 1);
  await w.clock.advance(HOUR - 120_000);
  await w.channels.sweep();
  await w.db.updateTable('command').set({ expires_at: w.clock.now() }).execute();
  await w.channels.sweep();
  await rollouts.drive();
  const installs = () => w.inbox.get(1)?.filter(({ id }, i, all) => all.findIndex((o) => o.id === id) === i);
  t.equal(installs()?.length, 2, 'ordered again');
});
