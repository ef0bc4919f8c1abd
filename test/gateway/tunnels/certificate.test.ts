import { X509Certificate } from 'node:crypto';
import { test } from 'tap';
import { makeAuthority, makeServer } from '../../helpers/certificates.ts';
import { startSmallApp } from '../../helpers/small-app.ts';
import {
  INSTALLER,
  launchInto,
  letIn,
  startCloudEnd,
  startGatewayEnd,
  until,
} from '../../helpers/tunnel-rig.ts';

test('an HTTPS target is reached by its confirmed certificate, and by no other', async (t) => {
  const authority = await makeAuthority('nobody trusts me');
  const first = await makeServer({ authority, host: 'pbx.local' });
  const second = await makeServer({ authority, host: 'pbx.local' });
  const fingerprint = new X509Certificate(first.cert).fingerprint256;
  const app = await startSmallApp(first);
  const cloud = await startCloudEnd(t);
  const gateway = await startGatewayEnd(t, cloud);
  const { id, seenFingerprint } = await gateway.tunnels.add(
    { component: 'MSL', tunnel: 'Server Manager', protocol: 'https', host: '127.0.0.1', port: app.port },
    INSTALLER,
  );
  t.equal(seenFingerprint, fingerprint);
  await gateway.tunnels.confirm(id, fingerprint, INSTALLER);
  await gateway.tunnels.startTunnel(id, INSTALLER);
  // the target may be known to be up before the broker has taken the forward
  t.equal((await gateway.tunnels.settled(id)).state, 'started');
  await until(() => gateway.tunnels.list().find((x) => x.id === id)?.targetUp?.up);
  letIn(gateway, id);
  await gateway.report();
  const { get, origin } = await launchInto(cloud, gateway, id);
  t.equal((await get('/')).body, '<h1>Server Manager</h1>');
  t.equal((await get('/moved')).headers.location, `${origin}/landed?a=1#b`);
  t.match((await get('/login')).headers['set-cookie']?.[0], /^sid=1; /);
  await app.close();

  const other = await startSmallApp(second, app.port);
  t.teardown(() => other.close());
  const refused = await get('/', { accept: 'text/html' });
  t.equal(refused.status, 502);
  t.match(refused.body, /another certificate/);
  t.equal(other.seen.size, 0, 'not a byte of the request reached the other server');
  await until(() => gateway.tunnels.list().find((x) => x.id === id)?.state === 'failed');
  t.equal(
    gateway.tunnels.list().find((x) => x.id === id)?.seenFingerprint,
    new X509Certificate(second.cert).fingerprint256,
  );
  t.ok(gateway.tunnels.sessions()[0]?.endedAt, 'its sessions have ended');
});
