import { Agent, type IncomingMessage, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { type Test, test } from 'tap';
import { Type } from 'typebox';
import { thrower } from '../../../src/base/errors.ts';
import { buildHttpServer, hungUp, NoContent, type RouteRow, route } from '../../../src/base/runtime/http.ts';
import { rawClient } from '../../helpers/raw-http.ts';

const row = (status: number) => ({ status, retryable: false, sentence: 'No.', remedy: 'Do not.' });
const fail = thrower({ BAD: row(400), STRANGER: row(401), NOWHERE: row(404), OFTEN: row(429) });

async function serverOf(
  t: Test,
  routes: RouteRow<'none' | 'all'>[],
  rateLimit = 1000,
  more: { requestMs?: number } = {},
) {
  const app = await buildHttpServer<'none' | 'all'>({
    logger: pino({ level: 'silent' }) as never,
    access: {
      all: async () => undefined,
      none: async () => {
        throw fail('STRANGER');
      },
    },
    routes,
    rateLimit,
    intercept: () => false,
    ...more,
    errors: {
      badInput: (options) => fail('BAD', options),
      notFound: () => fail('NOWHERE'),
      rateLimited: () => fail('OFTEN'),
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  return { app, port: (app.server.address() as AddressInfo).port };
}

const guarded = route<'none' | 'all', undefined, undefined, ReturnType<typeof Type.Object>>({
  method: 'POST',
  url: '/guarded',
  access: 'none',
  tag: 't',
  summary: 's',
  schema: { body: Type.Object({ a: Type.String() }), response: { 204: NoContent } },
  handler: (_request, reply) => reply.code(204).send(),
});

test('a stranger’s body is not read, and a stranger’s requests are counted', async (t) => {
  const { app, port } = await serverOf(t, [guarded], 4);
  const post = (payload: string) =>
    app.inject({ method: 'POST', url: '/guarded', headers: { 'content-type': 'application/json' }, payload });
  t.equal((await post('{ broken')).statusCode, 401, 'not a word about the JSON');
  t.equal((await post('{}')).statusCode, 401, 'nor about the schema');
  const client = rawClient(t, port);
  client.send(
    'POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n',
  );
  t.match(await client.until(/\r\n\r\n/), /^HTTP\/1\.1 401 /, 'answered before the body came');
  t.equal((await post('{}')).statusCode, 401);
  t.equal((await post('{}')).statusCode, 429);
});

test('a kept-alive connection carries any number of held polls', async (t) => {
  const sockets = new Set<Socket>();
  let ends = 0;
  const { app, port } = await serverOf(t, [
    route<'none' | 'all', undefined, undefined, undefined>({
      method: 'GET',
      url: '/poll',
      access: 'all',
      tag: 't',
      summary: 's',
      schema: { response: { 204: NoContent } },
      handler: (_request, reply) => {
        hungUp(reply).addEventListener('abort', () => ends++);
        return reply.code(204).send();
      },
    }),
    route<'none' | 'all', undefined, undefined, undefined>({
      method: 'GET',
      url: '/held',
      access: 'all',
      tag: 't',
      summary: 's',
      schema: { response: { 204: NoContent } },
      handler: async (_request, reply) => {
        await new Promise((resolve) => hungUp(reply).addEventListener('abort', resolve));
        left();
        return reply.code(204).send();
      },
    }),
  ]);
  let left: () => void = () => undefined;
  app.server.on('connection', (socket: Socket) => sockets.add(socket));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const poll = () =>
    new Promise<IncomingMessage>((resolve, reject) =>
      request({ agent, host: '127.0.0.1', port, path: '/poll' }, (answer) =>
        answer.resume().once('end', () => resolve(answer)),
      )
        .on('error', reject)
        .end(),
    );
  const listeners = () => [...sockets].map((socket) => socket.listenerCount('close'));
  await poll();
  const [before] = listeners();
  for (let i = 0; i < 5; i++) await poll();
  t.same(listeners(), [before], 'one connection, and nothing more to hear on it');
  t.equal(ends, 6, 'each poll has its own end');

  const gone = new Promise<void>((resolve) => (left = resolve));
  const client = rawClient(t, port);
  client.send('GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
  client.socket.once('connect', () => setImmediate(() => client.socket.destroy()));
  await gone;
  t.pass('a client that leaves ends its poll');
});

test('whoever wishes for another protocol is answered in this one', async (t) => {
  const { app, port } = await serverOf(t, [guarded]);
  app.server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Upgrade\r\n\r\n'));
  const client = rawClient(t, port);
  client.send(
    'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n',
  );
  t.match(await client.until(/\r\n\r\n/), /^HTTP\/1\.1 404 /);
});

test('a request that never comes in whole is cut off; an answer that takes long is not', async (t) => {
  const taken: RouteRow<'none' | 'all'> = { ...guarded, access: 'all' };
  let answer: (() => void) | undefined;
  const slow = route<'none' | 'all', undefined, undefined, undefined>({
    method: 'GET',
    url: '/slow',
    access: 'all',
    tag: 't',
    summary: 's',
    schema: { response: { 204: NoContent } },
    handler: async (_request, reply) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return reply.code(204).send();
    },
  });
  const { port } = await serverOf(t, [taken, slow], 1000, { requestMs: 50 });
  const waiting = rawClient(t, port);
  waiting.send('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  const dawdler = rawClient(t, port);
  dawdler.send(
    'POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{',
  );
  await dawdler.closed;
  t.pass('cut off');
  answer?.();
  t.match(await waiting.until(/\r\n\r\n/), /^HTTP\/1\.1 204 /);
});
