import { randomUUID } from 'node:crypto';
import { test } from 'tap';
import type { InventoryReport } from '../../src/contract/inventory.ts';
import { type Claimed, type Console, startCloud, type TestCloud } from './harness.ts';

const report = (host: string): InventoryReport => ({
  schema: 1,
  collectedAt: 1,
  zone: 'America/New_York',
  platforms: [
    {
      collectedBy: 'self',
      host,
      platformType: 'msl',
      platformName: 'MSL',
      systemFamily: 'linux',
      version: '11.0.110',
      platformId: host,
      licence: { type: 'unlicensed' },
      partitions: [],
      applications: [{ type: 'mivoice-business', version: '10.1', interfaces: [] }],
    },
  ],
});

async function populated(cloud: TestCloud, console: Console, number: string, host: string): Promise<Claimed> {
  const link = await cloud.claim(console, number);
  const item = { id: randomUUID(), at: cloud.clock.now(), kind: 'inventory', body: report(host) };
  const sent = await link.gateway.send({
    method: 'POST',
    path: '/v1/gateway/outbox',
    accessToken: link.token,
    json: { items: [item] },
  });
  if (sent.status !== 200) throw new Error(`outbox: ${JSON.stringify(sent.body)}`);
  return link;
}

test('nobody sees, or changes, what is another tenant’s', async (t) => {
  const cloud = await startCloud(t);
  const one = await cloud.partner('ann@one.example');
  const two = await cloud.partner('zoe@two.example');
  const a = await cloud.customer('a@c.example', one.number);
  const b = await cloud.customer('b@c.example', one.number);
  await cloud.customer('c@c.example', two.number);
  const inA = await cloud.signIn('a@c.example');
  const linkA = await populated(cloud, inA, a.number, 'host-a');
  const linkB = await populated(cloud, await cloud.signIn('b@c.example'), b.number, 'host-b');
  const order = await inA.post(`/api/gateways/${linkA.gatewayId}/commands`, { name: 'sync.run' });

  const platforms = await inA.get('/api/inventory/platforms');
  const [platform] = platforms.body.items as { id: string }[];
  const ofA = [
    `/api/accounts/${a.number}`,
    `/api/accounts/${a.number}/claim-tokens`,
    `/api/gateways/${linkA.gatewayId}`,
    `/api/gateways/${linkA.gatewayId}/commands`,
    `/api/gateways/${linkA.gatewayId}/metrics`,
    `/api/commands/${order.body.id}`,
    `/api/inventory/platforms/${platform?.id}`,
    `/api/users?account=${a.number}`,
  ];
  for (const path of ofA) t.equal((await inA.get(path)).status, 200, `a reads ${path}`);
  for (const email of ['b@c.example', 'c@c.example', 'zoe@two.example']) {
    const other = await cloud.signIn(email);
    for (const path of ofA) t.equal((await other.get(path)).status, 404, `${email} does not read ${path}`);
    t.equal((await other.remove(`/api/gateways/${linkA.gatewayId}`, { typed: 'unlink' })).status, 404);
    t.equal((await other.post(`/api/gateways/${linkA.gatewayId}/commands`, { name: 'reboot' })).status, 404);
    t.equal((await other.post(`/api/accounts/${a.number}/scim-keys`)).status, 404);
    t.not((await other.post(`/api/accounts/${a.number}/deactivate`, { typed: 'deactivate' })).status, 200);
    t.equal((await other.get(`/api/live?account=${a.number}`)).status, 404);
    for (const list of ['gateways', 'inventory/platforms', 'inventory/applications', 'events']) {
      const { body } = await other.get(`/api/${list}?account=${a.number}`);
      t.same(body, { items: [], total: 0 }, `${email} asks for ${list} of a`);
      const all = JSON.stringify((await other.get(`/api/${list}`)).body);
      t.notMatch(all, linkA.gatewayId);
      t.notMatch(all, a.number);
    }
  }

  const ann = await cloud.signIn('ann@one.example');
  t.match((await ann.get('/api/accounts')).body, { total: 2 });
  t.match((await ann.get('/api/gateways')).body, { total: 2 });
  t.match((await ann.get(`/api/gateways?account=${b.number}`)).body, {
    total: 1,
    items: [{ id: linkB.gatewayId }],
  });
  t.match((await ann.get('/api/inventory/platforms?limit=1')).body, {
    total: 2,
    items: [{ host: 'host-a' }],
    next: /./,
  });
  t.match(await ann.post(`/api/accounts/${one.number}/deactivate`, { typed: 'deactivate' }), { status: 403 });

  await ann.post(`/api/accounts/${b.number}/deactivate`, { typed: 'deactivate' });
  t.match((await ann.get('/api/gateways')).body, { total: 1 }, 'what is deactivated is not viewed');
  t.equal((await ann.get(`/api/gateways/${linkB.gatewayId}`)).status, 404);
});

test('a gateway’s SCIM is its own account’s; a bearer key too, until a newer one', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const a = await cloud.customer('a@c.example');
  const b = await cloud.customer('b@c.example');
  const inA = await cloud.signIn('a@c.example');
  const link = await cloud.claim(inA, a.number);
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'ann@example.com',
    active: true,
  };
  const viaGateway = (method: string, path: string, json?: unknown) =>
    link.gateway.send({
      method,
      path: `/v1/gateway/scim/v2${path}`,
      accessToken: link.token,
      ...(json === undefined ? {} : { json }),
    });
  const made = await viaGateway('POST', '/Users', user);
  t.equal(made.status, 201);

  const keys = await inA.post(`/api/accounts/${a.number}/scim-keys`);
  const base = new URL(String(keys.body.baseUrl)).pathname;
  const { send } = await import('../helpers/dpop-client.ts');
  const byKey = (path: string, token: unknown) =>
    send(cloud.url, { method: 'GET', path: `${path}/Users`, headers: { authorization: `Bearer ${token}` } });
  const list = await byKey(base, keys.body.token);
  t.equal(list.status, 200);
  const other = base.replace(/accounts\/[^/]+/, `accounts/${b.id}`);
  t.equal((await byKey(other, keys.body.token)).status, 401, 'not at another account’s address');
  const newer = await inA.post(`/api/accounts/${a.number}/scim-keys`);
  t.equal((await byKey(base, keys.body.token)).status, 401, 'the older is void');
  t.equal((await byKey(base, newer.body.token)).status, 200);
  t.equal((await viaGateway('GET', '/Users')).status, 200, 'the gateway’s own way goes on');
  const bare = await send(cloud.url, { method: 'GET', path: '/v1/gateway/scim/v2/Users' });
  t.match(String(bare.headers['www-authenticate']), /^DPoP /);

  t.match((await inA.get('/api/users')).body, { total: 1, items: [{ userName: 'ann@example.com' }] });
  t.match((await inA.get(`/api/gateways/${link.gatewayId}`)).body, { users: 1 });
  const [row] = (await inA.get('/api/users')).body.items as { id: string }[];
  const inB = await cloud.signIn('b@c.example');
  t.equal((await inB.remove(`/api/users/${row?.id}`, { typed: 'delete' })).status, 404);
  t.equal((await inA.remove(`/api/users/${row?.id}`, { typed: 'delete' })).status, 204);
  t.match((await inA.get('/api/users')).body, { total: 0 });
});
