/**
 * Factory resets over the real gateway program and the real cloud; and everything that must never erase anything. That of an
 * account's end is in account-end.test.ts.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import type { ResetView } from '../../src/contract/factory-reset.ts';
import type { Overview, Signpost } from '../../src/contract/local-api.ts';
import { openDeviceCertificate } from '../../src/gateway/platform/self-signed.ts';
import { startCloudBy } from '../cloud/harness.ts';
import { markOf } from '../gateway/backup/folder.ts';
import { nothingLeft, plant, planted } from '../helpers/canary.ts';
import { cloudlink } from '../helpers/cli.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { link } from '../helpers/linked.ts';
import { linkedFolder } from '../helpers/linked-folder.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const RESTART = 75;
const keyOf = (daemon: Daemon) => readFileSync(join(daemon.folder, 'data/device-key.pem'), 'utf8');
const fingerprint = async (daemon: Daemon) =>
  (await daemon.local<Signpost>('GET', '/api/signpost')).fingerprint;
const view = (daemon: Daemon) => daemon.local<ResetView>('GET', '/api/factory-reset');
const linked = async (daemon: Daemon) => (await daemon.local<Overview>('GET', '/api/overview')).linked;

test('by command, by the cloud', { timeout: 280_000 }, async (t) => {
  const cloud = await startCloudBy(systemClock, t, { launchDomain: 'localhost' });
  await cloud.partner('ann@partner.example');
  const { number } = await cloud.customer('bob@customer.example');
  const bob = await cloud.signIn('bob@customer.example');
  const settings = { CLOUD_URL: cloud.url };
  let daemon = startDaemon(t, { settings });
  const { folder } = daemon;
  const again = async () => {
    daemon = startDaemon(t, { settings, folder });
    await daemon.line(/"msg":"ready"/);
  };
  const gatewaysOf = async () => (await bob.get('/api/gateways')).body.items as { id: string }[];
  await daemon.line(/"msg":"ready"/);

  await t.test(
    'by command: the cloud is told, everything goes, also after a kill in the middle',
    async (t) => {
      await link(daemon, bob, number);
      const first = await fingerprint(daemon);
      const key = keyOf(daemon);
      await plant(daemon);
      const line = planted(t, daemon);
      t.match((await cloudlink(folder, ['factory-reset'])).said, /Customer name +Customer bob/);
      t.match((await cloudlink(folder, ['factory-reset', 'now', 'yes'])).said, /Nothing was erased/);
      const ordered = await cloudlink(folder, ['factory-reset', 'now', 'revert']);
      t.equal(ordered.code, 0, ordered.said);
      t.strictSame(await gatewaysOf(), [], 'unlinked at the cloud');
      // before it can end in order: the order is on the disk already
      daemon.child.kill('SIGKILL');
      await daemon.ended;
      t.equal(keyOf(daemon), key, 'the running program erased nothing');
      await again();
      t.match(daemon.said(), /the data of this gateway is erased/);
      t.not(await fingerprint(daemon), first, 'another key');
      nothingLeft(t, daemon, line);
      t.equal(await linked(daemon), false);
      t.match(await view(daemon), { state: 'idle', last: { by: 'cli' } });
    },
  );

  await t.test('by the cloud: announced, cancelled on the site, ordered again, obeyed', async (t) => {
    await link(daemon, bob, number);
    const first = await fingerprint(daemon);
    const [gateway] = await gatewaysOf();
    const order = () => bob.post(`/api/gateways/${gateway?.id}/factory-reset`, { typed: 'revert' });
    t.equal((await bob.post(`/api/gateways/${gateway?.id}/factory-reset`, { typed: 'delete' })).status, 400);
    await plant(daemon);
    const line = planted(t, daemon);
    const { id } = (await order()).body;
    await daemon.until(async () => ((await view(daemon)).state === 'announced' ? true : undefined));
    t.match(await view(daemon), { by: 'cloud', customer: /bob/ });
    t.equal((await cloudlink(folder, ['factory-reset', 'cancel'])).code, 0);
    const ended = async () => {
      for (;;) {
        const { body } = await bob.get(`/api/commands/${id}`);
        if (body.state === 'failed' || body.state === 'done') return body;
      }
    };
    t.match(await ended(), { state: 'failed', error: { code: 'RESET_CANCELLED' } });
    t.equal(await fingerprint(daemon), first);

    // while it is away: the order waits, and is obeyed when it returns
    t.equal((await cloudlink(folder, ['factory-reset', 'announce', '0'])).code, 0);
    daemon.child.kill('SIGKILL');
    await daemon.ended;
    t.equal((await order()).status, 200);
    await again();
    t.equal(await daemon.ended, RESTART);
    t.strictSame(await gatewaysOf(), [], 'acknowledged: unlinked at the cloud');
    await again();
    t.not(await fingerprint(daemon), first);
    t.match(await view(daemon), { state: 'idle', last: { by: 'cloud' } });
    nothingLeft(t, daemon, line);
  });
});

test('no answer, however wrong, erases anything', { timeout: 120_000 }, async (t) => {
  const answers: Record<string, readonly [number, object]> = {
    '401 invalid_client, as of a cloud that was restored': [401, { error: 'invalid_client' }],
    '401 NOT_LINKED': [401, { code: 'NOT_LINKED', title: 'This gateway is not linked.', status: 401 }],
    '403 that says deleted': [403, { code: 'ACCOUNT_DELETED', error: 'account_deleted', status: 403 }],
    '404': [404, { code: 'NOT_FOUND', status: 404 }],
    '410 gone': [410, { code: 'GATEWAY_RESET', status: 410 }],
  };
  const seen = new Map<string, number>();
  const listener =
    (what: string, [status, body]: readonly [number, object]): RequestListener =>
    (_request, response) => {
      seen.set(what, (seen.get(what) ?? 0) + 1);
      response.writeHead(status, { 'content-type': 'application/json', date: new Date().toUTCString() });
      response.end(JSON.stringify(body));
    };
  const listen = (server: ReturnType<typeof createServer>) =>
    new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
  const certificates = temporaryFolder(t);
  mkdirSync(join(certificates, 'c'), { recursive: true });
  const { cert, key } = openDeviceCertificate(join(certificates, 'c'), ['127.0.0.1'], systemClock.now());
  const strange = createTlsServer({ cert, key }, listener('a strange certificate', [200, {}]));
  strange.on('tlsClientError', () => {
    seen.set('a strange certificate', (seen.get('a strange certificate') ?? 0) + 1);
  });
  const servers = Object.entries(answers).map(
    ([what, answer]) => [what, createServer(listener(what, answer)), 'http'] as const,
  );
  await Promise.all(
    [...servers, ['a strange certificate', strange, 'https'] as const].map(async ([what, server, scheme]) => {
      t.teardown(() => {
        server.close();
        server.closeAllConnections();
      });
      const folder = temporaryFolder(t);
      await linkedFolder(join(folder, 'data'), `${scheme}://127.0.0.1:${await listen(server)}`, 'mine');
      const before = readFileSync(join(folder, 'data/device-key.pem'), 'utf8');
      const daemon = startDaemon(t, { folder });
      await daemon.line(/"msg":"ready"/);
      while ((seen.get(what) ?? 0) < 2) await new Promise((resolve) => server.once('connection', resolve));
      await daemon.local('POST', '/api/health/run');
      t.match(await view(daemon), { state: 'idle' }, what);
      daemon.child.kill('SIGTERM');
      await daemon.ended;
      t.notOk(existsSync(join(folder, 'data/reset')), `${what}: no order is on the disk`);
      t.equal(readFileSync(join(folder, 'data/device-key.pem'), 'utf8'), before, `${what}: the key is there`);
      t.equal(markOf(join(folder, 'data')), 'mine', `${what}: the data is there`);
      t.ok(readdirSync(join(folder, 'data')).includes('import'), what);
    }),
  );
});
