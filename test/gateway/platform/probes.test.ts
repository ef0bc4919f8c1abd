/** Probes against real servers on loopback: a TLS server with its own authority, tinyproxy, SQLite files. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { freePort } from '../../../src/base/runtime/free-port.ts';
import type { ProxyEndpoint } from '../../../src/gateway/platform/dial.ts';
import type { OwnDoor } from '../../../src/gateway/platform/own-doors.ts';
import { createProbes } from '../../../src/gateway/platform/probes.ts';
import { needs, program } from '../../helpers/needs.ts';

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'probes-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function listening(t: Test, server: Server): Promise<{ host: string; port: number }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

function probes(
  t: Test,
  more: { ca?: string; proxy?: ProxyEndpoint; databases?: string[]; doors?: () => OwnDoor[] } = {},
) {
  return createProbes({
    dataDir: folder(t),
    databases: () => more.databases ?? [],
    env: {},
    proxy: () => more.proxy,
    ca: () => more.ca ?? '',
    doors: more.doors ?? (() => []),
  });
}

/** An authority as an inspecting firewall has it, and a server certificate for 127.0.0.1 signed by it. */
function authority(dir: string, days = 90) {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...ec,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-subj',
    '/O=Acme/CN=Acme Firewall CA',
    '-days',
    '365',
  );
  openssl('req', ...ec, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=cloud.example');
  writeFileSync(join(dir, 'ext'), 'subjectAltName=IP:127.0.0.1');
  const sign = [
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-extfile',
    'ext',
  ];
  openssl('x509', ...sign, '-days', String(days), '-out', 'leaf.crt');
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  return { ca: read('ca.crt'), cert: read('leaf.crt') + read('ca.crt'), key: read('leaf.key') };
}

test('disk, memory and time of this host', async (t) => {
  const p = probes(t);
  const disk = await p.disk();
  t.ok(disk.freeBytes > 0 && disk.freeBytes <= disk.totalBytes);
  const memory = await p.memory();
  t.ok(memory.availableBytes > 0 && memory.availableBytes <= memory.totalBytes);
  t.ok(memory.ownBytes > 1_000_000);
  t.ok([true, false, undefined].includes(await p.clockSynchronised()));
});

test('names', async (t) => {
  const p = probes(t);
  t.same(await p.resolve('127.0.0.1'), { ok: true, addresses: ['127.0.0.1'] });
  t.match(await p.resolve('no-such-host.invalid'), { ok: false, code: /^(ENOTFOUND|EAI_AGAIN)$/ });
});

test('a port that answers, and one that does not', async (t) => {
  const p = probes(t);
  const there = await listening(
    t,
    createTcpServer((socket) => socket.end()),
  );
  t.same(await p.connect(there), { ok: true });
  t.match(await p.connect({ host: '127.0.0.1', port: await freePort() }), {
    ok: false,
    code: 'ECONNREFUSED',
  });
});

test('whose certificate is shown', async (t) => {
  const { ca, cert, key } = authority(folder(t));
  const to = await listening(t, createTlsServer({ cert, key }));
  const stranger = await probes(t).certificate(to);
  t.match(stranger, {
    ok: true,
    trusted: false,
    reason: 'SELF_SIGNED_CERT_IN_CHAIN',
    authority: 'Acme Firewall CA',
    customerAuthority: false,
  });
  const added = await probes(t, { ca }).certificate(to);
  t.match(added, { ok: true, trusted: true, authority: 'Acme Firewall CA', customerAuthority: true });
  const wrongName = await probes(t, { ca }).certificate({ ...to, host: 'localhost' });
  t.match(wrongName, { ok: true, trusted: false, reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('no TLS at all', async (t) => {
  const plain = await listening(
    t,
    createTcpServer((socket) => socket.end('SSH-2.0-x\r\n')),
  );
  t.match(await probes(t).certificate(plain), { ok: false, code: /./ });
});

/** A real proxy that wants credentials and lets CONNECT go to one port. */
async function tinyproxy(t: Test, allowed: number): Promise<ProxyEndpoint> {
  const dir = folder(t);
  const port = await freePort();
  const config = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 10',
    'BasicAuth anna geheim',
    `ConnectPort ${allowed}`,
  ];
  writeFileSync(join(dir, 'tp.conf'), `${config.join('\n')}\n`);
  const child: ChildProcess = spawn(program('tinyproxy') ?? '', ['-d', '-c', join(dir, 'tp.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill());
  const ready = /Accepting connections|Starting main loop/;
  await new Promise<void>((resolve, reject) => {
    const seen = (chunk: Buffer) => void (ready.test(chunk.toString()) && resolve());
    child.stdout?.on('data', seen);
    child.stderr?.on('data', seen);
    child.once('exit', (code) => reject(new Error(`tinyproxy ended with ${code}`)));
  });
  return { host: '127.0.0.1', port };
}

test('through a proxy', async (t) => {
  if (!needs(t, 'tinyproxy')) return;
  const { ca, cert, key } = authority(folder(t));
  const to = await listening(t, createTlsServer({ cert, key }));
  const proxy = await tinyproxy(t, to.port);
  const known = { ...proxy, user: 'anna', password: 'geheim' };

  t.match(await probes(t, { proxy: known }).proxyConnect(proxy, to), { ok: true, status: 200 });
  t.match(await probes(t, { proxy }).proxyConnect(proxy, to), { ok: true, status: 407 }, 'no credentials');
  const elsewhere = { host: '127.0.0.1', port: to.port === 9 ? 10 : 9 };
  t.match(await probes(t, { proxy: known }).proxyConnect(proxy, elsewhere), { ok: true, status: 403 });
  t.match(await probes(t).proxyConnect({ host: '127.0.0.1', port: await freePort() }, to), {
    ok: false,
    code: 'ECONNREFUSED',
  });
  t.match(await probes(t, { proxy: known, ca }).certificate(to), { ok: true, trusted: true });
  t.match(await probes(t, { proxy, ca }).certificate(to), { ok: false, code: 'PROXY_407' });
});

test('database files', async (t) => {
  const dir = folder(t);
  const [good, bad, none] = ['good.db', 'bad.db', 'none.db'].map((name) => join(dir, name));
  if (!good || !bad || !none) return;
  const db = new Database(good);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
  t.teardown(() => db.close());
  writeFileSync(bad, Buffer.alloc(8192, 'not a database '));
  t.same(await probes(t, { databases: [good, bad, none] }).databases(new AbortController().signal), [
    { name: 'good.db' },
    { name: 'bad.db', problem: 'file is not a database' },
  ]);
});

test('the loop goes on while a database is looked at; an end that is ordered is one', async (t) => {
  const file = join(folder(t), 'large.db');
  const db = new Database(file);
  db.exec(`CREATE TABLE t (x);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO t SELECT randomblob(4000) FROM n`);
  db.close();
  const { databases } = probes(t, { databases: [file] });
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  t.same(await databases(new AbortController().signal), [{ name: 'large.db' }]);
  isDone = true;
  t.ok(turns > 1, 'other work had its turn');

  const abort = new AbortController();
  const looking = databases(abort.signal);
  abort.abort(new Error('too long'));
  await t.rejects(looking, { message: 'too long' });
  await t.rejects(databases(abort.signal), { message: 'too long' });
});
