import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp, type Server } from 'node:net';
import { type Test, test } from 'tap';
import { relay } from '../../../src/base/runtime/relay.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

const listening = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

/**
 * A proxy before a server whose connections are good for one request each, though it never says so: what was kept is
 * cut as soon as it is used again. `asked` are the requests that came, `opened` counts connections.
 */
async function world(t: Test, kept: number) {
  const asked: string[] = [];
  let opened = 0;
  let held: (() => void)[] = [];
  const target = createTcp((socket) => {
    opened++;
    let isUsed = false;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      asked.push(String(data).split(' HTTP')[0] ?? '');
      if (isUsed) return void socket.destroy();
      isUsed = true;
      // the first ones are answered together, so that each has a connection of its own
      held.push(() => socket.write(OK));
      if (asked.length >= kept) for (const answer of held.splice(0)) answer();
    });
  });
  const port = await listening(target);
  const agent = Object.assign(new Agent({ keepAlive: true }), {
    createConnection: () => connect(port, '127.0.0.1'),
  });
  const proxy = createServer((req, res) => {
    const { signal } = new AbortController();
    const answer = () => [];
    void relay(req, res, { agent, headers: [], answer, passed: () => undefined, signal }).then(
      ({ error }) => error && res.writeHead(502).end(),
    );
  });
  const door = await listening(proxy);
  t.teardown(() => {
    agent.destroy();
    proxy.closeAllConnections();
    proxy.close();
    target.close();
  });
  const ask = (method: string, body?: string) =>
    new Promise<number>((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port: door, method, path: '/a', agent: false }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      });
      req.once('error', reject);
      req.end(body);
    });
  t.same(
    await Promise.all(Array.from({ length: kept }, () => ask('GET'))),
    Array.from({ length: kept }, () => 200),
  );
  held = [];
  return {
    ask,
    /** Since the connections are kept. */
    seen: () => ({ asked: asked.splice(kept), opened: opened - kept }),
  };
}

test('a kept connection that is closed as it is used: asked once more, by a new one', async (t) => {
  const { ask, seen } = await world(t, 3);
  t.equal(await ask('GET'), 200);
  t.same(seen(), { asked: ['GET /a', 'GET /a'], opened: 1 });
});

test('what changes something is not asked twice', async (t) => {
  const { ask, seen } = await world(t, 1);
  t.equal(await ask('POST', 'x'), 502);
  t.same(seen(), { asked: ['POST /a'], opened: 0 });
});
