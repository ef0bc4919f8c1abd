/** The front as a hostile peer meets it: raw bytes in, a raw target behind it. */
import { test } from 'tap';
import { PROBE_PATH, SESSION_HEADER } from '../../../src/contract/tunnel.ts';
import { frontOf, SESSION } from '../../helpers/raw-doors.ts';
import { rawClient, rawServer } from '../../helpers/raw-http.ts';

const request = (line: string, headers = '', body = '') =>
  `${line} HTTP/1.1\r\nHost: x\r\n${SESSION}${headers}\r\n${body}`;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const count = (text: string, pattern: RegExp) => (text.match(new RegExp(pattern, 'gi')) ?? []).length;
/** A second request that a lax proxy would hand to the target as the first one's body, or the other way round. */
const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';

test('a request has one length, or it is none', async (t) => {
  for (const [name, headers, body] of [
    [
      'Content-Length and Transfer-Encoding',
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
      '0\r\n\r\n',
    ],
    [
      'Transfer-Encoding and Content-Length',
      'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n',
      '0\r\n\r\n',
    ],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 38\r\n', 'hello'],
    ['two lengths in one', 'Content-Length: 5, 38\r\n', 'hello'],
    ['a length with a sign', 'Content-Length: +5\r\n', 'hello'],
    ['chunked that is not the last coding', 'Transfer-Encoding: chunked, gzip\r\n', '0\r\n\r\n'],
    ['a coding that is none', 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'],
    ['a name with a blank', 'Content-Length : 5\r\n', 'hello'],
  ] as const) {
    const target = await rawServer(t, () => OK);
    const front = await frontOf(t, target.port);
    const client = rawClient(t, front.port);
    client.send(request('POST /a', headers, body) + HIDDEN);
    const said = await client.closed;
    t.match(said, /^HTTP\/1\.1 400 /, name);
    t.notMatch(target.received.join(''), /hidden/, `${name}: nothing hidden behind it arrives`);
  }
});

test('Connection cannot take the frame or the credentials off a request', async (t) => {
  const target = await rawServer(t, (text) =>
    text.endsWith('hello') || text.includes('0\r\n\r\n') ? OK : undefined,
  );
  const front = await frontOf(t, target.port);
  const client = rawClient(t, front.port);
  const named = 'content-length, transfer-encoding, cookie, authorization, host, origin, x-mine';
  client.send(
    request(
      'POST /a',
      `Connection: keep-alive, ${named}\r\nContent-Length: 5\r\nCookie: a=1\r\nAuthorization: Basic eA==\r\nX-Mine: 1\r\n`,
      'hello',
    ),
  );
  t.match(await client.until(/ok/), /^HTTP\/1\.1 200 /);
  const [text = ''] = target.received;
  t.match(text, /\r\ncontent-length: 5\r\n/i);
  t.match(text, /\r\ncookie: a=1\r\n/i);
  t.match(text, /\r\nauthorization: Basic eA==\r\n/i);
  t.equal(count(text, /\r\nhost: /i), 1);
  t.notMatch(text, /x-mine/i, 'what really belongs to the connection stays behind');
  client.send(
    request('POST /b', `Connection: ${named}\r\nTransfer-Encoding: chunked\r\n`, '5\r\nhello\r\n0\r\n\r\n'),
  );
  await client.until(/ok[\s\S]*ok/);
  t.match(
    target.received.join(''),
    /POST \/b [\s\S]*transfer-encoding: chunked\r\n[\s\S]*\r\n5\r\nhello\r\n0\r\n\r\n/i,
  );
});

test('a body that node would not frame by itself is framed', async (t) => {
  const target = await rawServer(t, (text) => (text.endsWith('\r\n\r\n') ? OK : undefined));
  const front = await frontOf(t, target.port);
  const client = rawClient(t, front.port);
  client.send(
    request('GET /a', `Connection: content-length\r\nContent-Length: ${HIDDEN.length}\r\n`, HIDDEN),
  );
  await client.until(/ok/);
  t.match(target.received[0], new RegExp(`content-length: ${HIDDEN.length}\r\n`, 'i'));
});

test('an answer of the target is framed too, whatever its Connection names', async (t) => {
  const target = await rawServer(
    t,
    () =>
      'HTTP/1.1 200 OK\r\nConnection: keep-alive, content-length, set-cookie\r\nSet-Cookie: a=1\r\nContent-Length: 2\r\n\r\nok',
  );
  const front = await frontOf(t, target.port);
  const client = rawClient(t, front.port);
  client.send(request('GET /'));
  const said = await client.until(/ok/);
  t.match(said, /content-length: 2\r\n/i);
  t.match(said, /set-cookie: a=1/i);
});

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

test('an upgrade that the target ignores takes no body along and leaves no connection behind', async (t) => {
  const target = await rawServer(t, (text) => (text.endsWith('\r\n\r\n') ? OK : undefined));
  const front = await frontOf(t, target.port);
  const first = rawClient(t, front.port);
  first.send(request('GET /ws', `${UPGRADE}Content-Length: ${HIDDEN.length}\r\n`, HIDDEN));
  t.match(await first.closed, /^HTTP\/1\.1 200 [\s\S]*ok$/, 'the refusal is passed on whole');
  t.match(target.received[0], /^GET \/ws [\s\S]*upgrade: websocket/i);
  t.notMatch(target.received[0], /content-length|hidden/i);

  const next = rawClient(t, front.port);
  next.send(request('GET /next'));
  await next.until(/ok/);
  t.equal(target.sockets.length, 2, 'the connection that carried the upgrade is not used again');
  t.match(target.received[1], /^GET \/next /);
});

test('a target’s answer to an upgrade cannot end the gateway', async (t) => {
  // names that every object has by birth, and one whose value cannot be passed on
  for (const name of ['__proto__', 'valueOf', 'constructor']) {
    const target = await rawServer(
      t,
      () =>
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${name}: x\r\n\r\n`,
    );
    const front = await frontOf(t, target.port);
    const client = rawClient(t, front.port);
    client.send(request('GET /ws', UPGRADE));
    t.match(await client.until(/\r\n\r\n/), new RegExp(`^HTTP/1.1 101 [\\s\\S]*${name}: x`));
  }
});

test('only paths of the target are asked for, never addresses', async (t) => {
  const target = await rawServer(t, (text) => (text.endsWith('\r\n\r\n') ? OK : undefined));
  const front = await frontOf(t, target.port);
  const client = rawClient(t, front.port);
  client.send(request('GET http://10.0.0.99:8080/a?b=1'));
  await client.until(/ok/);
  t.match(target.received[0], /^GET \/a\?b=1 HTTP\/1\.1\r\nHost: 127\.0\.0\.1/);
});

test('the probe path is the broker’s: nothing that belongs to a session measures the tunnel', async (t) => {
  const target = await rawServer(t, (text) => (text.endsWith('\r\n\r\n') ? OK : undefined));
  const front = await frontOf(t, target.port);
  const broker = rawClient(t, front.port);
  broker.send(`GET ${PROBE_PATH}?nonce=n1&seen=n0 HTTP/1.1\r\nHost: gateway\r\n\r\n`);
  t.match(await broker.until(/\r\n\r\n/), /^HTTP\/1\.1 204 [\s\S]*cloudlink-probe: n1\r\n/);
  t.same(front.probes, [['n1', 'n0']]);

  const browser = rawClient(t, front.port);
  browser.send(request(`GET ${PROBE_PATH}?nonce=x&seen=n1`));
  t.match(await browser.until(/ok/), /^HTTP\/1\.1 200 /, 'a path of the target, like any other');
  t.match(front.lines[0], { method: 'GET', path: `${PROBE_PATH}?nonce=x&seen=n1` });
  browser.send(`GET ${PROBE_PATH}?nonce=y HTTP/1.1\r\nHost: gateway\r\n\r\n`);
  t.match(
    await browser.until(/ok[\s\S]*\r\n\r\n/),
    /HTTP\/1\.1 403 [\s\S]*SESSION_UNKNOWN/,
    'a session’s channel',
  );
  t.equal(front.probes.length, 1);

  const wrong = rawClient(t, front.port);
  wrong.send(`GET ${PROBE_PATH}?nonce=z HTTP/1.1\r\nHost: x\r\n${SESSION_HEADER.id}: s\r\n\r\n`);
  t.match(await wrong.until(/SESSION_UNKNOWN/), /^HTTP\/1\.1 403 /, 'half a session is none');
  t.equal(front.probes.length, 1);
});
