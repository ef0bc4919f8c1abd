/** The stand-alone transport: connections that stay open, a private CA, a proxy with a password. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type Test, test } from 'tap';
import { bearerTransport } from '../../../../src/gateway/uplink/scim/index.ts';
import { needs } from '../../../helpers/needs.ts';
import { startTinyproxy } from '../../../helpers/tinyproxy.ts';
import { makeCertificates } from '../../../peers/slapd.ts';

const signal = new AbortController().signal;
const get = (url: string) => ({ method: 'GET' as const, url, headers: {}, signal });
const tell = (request: IncomingMessage, response: ServerResponse) =>
  void response.end(request.headers.authorization);

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'transport-'));
  t.teardown(() => rmSync(path, { recursive: true }));
  return path;
}

async function serve(t: Test, tls?: { key: Buffer; cert: Buffer }) {
  const server = tls ? createHttps(tls, tell) : createHttp(tell);
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/Users`, port, connections: () => connections };
}

test('connections are kept, and each request has the token', async (t) => {
  const server = await serve(t);
  const request = bearerTransport({ token: 'abc' });
  t.teardown(() => request.close());
  for (let n = 0; n < 20; n++) t.match(await request(get(server.url)), { status: 200, text: 'Bearer abc' });
  t.ok(server.connections() <= 2, 'undici’s pool opens a second one, and no more');
});

test('a private CA is trusted where it is given, and only there', async (t) => {
  const at = folder(t);
  const ca = makeCertificates(at);
  const server = await serve(t, {
    key: readFileSync(join(at, 'server.key')),
    cert: readFileSync(join(at, 'server.pem')),
  });
  const [trusting, strict] = [bearerTransport({ token: 'abc', ca }), bearerTransport({ token: 'abc' })];
  t.teardown(() => Promise.all([trusting.close(), strict.close()]));
  t.match(await trusting(get(server.url)), { status: 200 });
  await t.rejects(strict(get(server.url)), { code: 'SCIM_TLS' });
});

test('through a proxy with a password; a wrong one is said', async (t) => {
  if (!needs(t, 'tinyproxy')) return;
  const server = await serve(t);
  const { url } = await startTinyproxy(t, { user: 'anna', password: 'geheim' });
  const ask = async (login: string) => {
    const request = bearerTransport({ token: 'abc', proxy: url.replace('//', `//${login}@`) });
    t.teardown(() => request.close());
    return request(get(server.url));
  };
  t.match(await ask('anna:geheim'), { status: 200, text: 'Bearer abc' });
  await t.rejects(ask('anna:no'), { code: 'PROXY_AUTH' });
});

test('a proxy password may hold any character', async (t) => {
  const seen: (string | undefined)[] = [];
  const proxy = createHttp().on('connect', (request: IncomingMessage, socket: Duplex) => {
    seen.push(request.headers['proxy-authorization']);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const login = `${encodeURIComponent('an:na')}:${encodeURIComponent('p@ss/ ü%')}`;
  const request = bearerTransport({ token: 'abc', proxy: `http://${login}@127.0.0.1:${port}` });
  t.teardown(async () => {
    await request.close();
    proxy.close();
    proxy.closeAllConnections();
  });
  await t.rejects(request(get('https://scim.example/Users')), { code: 'PROXY_AUTH' });
  t.same(seen, [`Basic ${Buffer.from('an:na:p@ss/ ü%').toString('base64')}`]);
});
