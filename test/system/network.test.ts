/** A whole gateway in a network of its own, whose addresses come and go. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import type { Signpost } from '../../src/contract/local-api.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { needs } from '../helpers/needs.ts';

const run = promisify(execFile);

/** A namespace with a loopback and one wire, both up; gone when the test ends. */
async function network(t: Test): Promise<{ name: string; ip: (...args: string[]) => Promise<unknown> }> {
  const name = `cloudlink-test-${process.pid}`;
  await run('ip', ['netns', 'add', name]);
  t.teardown(() => run('ip', ['netns', 'delete', name]));
  const ip = (...args: string[]) => run('ip', ['-n', name, ...args]);
  await ip('link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'far0');
  for (const port of ['lo', 'far0', 'eth0']) await ip('link', 'set', port, 'up');
  return { name, ip };
}

test('a new address on the LAN: certificate, signpost and fingerprint follow', {
  timeout: 60_000,
}, async (t) => {
  if (process.getuid?.() !== 0) return void t.pass('', { skip: 'only root can make a network namespace' });
  if (!needs(t, 'ip')) return;
  const { name, ip } = await network(t);
  await ip('address', 'add', '192.0.2.7/24', 'dev', 'eth0');
  const daemon = startDaemon(t, {
    within: ['ip', 'netns', 'exec', name],
    settings: { HTTP_HOST: '0.0.0.0', HTTP_PORT: '80', HTTP_HTTPS_PORT: '443' },
  });
  await daemon.line(/"msg":"ready"/);
  const certificate = () =>
    new X509Certificate(readFileSync(join(daemon.folder, 'data/certificate/https.crt'), 'utf8'));
  const before = await daemon.local<Signpost>('GET', '/api/signpost');
  t.match(before, { lanAddress: '192.0.2.7', httpsUrl: 'https://192.0.2.7/' });
  t.ok(certificate().checkIP('192.0.2.7'));
  t.notOk(certificate().checkIP('198.51.100.9'));

  // DHCP gives another address: the new one comes, the old one goes
  await ip('address', 'add', '198.51.100.9/24', 'dev', 'eth0');
  await ip('address', 'delete', '192.0.2.7/24', 'dev', 'eth0');
  await daemon.line(/"lan":\["198\.51\.100\.9\/24"\]/);
  const after = await daemon.local<Signpost>('GET', '/api/signpost');
  t.match(after, { lanAddress: '198.51.100.9', httpsUrl: 'https://198.51.100.9/' });
  t.not(after.certificateFingerprint, before.certificateFingerprint, 'people see the new fingerprint');
  t.equal(after.certificateFingerprint, certificate().fingerprint256);

  // the listener itself shows the new certificate: a client that trusts it alone is content with name and address
  const pinned = `require('https').get({ host: '198.51.100.9', path: '/api/alive', ca: require('fs').readFileSync(process.argv[1]) },
    (r) => r.on('data', (d) => process.stdout.write(d))).on('error', (e) => console.log(e.code))`;
  const file = join(daemon.folder, 'data/certificate/https.crt');
  const asked = await run('ip', ['netns', 'exec', name, process.execPath, '-e', pinned, file]);
  t.equal(asked.stdout, '{"alive":true}');
  t.notMatch(daemon.said(), /"level":"?(error|50)/, 'nothing went wrong on the way');
});
