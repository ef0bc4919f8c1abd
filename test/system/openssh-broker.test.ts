/**
 * The real gateway program, a whole cloud with the OpenSSH broker, Debian's sshd with the configuration that this cloud
 * prints, and tinyproxy in between: plain SSH through CONNECT.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { until } from '../../scripts/demo-parts/world.ts';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { freePort } from '../../src/base/runtime/free-port.ts';
import { loopbackOf, portOf } from '../../src/cloud/broker/loopback.ts';
import type { Target } from '../../src/contract/local-api.ts';
import { startCloudBy } from '../cloud/harness.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { link } from '../helpers/linked.ts';
import { needs, needsRoot } from '../helpers/needs.ts';
import { startTinyproxy } from '../helpers/tinyproxy.ts';
import { ask, reach } from '../helpers/tunnel-rig.ts';
import { keysFolder, LAST_NUMBER, startSshd } from '../peers/sshd.ts';

async function start(t: Test) {
  const [folder, sshd, door] = [keysFolder(t), await freePort(), await freePort()];
  const cloud = await startCloudBy(systemClock, t, {
    launchDomain: 'launch.localhost',
    brokerKind: 'openssh',
    'openssh.sshd': `127.0.0.1:${sshd}`,
    'openssh.user': 'nobody',
    'openssh.keysUser': 'nobody',
    'openssh.keysFolder': folder,
    'ssh.listen': `127.0.0.1:${door}`,
  });
  const server = await startSshd(t, {
    hostKey: readFileSync(join(cloud.config.data, 'broker_host_key'), 'utf8'),
    keysFolder: folder,
    port: sshd,
  });
  // another file's gateways may listen at the first addresses
  const db = new Database(join(cloud.config.data, 'cloud.db'));
  db.prepare("INSERT INTO tunnel_address VALUES (?, 'none')").run(LAST_NUMBER);
  db.close();
  await cloud.partner('ann@partner.example');
  const { number } = await cloud.customer('bob@customer.example');
  return { cloud, server, door, number, console: await cloud.signIn('bob@customer.example') };
}

test('a gateway comes by plain SSH through the proxy, is launched, and is cut when it is unlinked', async (t) => {
  if (!needs(t, 'sshd') || !needs(t, 'curl') || !needs(t, 'tinyproxy') || !needsRoot(t)) return;
  const { cloud, server, door, number, console } = await start(t);
  const proxy = await startTinyproxy(t, { user: 'edge', password: 'word' });
  const daemon = startDaemon(t, {
    settings: {
      CLOUD_URL: cloud.url,
      CLOUD_PROXY: proxy.url,
      CLOUD_PROXY_USER: 'edge',
      CLOUD_PROXY_PASSWORD: 'word',
    },
  });
  await daemon.line(/"msg":"ready"/);
  await link(daemon, console, number);
  const target = await daemon.until(async () => {
    const { targets } = await daemon.local<{ targets: Target[] }>('GET', '/api/tunnels');
    return targets.find((x) => x.tunnelUp?.up);
  });
  t.equal(target.id, 'gateway-portal');
  t.match(proxy.log(), new RegExp(`CONNECT 127.0.0.1:${door}`));
  t.ok(
    server.log.some((line) =>
      line.startsWith(`Accepted publickey for nobody from ${loopbackOf(LAST_NUMBER + 1)}`),
    ),
  );

  const [gateway] = (await console.get('/api/gateways')).body.items as unknown as { id: string }[];
  const id = gateway?.id ?? '';
  // the cloud hears with the next status that the tunnel is started
  const { url, token } = await until('the launch', async () => {
    const { status, body } = await console.post(`/api/gateways/${id}/launch`, { targetId: target.id });
    if (status !== 200 && body.code !== 'TUNNEL_STOPPED') throw new Error(JSON.stringify(body));
    return status === 200 ? (body as unknown as { url: string; token: string }) : undefined;
  });
  const begun = await ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${token}`,
  });
  const cookie = String(begun.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const page = await ask(`${new URL(url).origin}/api/overview`, { headers: { cookie } });
  t.equal(page.status, 200, 'the gateway’s own API, through sshd');

  t.equal((await console.remove(`/api/gateways/${id}`, { typed: 'unlink' })).status, 204);
  while ((await reach(loopbackOf(LAST_NUMBER + 1), portOf(0, 1))) !== 'ECONNREFUSED');
  t.pass('nobody listens any more');
});
