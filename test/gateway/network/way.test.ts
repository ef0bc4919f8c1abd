/** The saved proxy and authorities, and that the way to the cloud goes by them at once. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type Test, test } from 'tap';
import { Type } from 'typebox';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import type { ProxyInput } from '../../../src/contract/network-api.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createWay, type ProxyWay } from '../../../src/gateway/features/network/way.ts';
import { readAuthorities } from '../../../src/gateway/platform/authorities.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { startMiniCloud } from '../../fakes/mini-cloud.ts';
import { makeAuthority, makeSelfSigned, makeServer } from '../../helpers/certificates.ts';
import { needs } from '../../helpers/needs.ts';
import { startTinyproxy } from '../../helpers/tinyproxy.ts';
import { makeUplink, nextEvent, temporaryFolder } from '../../helpers/uplink.ts';

const ANNA = { id: 'anna', name: 'Anna', via: 'local' } as const;
const NONE: ProxyInput = { host: '', port: '', user: '', bypass: '' };
const HELLO = { method: 'GET', path: CLOUD_PATH.hello, answer: Type.Unknown(), auth: 'none' } as const;

function makeWay(t: Test, configured: { proxy?: ProxyWay; ca?: string } = {}) {
  const { db } = openStateDatabase(':memory:', () => 0);
  const settings = createSettings(db, (key) => t.fail(`${key} does not fit`));
  const secrets = createSecrets(db);
  const audits: string[] = [];
  const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
  events.on('audit', (event) => audits.push(JSON.stringify(event)));
  let changes = 0;
  const listeners: (() => void)[] = [];
  const way = createWay({
    settings,
    secrets,
    events,
    clock: { now: () => Date.now() },
    readAuthorities,
    configured: { proxy: () => configured.proxy, ca: () => configured.ca },
    onChange: () => {
      changes++;
      for (const f of listeners) f();
    },
  });
  return { way, secrets, audits, listeners, changes: () => changes };
}

test('the page’s proxy goes before the configuration’s, until it is forgotten', async (t) => {
  const proxy = {
    url: 'http://[2001:db8::8]:3128',
    user: 'u',
    password: 'of the file',
    bypass: ['a.example'],
  };
  const { way } = makeWay(t, { proxy });
  t.same(way.proxy(), proxy);
  t.same(way.view().proxy, {
    source: 'configuration',
    host: '2001:db8::8',
    port: 3128,
    user: 'u',
    hasPassword: true,
    bypass: ['a.example'],
    configured: true,
  });
  way.saveProxy({ ...NONE, host: 'proxy.example', port: '8080' }, ANNA);
  t.match(way.proxy(), { url: 'http://proxy.example:8080' });
  way.saveProxy(NONE, ANNA);
  t.equal(way.proxy(), undefined, 'none at all');
  t.match(way.view().proxy, { source: 'page', host: '' });
  way.forgetProxy(ANNA);
  t.same(way.proxy(), proxy);
});

test('the password: stays with its host, port and user; never shown, never told', async (t) => {
  const { way, secrets, audits } = makeWay(t);
  const input = {
    ...NONE,
    host: 'proxy.example',
    port: '8080',
    user: 'DOM\\usér',
    password: 'pä:ß w0rd"§ %',
  };
  way.saveProxy(input, ANNA);
  const { password, ...without } = input;
  t.match(way.proxy(), { user: 'DOM\\usér', password });
  way.saveProxy({ ...without, bypass: '.example.com' }, ANNA);
  t.match(way.proxy(), { password, bypass: ['.example.com'] }, 'left out: the stored one');
  t.match(way.view().proxy, { hasPassword: true });
  t.notMatch(JSON.stringify(way.view()) + audits.join(), /w0rd/);
  for (const other of [{ host: 'other.example' }, { port: '8081' }, { user: 'x' }]) {
    way.saveProxy(input, ANNA);
    way.saveProxy({ ...without, ...other }, ANNA);
    t.equal(way.proxy()?.password, undefined, `not for ${JSON.stringify(other)}`);
  }
  way.saveProxy(input, ANNA);
  way.saveProxy({ ...input, password: '' }, ANNA);
  t.equal(way.proxy()?.password, undefined, 'emptied on purpose');
  t.throws(() => way.saveProxy({ ...input, user: 'a:b' }, ANNA), {
    code: 'BAD_INPUT',
    fields: [{ field: 'user' }],
  });
  way.saveProxy(input, ANNA);
  way.forgetProxy(ANNA);
  t.equal(secrets.get('network.proxy.password'), undefined);
});

test('a proxy that is saved carries HTTP and WebSocket at once (real tinyproxy)', async (t) => {
  if (!needs(t, 'tinyproxy')) return;
  const authority = await makeAuthority('Customer Root');
  const cloud = await startMiniCloud({ tls: await makeServer({ authority, host: '127.0.0.1' }) });
  t.teardown(() => cloud.close());
  const user = 'dom-ain.user';
  const password = 'Pass-w0rd.1';
  const tinyproxy = await startTinyproxy(t, { user, password });
  const { way, listeners } = makeWay(t);
  const signer = await openSigner(temporaryFolder(t));
  const self = cloud.adopt(signer.publicJwk, signer.thumbprint);
  const uplink = await makeUplink(t, {
    base: cloud.base,
    signer,
    gatewayId: () => self.gatewayId,
    proxy: way.proxy,
    ca: way.ca,
  });
  listeners.push(() => {
    uplink.remake();
    uplink.events.emit('network.changed', { addresses: ['127.0.0.1', '::1'], change: 'other' });
  });
  await t.rejects(uplink.http.request(HELLO), { code: 'CLOUD_TLS' }, 'nobody knows this authority yet');
  way.saveAuthorities(authority.pem, ANNA);
  t.match((await uplink.http.request(HELLO)).body, { name: 'mini' }, 'known from the next connection on');

  const reasons: (string | undefined)[] = [];
  uplink.events.on('channel.state', ({ reason }) => reasons.push(reason));
  const up = () =>
    new Promise<void>((resolve) =>
      uplink.events.on('channel.state', (e) => e.state === 'online' && resolve()),
    );
  const first = up();
  uplink.channel.start();
  await first;
  t.equal(tinyproxy.log().match(/CONNECT 127/g), null, 'directly');

  const again = up();
  const { hostname: host, port } = new URL(tinyproxy.url);
  way.saveProxy({ ...NONE, host, port, user, password }, ANNA);
  await again;
  t.match(tinyproxy.log(), /CONNECT 127\.0\.0\.1/, 'the channel is remade through the proxy');
  t.notMatch(reasons.join(), /nothing was heard/, 'at once, not when it was found to be silent');
  t.match((await uplink.http.request(HELLO)).body, { name: 'mini' });

  const down = nextEvent(uplink.events, 'channel.state');
  way.saveProxy({ ...NONE, host, port, user, password: 'another' }, ANNA);
  t.match(await down, { state: 'waiting' });
  await t.rejects(uplink.http.request(HELLO), { code: 'PROXY_AUTH' });
  const past = up();
  way.saveProxy({ ...NONE, host, port, user, bypass: '127.0.0.1' }, ANNA);
  await past;
  t.pass('past the proxy by the list');
});

/** A FAKE proxy, since tinyproxy's own file takes letters, digits, dots and hyphens only: takes one pair of any. */
async function pickyProxy(t: Test, pair: string) {
  const server = createServer();
  const wanted = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  server.on('connect', (request, client) => {
    client.on('error', () => undefined);
    if (request.headers['proxy-authorization'] !== wanted)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const { hostname, port } = new URL(`http://${request.url}`);
    const far = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(far).pipe(client);
    });
    far.on('error', () => client.destroy());
    client.on('close', () => far.destroy());
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return String((server.address() as AddressInfo).port);
}

test('credentials of any characters reach the proxy as they were typed', async (t) => {
  const cloud = await startMiniCloud();
  t.teardown(() => cloud.close());
  for (const [user, password] of [
    ['DOMAIN\\användare', 'p:a@s/s#w?o%r&d="\'`<>{}|^~§'],
    ['a b@example.com', '密码 🔑 '],
    ['u', ':'],
  ] as const) {
    const port = await pickyProxy(t, `${user}:${password}`);
    const { way } = makeWay(t);
    way.saveProxy({ host: '127.0.0.1', port, user, password, bypass: '' }, ANNA);
    const { http } = await makeUplink(t, { base: cloud.base, proxy: way.proxy });
    t.match((await http.request(HELLO)).body, { name: 'mini' }, user);
    way.saveProxy({ host: '127.0.0.1', port, user, password: `${password} `, bypass: '' }, ANNA);
    const { http: other } = await makeUplink(t, { base: cloud.base, proxy: way.proxy });
    await t.rejects(other.request(HELLO), { code: 'PROXY_AUTH' });
  }
});

test('authorities: looked at before they are believed; those of the configuration stay', async (t) => {
  const [root, other] = [await makeAuthority('Customer Root'), await makeAuthority('Other Root')];
  const { way, changes } = makeWay(t, { ca: other.pem });
  t.equal(way.ca(), other.pem);
  const { key, cert } = await makeSelfSigned('pbx.example');
  const wrong: [string, RegExp][] = [
    ['', /no certificate/],
    ['-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----', /damaged/],
    [`${root.pem}\n${key}`, /private key, and was not stored/],
    [`${root.pem}\n${cert}`, /of a server/],
  ];
  for (const [pem, sentence] of wrong)
    t.throws(() => way.saveAuthorities(pem, ANNA), {
      code: 'BAD_INPUT',
      fields: [{ field: 'pem', sentence }],
    });
  t.equal(changes(), 0);
  t.throws(() => readAuthorities(root.pem, Date.UTC(2100, 0, 1)), {
    code: 'BAD_INPUT',
    fields: [{ field: 'pem', sentence: /has ended/ }],
  });
  t.doesNotThrow(() => readAuthorities(root.pem, 0), 'a clock in 1970 refuses nobody');

  way.saveAuthorities(`the customer’s own\n${root.pem}`, ANNA);
  t.match(way.view().authorities, {
    own: [
      { subject: 'Customer Root', issuer: 'Customer Root', fingerprint: /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/ },
    ],
    configured: [{ subject: 'Other Root' }],
  });
  t.equal(way.ca()?.match(/BEGIN CERTIFICATE/g)?.length, 2);
  way.removeAuthorities(ANNA);
  way.removeAuthorities(ANNA);
  t.equal(changes(), 2);
  t.equal(way.ca(), other.pem);
});
