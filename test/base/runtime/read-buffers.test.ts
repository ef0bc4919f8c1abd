import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer as createHttpServer, request } from 'node:http';
import { connect, type Server } from 'node:net';
import t, { type Test } from 'tap';
import { createHttpReads } from '../../../src/base/runtime/read-buffers.ts';
import { type RelayPlan, relay } from '../../../src/base/runtime/relay.ts';

const listening = async (server: Server) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
};

const digestOf = (data: Iterable<Buffer>) => {
  const hash = createHash('sha256');
  for (const part of data) hash.update(part);
  return hash.digest('hex');
};

const asking = (port: number) => {
  const reads = createHttpReads();
  return reads.of(connect({ port, host: '127.0.0.1', onread: reads.onread }));
};

/** Answers with what the path says: so many random bytes, in pieces, with a length or chunked. */
async function target(t: Test) {
  const sent = new Map<string, string>();
  const server = createHttpServer((req, res) => {
    const [, n = '0', way = ''] = (req.url ?? '').split('/');
    const body = randomBytes(Number(n));
    sent.set(req.url ?? '', digestOf([body]));
    if (way !== 'chunked') res.setHeader('content-length', body.length);
    for (let at = 0, size = 1; at < body.length; at += size, size = Math.min(size * 7, 300_000))
      res.write(body.subarray(at, at + size));
    res.end();
  });
  server.on('upgrade', (_req, socket) => {
    socket.on('error', () => undefined);
    // words that come with the head, and words right behind it
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: words\r\n\r\none ');
    socket.once('data', () => socket.end('two three'));
  });
  const port = await listening(server);
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, sent };
}

t.test('a relay that reads over what has gone passes on what was sent, to slow readers too', async (t) => {
  const { port, sent } = await target(t);
  const agent = Object.assign(new Agent({ keepAlive: true }), {
    createConnection: () => asking(port),
  });
  const proxy = createHttpServer((req, res) => {
    const { signal } = new AbortController();
    const answer: RelayPlan['answer'] = ({ headers }) => headers;
    void relay(req, res, { agent, headers: ['Host', 'target'], answer, passed: () => undefined, signal });
  });
  const door = await listening(proxy);
  const clients = new Agent({ keepAlive: true, maxSockets: 8 });
  t.teardown(() => {
    agent.destroy();
    clients.destroy();
    proxy.closeAllConnections();
    proxy.close();
  });
  let slowTurns = 0;
  const ask = (path: string, isSlow: boolean) =>
    new Promise<string>((resolve, reject) => {
      request({ port: door, host: '127.0.0.1', path, agent: clients }, async (answer) => {
        const heard: Buffer[] = [];
        for await (const chunk of answer) {
          heard.push(chunk as Buffer);
          if (!isSlow) continue;
          slowTurns++;
          for (let i = 0; i < 20; i++) await new Promise(setImmediate);
        }
        resolve(digestOf(heard));
      })
        .once('error', reject)
        .end();
    });
  const sizes = [0, 1, 4095, 4096, 4097, 70_000, 262_144, 3_000_000, 20_000_000];
  const paths = sizes.flatMap((n) =>
    ['length', 'chunked'].flatMap((way) => [`/${n}/${way}/a`, `/${n}/${way}/b`]),
  );
  const got = await Promise.all(paths.map(async (path) => [path, await ask(path, path.endsWith('a'))]));
  for (const [path = '', digest] of got) t.equal(digest, sent.get(path), path);
  t.ok(slowTurns > 100, `${slowTurns} turns of slow readers`);
});

t.test('an HTTP client reads into the same memory, and keeps what it was given', async (t) => {
  const { port, sent } = await target(t);
  const agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), {
    createConnection: () => asking(port),
  });
  t.teardown(() => agent.destroy());
  const places = new Set<ArrayBufferLike>();
  let reads = 0;
  const body = await new Promise<Buffer>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: `/${16 * 1024 * 1024}/length`, agent }, (answer) => {
      answer.socket.on('data', (chunk: Buffer) => {
        reads++;
        places.add(chunk.buffer);
      });
      const heard: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => heard.push(chunk));
      answer.once('end', () => resolve(Buffer.concat(heard)));
    })
      .once('error', reject)
      .end();
  });
  t.equal(digestOf([body]), sent.get(`/${16 * 1024 * 1024}/length`));
  t.ok(reads > 20 && places.size <= 4, `${reads} reads into ${places.size} places`);

  const words = await new Promise<string>((resolve, reject) => {
    request({ port, host: '127.0.0.1', agent, headers: { connection: 'upgrade', upgrade: 'words' } })
      .once('upgrade', (_answer, socket, head) => {
        const heard: Buffer[] = [head];
        socket.on('data', (chunk: Buffer) => heard.push(chunk));
        socket.once('end', () => resolve(Buffer.concat(heard).toString()));
        socket.write('go on');
      })
      .once('error', reject)
      .end();
  });
  t.equal(words, 'one two three', 'after an upgrade of a kept connection too');
});
