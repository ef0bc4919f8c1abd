/**
 * An SSH channel as a stream that Node's HTTP server and client take for a socket.
 *
 * ssh2's own stream cannot be handed over as it is: a write after the peer closed never calls back, `destroy` drops
 * what waits for window, and its server side closes the channel as soon as its own writing ends, so that the rest of
 * the answer is lost. Here the server side keeps the channel open until the peer has said everything.
 */
import { Duplex } from 'node:stream';
import type { Channel } from 'ssh2';
import { givesBack } from './ssh-speed.ts';
import { joined } from './ssh-stream.ts';

/** What `node:http` calls on a socket beside the stream itself. */
export type ChannelSocket = Duplex & {
  readonly remoteAddress: string;
  destroySoon(): void;
};

/** Time limits are the owners' business (session, probe); a channel has no TCP options of its own. */
function socketMethods(socket: Duplex) {
  const same = () => socket;
  return {
    setTimeout: same,
    setNoDelay: same,
    setKeepAlive: same,
    ref: same,
    unref: same,
    destroySoon: () => {
      if (socket.writableFinished) socket.destroy();
      else socket.once('finish', () => socket.destroy()).end();
    },
  };
}

/** @param from whom the other end is told to be (`remoteAddress`) */
export function channelSocket(channel: Channel, from: string): ChannelSocket {
  let closed = false;
  let peerEnded = false;
  let waiting: (() => void) | undefined;
  const written = () => {
    const done = waiting;
    waiting = undefined;
    done?.();
  };
  const socket = new Duplex({
    read: () => void channel.resume(),
    write(chunk: Buffer, _encoding, done) {
      // as with TCP before the reset arrives: the peer reads no more, and what it said is still to be read
      if (closed) return done();
      waiting = done;
      channel.write(chunk, written);
    },
    // a header and the body behind it, or the three parts of a chunk, are one packet and not three
    writev(chunks, done) {
      if (closed) return done();
      waiting = done;
      const parts = joined(chunks.map(({ chunk }) => chunk as Buffer));
      for (const [i, part] of parts.entries())
        channel.write(part, i === parts.length - 1 ? written : undefined);
    },
    final(done) {
      if (closed) return done();
      if (!channel.server) return void channel.end(done);
      if (peerEnded) channel.end();
      else channel.once('end', () => channel.end());
      done();
    },
    destroy(error, done) {
      if (!closed) channel.destroy();
      done(error);
    },
  });
  const taken = givesBack(channel);
  channel.on('data', (chunk: Buffer) => {
    taken(chunk.length);
    if (!socket.push(chunk)) channel.pause();
  });
  channel.once('end', () => {
    peerEnded = true;
    socket.push(null);
  });
  channel.on('error', (error: Error) => socket.destroy(error));
  channel.once('close', () => {
    closed = true;
    written();
    if (socket.readableEnded) socket.destroy();
    else socket.once('end', () => socket.destroy());
  });
  return Object.assign(socket, socketMethods(socket), { remoteAddress: from });
}
