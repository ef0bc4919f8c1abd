import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { type Test, test } from 'tap';
import { openDeviceCertificate } from '../../../src/gateway/platform/self-signed.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const NAMES = ['cloudlink.local', 'comms-room', '192.0.2.7', '2001:db8::7', '::1'];

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'cert-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return join(path, 'tls');
}

test('made once, then kept', async (t) => {
  const dir = folder(t);
  const first = openDeviceCertificate(dir, NAMES, NOW);
  t.equal(first.renewed, true);
  const again = openDeviceCertificate(dir, NAMES, NOW + 90 * DAY);
  t.same(again, { ...first, renewed: false });
  t.equal(first.notAfter, NOW + 825 * DAY);
  t.match(first.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  for (const file of ['https.key', 'https.crt'])
    t.equal(statSync(join(dir, file)).mode & 0o777, 0o600, `${file} is for its owner only`);
  t.equal(statSync(dir).mode & 0o777, 0o700);
});

test('openssl reads every field of it', async (t) => {
  const dir = folder(t);
  const { fingerprint } = openDeviceCertificate(dir, NAMES, NOW);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', ['x509', '-in', join(dir, 'https.crt'), '-noout', ...args], { encoding: 'utf8' });
  const text = openssl('-text');
  t.match(text, /Version: 3 \(0x2\)/);
  t.match(text, /Signature Algorithm: ecdsa-with-SHA256/);
  t.match(text, /NIST CURVE: P-256/);
  t.match(text, /Subject: O = CloudLink gateway, CN = cloudlink\.local/);
  t.match(text, /Basic Constraints: critical\s+CA:FALSE/);
  t.match(text, /Key Usage: critical\s+Digital Signature\n/);
  t.match(text, /TLS Web Server Authentication/);
  t.match(
    text,
    /DNS:cloudlink\.local, DNS:comms-room, IP Address:192\.0\.2\.7, IP Address:2001:DB8:0:0:0:0:0:7, IP Address:0:0:0:0:0:0:0:1/,
  );
  t.equal(openssl('-fingerprint', '-sha256').trim().split('=')[1], fingerprint);
  t.match(openssl('-dates'), /notBefore=Nov 22 12:00:00 2026 GMT/);
  const verify = ['verify', '-attime', String(NOW / 1000), '-CAfile', join(dir, 'https.crt')];
  t.match(execFileSync('openssl', [...verify, join(dir, 'https.crt')], { encoding: 'utf8' }), /OK/);
});

test('a TLS client that trusts it gets a connection by every name', async (t) => {
  const { key, cert } = openDeviceCertificate(folder(t), [...NAMES, '127.0.0.1'], Date.now());
  const server = createServer({ key, cert }, (socket) => socket.end('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  for (const servername of ['cloudlink.local', 'comms-room']) {
    const socket = connect({ port, host: '127.0.0.1', ca: cert, servername });
    await once(socket, 'secureConnect');
    t.equal(socket.authorized, true, servername);
    socket.destroy();
  }
  const socket = connect({ port, host: '127.0.0.1', ca: cert, servername: 'other.local' });
  const [error] = await once(socket, 'error');
  t.equal(error.code, 'ERR_TLS_CERT_ALTNAME_INVALID', 'and by no other');
});

test('renewed when it must be, with the same key', async (t) => {
  const dir = folder(t);
  const first = openDeviceCertificate(dir, ['cloudlink.local', '192.0.2.7'], NOW);
  const renewed = (names: string[], now: number) => openDeviceCertificate(dir, names, now).renewed;
  t.equal(renewed(['cloudlink.local'], NOW), false, 'an address that went away is no reason');
  t.equal(renewed(['cloudlink.local', '192.0.2.7'], NOW + 795 * DAY - 1), false, 'just over 30 days left');
  t.equal(renewed(['cloudlink.local', '192.0.2.8'], NOW), true, 'a new address');
  t.equal(renewed(['cloudlink.local', '192.0.2.8'], NOW + 795 * DAY), true, '30 days left');
  t.equal(renewed(['cloudlink.local', '192.0.2.8'], NOW), true, 'the clock went back before it');
  t.equal(openDeviceCertificate(dir, ['cloudlink.local'], NOW).key, first.key, 'the key stays');
});

test('a clock in 1970 or 2055 still gives a certificate, and the right clock a new one', async (t) => {
  const dir = folder(t);
  for (const now of [Date.UTC(1970, 0, 2, 1), Date.UTC(2055, 5, 1), NOW]) {
    const made = openDeviceCertificate(dir, NAMES, now);
    t.equal(made.renewed, true);
    const cert = new X509Certificate(made.cert);
    t.ok(cert.validFromDate.getTime() <= now && now < cert.validToDate.getTime(), cert.validTo);
  }
});

test('damaged files are replaced', async (t) => {
  const dir = folder(t);
  const first = openDeviceCertificate(dir, NAMES, NOW);
  writeFileSync(join(dir, 'https.crt'), 'not a certificate');
  const second = openDeviceCertificate(dir, NAMES, NOW);
  t.equal(second.renewed, true);
  t.equal(second.key, first.key);
  writeFileSync(join(dir, 'https.key'), '');
  const third = openDeviceCertificate(dir, NAMES, NOW);
  t.equal(third.renewed, true, 'a certificate without its key is worth nothing');
  t.not(third.key, first.key);
  t.equal(readFileSync(join(dir, 'https.key'), 'utf8'), third.key);
});
