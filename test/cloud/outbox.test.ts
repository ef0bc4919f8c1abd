import { createHash, randomUUID } from 'node:crypto';
import { test } from 'tap';
import { type InventoryReport, inventoryDigestText } from '../../src/contract/inventory.ts';
import type { GatewayStatus } from '../../src/contract/status.ts';
import { type Claimed, startCloud } from './harness.ts';

const HOUR = 3_600_000;
const digestOf = (report: InventoryReport) =>
  createHash('sha256').update(inventoryDigestText(report)).digest('hex');

async function rig(t: Parameters<typeof startCloud>[0]) {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const link = await cloud.claim(bob, number);
  const item = (kind: string, body: object) => ({ id: randomUUID(), at: cloud.clock.now(), kind, body });
  return { cloud, bob, link, item, give: (items: object[]) => give(link, items) };
}

function give({ gateway, token }: Claimed, items: object[]) {
  return gateway.send({
    method: 'POST',
    path: '/v1/gateway/outbox',
    accessToken: token,
    json: { items },
  });
}

const event = (action: string) => ({
  action,
  eventType: 'Gateway',
  actor: { id: 'x', name: '' },
  asset: 'PBX',
  propertiesChanged: ['host'],
  details: { from: 'a', to: 'b' },
});

test('what is sent twice is kept once', async (t) => {
  const { bob, item, give } = await rig(t);
  const first = item('event', event('PBX link saved'));
  t.same((await give([first])).body, { accepted: [first.id], refused: [], wanted: [] });
  const second = item('event', event('PBX connected'));
  t.same((await give([first, second, second])).body, {
    accepted: [first.id, second.id, second.id],
    refused: [],
    wanted: [],
  });
  t.match((await bob.get('/api/events?q=pbx')).body, {
    total: 2,
    items: [{ actorName: 'Unknown', propertiesChanged: ['host'], details: { from: 'a', to: 'b' } }, {}],
  });
  t.match(await give([{ ...first, at: 'yesterday' }]), { status: 400 });
});

const FINDINGS = {
  total: 3,
  codes: [{ code: 'NO_EMAIL', sentence: 'There is no e-mail address.', count: 3 }],
  people: [{ name: 'Ann Lee', code: 'NO_EMAIL' }],
  withoutEmail: 3,
  sharedEmail: 0,
};

test('a digest of findings is one row of the history, however often it comes', async (t) => {
  const { bob, item, give } = await rig(t);
  const digest = item('sync.findings', FINDINGS);
  await give([digest]);
  await give([digest]);
  t.match((await bob.get('/api/events?q=findings')).body, {
    total: 1,
    items: [
      {
        eventType: 'Sync',
        action: 'New findings of user synchronisation',
        details: { new: 3, NO_EMAIL: 3, users: ['Ann Lee (NO_EMAIL)'], withoutEmail: 3 },
      },
    ],
  });
});

test('an item of another version is refused, and its neighbours are taken', async (t) => {
  const { bob, item, give } = await rig(t);
  const good = item('event', event('PBX link saved'));
  const unknown = item('weather', { rain: true });
  const long = item('event', event('x'.repeat(129)));
  const last = item('event', event('PBX connected'));
  const { body } = await give([unknown, good, long, last]);
  t.match(body, {
    accepted: [good.id, last.id],
    refused: [
      { id: unknown.id, code: 'BAD_INPUT', sentence: /weather/ },
      { id: long.id, code: 'BAD_INPUT' },
    ],
  });
  t.match((await bob.get('/api/events?q=pbx')).body, { total: 2 });
});

test('an inventory is kept whole, confirmed by its digest, and ages', async (t) => {
  const { cloud, bob, link, item, give } = await rig(t);
  const report: InventoryReport = {
    schema: 1,
    collectedAt: cloud.clock.now(),
    zone: 'America/New_York',
    platforms: [
      {
        collectedBy: 'self',
        host: 'mivb.local',
        platformType: 'msl',
        platformName: 'Mitel Standard Linux',
        systemFamily: 'linux',
        version: '11.0.110',
        platformId: 'a1',
        licence: {
          number: '12345',
          type: 'perpetual',
          expiresOn: '2027-02-21',
          enteredAt: cloud.clock.now(),
        },
        memoryBytes: 8_000_000_000,
        partitions: [{ id: '/dev/dm-0', basePath: '/', fileSystemType: 'xfs', capacityBytes: 1 }],
        applications: [
          { type: 'mivoice-business', version: '10.1', interfaces: ['mivb-admin'] },
          { type: 'cloudlink-daemon', version: '1.7.8+52', interfaces: [] },
        ],
      },
    ],
  };
  const digest = digestOf(report);
  t.same((await give([item('inventory.same', { digest })])).body.wanted, [digest], 'not known yet');
  t.same((await give([item('inventory', report)])).body.wanted, []);
  const read = async () => {
    const { body } = await bob.get('/api/inventory/platforms');
    return (body.items as Record<string, unknown>[])[0];
  };
  t.match(await read(), {
    host: 'mivb.local',
    swaStatus: 'Expiring soon',
    licence: { number: '12345', enteredAt: report.platforms[0]?.licence.enteredAt ?? 0 },
    applicationTypes: ['mivoice-business', 'cloudlink-daemon'],
    stale: false,
    portal: { state: 'none' },
  });
  await cloud.clock.advance(4 * HOUR);
  const bobAgain = await cloud.signIn('bob@c.example');
  const later = async () =>
    ((await bobAgain.get('/api/inventory/platforms')).body.items as Record<string, unknown>[])[0];
  t.match(await later(), { stale: true });
  const token = await cloud.token(link.gateway, link.gatewayId);
  const same = item('inventory.same', { digest: digestOf({ ...report, collectedAt: 1 }) });
  t.same((await give2(link, token, [same])).body.wanted, [], 'when it was collected is not in the digest');
  t.match(await later(), { stale: false, reportedAt: cloud.clock.now() });

  const filter = async (query: string) =>
    (await bobAgain.get(`/api/inventory/platforms?${query}`)).body.total;
  t.equal(await filter('swa=Expiring%20soon'), 1);
  t.equal(await filter('swa=Active'), 0);
  t.equal(await filter('type=windows'), 0);
  t.equal(await filter('q=MIVB'), 1);
  t.equal(await filter('q=%25'), 0, 'a % is only a %');
  t.match((await bobAgain.get('/api/inventory/applications')).body, { total: 2 });

  const broken = item('inventory', { ...report, zone: 'Mars/Olympus' });
  t.match((await give2(link, token, [broken])).body, {
    accepted: [],
    refused: [{ id: broken.id, code: 'ZONE_UNKNOWN' }],
  });
});

test('a report of a clock that was years ahead does not stay', async (t) => {
  const { cloud, bob, item, give } = await rig(t);
  const report = (version: string, collectedAt: number) =>
    item('inventory', {
      schema: 1,
      collectedAt,
      zone: 'UTC',
      platforms: [
        {
          collectedBy: 'self',
          host: 'gw.local',
          platformType: 'linux',
          platformName: 'Debian',
          systemFamily: 'linux',
          version,
          platformId: 'a1',
          licence: { number: '', type: 'unlicensed' },
          memoryBytes: 1,
          partitions: [],
          applications: [],
        },
      ],
    });
  const shown = async () =>
    ((await bob.get('/api/inventory/platforms')).body.items as Record<string, unknown>[])[0];
  const { status, body } = await give([report('1', cloud.clock.now() + 10 * 365 * 24 * HOUR)]);
  t.match({ status, body }, { status: 200, body: { refused: [] } });
  t.match(await shown(), { version: '1' });
  await cloud.clock.advance(1000);
  await give([report('2', cloud.clock.now())]);
  t.match(await shown(), { version: '2' }, 'the next one takes its place at once');
  await give([report('1', cloud.clock.now() - 1)]);
  t.match(await shown(), { version: '2' }, 'an older one does not');
});

function give2(link: Claimed, token: string, items: object[]) {
  return give({ ...link, token }, items);
}

test('the portal column follows the tunnels of the status', async (t) => {
  const { cloud, bob, link, item, give } = await rig(t);
  const target = {
    id: 'mivb-admin',
    component: 'MiVoice Business',
    tunnel: 'Administration',
    description: '',
    use: 'browser',
    application: 'mivoice-business',
    host: 'mivb.local',
    state: 'stopped',
    since: 1,
  } as const;
  const status = (state: 'stopped' | 'started'): GatewayStatus => ({
    at: cloud.clock.now(),
    version: '0.2.0',
    kind: 'virtual',
    name: 'gw.local',
    bootId: 'b',
    startedAt: 1,
    onboarding: { siteSaved: true, completed: false },
    pbxLink: { type: 'mivoice-business', name: 'HQ', onboarded: true, connected: true },
    sync: { state: 'never', users: 0, withoutEmail: 0, sharedEmail: 0 },
    tunnels: [{ ...target, state }],
    outbox: { waiting: 0, dropped: 0 },
    alarms: [],
    update: { state: 'idle', available: '0.3.0' },
    accessLog: { count: 0, head: '' },
  });
  const poll = () =>
    link.gateway.send({ method: 'GET', path: '/v1/gateway/messages', accessToken: link.token });
  const tell = (state: 'stopped' | 'started') =>
    link.gateway.send({
      method: 'POST',
      path: '/v1/gateway/messages',
      accessToken: link.token,
      json: { messages: [{ type: 'status', status: status(state) }] },
    });
  await give([
    item('inventory', {
      schema: 1,
      collectedAt: 1,
      zone: 'UTC',
      platforms: [
        {
          collectedBy: 'connector',
          host: 'mivb.local',
          platformType: 'linux',
          platformName: 'x',
          systemFamily: 'linux',
          version: '1',
          platformId: 'p',
          licence: { type: 'unlicensed' },
          partitions: [],
          applications: [{ type: 'mivoice-business', version: '10.1', interfaces: ['mivb-admin'] }],
        },
      ],
    }),
  ]);
  const portal = async () =>
    ((await bob.get('/api/inventory/applications')).body.items as { portal: unknown }[])[0]?.portal;
  t.same(await portal(), { state: 'none' });
  await tell('started');
  t.match(await portal(), { state: 'offline' });
  await poll();
  t.same(await portal(), { state: 'launch', targetId: 'mivb-admin' });
  await tell('stopped');
  t.match(await portal(), { state: 'stopped', sentence: /Administration.*mivb\.local/ });
  t.match((await bob.get(`/api/gateways/${link.gatewayId}`)).body, {
    name: 'gw.local',
    version: '0.2.0',
    integrationStatus: 'Deployment',
    integrationNote: 'Software update available',
  });
  t.match((await bob.get('/api/accounts')).body, { items: [{ pbxType: 'mivoice-business', gateways: 1 }] });
});
