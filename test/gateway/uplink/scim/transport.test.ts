/** The stand-alone transport: connections that stay open, a private CA, a proxy with a password. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { bearerTransport } from '../../../../src/gateway/uplink/scim/index.ts';
import { needs, program } from '../../../helpers/needs.ts';
import { freePort, makeCertificates } from '../../../peers/slapd.ts';

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

test('one connection carries many requests, each with the token', async (t) => {
  const server = await serve(t);
  const request = bearerTransport({ token: 'abc' });
  t.teardown(() => request.close());
  for (let n = 0; n < 20; n++) t.match(await request(get(server.url)), { status: 200, text: 'Bearer abc' });
  t.equal(server.connections(), 1);
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

async function startTinyproxy(t: Test, ports: { listen: number; target: number }): Promise<void> {
  const conf = join(folder(t), 'tp.conf');
  writeFileSync(
    conf,
    `Port ${ports.listen}\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\nBasicAuth user p@ss:w0rd\nConnectPort ${ports.target}\nLogLevel Error\n`,
  );
  const child: ChildProcess = spawn(program('tinyproxy') ?? '', ['-d', '-c', conf], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGTERM'));
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(ports.listen, '127.0.0.1', () => socket.end(() => resolve(true)));
      socket.on('error', () => resolve(false));
    });
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error('tinyproxy ended');
    await pause(20);
  }
}

test('through a proxy with a password of any characters; a wrong one is said', async (t) => {
  if (!needs(t, 'tinyproxy')) return;
  const server = await serve(t);
  const listen = await freePort();
  await startTinyproxy(t, { listen, target: server.port });
  const right = bearerTransport({
    token: 'abc',
    proxy: `http://user:${encodeURIComponent('p@ss:w0rd')}@127.0.0.1:${listen}`,
  });
  const wrong = bearerTransport({ token: 'abc', proxy: `http://user:no@127.0.0.1:${listen}` });
  t.teardown(() => Promise.all([right.close(), wrong.close()]));
  t.match(await right(get(server.url)), { status: 200, text: 'Bearer abc' });
  await t.rejects(wrong(get(server.url)), { code: 'PROXY_AUTH' });
});
