import { once } from 'node:events';
import { test } from 'tap';
import WebSocket from 'ws';
import type { CloudMessage, GatewayMessage } from '../../src/contract/channel.ts';
import { type Claimed, startCloud, type TestCloud } from './harness.ts';

const PATH = '/v1/gateway/channel';

/** A gateway's end of the channel: messages in the order they came. */
function channel(
  cloud: TestCloud,
  { gateway, token }: Claimed,
  headers = gateway.upgradeHeaders(PATH, token),
) {
  const socket = new WebSocket(cloud.url.replace('http', 'ws') + PATH, { headers });
  const inbox: CloudMessage[] = [];
  let wake: () => void = () => undefined;
  socket.on('message', (data) => {
    inbox.push(JSON.parse(data.toString()) as CloudMessage);
    wake();
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  closed.catch(() => undefined);
  return {
    socket,
    closed,
    send: (message: GatewayMessage | object) => socket.send(JSON.stringify(message)),
    async next(): Promise<CloudMessage> {
      while (inbox.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return inbox.shift() as CloudMessage;
    },
  };
}

/** Status and headers of a refused upgrade. */
function refusal(cloud: TestCloud, headers: Record<string, string>) {
  const socket = new WebSocket(cloud.url.replace('http', 'ws') + PATH, { headers });
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
      response.resume();
    });
    socket.on('open', () => reject(new Error('it was let in')));
    socket.on('error', () => undefined);
  });
}

async function claimed(t: Parameters<typeof startCloud>[0], settings = {}) {
  const cloud = await startCloud(t, settings);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const link = await cloud.claim(bob, number);
  return { cloud, bob, number, link };
}

const until = async <T>(read: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
  }
};

test('an upgrade is refused by HTTP status, with what is needed to do better', async (t) => {
  const { cloud, link } = await claimed(t);
  const { gateway, token } = link;
  const bare = await refusal(cloud, {});
  t.equal(bare.status, 401);
  t.match(String(bare.headers['www-authenticate']), /^DPoP error="invalid_token".*algs="ES256"/);
  t.type(bare.headers['dpop-nonce'], 'string');

  const used = gateway.upgradeHeaders(PATH, token);
  const first = channel(cloud, link, used);
  t.match(await first.next(), { type: 'welcome', time: cloud.clock.now(), selfVersion: 1 });
  const replay = await refusal(cloud, used);
  t.equal(replay.status, 401, 'a proof is good once');
  t.match(String(replay.headers['www-authenticate']), /invalid_dpop_proof/);

  await cloud.clock.advance(10 * 60_000);
  const stale = await refusal(cloud, gateway.upgradeHeaders(PATH, token));
  t.match(String(stale.headers['www-authenticate']), /use_dpop_nonce/);
  gateway.nonce = String(stale.headers['dpop-nonce']);
  const expired = await refusal(cloud, gateway.upgradeHeaders(PATH, token));
  t.match(String(expired.headers['www-authenticate']), /invalid_token/);
  t.equal(first.socket.readyState, WebSocket.OPEN, 'an expired token does not end a live channel');
  first.socket.terminate();
});

test('commands are kept until their result is stored', async (t) => {
  const { cloud, bob, link } = await claimed(t);
  const { gatewayId } = link;
  const order = await bob.post(`/api/gateways/${gatewayId}/commands`, { name: 'sync.run' });
  t.match(order, { status: 200, body: { state: 'waiting', title: 'Sync now', issuedBy: 'Bob' } });
  const id = String(order.body.id);
  const state = () => bob.get(`/api/commands/${id}`).then(({ body }) => body);

  const first = channel(cloud, link);
  t.equal((await first.next()).type, 'welcome');
  t.match(await first.next(), { type: 'command', id, name: 'sync.run', args: {}, issuedBy: { name: 'Bob' } });
  await until(async () => ((await state()).state === 'sent' ? true : undefined));
  first.socket.terminate();
  await until(async () => {
    const { body } = await bob.get(`/api/gateways/${gatewayId}`);
    return body.online ? undefined : true;
  });

  const second = channel(cloud, link);
  t.equal((await second.next()).type, 'welcome');
  t.match(await second.next(), { type: 'command', id }, 'again after a reconnect');
  second.send({ type: 'ack', id });
  second.send({ type: 'progress', id, percent: 40, sentence: '200 of 500 users.' });
  await until(async () => ((await state()).percent === 40 ? true : undefined));
  t.match(await state(), { state: 'running', sentence: '200 of 500 users.' });
  second.send({ type: 'a-newer-one', x: 1 });
  second.send({ type: 'result', id, result: { ok: true, value: { added: 500 } } });
  t.same(await second.next(), { type: 'stored', id });
  t.match(await state(), { state: 'done', percent: 100, value: { added: 500 } });
  second.send({
    type: 'result',
    id,
    result: { ok: false, error: { code: 'X', sentence: 'x', remedy: 'x' } },
  });
  t.same(await second.next(), { type: 'stored', id });
  t.match(await state(), { state: 'done' }, 'the first result counts');

  second.socket.send('{');
  t.equal(await second.closed, 4005, 'malformed');
});

test('a command that is not taken up expires', async (t) => {
  const { cloud, bob, link } = await claimed(t);
  const path = `/api/gateways/${link.gatewayId}/commands`;
  const order = await bob.post(path, { name: 'reboot' });
  await cloud.clock.advance(55 * 60_000);
  t.match((await bob.get(`/api/commands/${order.body.id}`)).body, { state: 'waiting' });
  await cloud.clock.advance(6 * 60_000);
  const ann = await cloud.signIn('bob@c.example');
  await until(async () => {
    const { body } = await ann.get(`/api/commands/${order.body.id}`);
    return body.state === 'expired' ? true : undefined;
  });
  t.match(await ann.post(path, { name: 'make.coffee' }), { status: 400, body: { code: 'COMMAND_UNKNOWN' } });
  t.match(await ann.post(path, { name: 'session.open' }), {
    status: 400,
    body: { code: 'COMMAND_NOT_HERE' },
  });
  t.match(await ann.post(path, { name: 'tunnel.start', args: { targetId: '../x' } }), {
    status: 400,
    body: { code: 'BAD_INPUT' },
  });
});

test('a result that was lost is taken after the command has expired', async (t) => {
  const { cloud, bob, link } = await claimed(t);
  const order = await bob.post(`/api/gateways/${link.gatewayId}/commands`, { name: 'reboot' });
  const id = String(order.body.id);
  const first = channel(cloud, link);
  await first.next();
  t.match(await first.next(), { type: 'command', id });
  // carried out; `ack` and result are lost with the channel
  first.socket.terminate();
  await cloud.clock.advance(61 * 60_000);
  const ann = await cloud.signIn('bob@c.example');
  const state = () => ann.get(`/api/commands/${id}`).then(({ body }) => body);
  await until(async () => ((await state()).state === 'expired' ? true : undefined));

  const second = channel(cloud, { ...link, token: await cloud.token(link.gateway, link.gatewayId) });
  t.equal((await second.next()).type, 'welcome');
  second.send({ type: 'ack', id });
  await until(async () => ((await state()).state === 'running' ? true : undefined));
  t.equal((await state()).endedAt, undefined, 'it has not ended');
  second.send({ type: 'result', id, result: { ok: true, sentence: 'Rebooted.' } });
  t.same(await second.next(), { type: 'stored', id });
  t.match(await state(), { state: 'done', sentence: 'Rebooted.' });
  second.socket.terminate();
});

test('the newest channel counts; unlinking ends it at once', async (t) => {
  const { cloud, bob, link } = await claimed(t);
  const older = channel(cloud, link);
  await older.next();
  const newer = channel(cloud, link);
  await newer.next();
  t.equal(await older.closed, 4003, 'replaced');
  t.match((await bob.get(`/api/gateways/${link.gatewayId}`)).body, { online: true, transport: 'websocket' });
  t.equal((await bob.remove(`/api/gateways/${link.gatewayId}`, { typed: 'yes' })).status, 400);
  t.equal((await bob.remove(`/api/gateways/${link.gatewayId}`, { typed: 'unlink' })).status, 204);
  t.equal(await newer.closed, 4001, 'unlinked');
  t.equal((await bob.get(`/api/gateways/${link.gatewayId}`)).status, 404);
  const self = await link.gateway.send({ method: 'GET', path: '/v1/gateway/self', accessToken: link.token });
  t.equal(self.status, 401);
  await t.rejects(cloud.token(link.gateway, link.gatewayId), /"error":"unlinked"/);
});

test('deactivating an account quiets its gateways, reactivating wakes them', async (t) => {
  const { cloud, number, link } = await claimed(t);
  const ann = await cloud.signIn('ann@p.example');
  const live = channel(cloud, link);
  await live.next();
  t.match(await ann.post(`/api/accounts/${number}/deactivate`, { typed: 'yes' }), { status: 400 });
  t.match((await ann.post(`/api/accounts/${number}/deactivate`, { typed: 'deactivate' })).body, {
    state: 'deactivated',
  });
  t.equal(await live.closed, 4002, 'deactivated');
  const refused = await link.gateway.send({
    method: 'POST',
    path: '/oauth/token',
    form: {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: link.gateway.assertion(link.gatewayId),
    },
  });
  t.match(refused, { status: 403, body: { error: 'account_deactivated', code: 'ACCOUNT_DEACTIVATED' } });
  t.equal(refused.headers['retry-after'], '900');
  await t.rejects(cloud.signIn('bob@c.example'), /403/);
  t.match(await ann.get(`/api/accounts/${number}`), { status: 403, body: { code: 'ACCOUNT_DEACTIVATED' } });
  t.match((await ann.get('/api/accounts')).body, { items: [{ number, state: 'deactivated' }] });

  await ann.post(`/api/accounts/${number}/reactivate`, { typed: 'reactivate' });
  const token = await cloud.token(link.gateway, link.gatewayId);
  const back = channel(cloud, { ...link, token });
  t.match(await back.next(), { type: 'welcome', selfVersion: 2 });
  back.socket.terminate();
});

test('a silent channel is ended after 50 s', async (t) => {
  const { cloud, bob, link } = await claimed(t);
  const silent = channel(cloud, link);
  await silent.next();
  // pongs are answered by the library: a gateway that has lost its network answers none
  (silent.socket as unknown as { pong: () => void }).pong = () => undefined;
  silent.socket.on('ping', () => undefined);
  silent.socket.pause();
  for (let n = 0; n < 4; n++) await cloud.clock.advance(20_000);
  await until(async () => {
    const { body } = await bob.get(`/api/gateways/${link.gatewayId}`);
    return body.online ? undefined : true;
  });
  t.pass('the gateway is shown as offline');
  silent.socket.terminate();
});

test('long polling carries the same messages', async (t) => {
  const { cloud, bob, link } = await claimed(t);
  const { gateway, token, gatewayId } = link;
  const take = (wait: number) =>
    gateway.send({ method: 'GET', path: `/v1/gateway/messages?wait=${wait}`, accessToken: token });
  const give = (messages: object[]) =>
    gateway.send({ method: 'POST', path: '/v1/gateway/messages', accessToken: token, json: { messages } });
  t.match((await take(0)).body, { messages: [{ type: 'welcome', selfVersion: 1 }] });
  const waiting = take(25);
  const order = await bob.post(`/api/gateways/${gatewayId}/commands`, { name: 'inventory.report' });
  const id = String(order.body.id);
  t.match((await waiting).body, { messages: [{ type: 'command', id }] });
  t.match((await bob.get(`/api/gateways/${gatewayId}`)).body, { online: true, transport: 'poll' });
  t.equal(
    (
      await give([
        { type: 'ack', id },
        { type: 'result', id, result: { ok: true } },
      ])
    ).status,
    204,
  );
  t.same((await take(0)).body, { messages: [{ type: 'stored', id }] });
  t.equal((await give([{ type: 'status', status: {} }])).status, 400);
  await cloud.clock.advance(51_000);
  await until(async () => {
    const { body } = await bob.get(`/api/gateways/${gatewayId}`);
    return body.online ? undefined : true;
  });
  t.pass('who no longer polls is offline');
});

test('a broken frame on a WebSocket that is being refused harms nobody', async (t) => {
  const { cloud, link } = await claimed(t, { broker: false });
  const path = '/v1/gateway/tunnel';
  const headers = link.gateway.upgradeHeaders(path, link.token);
  const socket = new WebSocket(cloud.url.replace('http', 'ws') + path, { headers });
  socket.on('error', () => undefined);
  // a frame with reserved bits, before our side has read the goodbye
  socket.once('upgrade', ({ socket: line }) => line.write(Buffer.from([0xff, 0x80, 0, 0, 0, 0])));
  await once(socket, 'close');
  t.match(await cloud.signIn('bob@c.example'), { csrf: String }, 'the cloud goes on');
});
