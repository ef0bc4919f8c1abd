import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { type Test, test } from 'tap';
import { Type } from 'typebox';
import type { Clock } from '../../../src/base/clock.ts';
import { systemClock } from '../../../src/base/runtime/clock.ts';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import { startMiniCloud } from '../../fakes/mini-cloud.ts';
import {
  type Authority,
  makeAuthority,
  makeServer,
  type ServerCertificate,
} from '../../helpers/certificates.ts';
import { makeUplink } from '../../helpers/uplink.ts';

const HELLO = { method: 'GET', path: CLOUD_PATH.hello, answer: Type.Unknown(), auth: 'none' } as const;
const DAY = 24 * 3600_000;
const YEAR = 365 * DAY;

async function ask(t: Test, tls: ServerCertificate, ca: Authority | undefined, clock: Clock = systemClock) {
  const cloud = await startMiniCloud({ tls });
  t.teardown(() => cloud.close());
  const { http } = await makeUplink(t, {
    base: cloud.base,
    clock,
    clockFloor: () => Date.UTC(2025, 0, 1),
    ...(ca ? { ca: () => ca.pem } : {}),
  });
  return http.request(HELLO);
}

test('the customer’s certificate authority is believed beside the system’s', async (t) => {
  const authority = await makeAuthority('Customer Root');
  const tls = await makeServer({ authority, host: '127.0.0.1' });
  t.match((await ask(t, tls, authority)).body, { name: 'mini' });
});

test('an inspecting proxy’s authority is named', async (t) => {
  const authority = await makeAuthority('Contoso TLS Inspection');
  const tls = await makeServer({ authority, host: '127.0.0.1' });
  const other = await makeAuthority('Customer Root');
  for (const ca of [undefined, other])
    await t.rejects(ask(t, tls, ca), {
      code: 'CLOUD_TLS',
      message: /Contoso TLS Inspection/,
      remedy: /inspects TLS/,
      facts: { issuer: 'Contoso TLS Inspection' },
    });
});

test('another name', async (t) => {
  const authority = await makeAuthority('Customer Root');
  const tls = await makeServer({ authority, host: 'elsewhere.example' });
  await t.rejects(ask(t, tls, authority), { code: 'CLOUD_TLS', message: /for another name/ });
});

/** OpenSSL judges by the real clock, so the certificate is moved and the server's Date with it. */
const offered: number[] = [];
async function askAt(t: Test, serverTime: number, validity: { from: number; to: number }, ca?: Authority) {
  offered.length = 0;
  const authority = await makeAuthority('Customer Root');
  const tls = await makeServer({ authority, host: '127.0.0.1', ...validity });
  const server = createServer(tls, (_request, response) => {
    response.writeHead(200, { date: new Date(serverTime).toUTCString() });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { http } = await makeUplink(t, {
    base: `https://127.0.0.1:${port}`,
    clockFloor: () => Date.UTC(2025, 0, 1),
    ca: () => (ca ?? authority).pem,
    onClockWrong: (candidate) => offered.push(candidate),
  });
  return http.request(HELLO);
}

test('only the dates are wrong, and the server says another time: the clock', async (t) => {
  const now = Date.now();
  const future = now + 3 * YEAR;
  await t.rejects(askAt(t, future, { from: future - DAY, to: future + DAY }), {
    code: 'CLOCK_WRONG',
    facts: { candidate: Math.floor(future / 1000) * 1000 },
  });
  t.same(offered, [Math.floor(future / 1000) * 1000], 'told to the clock guard');
  const past = Date.UTC(2025, 5, 1);
  await t.rejects(askAt(t, past, { from: past - DAY, to: past + DAY }), { code: 'CLOCK_WRONG' });
});

test('an expired certificate, and the server has the same time as we: the certificate', async (t) => {
  const now = Date.now();
  await t.rejects(askAt(t, now, { from: now - 9 * DAY, to: now - DAY }), {
    code: 'CLOUD_TLS',
    message: /not valid at this time/,
  });
});

test('a time below the floor is not believed', async (t) => {
  const old = Date.UTC(2020, 0, 1);
  await t.rejects(askAt(t, old, { from: old - DAY, to: old + DAY }), { code: 'CLOUD_TLS' });
});

test('an unknown authority is not excused by a wrong date', async (t) => {
  const now = Date.now();
  const stranger = await makeAuthority('Stranger');
  await t.rejects(askAt(t, now + YEAR, { from: now + YEAR - DAY, to: now + YEAR + DAY }, stranger), {
    code: 'CLOUD_TLS',
    message: /not trusted/,
  });
  t.same(offered, []);
});

test('a port that speaks no TLS, and a broken customer authority', async (t) => {
  const server = createTcpServer((socket) => {
    socket
      .on('error', () => undefined)
      .resume()
      .end('hello\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const base = `https://127.0.0.1:${port}`;
  await t.rejects((await makeUplink(t, { base })).http.request(HELLO), { code: 'CLOUD_UNREACHABLE' });
  const broken = await makeUplink(t, { base, ca: () => 'not a certificate' });
  await t.rejects(broken.http.request(HELLO), { code: 'CONFIG_INVALID', message: /PEM/ });
});
