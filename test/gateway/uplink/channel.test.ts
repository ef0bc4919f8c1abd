import { type Test, test } from 'tap';
import { CLOSE_CODE, type CloudMessage } from '../../../src/contract/channel.ts';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { decodeText, encode } from '../../../src/gateway/uplink/codec.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { type MiniCloudOptions, startMiniCloud } from '../../fakes/mini-cloud.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';

async function world(t: Test, options: MiniCloudOptions = {}) {
  const cloud = await startMiniCloud(options);
  t.teardown(() => cloud.close());
  const signer = await openSigner(temporaryFolder(t));
  const self = cloud.adopt(signer.publicJwk, signer.thumbprint);
  const clock = manualClock(Date.now());
  const linked = { may: true as true | string };
  const uplink = await makeUplink(t, {
    base: cloud.base,
    signer,
    clock,
    random: () => 0.5,
    gatewayId: () => self.gatewayId,
    mayConnect: () => linked.may,
  });
  const { channel } = uplink;
  const states: string[] = [];
  channel.onState((state, reason) => {
    states.push(state);
    if (reason) states.push(`(${reason})`);
  });
  /** Resolves when the channel is in a state; now, if it is. */
  const reaches = (wanted: string) =>
    new Promise<void>((resolve) => {
      if (channel.state === wanted) return resolve();
      const off = channel.onState((state) => {
        if (state !== wanted) return;
        off();
        resolve();
      });
    });
  const messages: CloudMessage[] = [];
  channel.onMessage((message) => messages.push(message));
  const got = (wanted: number) =>
    new Promise<void>((resolve) => {
      if (messages.length >= wanted) return resolve();
      const off = channel.onMessage(() => {
        if (messages.length < wanted) return;
        off();
        resolve();
      });
    });
  return { cloud, clock, linked, states, reaches, messages, got, ...uplink };
}
const ID = '019a0000-0000-7000-8000-000000000001';
const upgrades = (cloud: { requests: { method: string; path: string }[] }) =>
  cloud.requests.filter((r) => r.method === 'UPGRADE').length;

test('online with the welcome; messages both ways; the cloud’s time', async (t) => {
  const { cloud, clock, channel, reaches, got, messages } = await world(t);
  t.equal(channel.state, 'off');
  t.equal(channel.send({ type: 'ack', id: ID }), false, 'nothing is sent while off');
  channel.start();
  await reaches('online');
  t.equal(channel.transport, 'websocket');
  t.ok(channel.send({ type: 'ack', id: ID }));
  await cloud.until(() => cloud.fromGateway.length > 0);
  t.same(cloud.fromGateway, [{ type: 'ack', id: ID }]);
  cloud.say({ type: 'time', time: 5_000_000 });
  await got(2);
  t.match(messages, [{ type: 'welcome' }, { type: 'time' }]);
  t.equal(channel.cloudNow(), 5_000_000);
  await clock.advance(1234);
  t.equal(channel.cloudNow(), 5_001_234, 'goes on by the clock that never steps');
  clock.step(0);
  t.equal(channel.cloudNow(), 5_001_234);
  await channel.stop();
  t.equal(channel.state, 'off');
});

test('bad messages are refused and logged, unknown ones ignored; the channel lives on', async (t) => {
  const { cloud, channel, reaches, got, messages, lines } = await world(t);
  channel.start();
  await reaches('online');
  const [ws] = cloud.sockets;
  ws?.send('{');
  ws?.send('[]');
  ws?.send(JSON.stringify({ type: 'command', id: 'not a uuid' }));
  ws?.send(Buffer.from([1, 2, 3]));
  ws?.send(JSON.stringify({ type: 'from.the.future', x: 1 }));
  cloud.say({ type: 'stored', id: ID });
  await got(2);
  t.match(messages.at(-1), { type: 'stored' });
  t.same(
    lines.map((line) => line.facts.why),
    ['not JSON', 'not a typed message', 'not a valid command message', 'binary'],
  );
});

test('a message that is too long ends the connection, and a new one is made', async (t) => {
  const { cloud, clock, channel, reaches } = await world(t);
  channel.start();
  await reaches('online');
  const [ws] = cloud.sockets;
  ws?.send(`"${'x'.repeat(300 * 1024)}"`);
  await reaches('waiting');
  await clock.advance(1000);
  await reaches('online');
  t.pass('online again');
});

test('nothing heard for 50 s: dead, and made anew; a ping is enough to live', async (t) => {
  const { cloud, clock, channel, reaches, states } = await world(t);
  channel.start();
  await reaches('online');
  const [first] = cloud.sockets;
  await clock.advance(49_000);
  const ponged = new Promise((resolve) => first?.once('pong', resolve));
  first?.ping();
  await ponged;
  await clock.advance(49_000);
  t.equal(channel.state, 'online');
  await clock.advance(1_001);
  await reaches('waiting');
  t.ok(states.includes('(nothing was heard for 50 s)'));
  await clock.advance(1_000);
  await reaches('online');
});

test('the backoff grows, and starts anew after a stable minute', async (t) => {
  const { cloud, clock, channel, reaches } = await world(t);
  cloud.control.break = { path: CLOUD_PATH.token, status: 500, times: 6 };
  channel.start();
  const waited: number[] = [];
  for (let n = 0; n < 3; n++) {
    await reaches('waiting');
    const from = clock.monotonic();
    const again = reaches('connecting');
    let isBack = false;
    void again.then(() => {
      isBack = true;
    });
    while (!isBack) await clock.advance(100);
    waited.push(clock.monotonic() - from);
  }
  t.same(waited, [500, 1000, 2000], 'half of 1, 2, 4 s: jitter is a half here');
  await reaches('waiting');
  cloud.control.break = undefined;
  await clock.advance(4_000);
  await reaches('online');
  await clock.advance(40_000);
  const ponged = Promise.all(
    [...cloud.sockets].map((ws) => new Promise((resolve) => ws.once('pong', resolve))),
  );
  for (const ws of cloud.sockets) ws.ping();
  await ponged;
  await clock.advance(30_000);
  for (const ws of cloud.sockets) ws.terminate();
  await reaches('waiting');
  const back = reaches('connecting');
  await clock.advance(500);
  await back;
  await reaches('online');
  t.pass('after a stable minute: the first wait again');
});

test('a nudge cuts the wait short', async (t) => {
  const { cloud, channel, reaches } = await world(t);
  cloud.control.break = { path: CLOUD_PATH.token, status: 500, times: 1 };
  channel.start();
  await reaches('waiting');
  channel.nudge();
  await reaches('online');
  t.pass('without the clock moving');
});

test('the network changes: what waits tries at once, what hangs on a lost address is made anew', async (t) => {
  const { cloud, channel, reaches, states, events } = await world(t);
  cloud.control.break = { path: CLOUD_PATH.token, status: 500, times: 1 };
  channel.start();
  await reaches('waiting');
  events.emit('network.changed', { addresses: ['127.0.0.1'], change: 'other' });
  await reaches('online');
  states.length = 0;
  events.emit('network.changed', { addresses: ['127.0.0.1', '192.0.2.7'], change: 'other' });
  await channel.send({ type: 'ack', id: ID });
  await cloud.until(() => cloud.fromGateway.length > 0);
  t.same(states, [], 'an address more breaks nothing');
  events.emit('network.changed', { addresses: ['192.0.2.7'], change: 'other' });
  await reaches('waiting');
  await reaches('online');
  t.equal(upgrades(cloud), 2, 'all this without the clock moving');
});

test('the network changes: a link that does not answer any more is made anew', async (t) => {
  const { cloud, channel, clock, reaches, events } = await world(t);
  const changed = (change: 'lost' | 'back' | 'other') =>
    events.emit('network.changed', { addresses: ['127.0.0.1'], change });
  channel.start();
  await reaches('online');
  const [line] = cloud.sockets;
  const asked = new Promise((resolve) => line?.once('ping', resolve));
  changed('other');
  await asked;
  // what comes behind the answer says that the answer came
  const behind = new Promise<void>((resolve) => channel.onMessage(() => resolve()));
  line?.send(JSON.stringify({ type: 'time', time: 1 }));
  await behind;
  await clock.advance(20_000);
  t.equal(channel.state, 'online', 'it answered');

  line?.pause();
  changed('lost');
  await clock.advance(20_000);
  changed('back');
  await clock.advance(10_000);
  t.equal(channel.state, 'online', 'a cable that was put back is given more time');
  const broken = reaches('waiting');
  await clock.advance(5_000);
  await broken;
  await reaches('online');
  t.equal(upgrades(cloud), 2);
});

test('close codes: unlinked, deactivated, replaced, token expired', async (t) => {
  const { cloud, clock, channel, reaches, told, linked, states } = await world(t);
  channel.start();
  await reaches('online');
  const closeWith = (code: number) => {
    for (const ws of cloud.sockets) ws.close(code);
  };
  closeWith(CLOSE_CODE.replaced);
  await reaches('waiting');
  const seen = upgrades(cloud);
  await clock.advance(59_000);
  t.equal(upgrades(cloud), seen, 'two channels must not throw each other out without end');
  await clock.advance(1_000);
  await reaches('online');

  states.length = 0;
  closeWith(CLOSE_CODE.tokenExpired);
  await reaches('connecting');
  await reaches('online');
  t.same(states, ['connecting', 'online'], 'at once again, and no break for an alarm');

  linked.may = 'The account is deactivated.';
  closeWith(CLOSE_CODE.deactivated);
  await reaches('off');
  t.same(told, ['deactivated']);
  linked.may = true;
  channel.nudge();
  await reaches('online');
  linked.may = 'not linked';
  closeWith(CLOSE_CODE.unlinked);
  await reaches('off');
  t.same(told, ['deactivated', 'unlinked']);
});

test('unlinking closes a live channel at once', async (t) => {
  const { cloud, channel, reaches, events, linked } = await world(t);
  channel.start();
  await reaches('online');
  linked.may = 'not linked';
  events.emit('link.changed', { linked: false });
  await reaches('off');
  await cloud.until(() => cloud.sockets.size === 0);
  t.equal(cloud.sockets.size, 0);
});

test('a peer that answers no close holds no stop up', { timeout: 15_000 }, async (t) => {
  const { cloud, clock, channel, reaches } = await world(t);
  channel.start();
  await reaches('online');
  const [ws] = cloud.sockets;
  ws?.pause();
  const stopping = channel.stop();
  await clock.advance(1_000);
  await stopping;
  t.equal(channel.state, 'off');
});

for (const websockets of ['blocked', 'cut'] as const)
  test(`WebSockets are ${websockets}: long polling after two tries, WebSocket again later`, async (t) => {
    const { cloud, clock, channel, reaches, got, messages } = await world(t, { websockets });
    channel.start();
    await reaches('waiting');
    t.equal(channel.transport, 'websocket', 'once is an accident');
    const back = reaches('online');
    await clock.advance(500);
    await reaches('waiting');
    await clock.advance(1000);
    await back;
    t.equal(channel.transport, 'poll');
    t.equal(upgrades(cloud), 2);
    t.ok(channel.send({ type: 'ack', id: ID }));
    await cloud.until(() => cloud.fromGateway.length > 0);
    t.same(cloud.fromGateway, [{ type: 'ack', id: ID }]);
    const before = messages.length;
    cloud.say({ type: 'stored', id: ID });
    await got(before + 1);
    t.match(messages.at(-1), { type: 'stored', id: ID });

    cloud.control.websockets = 'open';
    await clock.advance(15 * 60_000);
    await cloud.until(() => cloud.sockets.size > 0 && channel.transport === 'websocket');
    await reaches('online');
    t.equal(channel.transport, 'websocket');
  });

test('blocked, and HTTP does not work either: no polling, it is the network', async (t) => {
  const { cloud, clock, channel, reaches } = await world(t, { websockets: 'blocked' });
  cloud.control.break = { path: CLOUD_PATH.hello, status: 503, times: 100 };
  channel.start();
  await reaches('waiting');
  for (let n = 0; n < 4; n++) {
    const again = reaches('connecting');
    await clock.advance(10_000);
    await again;
    await reaches('waiting');
  }
  t.equal(channel.transport, 'websocket');
});

test('the codec', (t) => {
  t.match(decodeText('{"type":"stored","id":"019a0000-0000-7000-8000-000000000001"}'), { kind: 'message' });
  t.match(decodeText('{"type":"new"}'), { kind: 'unknown', type: 'new' });
  t.match(decodeText('nonsense'), { kind: 'malformed' });
  t.match(decodeText('{"type":"stored","id":7}'), { kind: 'malformed', why: 'not a valid stored message' });
  t.equal(encode({ type: 'ack', id: ID }), `{"type":"ack","id":"${ID}"}`);
  const value = 'x'.repeat(300 * 1024);
  t.equal(encode({ type: 'result', id: ID, result: { ok: true, value } }), undefined);
  t.end();
});
