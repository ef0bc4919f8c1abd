/**
 * The whole way in a browser: claim → set-up → sync → launch. It runs in a network of its own, since the directory
 * must stand at an address of a customer's network: a remote session may not name loopback.
 */
import { join } from 'node:path';
import { test } from 'tap';
import { needs } from '../helpers/needs.ts';

const INSIDE = join(import.meta.dirname, 'whole-way.ts');
/** An address of RFC 1918 in that network. */
const SITE = '10.77.0.1';

const LIMIT_MS = 280_000;

test('an installer claims a gateway, sets it up, syncs a directory and launches a page', async (t) => {
  if (!needs(t, 'chromium') || !needs(t, 'slapd') || !needs(t, 'ip')) return;
  const script = `ip link set lo up && ip address add ${SITE}/32 dev lo && exec "$0" "$1" ${SITE}`;
  const env = { ...process.env, TAP_TIMEOUT: String(LIMIT_MS / 1000) };
  const args = ['--net', 'sh', '-c', script, process.execPath, INSIDE];
  await t.spawn('unshare', args, { env, timeout: LIMIT_MS }, 'in the browser');
});
