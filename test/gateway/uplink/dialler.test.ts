import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type Test, test } from 'tap';
import { CLOUD_PATH, GatewaySelf } from '../../../src/contract/claim.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { DIAL_MS } from '../../../src/gateway/uplink/dialler.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { startMiniCloud } from '../../fakes/mini-cloud.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';

async function world(t: Test) {
  const cloud = await startMiniCloud();
  t.teardown(() => cloud.close());
  const signer = await openSigner(temporaryFolder(t));
  const self = cloud.adopt(signer.publicJwk, signer.thumbprint);
  const clock = manualClock(Date.now());
  const uplink = await makeUplink(t, { base: cloud.base, signer, clock, gatewayId: () => self.gatewayId });
  const dial = () => uplink.dial(CLOUD_PATH.channel, AbortSignal.timeout(10_000));
  const getSelf = () =>
    uplink.http.request({ method: 'GET', path: CLOUD_PATH.self, answer: GatewaySelf, auth: 'device' });
  return { cloud, clock, self, ...uplink, dial, getSelf };
}
const upgrades = (cloud: { requests: { method: string }[] }) =>
  cloud.requests.filter((r) => r.method === 'UPGRADE').length;

test('a first message that comes with the handshake is not lost', async (t) => {
  const { dial } = await world(t);
  for (let n = 0; n < 20; n++) {
    const ws = await dial();
    const message = await new Promise((resolve) => ws.once('message', resolve));
    t.match(JSON.parse(String(message)), { type: 'welcome' });
    ws.terminate();
  }
});

test('a refused upgrade: a new nonce and a forgotten token are one repeat each', async (t) => {
  const { cloud, dial, getSelf } = await world(t);
  await getSelf();
  cloud.control.nonce = 'another';
  (await dial()).terminate();
  t.equal(upgrades(cloud), 2, 'nonce');
  cloud.tokens.clear();
  (await dial()).terminate();
  t.equal(upgrades(cloud), 4, 'token');
});

test('deactivated, unknown, blocked', async (t) => {
  const { cloud, dial, getSelf, told } = await world(t);
  await getSelf();
  cloud.control.deactivated = true;
  await t.rejects(dial(), { code: 'ACCOUNT_DEACTIVATED', retryAfterMs: 900_000 });
  t.same(told, ['deactivated']);
  cloud.control.deactivated = false;
  cloud.gateways.clear();
  await t.rejects(dial(), { code: 'CLOUD_REFUSED' });
  t.ok(upgrades(cloud) <= 4, 'not asked without end');
});

for (const [status, code] of [
  [200, 'WEBSOCKET_BLOCKED'],
  [400, 'WEBSOCKET_BLOCKED'],
  [403, 'WEBSOCKET_BLOCKED'],
  [404, 'WEBSOCKET_BLOCKED'],
  [426, 'WEBSOCKET_BLOCKED'],
  [407, 'PROXY_AUTH'],
  [429, 'CLOUD_UNREACHABLE'],
  [502, 'CLOUD_UNREACHABLE'],
] as const)
  test(`an upgrade answered with ${status}: ${code}`, async (t) => {
    const { signer, self } = await world(t);
    // something in between: plain requests are answered, upgrades are not let through
    const between = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: 't', token_type: 'DPoP', expires_in: 600 }));
    });
    between.on('upgrade', (_request, socket) =>
      socket.end(`HTTP/1.1 ${status} X\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>`),
    );
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      between.closeAllConnections();
      between.close();
    });
    const { port } = between.address() as AddressInfo;
    const uplink = await makeUplink(t, {
      base: `http://127.0.0.1:${port}`,
      signer,
      gatewayId: () => self.gatewayId,
    });
    await t.rejects(uplink.dial(CLOUD_PATH.channel, AbortSignal.timeout(10_000)), { code });
  });

/** Answers requests for tokens at once, and shows what else it was asked. */
async function silentAfterToken(t: Test, onUpgrade: () => void) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 't', token_type: 'DPoP', expires_in: 600 }));
  });
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => undefined).resume();
    onUpgrade();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('whoever dials can give up, also in the middle of the handshake', async (t) => {
  const { signer, self } = await world(t);
  const giveUp = new AbortController();
  const base = await silentAfterToken(t, () => giveUp.abort(new Error('given up')));
  const uplink = await makeUplink(t, { base, signer, gatewayId: () => self.gatewayId });
  await t.rejects(uplink.dial(CLOUD_PATH.channel, giveUp.signal), { message: 'given up' });
});

test('a cloud that takes the upgrade and says nothing is given up after 15 s', async (t) => {
  const { signer, self } = await world(t);
  const clock = manualClock(Date.now());
  const asked = Promise.withResolvers<void>();
  const base = await silentAfterToken(t, asked.resolve);
  const uplink = await makeUplink(t, { base, signer, clock, gatewayId: () => self.gatewayId });
  const dialled = t.rejects(uplink.dial(CLOUD_PATH.channel, new AbortController().signal), {
    code: 'CLOUD_UNREACHABLE',
    message: /said nothing/,
  });
  await asked.promise;
  await clock.advance(DIAL_MS);
  await dialled;
});

test('a proxy that takes the connection and says nothing is given up after 15 s', async (t) => {
  const { signer, self } = await world(t);
  const clock = manualClock(Date.now());
  const base = await silentAfterToken(t, () => undefined);
  const taken = Promise.withResolvers<void>();
  const proxy = createTcpServer((socket) => {
    socket.on('error', () => undefined).resume();
    taken.resolve();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.teardown(() => proxy.close());
  let through = false;
  const uplink = await makeUplink(t, {
    base,
    signer,
    clock,
    gatewayId: () => self.gatewayId,
    proxy: () =>
      through ? { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, bypass: [] } : undefined,
  });
  await uplink.authorize('GET', base);
  through = true;
  const dialled = t.rejects(uplink.dial(CLOUD_PATH.channel, new AbortController().signal), {
    code: 'CLOUD_UNREACHABLE',
    message: /said nothing/,
  });
  await taken.promise;
  await clock.advance(DIAL_MS);
  await dialled;
});

test('a token is renewed a minute before its end, by the clock that never steps', async (t) => {
  const { cloud, clock, getSelf } = await world(t);
  cloud.control.requireNonce = false;
  await getSelf();
  clock.step(0);
  await clock.advance(539_000);
  await getSelf();
  t.equal(cloud.tokens.size, 1);
  await clock.advance(2_000);
  await getSelf();
  t.equal(cloud.tokens.size, 2);
});

test('headers for a request that goes another way are good at the cloud', async (t) => {
  const { cloud, self, authorize, learn } = await world(t);
  const url = cloud.base + CLOUD_PATH.self;
  const ask = async () => fetch(url, { headers: await authorize('GET', url) });
  t.same(await (await ask()).json(), self);
  cloud.control.nonce = 'another';
  const refused = await ask();
  t.equal(refused.status, 401);
  learn(Object.fromEntries(refused.headers));
  t.equal((await ask()).status, 200);
  t.equal((await fetch(url, { headers: await authorize('POST', url) })).status, 401, 'for its method only');
});
