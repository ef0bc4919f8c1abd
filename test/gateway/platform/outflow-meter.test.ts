/** The meter sees every socket that Node makes, declared or not. Real sockets, on loopback. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { test } from 'tap';
import { Agent, request } from 'undici';
import { freePort } from '../../../src/base/runtime/free-port.ts';
import {
  createServer as createHttpServer,
  request as httpRequest,
} from '../../../src/base/runtime/node-http.ts';
import { declared, resolveName } from '../../../src/base/runtime/outflow.ts';
import { createOutflowMeter } from '../../../src/gateway/platform/outflow-meter.ts';
import { placeOf } from '../../../src/gateway/platform/site-network.ts';
import { makeSelfSigned } from '../../helpers/certificates.ts';

type Listening = { listen(port: number, host: string): unknown; address(): unknown; close(): unknown };
async function portOf(server: Listening & NodeJS.EventEmitter): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

test('the meter', async (t) => {
  let time = 1_000;
  const meter = createOutflowMeter({ now: () => time });
  meter.start();
  t.teardown(meter.stop);
  const echo = createServer((socket) =>
    socket.on('data', () => socket.end('four')).on('error', () => undefined),
  );
  const port = await portOf(echo);
  t.teardown(() => echo.close());
  const at = { host: '127.0.0.1', port };
  const talk = async (open: () => ReturnType<typeof connect>) => {
    const socket = open();
    socket.write('twelve bytes');
    await once(socket.resume(), 'close');
  };
  const zero = { connections: 0, failed: 0, up: 0, down: 0 };

  t.test('a connection that was declared is counted under its purpose, in bytes', async (t) => {
    await talk(() => declared({ use: 'pbx', ...at }, () => connect(at)));
    const [row, ...more] = meter.take();
    const counts = { ...zero, connections: 1, up: 12, down: 4 };
    t.same(row, { use: 'pbx', ...at, place: 'machine', ...counts, lastAt: 1_000 });
    t.same(more, []);
    t.same(meter.take(), [], 'and once');
  });

  t.test('one that nobody declared is seen, with the address that it goes to', async (t) => {
    await talk(() => connect(at));
    t.match(meter.take(), [{ use: 'undeclared', ...at, connections: 1, up: 12, down: 4 }]);
    await talk(() => connect({ host: 'localhost', port, family: 4 }));
    t.match(
      [...meter.take()].sort((a, b) => (a.use < b.use ? -1 : 1)),
      [
        { use: 'names', host: 'localhost', port: 0, connections: 1 },
        { use: 'undeclared', host: 'localhost', port, up: 12 },
      ],
    );
  });

  t.test(
    'a purpose ends with the call: what is opened later, or by an error, does not inherit it',
    async (t) => {
      const later = declared({ use: 'pbx', ...at }, async () => {
        await Promise.resolve();
        await talk(() => connect(at));
      });
      await later;
      t.throws(() => declared({ use: 'pbx', ...at }, () => assertFails()), /made to fail/);
      await talk(() => connect(at));
      t.match(meter.take(), [{ use: 'undeclared', connections: 2 }]);
    },
  );

  t.test('what stays open is counted as it goes', async (t) => {
    const silent = createServer((socket) => socket.resume().on('error', () => undefined));
    const held = await portOf(silent);
    const socket = declared({ use: 'channel', host: 'cloud.example', port: 443 }, () =>
      connect({ host: '127.0.0.1', port: held }),
    );
    await once(socket, 'connect');
    t.match(meter.take(), [{ use: 'channel', host: 'cloud.example', port: 443, connections: 1, up: 0 }]);
    time = 2_000;
    await new Promise((resolve) => socket.write('abc', resolve));
    t.match(meter.take(), [{ connections: 0, up: 3, lastAt: 2_000 }]);
    t.same(meter.take(), [], 'nothing was said');
    socket.destroy();
    silent.close();
    await once(silent, 'close');
    t.same(meter.take(), []);
  });

  t.test('a connection that does not come about is counted as that', async (t) => {
    const closed = await freePort();
    const socket = connect({ host: '127.0.0.1', port: closed });
    await given(socket);
    t.match(meter.take(), [{ use: 'undeclared', port: closed, ...zero, failed: 1, place: 'unknown' }]);
    const lost = declared({ use: 'pbx', host: 'nobody.invalid', port: 1 }, () =>
      connect({ host: 'nobody.invalid', port: 1 }),
    );
    await given(lost);
    const rows = meter.take();
    t.match(
      rows.find(({ use }) => use === 'pbx'),
      { host: 'nobody.invalid', ...zero, failed: 1 },
    );
    t.ok(rows.some(({ use, host }) => use === 'names' && host === 'nobody.invalid'));
  });

  t.test('through a proxy: the destination, and the proxy as the way', async (t) => {
    const proxy = createHttpServer();
    proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const by = await portOf(proxy);
    t.teardown(() => proxy.close());
    const flow = { use: 'cloud', host: 'cloud.example', port: 443, via: `127.0.0.1:${by}` } as const;
    const ask = declared(flow, () =>
      httpRequest({
        host: '127.0.0.1',
        port: by,
        method: 'CONNECT',
        path: 'cloud.example:443',
        agent: false,
      }),
    );
    ask.end();
    const [, socket] = (await once(ask, 'connect')) as [unknown, ReturnType<typeof connect>];
    await once(socket.resume(), 'close');
    t.match(meter.take(), [{ ...flow, place: 'outside', connections: 1, failed: 0 }]);
  });

  t.test(
    'TLS is counted with what encryption adds; undici and TLS without a socket are seen too',
    async (t) => {
      const { key, cert } = await makeSelfSigned('tls.example');
      const server = createTlsServer({ key, cert }, (socket) => {
        socket.on('error', () => undefined).on('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
      });
      const secure = await portOf(server);
      t.teardown(() => server.close());
      const over = connectTls({
        socket: declared({ use: 'cloud', ...at, port: secure }, () =>
          connect({ host: '127.0.0.1', port: secure }),
        ),
        rejectUnauthorized: false,
      });
      over.write('twelve bytes');
      await once(over.resume(), 'close');
      const rows = meter.take();
      t.equal(rows.length, 1, 'one connection, not two');
      t.match(rows, [{ use: 'cloud', connections: 1 }]);
      t.ok((rows[0]?.up ?? 0) > 12 + 100, 'the handshake counts');
      const agent = new Agent({ connect: { rejectUnauthorized: false } });
      await request(`https://127.0.0.1:${secure}/`, { dispatcher: agent });
      await agent.close();
      t.match(meter.take(), [{ use: 'undeclared', port: secure, connections: 1 }]);
    },
  );

  t.test('a socket of this host’s file system goes nowhere', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'outflow-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'socket');
    const server = createServer((socket) => socket.end('x')).listen(path);
    await once(server, 'listening');
    await once(connect(path).resume(), 'close');
    server.close();
    await given(connect(join(folder, 'none')));
    t.same(meter.take(), []);
  });

  t.test('datagrams both ways, declared and not', async (t) => {
    const ear = createSocket('udp4');
    ear.bind(0, '127.0.0.1');
    await once(ear, 'listening');
    const mouth = declared({ use: 'mdns', host: '224.0.0.251', port: 5353 }, () => createSocket('udp4'));
    mouth.send('hello', ear.address().port, '127.0.0.1');
    await once(ear, 'message');
    ear.close();
    mouth.close();
    const rows = meter.take();
    t.match(
      rows.find(({ use }) => use === 'mdns'),
      { host: '224.0.0.251', up: 5, down: 0, place: 'site' },
    );
    t.match(
      rows.find(({ use }) => use === 'undeclared'),
      { host: 'UDP', up: 0, down: 5 },
    );
  });

  t.test('names that are asked for by themselves', async (t) => {
    await resolveName('localhost');
    await resolveName('127.0.0.1');
    t.match(meter.take(), [{ use: 'names', host: 'localhost', connections: 1 }]);
  });
});

/** Resolves when a connection that fails is given up. */
const given = (socket: ReturnType<typeof connect>) =>
  new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));

function assertFails(): never {
  throw new Error('made to fail');
}

test('where an address is', async (t) => {
  for (const [address, place] of [
    ['127.0.0.1', 'machine'],
    ['::1', 'machine'],
    ['::ffff:127.0.0.1', 'machine'],
    ['10.1.2.3', 'site'],
    ['::ffff:192.168.1.1', 'site'],
    ['fd00::1', 'site'],
    ['fe80::1%eth0', 'site'],
    ['169.254.1.1', 'site'],
    ['192.0.2.1', 'outside'],
    ['2001:db8::1', 'outside'],
    ['', 'unknown'],
  ] as const)
    t.equal(placeOf(address), place, address);
});
