/**
 * The account's end with the real programs: deactivated, the gateway keeps everything and is quiet; reactivated, it goes
 * on; deleted, the cloud's signed order erases.
 */
import { test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import type { ResetView } from '../../src/contract/factory-reset.ts';
import type { Overview, Signpost } from '../../src/contract/local-api.ts';
import { startCloudBy } from '../cloud/harness.ts';
import { nothingLeft, plant, planted } from '../helpers/canary.ts';
import { cloudlink } from '../helpers/cli.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { link, overviewIs } from '../helpers/linked.ts';

const RESTART = 75;
const fingerprint = async (daemon: Daemon) =>
  (await daemon.local<Signpost>('GET', '/api/signpost')).fingerprint;
const view = (daemon: Daemon) => daemon.local<ResetView>('GET', '/api/factory-reset');
const linked = async (daemon: Daemon) => (await daemon.local<Overview>('GET', '/api/overview')).linked;

test('deactivated, reactivated, deactivated again, deleted', { timeout: 280_000 }, async (t) => {
  const cloud = await startCloudBy(systemClock, t, { launchDomain: 'localhost' });
  await cloud.partner('ann@partner.example');
  const { number } = await cloud.customer('bob@customer.example');
  const bob = await cloud.signIn('bob@customer.example');
  const ann = await cloud.signIn('ann@partner.example');
  const settings = { CLOUD_URL: cloud.url, MDNS_ENABLED: 'false' };
  let daemon = startDaemon(t, { settings });
  const { folder } = daemon;
  const again = async () => {
    daemon = startDaemon(t, { settings, folder });
    await daemon.line(/"msg":"ready"/);
  };
  await daemon.line(/"msg":"ready"/);
  await link(daemon, bob, number);
  const first = await fingerprint(daemon);
  await cloudlink(folder, ['factory-reset', 'announce', '0']);
  await plant(daemon);
  const line = planted(t, daemon);
  const accountIs = (state: string, online: boolean) =>
    overviewIs(daemon, ({ account, cloud: c }) => account?.state === state && c.online === online);
  const deactivate = async () => {
    const answer = await ann.post(`/api/accounts/${number}/deactivate`, { typed: 'deactivate' });
    t.equal(answer.status, 200);
    await accountIs('deactivated', false);
  };
  const startAnew = async () => {
    daemon.child.kill('SIGTERM');
    await daemon.ended;
    await again();
  };
  await deactivate();
  // it keeps everything over a start, is not reset, and its page says why it is quiet
  await startAnew();
  await accountIs('deactivated', false);
  t.equal(await fingerprint(daemon), first);
  t.match(await view(daemon), { state: 'idle' });
  t.equal(planted(t, daemon), line, 'everything is there');
  const back = await ann.post(`/api/accounts/${number}/reactivate`, { typed: 'reactivate' });
  t.equal(back.status, 200);
  // it asks every 15 minutes by itself, and at a start at once
  await startAnew();
  await accountIs('active', true);
  t.equal(await fingerprint(daemon), first, 'the same gateway goes on, with nobody on site');
  await deactivate();
  t.equal((await bob.remove(`/api/accounts/${number}`, { typed: 'delete' })).status, 401);
  t.equal((await ann.remove(`/api/accounts/${number}`, { typed: 'delete' })).status, 204);
  t.equal((await ann.get(`/api/accounts/${number}`)).status, 404, 'it is gone for everybody');
  t.equal((await ann.post(`/api/accounts/${number}/reactivate`, { typed: 'reactivate' })).status, 404);
  // it would ask within 15 minutes; after a start it asks at once
  daemon.child.kill('SIGTERM');
  await daemon.ended;
  await again();
  t.equal(await daemon.ended, RESTART);
  await again();
  t.not(await fingerprint(daemon), first);
  t.equal(await linked(daemon), false);
  nothingLeft(t, daemon, line);
});
