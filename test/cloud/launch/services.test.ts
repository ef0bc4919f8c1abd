/**
 * The cloud's own code at a REST interface behind the gateway: a real HTTP server, the tunnel, the policy of the
 * target, the access log.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Test, test } from 'tap';
import { systemClock } from '../../../src/base/runtime/clock.ts';
import { createServiceLine } from '../../../src/cloud/broker/service-line.ts';
import type { ServiceCall } from '../../../src/cloud/core/ports/services.ts';
import { createServices } from '../../../src/cloud/features/services/services.ts';
import { createCrypto } from '../../../src/cloud/platform/crypto.ts';
import { PORTAL_TARGET, SESSION_HEADER } from '../../../src/contract/tunnel.ts';
import type { Events } from '../../../src/gateway/core/events.ts';
import {
  ADMIN,
  INSTALLER,
  launchAs,
  overChannel,
  startCloudEnd,
  startGatewayEnd,
  until,
} from '../../helpers/tunnel-rig.ts';

const SESSION = '01930000-0000-7000-8000-00000000abce';

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: object;
  readonly body: string;
};

/** A REST interface as a PBX has one: it says what it was asked. */
async function startInterface(t: Test) {
  const seen: Seen[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const { method = '', url = '', headers } = req;
    // `/` is the gateway’s own question, whether somebody is there
    if (url !== '/') seen.push({ method, url, headers, body });
    if (url.startsWith('/moved')) return res.writeHead(302, { location: 'http://elsewhere.example/' }).end();
    if (url.startsWith('/large')) return res.end('x'.repeat(5 * 1024 * 1024));
    res.writeHead(method === 'POST' ? 201 : 200, { 'content-type': 'application/json', 'x-own': 'yes' });
    return res.end(JSON.stringify({ method, url, body }));
  });
  const upgrades: string[] = [];
  server.on('upgrade', ({ url = '' }, socket) => {
    upgrades.push(url);
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void server.close());
  return { seen, upgrades, port: (server.address() as AddressInfo).port };
}

async function rig(t: Test) {
  const { seen, upgrades, port } = await startInterface(t);
  const cloud = await startCloudEnd(t);
  const gateway = await startGatewayEnd(t, cloud);
  const audit: Events['audit'][] = [];
  gateway.events.on('audit', (event) => void audit.push(event));
  const { id: targetId } = await gateway.tunnels.add(
    { component: 'MSL', tunnel: 'REST', protocol: 'http', host: '127.0.0.1', port, use: 'service' },
    INSTALLER,
  );
  await gateway.tunnels.startTunnel(targetId, INSTALLER);
  await gateway.tunnels.settled(targetId);
  await gateway.report();
  const services = createServices({
    gateways: cloud.stores.gateways,
    commands: cloud.commands,
    line: createServiceLine(cloud.broker.connect),
    audit: async ({ action, details }) => void cloud.history.push({ action, details: details ?? {} }),
    clock: systemClock,
    crypto: createCrypto(() => systemClock.now()),
    log: () => undefined,
  });
  const order = {
    scope: cloud.scope,
    gatewayId: gateway.id,
    targetId,
    service: { name: 'Licence reader', purpose: 'Read the licence once a day' },
  };
  const call = (one: ServiceCall) => services.use(order, async (session) => await session.call(one));
  const on = (...calls: { method: 'GET' | 'POST'; path: string }[]) =>
    gateway.tunnels.setConsent(targetId, { mode: 'on', people: [], calls }, INSTALLER);
  const told = (action: string) => audit.filter((event) => event.action === action);
  const lines = () => gateway.accessPages.page({ limit: 20 }).items;
  return { cloud, gateway, targetId, services, order, call, on, told, lines, seen, upgrades };
}

test('off, as every target for services is at first: refused with a code and an event, nothing reaches it', async (t) => {
  const { call, told, seen, lines, cloud, order, gateway, targetId } = await rig(t);
  const refused = {
    code: 'SERVICE_REFUSED',
    message: 'The customer’s policy lets nobody in.',
  };
  await t.rejects(call({ method: 'GET', path: '/licence' }), refused);
  t.match(told('Access refused by the policy'), [
    {
      actor: { name: 'Licence reader', via: 'cloud' },
      asset: 'MSL: REST',
      details: { reason: 'Read the licence once a day' },
    },
  ]);
  t.match(cloud.history.at(-1), {
    action: 'Interface call failed',
    details: { service: 'Licence reader', because: 'The customer’s policy lets nobody in.' },
  });
  t.same([seen, lines()], [[], []]);

  // a cloud that does not ask first gets nothing either
  const secret = 'A'.repeat(43);
  const forged = { [SESSION_HEADER.id]: order.gatewayId, [SESSION_HEADER.secret]: secret };
  t.match(await overChannel(cloud, gateway.id, targetId, forged), /403[\s\S]*SESSION_UNKNOWN/);
  await t.rejects(launchAs(cloud, gateway, targetId), { code: 'TARGET_UNKNOWN' }, 'no person launches it');
  t.same(seen, []);
});

test('on: reading goes through, with who and why in the access log, and the session ends with the work', async (t) => {
  const { call, on, seen, lines, cloud, services, order, gateway, told } = await rig(t);
  on();
  const answer = await services.use(order, async ({ allowed, call: one }) => {
    t.same(allowed, [
      { method: 'GET', path: '/' },
      { method: 'HEAD', path: '/' },
    ]);
    t.match(gateway.tunnels.sessions()[0], {
      personName: 'Licence reader',
      reason: 'Read the licence once a day',
      consent: /own code/,
    });
    return await one({ method: 'GET', path: '/licence?key=secret', headers: { accept: 'application/json' } });
  });
  t.match(answer, { status: 200, headers: { 'x-own': 'yes' } });
  t.match(JSON.parse(answer.body), { url: '/licence?key=secret' });
  t.match(seen, [{ method: 'GET', headers: { accept: 'application/json', host: /^127\.0\.0\.1:/ } }]);
  t.notMatch(JSON.stringify(seen[0]?.headers), /cloudlink|target/, 'ours stay ours');
  // how it ended is written down when the answer is out
  await until(() => lines()[0]?.status !== undefined);
  t.match(lines(), [
    {
      person: 'Licence reader',
      reason: 'Read the licence once a day',
      targetId: order.targetId,
      method: 'GET',
      path: /^\/licence\?key/,
      status: 200,
    },
  ]);
  t.notMatch(JSON.stringify(lines()), /secret/);
  t.type(gateway.tunnels.sessions()[0]?.endedAt, 'number');
  t.match(cloud.history.at(-1), {
    action: 'Interface called',
    details: { service: 'Licence reader', calls: 'GET /licence → 200' },
  });

  await t.rejects(call({ method: 'POST', path: '/jobs', body: '{}' }), { code: 'SERVICE_REFUSED' });
  t.match(told('Call of the cloud refused'), [
    { asset: 'MSL: REST', details: { method: 'POST', path: '/jobs' } },
  ]);
  await until(() => lines()[0]?.status !== undefined);
  t.match(lines()[0], { method: 'POST', path: '/jobs', status: 403 }, 'a refused call is written down, too');
  t.equal(seen.length, 1);

  t.match(await call({ method: 'GET', path: '/moved' }), { status: 302 }, 'no redirect is followed');
  await t.rejects(call({ method: 'GET', path: '/large' }), { code: 'ANSWER_TOO_LARGE' });
});

test('the calls that the customer names, and no others; a policy that is switched off counts at once', async (t) => {
  const { call, on, seen, services, order, gateway, targetId, cloud, upgrades } = await rig(t);
  on({ method: 'GET', path: '/api' }, { method: 'POST', path: '/api/jobs' });
  t.match(await call({ method: 'POST', path: '/api/jobs', body: '{"n":1}' }), { status: 201 });
  t.match(seen, [{ method: 'POST', body: '{"n":1}' }]);
  for (const one of [
    { method: 'GET', path: '/admin' },
    { method: 'GET', path: '/api/../admin' },
    { method: 'GET', path: '/api/%2e%2e/admin' },
    { method: 'DELETE', path: '/api/jobs/1' },
  ] as const)
    await t.rejects(call(one), { code: 'SERVICE_REFUSED', message: /does not allow this call/ }, one.path);
  // and by hand, as the cloud's own line would never ask
  const secret = 'B'.repeat(43);
  const { id } = await cloud.commands.issue({
    gatewayId: gateway.id,
    name: 'session.open',
    args: {
      sessionId: SESSION,
      targetId,
      secret,
      service: order.service,
      expiresAt: systemClock.now() + 60_000,
      idleMs: 60_000,
    },
    issuedBy: ADMIN,
  });
  t.match(await cloud.commands.result(id, 1), { ok: true });
  const own = { [SESSION_HEADER.id]: SESSION, [SESSION_HEADER.secret]: secret };
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  t.match(
    await overChannel(cloud, gateway.id, targetId, { ...own, ...handshake }, '/api'),
    /CALL_NOT_ALLOWED/,
  );
  t.match(
    await overChannel(cloud, gateway.id, targetId, own, '/api'),
    /200/,
    'the same without the handshake',
  );
  t.same(upgrades, [], 'no WebSocket');
  const before = seen.length;
  await t.rejects(
    services.use(order, async ({ call: one }) => {
      await one({ method: 'GET', path: '/api' });
      gateway.tunnels.setConsent(targetId, { mode: 'off', people: [] }, INSTALLER);
      return await one({ method: 'GET', path: '/api' });
    }),
    { code: 'SERVICE_REFUSED' },
  );
  t.equal(seen.length, before + 1);
});

test('the console’s check asks by the first call that passes; browser targets are not called', async (t) => {
  const { on, services, order, seen, gateway, targetId } = await rig(t);
  const { scope, gatewayId } = order;
  const person = { id: ADMIN.id, name: ADMIN.name };
  on({ method: 'POST', path: '/jobs' }, { method: 'GET', path: '/status' });
  t.match(await services.check({ scope, gatewayId, targetId, person }), {
    method: 'GET',
    path: '/status',
    status: 200,
  });
  t.match(gateway.accessPages.page({ limit: 1 }).items[0], {
    person: 'Interface check',
    reason: 'Does the interface answer? Asked by Ada in the console.',
  });
  on({ method: 'POST', path: '/jobs' });
  await t.rejects(services.check({ scope, gatewayId, targetId, person }), {
    message: 'The customer’s policy allows no reading.',
  });
  t.equal(seen.length, 1);
  await t.rejects(services.check({ scope, gatewayId, targetId: PORTAL_TARGET, person }), {
    code: 'TARGET_UNKNOWN',
  });
  const stranger = { accountId: 'account-2' };
  await t.rejects(services.check({ scope: stranger, gatewayId, targetId, person }), { code: 'NOT_FOUND' });
  await gateway.tunnels.stopTunnel(targetId, INSTALLER);
  await gateway.report();
  await t.rejects(services.check({ scope, gatewayId, targetId, person }), { code: 'TUNNEL_STOPPED' });
});
