/** The launch host between a raw browser and a raw gateway: what one gateway may say to a cloud of many. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'tap';
import { createLaunchHost } from '../../../src/cloud/broker/launch-host.ts';
import type { LaunchEntry } from '../../../src/cloud/core/ports/launch.ts';
import { hostOf } from '../../helpers/raw-doors.ts';
import { gone, rawClient, rawServer } from '../../helpers/raw-http.ts';

const HANDSHAKE =
  'GET /ws HTTP/1.1\r\nHost: abc.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';

test('a fault in the answer to an upgrade is an error of that request, and of nothing else', async (t) => {
  for (const [code, status] of [
    ['SESSION_UNKNOWN', 403],
    ['TARGET_UNREACHABLE', 502],
    ['NOT_FOUND', 502],
    ['constructor', 502],
  ] as const) {
    const gateway = await rawServer(t, () => `${SWITCH}cloudlink-fault: ${code}\r\n\r\n`);
    const host = await hostOf(t, gateway.port);
    const browser = rawClient(t, host.port);
    browser.send(HANDSHAKE);
    t.match(await browser.closed, new RegExp(`^HTTP/1.1 ${status} Refused`), code);
    t.equal(host.lost(), code === 'SESSION_UNKNOWN' ? 1 : 0);
    await gone(gateway.sockets[0]);
  }
});

test('a gateway that breaks off is an error of that request', async (t) => {
  const gateway = await rawServer(t, (_text, socket) => {
    socket.resetAndDestroy();
    return undefined;
  });
  const host = await hostOf(t, gateway.port);
  const browser = rawClient(t, host.port);
  browser.send(HANDSHAKE);
  t.match(await browser.closed, /^HTTP\/1.1 502 Refused/);
});

test('a target cannot set or void the cookie of the launch, however it spells it', async (t) => {
  const gateway = await rawServer(
    t,
    () =>
      'HTTP/1.1 200 OK\r\nSet-Cookie: launch=x\r\nSet-Cookie: launch =x; Max-Age=0\r\nSet-Cookie:  \tlaunch\t=x\r\nSet-Cookie: launches=1\r\nContent-Length: 2\r\n\r\nok',
  );
  const host = await hostOf(t, gateway.port);
  const browser = rawClient(t, host.port);
  browser.send('GET / HTTP/1.1\r\nHost: abc.localhost\r\n\r\n');
  const said = await browser.until(/\r\n\r\nok/);
  t.match(said, /set-cookie: launches=1/i);
  t.notMatch(said, /launch\s*=x/i);
});

test('a channel that opens after its session has ended is closed', async (t) => {
  const gateway = await rawServer(t, () => undefined);
  let opened: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (opened = resolve));
  const ended = new AbortController();
  const entry = {
    sessionId: 's',
    secret: 'x',
    origin: 'http://abc.localhost',
    ended: ended.signal,
  } as LaunchEntry;
  const host = createLaunchHost({
    door: {
      scheme: 'http:',
      labelOf: () => 'abc',
      spend: async () => undefined,
      admit: () => ({ ...entry, touch: () => undefined, lost: () => undefined }),
    },
    connect: async () => {
      ended.abort(new Error('over'));
      await waiting;
      const channel = connect(gateway.port, '127.0.0.1');
      await once(channel, 'connect');
      return channel;
    },
    consoleOrigin: 'http://console.example',
    log: () => undefined,
  });
  const server = createServer(host.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void server.close());
  const browser = rawClient(t, (server.address() as AddressInfo).port);
  browser.send('GET / HTTP/1.1\r\nHost: abc.localhost\r\n\r\n');
  await browser.closed;
  opened();
  while (gateway.sockets.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await gone(gateway.sockets[0]);
  t.pass('closed');
});
