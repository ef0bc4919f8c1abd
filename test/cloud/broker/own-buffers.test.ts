import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import t, { type Test } from 'tap';
import { adopted, createPassage } from '../../../src/cloud/broker/own-buffers.ts';

const listening = async (server: Server) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
};

/** What goes in at `port` comes to `last` and back, through one relay with passages both ways. */
async function rig(t: Test, onLast: (socket: Socket) => void) {
  const passed = { bytes: 0 };
  const count = (bytes: number) => {
    passed.bytes += bytes;
  };
  const last = createServer(onLast);
  const lastPort = await listening(last);
  const relay = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    const [down, up] = [createPassage(count), createPassage(count)];
    const far = connect({ port: lastPort, host: '127.0.0.1', onread: down.onread });
    const near = adopted(socket, up.onread);
    for (const [side, other] of [
      [near, far],
      [far, near],
    ] as const) {
      side.on('error', () => other.destroy());
      side.once('close', () => other.destroy());
    }
    down.join(far, near);
    up.join(near, far);
    near.resume();
  });
  const port = await listening(relay);
  t.teardown(() => {
    relay.close();
    last.close();
  });
  return { port, passed, relay };
}

const digestOf = (data: Iterable<Buffer>) => {
  const hash = createHash('sha256');
  for (const part of data) hash.update(part);
  return hash.digest('hex');
};

t.test('what many connections say at once comes whole and in order, to slow readers too', async (t) => {
  const MIB = 1024 * 1024;
  const echo = (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  };
  const { port, passed } = await rig(t, echo);
  const talk = async (n: number) => {
    const said = Array.from({ length: 6 }, (_, i) => randomBytes(i % 2 ? MIB : 17 + n * 100));
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const heard: Buffer[] = [];
    let left = said.reduce((sum, part) => sum + part.length, 0);
    const write = async () => {
      for (const part of said) if (!socket.write(part)) await once(socket, 'drain');
    };
    const wrote = write();
    let turns = 0;
    for await (const chunk of socket) {
      heard.push(chunk as Buffer);
      left -= (chunk as Buffer).length;
      if (left <= 0) socket.end();
      // a reader that lets the buffers on the way fill up
      if (n % 3 === 0 && turns++ % 7 === 0) for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    }
    await wrote;
    t.equal(digestOf(heard), digestOf(said), `connection ${n}`);
    return said.reduce((sum, part) => sum + part.length, 0);
  };
  const sizes = await Promise.all(Array.from({ length: 24 }, (_, n) => talk(n)));
  t.equal(passed.bytes, 2 * sizes.reduce((a, b) => a + b, 0), 'each byte is told both ways');
});

t.test('what was not sent yet is not read over', async (t) => {
  const held: { chunk: Buffer; done: () => void }[] = [];
  let came: () => void = () => undefined;
  const slow = new Writable({
    highWaterMark: 1024 * 1024,
    // as a WebSocket that is busy: each part is taken, and none is sent
    writev: (chunks, done) => {
      for (const [i, { chunk }] of chunks.entries())
        held.push({ chunk: chunk as Buffer, done: i === chunks.length - 1 ? done : () => undefined });
      came();
    },
    write: (chunk: Buffer, _encoding, done) => {
      held.push({ chunk, done });
      came();
    },
  });
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const passage = createPassage(() => came());
    const own = adopted(socket, passage.onread);
    passage.join(own, slow);
    own.resume();
  });
  const socket = connect(await listening(server), '127.0.0.1');
  const words = ['one ', 'two ', 'three'];
  for (const word of words) {
    const told = new Promise<void>((resolve) => {
      came = resolve;
    });
    socket.write(word);
    await told;
  }
  for (let part = held[0], i = 0; part; i++, part = held[i]) {
    t.equal(part.chunk.toString(), words[i]);
    part.done();
  }
  t.equal(held.length, words.length);
  socket.destroy();
  server.close();
});

t.test('a reader that stands still stops the writer', async (t) => {
  let stalled: Socket | undefined;
  const { port } = await rig(t, (socket) => {
    socket.pause();
    stalled = socket;
  });
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let sent = 0;
  const chunk = Buffer.alloc(256 * 1024);
  const LIMIT = 512 * 1024 * 1024;
  while (sent < LIMIT) {
    const went = socket.write(chunk);
    sent += chunk.length;
    if (went) continue;
    const drained = once(socket, 'drain').then(() => true);
    // many turns of the loop without room: nothing moves any more
    let turns = 0;
    const stuck = (async () => {
      while (turns++ < 2_000) await new Promise(setImmediate);
      return false;
    })();
    if (!(await Promise.race([drained, stuck]))) break;
  }
  t.ok(sent < 64 * 1024 * 1024, `${sent} bytes were taken`);
  socket.destroy();
  stalled?.destroy();
});

t.test('the server of an adopted connection hears of its end', async (t) => {
  const { port, relay } = await rig(t, (socket) => socket.end('bye'));
  const socket = connect(port, '127.0.0.1');
  socket.resume();
  await once(socket, 'close');
  relay.close();
  await once(relay, 'close');
  t.pass('it closed');
});
