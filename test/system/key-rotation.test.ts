/** `cloudlink key rotate` over the real gateway program and the real cloud, also when the power goes in the middle. */

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { ASSERTION_TYPE, GRANT_CLIENT_CREDENTIALS } from '../../src/contract/claim.ts';
import type { KeyView, LinkState, Overview, Signpost } from '../../src/contract/local-api.ts';
import { startCloudBy } from '../cloud/harness.ts';
import { cloudlink } from '../helpers/cli.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { dpopClient } from '../helpers/dpop-client.ts';

const fingerprint = async (daemon: Daemon) =>
  (await daemon.local<Signpost>('GET', '/api/signpost')).fingerprint;
const isUp = async (daemon: Daemon) => {
  const { cloud, targets } = await daemon.local<Overview>('GET', '/api/overview');
  return cloud.online && targets.some((target) => target.tunnelUp?.up) ? true : undefined;
};

test('the device key is changed; channel and tunnel go on with the new one', {
  timeout: 150_000,
}, async (t) => {
  const cloud = await startCloudBy(systemClock, t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@a.example');
  const bob = await cloud.signIn('bob@a.example');
  const settings = { CLOUD_URL: cloud.url };
  const daemon = startDaemon(t, { settings });
  await daemon.line(/"msg":"ready"/);
  t.match((await cloudlink(daemon.folder, ['key', 'rotate'])).said, /^NOT_LINKED/);
  const { token } = (await bob.post(`/api/accounts/${number}/claim-tokens`, {})).body;
  await cloudlink(daemon.folder, ['link', '--token', String(token)]);
  await daemon.until(() => isUp(daemon));
  const id = String(((await bob.get('/api/gateways')).body.items as { id: string }[])[0]?.id);
  const known = async () => (await bob.get(`/api/gateways/${id}`)).body.fingerprint;

  const first = await fingerprint(daemon);
  const pem = readFileSync(join(daemon.folder, 'data', 'device-key.pem'));
  const rotated = await cloudlink(daemon.folder, ['key', 'rotate', '--json']);
  t.equal(rotated.code, 0, rotated.said);
  const second = await fingerprint(daemon);
  t.not(second, first);
  t.match(JSON.parse(rotated.said), { fingerprint: second, rotation: 'none' });
  t.equal(await known(), second, 'the same on both sides');
  await daemon.until(() => isUp(daemon));
  t.pass('channel and tunnel are up');

  // whoever kept the old key has nothing
  const privateKey = createPrivateKey(pem);
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const thief = dpopClient(cloud.url, systemClock.now, {
    privateKey,
    jwk: { kty: 'EC', crv: 'P-256', x, y },
    jkt: first,
  });
  const form = {
    grant_type: GRANT_CLIENT_CREDENTIALS,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: thief.assertion(id),
  };
  t.equal((await thief.send({ method: 'POST', path: '/oauth/token', form })).status, 401);

  // the cloud away, and the power too: the change goes on by itself
  await cloud.stop();
  t.match(JSON.parse((await cloudlink(daemon.folder, ['key', 'rotate', '--no-wait', '--json'])).said), {
    rotation: 'running',
    fingerprint: second,
  });
  daemon.child.kill('SIGKILL');
  await daemon.ended;
  await cloud.restart();
  const again = startDaemon(t, { settings, folder: daemon.folder });
  await again.line(/"msg":"ready"/);
  await again.until(async () =>
    (await again.local<KeyView>('GET', '/api/key')).rotation === 'none' ? true : undefined,
  );
  const third = await fingerprint(again);
  t.not(third, second);
  t.equal(await known(), third);
  await again.until(() => isUp(again));
  t.notMatch(again.said(), /PRIVATE KEY/);

  // a new claim is asked for, and its set-up code judged, with the key in use
  await again.local('POST', '/api/unlink');
  const { setupCode } = await again.local<{ setupCode: string }>('GET', '/api/setup-code');
  const link = await again.local<LinkState>('POST', '/api/link');
  const view = await bob.post(`/api/claims/${link.userCode}/approve`, { account: number, setupCode });
  t.match(view.body, { state: 'approved', fingerprint: third });
});
