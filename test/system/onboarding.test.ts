/**
 * The onboarding of every kind of gateway beside the standalone one (whole-way.test.ts), in a browser: one cloud, one
 * gateway a kind. It runs in a network of its own, since an embedded PBX must stand at port 443 of this very host.
 */
import { join } from 'node:path';
import { test } from 'tap';
import { needs, needsRoot } from '../helpers/needs.ts';

const INSIDE = join(import.meta.dirname, 'onboarding.ts');
/** Of RFC 1918 and RFC 4193 in that network. */
const [IPV4, IPV6] = ['10.77.0.1', 'fd77::1'];

const LIMIT_MS = 280_000;

test('virtual appliance, MSL host and SMBC: from the signpost to Onboarding Complete', async (t) => {
  if (!needs(t, 'chromium') || !needs(t, 'ip') || !needsRoot(t)) return;
  const addresses = `ip address add ${IPV4}/32 dev lo && ip address add ${IPV6}/128 dev lo nodad`;
  const script = `ip link set lo up && ${addresses} && exec "$0" "$1" ${IPV4} ${IPV6}`;
  const env = { ...process.env, TAP_TIMEOUT: String(LIMIT_MS / 1000) };
  const args = ['--net', 'sh', '-c', script, process.execPath, INSIDE];
  await t.spawn('unshare', args, { env, timeout: LIMIT_MS }, 'in the browser');
});
