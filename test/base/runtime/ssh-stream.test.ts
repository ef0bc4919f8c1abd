import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Test, test } from 'tap';
import { WebSocket, WebSocketServer } from 'ws';
import { sshStream, together } from '../../../src/base/runtime/ssh-stream.ts';

/** Both ends of a WebSocket; `frames` are the lengths of those that the server got. */
async function pair(t: Test) {
  const http: Server = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const taken = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const far = await taken;
  await new Promise((resolve) => client.once('open', resolve));
  const frames: number[] = [];
  far.on('message', (data: Buffer) => frames.push(data.length));
  t.teardown(() => {
    client.terminate();
    server.close();
    http.close();
  });
  return { near: together(sshStream(client)), far, frames, client };
}

const closed = (stream: Duplex) => new Promise((resolve) => stream.once('close', resolve));

async function read(stream: Duplex, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let got = 0;
  for await (const part of stream) {
    parts.push(part as Buffer);
    got += (part as Buffer).length;
    if (got >= bytes) break;
  }
  return Buffer.concat(parts);
}

test('what is written in one turn goes in one frame, in order; large pieces have their own', async (t) => {
  const { near, far, frames } = await pair(t);
  const parts = [Buffer.from('one,'), Buffer.from('two,'), Buffer.alloc(32_768, 'x'), Buffer.from('three')];
  for (const part of parts) near.write(part);
  t.same(await read(sshStream(far), 32_781), Buffer.concat(parts));
  t.same(frames, [8, 32_768, 5]);
});

test('an end sends what waits, and either side’s end closes the stream', async (t) => {
  const { near, far } = await pair(t);
  const there = sshStream(far);
  const [here, over] = [closed(near), closed(there)];
  const last = read(there, 4);
  near.write('last');
  near.end();
  t.equal(String(await last), 'last');
  there.destroy();
  await Promise.all([here, over]);
  t.ok(near.destroyed);
});

test('who does not read holds the other up', async (t) => {
  const { near, far } = await pair(t);
  const there = sshStream(far);
  const piece = Buffer.alloc(65_536);
  let sent = 0;
  while (near.writableLength < 8 * 1024 * 1024 && sent < 1000) {
    near.write(piece);
    sent++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.ok(near.writableLength >= 8 * 1024 * 1024 || sent === 1000, 'it waits here');
  t.ok(there.readableLength <= 256 * 1024, `${there.readableLength} bytes are held where nobody reads`);
  t.ok(far.isPaused);
  t.equal((await read(there, sent * piece.length)).length, sent * piece.length);
});

test('a broken frame ends the stream with its error', async (t) => {
  const { near, client, far } = await pair(t);
  const there = sshStream(far);
  const failed = new Promise<Error>((resolve) => there.once('error', resolve));
  near.on('error', () => undefined);
  (client as unknown as { _socket: Duplex })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  t.match((await failed).message, /Invalid WebSocket frame/);
});
