import { Duplex, type Writable } from 'node:stream';
import type { WebSocket } from 'ws';

/** What is smaller is joined with its neighbours: a copy costs less than a frame of its own. Bytes. */
const SMALL = 16 * 1024;

/**
 * Holds what is written until the loop has turned once, and then gives it to the system in one call. ssh2 writes each
 * packet by itself, and with many channels most are small.
 */
export function together<S extends Writable>(stream: S): S {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let isHeld = false;
  const release = () => {
    isHeld = false;
    stream.uncork();
  };
  const held = (...args: unknown[]): boolean => {
    if (!isHeld) {
      isHeld = true;
      stream.cork();
      setImmediate(release);
    }
    return write(...args);
  };
  return Object.assign(stream, { write: held });
}

/** Small ones joined with their neighbours, in order. */
export function joined(chunks: readonly Buffer[]): Buffer[] {
  const out: Buffer[] = [];
  let small: Buffer[] = [];
  let bytes = 0;
  const flush = () => {
    if (small.length > 0) out.push(small.length === 1 ? (small[0] as Buffer) : Buffer.concat(small, bytes));
    small = [];
    bytes = 0;
  };
  for (const chunk of chunks) {
    if (bytes + chunk.length > SMALL) flush();
    small.push(chunk);
    bytes += chunk.length;
  }
  flush();
  return out;
}

/**
 * The bytes of one SSH connection in the binary frames of a WebSocket. The stream closes when the WebSocket does: that of
 * ws itself leaves the writing side open, and ssh2 would never learn that the connection is over; nor does it take
 * several writes at once.
 */
export function sshStream(socket: WebSocket): Duplex {
  let isBroken = false;
  const stream = new Duplex({
    read() {
      if (socket.isPaused) socket.resume();
    },
    write: (chunk: Buffer, _encoding, done) => socket.send(chunk, done),
    writev(chunks, done) {
      const frames = joined(chunks.map(({ chunk }) => chunk as Buffer));
      for (const [i, frame] of frames.entries())
        socket.send(frame, i === frames.length - 1 ? done : undefined);
    },
    final(done) {
      socket.close();
      done();
    },
    destroy(error, done) {
      // a broken frame: ws says so to the other side, and ends the connection by itself
      if (!isBroken) socket.terminate();
      done(error);
    },
  });
  socket.on('message', (data: Buffer) => {
    if (!stream.push(data)) socket.pause();
  });
  socket.once('error', (error) => {
    isBroken = true;
    stream.destroy(error);
  });
  socket.once('close', () => stream.destroy());
  return stream;
}
