/** Orders between their issue and their end: what is stored, what a restart takes, what time ends. */
import { type Test, test } from 'tap';
import { createLive } from '../../../src/cloud/core/live.ts';
import type { AuditEvent } from '../../../src/cloud/core/ports/audit.ts';
import { createChannels } from '../../../src/cloud/features/commands/channels.ts';
import { createCommands } from '../../../src/cloud/features/commands/commands.ts';
import { createMemoryArgs } from '../../../src/cloud/features/commands/memory-args.ts';
import { createCrypto } from '../../../src/cloud/platform/crypto.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { insertGateway } from '../../../src/cloud/store/gateways.ts';
import { createStores } from '../../../src/cloud/store/index.ts';
import type { CloudMessage } from '../../../src/contract/channel.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { ACCOUNT, gatewayRow } from '../../helpers/cloud-rows.ts';

const ID = '01930000-0000-7000-8000-0000000000f1';
const SECRET = 'canary-c2VjcmV0';
const HOUR = 3_600_000;

async function world(t: Test) {
  const clock = manualClock();
  const { db, close } = openCloudDatabase(':memory:', clock.now);
  t.teardown(close);
  const stores = createStores(db);
  const crypto = createCrypto(clock.now);
  await stores.accounts.insert(ACCOUNT);
  const gateway = gatewayRow(ID);
  await insertGateway(db, gateway);
  const history: AuditEvent[] = [];
  const audit = async (event: AuditEvent) => void history.push(event);
  /** One run of the cloud on this database. */
  const run = () => {
    const deps = {
      stores,
      clock,
      live: createLive(clock),
      memoryArgs: createMemoryArgs(),
      audit,
      accessHeads: { take: async () => undefined },
      onReset: async () => undefined,
      sessionsEnded: async () => undefined,
    };
    const channels = createChannels(deps);
    const commands = createCommands({
      ...deps,
      crypto,
      deliver: channels.deliver,
    });
    const inbox: CloudMessage[] = [];
    const attach = () =>
      channels.attach(gateway, {
        transport: 'websocket',
        send: (message) => void inbox.push(message),
        close: () => undefined,
      });
    const orders = () => inbox.filter((message) => message.type === 'command');
    return { channels, commands, attach, orders };
  };
  const openSession = (commands: ReturnType<typeof run>['commands']) =>
    commands.issue({
      gatewayId: ID,
      name: 'session.open',
      args: {
        sessionId: ID,
        targetId: 'msl',
        secret: SECRET,
        person: { id: ID, name: 'Ada', email: 'ada@example.org' },
        expiresAt: clock.now() + HOUR,
        idleMs: 60_000,
        origin: 'https://abc.launch.example',
      },
      issuedBy: { id: 'p', name: 'Ada' },
    });
  const stored = async () => JSON.stringify(await db.selectFrom('command').selectAll().execute());
  return { clock, stores, gateway, run, openSession, stored, history };
}

test('a session’s secret reaches the gateway and never the disk', async (t) => {
  const { gateway, run, openSession, stored } = await world(t);
  const { channels, commands, attach, orders } = run();
  const { id } = await openSession(commands);
  t.notMatch(await stored(), SECRET, 'while it waits');
  t.match(await stored(), 'ada@example.org', 'the rest is there');
  await attach();
  t.match(orders(), [{ id, args: { secret: SECRET, sessionId: ID, targetId: 'msl' } }]);
  await channels.receive(gateway, { type: 'ack', id });
  await attach();
  t.match(orders()[1], { id, args: { secret: SECRET } }, 'again on another connection');
  t.notMatch(await stored(), SECRET, 'while it runs');
  await channels.receive(gateway, { type: 'result', id, result: { ok: true } });
  t.notMatch(await stored(), SECRET);
});

test('an order whose secret went with a restart fails in words', async (t) => {
  const { gateway, run, openSession, clock, stores } = await world(t);
  const first = run();
  const waiting = await openSession(first.commands);
  const other = await first.commands.issue({ gatewayId: ID, name: 'sync.run', args: {}, issuedBy: gateway });
  const second = run();
  await second.attach();
  t.match(second.orders(), [{ id: other.id, name: 'sync.run' }], 'what lost nothing goes on');
  t.match(await second.commands.result(waiting.id, 0), {
    ok: false,
    error: { code: 'COMMAND_LOST', sentence: /restarted/, remedy: String },
  });
  t.match(await stores.commands.byId(waiting.id), { state: 'failed', endedAt: clock.now() });
});

test('time ends what waits, and a day later what runs; a late result still counts', async (t) => {
  const { gateway, run, clock, stores } = await world(t);
  const { channels, commands, attach } = run();
  const order = (ttlMs: number) =>
    commands.issue({ gatewayId: ID, name: 'sync.run', args: {}, issuedBy: gateway, ttlMs });
  const running = await order(HOUR);
  await attach();
  await channels.receive(gateway, { type: 'ack', id: running.id });
  await channels.detach(ID, { transport: 'websocket', send: () => undefined, close: () => undefined });
  const untaken = await order(HOUR);
  const sweepAfter = async (ms: number) => {
    await clock.advance(ms);
    await channels.sweep();
  };
  const state = async ({ id }: { id: string }) => (await stores.commands.byId(id))?.state;
  await sweepAfter(HOUR);
  t.equal(await state(untaken), 'expired');
  t.equal(await state(running), 'running', 'it may take its time');
  await sweepAfter(24 * HOUR - 1);
  t.equal(await state(running), 'running');
  await sweepAfter(1);
  t.equal(await state(running), 'expired');
  t.match(await commands.result(running.id, 0), {
    ok: false,
    error: { sentence: /never said how it ended/ },
  });
  t.match(await commands.result(untaken.id, 0), { ok: false, error: { sentence: /did not take/ } });
  t.same(await stores.commands.open(ID), [], 'neither counts as open');
  await channels.receive(gateway, { type: 'result', id: running.id, result: { ok: true, value: 7 } });
  t.match(await commands.result(running.id, 0), { ok: true, value: 7 });
});

test('the event history says who ordered, and how each order ended', async (t) => {
  const { clock, gateway, run, history } = await world(t);
  const { channels, commands, attach } = run();
  const issuedBy = { id: 'p', name: 'Ada' };
  const order = (name: 'reboot' | 'restart' | 'sync.run') =>
    commands.issue({ gatewayId: ID, name, args: {}, issuedBy });
  await attach();
  const refused = await order('reboot');
  const error = { code: 'REBOOT_SMBC', sentence: 'It is not ours.', remedy: 'Restart the program.' };
  await channels.receive(gateway, { type: 'result', id: refused.id, result: { ok: false, error } });
  const done = await order('sync.run');
  await channels.receive(gateway, {
    type: 'result',
    id: done.id,
    result: { ok: true, sentence: 'Nothing to do.' },
  });
  await channels.receive(gateway, { type: 'result', id: done.id, result: { ok: true } });
  await order('restart');
  await channels.detach(gateway.id, {
    transport: 'websocket',
    send: () => undefined,
    close: () => undefined,
  });
  await clock.advance(HOUR + 1);
  await channels.sweep();
  t.same(
    history.map(({ action }) => action),
    [
      'Reboot the gateway: ordered',
      'Reboot the gateway: failed',
      'Sync now: ordered',
      'Sync now: done',
      'Restart the gateway program: ordered',
      'Restart the gateway program: expired',
    ],
    'each once, also when a result comes twice',
  );
  t.ok(history.every(({ actor }) => actor.name === 'Ada'));
  t.match(history[1], { asset: gateway.name, details: { code: 'REBOOT_SMBC', remedy: error.remedy } });
  t.match(history[3], { details: { sentence: 'Nothing to do.', id: done.id } });
});
