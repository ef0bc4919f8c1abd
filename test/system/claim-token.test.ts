/** The command `cloudlink link --token`, the real gateway program and the real cloud. */
import { test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import type { Signpost } from '../../src/contract/local-api.ts';
import { startCloudBy } from '../cloud/harness.ts';
import { cloudlink } from '../helpers/cli.ts';
import { startDaemon } from '../helpers/daemon.ts';

test('cloudlink link --token and --registered', { timeout: 120_000 }, async (t) => {
  const cloud = await startCloudBy(systemClock, t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@a.example');
  const bob = await cloud.signIn('bob@a.example');
  const path = `/api/accounts/${number}/claim-tokens`;
  const start = async () => {
    const daemon = startDaemon(t, { settings: { CLOUD_URL: cloud.url } });
    await daemon.line(/"msg":"ready"/);
    return daemon;
  };
  const one = await start();
  const wrong = await cloudlink(one.folder, ['link', '--token', 'x'.repeat(43)]);
  t.equal(wrong.code, 1);
  t.match(wrong.said, /^CLAIM_TOKEN_WRONG: .*\nMake a new claim token in the console/);

  const token = String((await bob.post(path, {})).body.token);
  t.same(await cloudlink(one.folder, ['link', '--token', '-'], `${token}\n`), { code: 0, said: 'Linked.\n' });
  t.match((await bob.get('/api/gateways')).body, { total: 1 });
  t.notMatch(one.said(), token, 'no token in the log');
  t.match((await cloudlink(one.folder, ['link', '--registered'])).said, /^ALREADY_LINKED/);

  const two = await start();
  const { fingerprint } = await two.local<Signpost>('GET', '/api/signpost');
  t.equal((await bob.post(path, { fingerprint })).status, 200);
  t.match(await cloudlink(two.folder, ['link', '--registered']), { code: 0 });
  t.match((await bob.get('/api/gateways')).body, { total: 2 });
});
