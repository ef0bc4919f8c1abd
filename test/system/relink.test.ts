/** The real gateway program and the real cloud: a gateway goes from one account to another, and takes nothing along. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import type { LinkState, Overview, SyncView } from '../../src/contract/local-api.ts';
import { type Console, startCloudBy } from '../cloud/harness.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';

const SITE = {
  name: 'HQ',
  city: 'Ottawa',
  country: 'CA',
  province: 'ON',
  postalCode: 'K1P',
  zone: 'America/Toronto',
};

async function start(t: Test) {
  const cloud = await startCloudBy(systemClock, t);
  await cloud.partner('ann@p.example');
  const a = await cloud.customer('bob@a.example');
  const b = await cloud.customer('bea@b.example');
  const daemon = startDaemon(t, { settings: { CLOUD_URL: cloud.url } });
  await daemon.line(/"msg":"ready"/);
  writeFileSync(
    join(daemon.folder, 'data', 'import', 'users.csv'),
    'id,email,displayName\n1,ada@x.example,Ada\n2,bo@x.example,Bo\n3,cy@x.example,Cy\n',
  );
  return {
    cloud,
    daemon,
    a,
    b,
    inA: await cloud.signIn('bob@a.example'),
    inB: await cloud.signIn('bea@b.example'),
  };
}

async function claim(daemon: Daemon, console: Console, account: string): Promise<string> {
  const { setupCode } = await daemon.local<{ setupCode: string }>('GET', '/api/setup-code');
  const link = await daemon.local<LinkState>('POST', '/api/link');
  const view = await console.post(`/api/claims/${link.userCode}/approve`, { account, setupCode });
  await daemon.until(async () =>
    (await daemon.local<LinkState>('GET', '/api/link')).state === 'linked' ? true : undefined,
  );
  await daemon.until(async () => ((await overview(daemon)).cloud.online ? true : undefined));
  return String(view.body.gatewayId);
}

const overview = (daemon: Daemon) => daemon.local<Overview>('GET', '/api/overview');
const preview = (daemon: Daemon) => daemon.local<SyncView>('POST', '/api/sync/preview');

async function onboard(daemon: Daemon): Promise<void> {
  await daemon.local('PUT', '/api/site', SITE);
  await daemon.local('PUT', '/api/pbx', { type: 'csv', name: 'People', values: { path: 'users.csv' } });
  await daemon.local('POST', '/api/pbx/connect');
}

test('unlinked, and claimed by another account: nothing of the first one’s approval counts', async (t) => {
  const { daemon, a, b, inA, inB } = await start(t);
  const first = await claim(daemon, inA, a.number);
  await onboard(daemon);
  await daemon.local('POST', '/api/sync/run?wait=true');
  t.match(await inA.get('/api/users'), { body: { total: 3 } });
  t.match(await preview(daemon), { plan: { approved: true, added: 0, unchanged: 3 } });

  await daemon.local('POST', '/api/unlink');
  t.match(await daemon.local<SyncView>('GET', '/api/sync'), { users: 0 });
  const second = await claim(daemon, inB, b.number);
  await onboard(daemon);
  t.match(await daemon.local<SyncView>('GET', '/api/sync'), { plan: { approved: false, added: 3 } });
  t.match(await inB.get('/api/users'), { body: { total: 0 } }, 'nothing is sent before somebody approves');
  await daemon.local('POST', '/api/sync/run?wait=true');
  t.match(await inB.get('/api/users'), { body: { total: 3 } });
  t.match(await inA.get('/api/users'), { body: { total: 3 } }, 'what the first account has is its own');
  t.same(
    readdirSync(join(daemon.folder, 'data', 'sync')).sort(),
    [first, second].sort(),
    'the old one is kept aside',
  );
  const { items } = (await inB.get('/api/events?q=linked')).body;
  const actions = new Set((items as { action: string }[]).map(({ action }) => action));
  t.same([...actions].sort(), ['Gateway linked', 'Own pages opened for who linked']);
});

test('unlinked on one side while the other was away: the way is free again on both', async (t) => {
  const { cloud, daemon, a, b, inA, inB } = await start(t);
  const first = await claim(daemon, inA, a.number);
  await cloud.stop();
  await daemon.local('POST', '/api/unlink');
  t.match(await daemon.local('GET', '/api/link'), { state: 'unlinked' }, 'the cloud does not hold it up');
  await cloud.restart();
  t.match(await inA.get('/api/gateways'), { body: { total: 1 } }, 'it does not know yet');
  const second = await claim(daemon, inB, b.number);
  t.not(second, first);
  t.match(await inA.get('/api/gateways'), { body: { total: 0 } });

  daemon.child.kill('SIGTERM');
  await daemon.ended;
  await inB.remove(`/api/gateways/${second}`, { typed: 'unlink' });
  const again = startDaemon(t, { settings: { CLOUD_URL: cloud.url }, folder: daemon.folder });
  await again.line(/"msg":"ready"/);
  await again.until(async () =>
    (await again.local<LinkState>('GET', '/api/link')).state === 'unlinked' ? true : undefined,
  );
  await claim(again, inA, a.number);
  t.match(await inA.get('/api/gateways'), { body: { total: 1 } });
});
