import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { type Test, test } from 'tap';
import { BEAT_MS, type EventStream, eventStream } from '../../../src/base/runtime/event-stream.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { gone, rawClient } from '../../helpers/raw-http.ts';

async function world(t: Test) {
  const clock = manualClock();
  const state = { allowed: true as boolean | Error, ends: 0, asked: 0 };
  const app = fastify();
  let stream: EventStream | undefined;
  app.get('/', (_request, reply) => {
    reply.header('x-frame-options', 'DENY');
    stream = eventStream(reply, {
      clock,
      async allowed() {
        state.asked++;
        if (state.allowed instanceof Error) throw state.allowed;
        return state.allowed;
      },
      onEnd: () => void state.ends++,
    });
    return reply;
  });
  const sockets: import('node:net').Socket[] = [];
  app.server.on('connection', (socket) => sockets.push(socket));
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    return app.close();
  });
  const client = rawClient(t, (app.server.address() as AddressInfo).port);
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await client.until(/: open/);
  return { clock, state, sockets, client, send: (data: () => unknown) => stream?.send('changed', data) };
}

test('events in their order, beats between them, the headers that were there before', async (t) => {
  const { clock, client, send } = await world(t);
  t.match(client.said(), /x-frame-options: DENY\r\n[\s\S]*content-type: text\/event-stream/i);
  send(() => 1);
  send(() => ({ a: 'b' }));
  t.match(
    await client.until(/"b"/),
    /event: changed\ndata: 1\n\n[\s\S]*event: changed\ndata: \{"a":"b"\}\n\n/,
  );
  await clock.advance(BEAT_MS);
  await client.until(/event: beat\n/);
  await clock.advance(BEAT_MS);
  t.match(await client.until(/: beat[\s\S]*: beat/), /: beat[\s\S]*: beat/, 'again and again');
});

test('it ends with the session: before the next event, and without one', async (t) => {
  const first = await world(t);
  first.state.allowed = false;
  first.send(() => 'secret');
  await first.client.until(/\r\n0\r\n\r\n$/);
  t.notMatch(first.client.said(), /secret/);
  first.send(() => 'later');
  while (first.state.ends === 0) await new Promise((resolve) => setImmediate(resolve));
  const { asked } = first.state;
  await first.clock.advance(3 * BEAT_MS);
  t.equal(first.state.ends, 1);
  t.equal(first.state.asked, asked, 'nothing beats any more');

  const second = await world(t);
  second.state.allowed = false;
  await second.clock.advance(BEAT_MS);
  t.match(await second.client.until(/\r\n0\r\n\r\n$/), /: open/);

  const third = await world(t);
  third.state.allowed = new Error('the store is closed');
  third.send(() => 'secret');
  t.notMatch(await third.client.closed, /secret/, 'what cannot be asked is not allowed');
});

test('a client that does not read is cut', async (t) => {
  const { state, sockets, client, send } = await world(t);
  client.socket.pause();
  const piece = 'x'.repeat(256 * 1024);
  // as many as the kernel's buffers take, and then some
  for (let i = 0; i < 200 && state.ends === 0; i++) {
    send(() => piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await gone(sockets[0]);
  t.equal(state.ends, 1);
});
