/** Launch over three networks: cloud, gateway and target each in a namespace of its own. */
import { join } from 'node:path';
import { test } from 'tap';
import { needs, needsRoot } from '../helpers/needs.ts';

const INSIDE = join(import.meta.dirname, 'launch-network.ts');
const LIMIT_MS = 290_000;

test('web applications that we did not write, behind a gateway, in a browser', async (t) => {
  if (!needsRoot(t) || !needs(t, 'ip') || !needs(t, 'chromium')) return;
  if (!needs(t, 'cockpit') || !needs(t, 'cockpit-pages') || !needs(t, 'shellinabox')) return;
  const env = { ...process.env, TAP_TIMEOUT: String(LIMIT_MS / 1000) };
  await t.spawn('unshare', ['--net', process.execPath, INSIDE], { env, timeout: LIMIT_MS }, 'three networks');
});
