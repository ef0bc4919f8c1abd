import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Test, test } from 'tap';
import { Type } from 'typebox';
import { freePort } from '../../../src/base/runtime/free-port.ts';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import {
  goesPastProxy,
  type ProxySettings,
  proxyAddress,
  proxyAuthorization,
  proxyTo,
} from '../../../src/gateway/uplink/proxy.ts';
import { startMiniCloud } from '../../fakes/mini-cloud.ts';
import { makeAuthority, makeServer } from '../../helpers/certificates.ts';
import { needs } from '../../helpers/needs.ts';
import { startTinyproxy } from '../../helpers/tinyproxy.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';

const HELLO = { method: 'GET', path: CLOUD_PATH.hello, answer: Type.Unknown(), auth: 'none' } as const;

async function tlsCloud(t: Test) {
  const authority = await makeAuthority('Test Root');
  const cloud = await startMiniCloud({ tls: await makeServer({ authority, host: '127.0.0.1' }) });
  t.teardown(() => cloud.close());
  return { cloud, ca: () => authority.pem };
}

test('HTTP and WebSocket through the real tinyproxy, with credentials', async (t) => {
  if (!needs(t, 'tinyproxy')) return;
  const { cloud, ca } = await tlsCloud(t);
  const user = 'dom-ain.user';
  const password = 'Pass-w0rd.1';
  const tinyproxy = await startTinyproxy(t, { user, password });
  const signer = await openSigner(temporaryFolder(t));
  const self = cloud.adopt(signer.publicJwk, signer.thumbprint);
  const uplinkBy = (proxy: ProxySettings) =>
    makeUplink(t, { base: cloud.base, ca, signer, gatewayId: () => self.gatewayId, proxy: () => proxy });

  const right = await uplinkBy({ url: tinyproxy.url, user, password });
  t.match((await right.http.request(HELLO)).body, { name: 'mini' });
  const ws = await right.dial(CLOUD_PATH.channel, AbortSignal.timeout(10_000));
  const first = await new Promise((resolve) => ws.once('message', resolve));
  t.match(JSON.parse(String(first)), { type: 'welcome' });
  ws.terminate();
  t.match(tinyproxy.log(), /CONNECT 127\.0\.0\.1/, 'it did go that way');

  const without = await uplinkBy({ url: tinyproxy.url });
  await t.rejects(without.http.request(HELLO), { code: 'PROXY_AUTH' });
  await t.rejects(without.dial(CLOUD_PATH.channel, AbortSignal.timeout(10_000)), { code: 'PROXY_AUTH' });
  const wrong = await uplinkBy({ url: tinyproxy.url, user, password: 'guess' });
  const error = await wrong.http.request(HELLO).catch((e) => e);
  t.match(error, { code: 'PROXY_AUTH', message: /refused the user or the password/ });
  t.notMatch(JSON.stringify(error) + error.stack, /guess|Z3Vlc3M/, 'no secret in it');

  const past = await uplinkBy({ url: tinyproxy.url, bypass: ['127.0.0.1'] });
  t.match((await past.http.request(HELLO)).body, { name: 'mini' }, 'the bypass list');
});

test('a proxy that is not there, one that forbids, one that answers nonsense', async (t) => {
  const { cloud, ca } = await tlsCloud(t);
  const by = async (url: string) =>
    (await makeUplink(t, { base: cloud.base, ca, proxy: () => ({ url }) })).http;
  await t.rejects((await by(`http://127.0.0.1:${await freePort()}`)).request(HELLO), {
    code: 'PROXY_UNREACHABLE',
    message: /ECONNREFUSED/,
  });
  const forbidding = createServer();
  forbidding.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise<void>((resolve) => forbidding.listen(0, '127.0.0.1', resolve));
  t.teardown(() => forbidding.close());
  const { port } = forbidding.address() as AddressInfo;
  await t.rejects((await by(`http://127.0.0.1:${port}`)).request(HELLO), {
    code: 'CLOUD_UNREACHABLE',
    message: /status 403/,
  });
  // the cloud itself is no proxy: it speaks TLS here
  await t.rejects((await by(`http://127.0.0.1:${cloud.port}`)).request(HELLO), { code: 'PROXY_UNREACHABLE' });
});

test('credentials of any characters (tinyproxy takes letters and digits only)', async (t) => {
  const { cloud, ca } = await tlsCloud(t);
  const user = 'DOMAIN\\ünal "x"';
  const password = `p@ss:wörd/?#[]%&='+,€ `;
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    const [, encoded = ''] = (request.headers['proxy-authorization'] ?? '').split(' ');
    if (Buffer.from(encoded, 'base64').toString('utf8') !== `${user}:${password}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host ?? '', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  const settings = { url: `http://127.0.0.1:${port}`, user, password };
  const { http } = await makeUplink(t, { base: cloud.base, ca, proxy: () => settings });
  t.match((await http.request(HELLO)).body, { name: 'mini' });
});

test('the bypass list', (t) => {
  const past = (entry: string, host: string, port = 443) =>
    goesPastProxy({ url: 'http://p', bypass: [entry] }, host, port);
  const table: [string, string, number, boolean][] = [
    ['cloud.example', 'cloud.example', 443, true],
    ['cloud.example', 'CLOUD.example', 443, true],
    ['cloud.example', 'my.cloud.example', 443, false],
    ['.example', 'cloud.example', 443, true],
    ['*.example', 'cloud.example', 443, true],
    ['*.example', 'example', 443, false],
    ['.example', 'notexample', 443, false],
    ['cloud.example:8443', 'cloud.example', 443, false],
    ['cloud.example:443', 'cloud.example', 443, true],
    ['10.0.0.1', '10.0.0.1', 443, true],
    ['fd00::1', '[fd00::1]', 443, true],
    ['[fd00::1]', '[fd00::1]', 443, true],
    ['*', 'anything', 1, true],
  ];
  for (const [entry, host, port, expected] of table)
    t.equal(past(entry, host, port), expected, `${entry} ${host}:${port}`);
  t.end();
});

test('proxy addresses and credentials', (t) => {
  t.same(proxyAddress('http://proxy.example:3128'), { host: 'proxy.example', port: 3128 });
  t.same(proxyAddress('http://[::1]'), { host: '::1', port: 80 });
  for (const bad of ['proxy:3128', 'https://proxy', 'nonsense', 'http://user:pw@proxy'])
    t.throws(() => proxyAddress(bad), { code: 'CONFIG_INVALID' }, bad);
  t.equal(proxyAuthorization({}), undefined);
  const header = proxyAuthorization({ user: 'ü:', password: ':"€\\' }) ?? '';
  t.equal(Buffer.from(header.slice(6), 'base64').toString('utf8'), 'ü:::"€\\');
  t.end();
});

test('the way to a host: one answer for the uplink and the health checks', async (t) => {
  const to = { host: 'cloud.example', port: 443 };
  const settings = { url: 'http://proxy.example:3128', user: '', password: '', bypass: ['.local'] };
  t.equal(proxyTo(undefined, to), undefined);
  t.same(proxyTo(settings, to), { host: 'proxy.example', port: 3128 }, 'an empty user is none');
  t.same(proxyTo({ ...settings, user: 'u', password: 'p' }, to), {
    host: 'proxy.example',
    port: 3128,
    user: 'u',
    password: 'p',
  });
  t.equal(proxyTo(settings, { host: 'cloud.local', port: 443 }), undefined, 'past the proxy');
});

/** A proxy of this process: what it has open can be made silent, as by a router that forgot it. */
async function forgetfulProxy(t: Test) {
  const open: Socket[] = [];
  const server = createServer().on('connect', (request, near: Socket) => {
    const [host, port] = (request.url ?? '').split(':');
    const far = connect({ host: host ?? '', port: Number(port) }, () => {
      near.write('HTTP/1.1 200 OK\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    for (const socket of [near, far]) socket.on('error', () => undefined);
    open.push(near, far);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    opened: () => open.length / 2,
    forget() {
      for (const socket of open) socket.unpipe().pause();
    },
    /** What it forgot goes on. */
    recall() {
      for (let at = 0; at < open.length; at += 2) {
        const [near, far] = open.slice(at, at + 2);
        if (near && far) near.pipe(far).pipe(near);
      }
    },
  };
}

test('after the network changed no request waits for a kept connection that nobody answers', async (t) => {
  const { cloud, ca } = await tlsCloud(t);
  const proxy = await forgetfulProxy(t);
  const uplink = await makeUplink(t, { base: cloud.base, ca, proxy: () => ({ url: proxy.url }) });
  const aTurn = () => new Promise((resolve) => setImmediate(resolve));
  const ask = async () => {
    await uplink.http.request(HELLO);
    // undici takes a connection back a turn after its answer
    await aTurn();
  };
  await ask();
  await ask();
  t.equal(proxy.opened(), 1, 'kept');
  for (const change of ['other', 'back'] as const) {
    const before = proxy.opened();
    proxy.forget();
    // our own address is the same: it says nothing of the way behind the proxy
    uplink.events.emit('network.changed', { addresses: ['127.0.0.1'], change });
    await ask();
    t.equal(proxy.opened(), before + 1, `${change}: asked by a new one`);
  }
  uplink.events.emit('network.changed', { addresses: [], change: 'lost' });
  await ask();
  t.equal(proxy.opened(), 3, 'lost: what is kept may come back');

  const change = () => uplink.events.emit('network.changed', { addresses: ['127.0.0.1'], change: 'back' });
  const prepared = ask();
  change();
  await t.resolves(prepared, 'what was being prepared goes by the new one');
  t.equal(proxy.opened(), 4);
  proxy.forget();
  const sent = ask();
  await aTurn();
  change();
  proxy.recall();
  await t.resolves(sent, 'what was on its way is answered where it was asked');
  t.equal(proxy.opened(), 4);
});
