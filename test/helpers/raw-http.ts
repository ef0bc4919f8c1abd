/** HTTP/1.1 byte by byte: what no well-behaved client or server would send. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';

export type RawServer = {
  readonly port: number;
  /** What came in on each connection, in the order of the connections. */
  readonly received: string[];
  readonly sockets: Socket[];
};

/**
 * A server on loopback that answers with bytes.
 * @param answer told everything that came on a connection so far, at every piece; what it gives is sent
 */
export async function rawServer(
  t: Test,
  answer: (sofar: string, socket: Socket) => string | undefined,
): Promise<RawServer> {
  const received: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const at = sockets.push(socket) - 1;
    received[at] = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      received[at] += piece.toString('latin1');
      const said = answer(received[at] ?? '', socket);
      if (said !== undefined && !socket.destroyed) socket.write(said, 'latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, received, sockets };
}

export type RawClient = {
  readonly socket: Socket;
  /** Everything that was answered so far. */
  readonly said: () => string;
  send(text: string): void;
  /** Resolves when what was answered matches, or the connection is over. */
  until(pattern: RegExp): Promise<string>;
  readonly closed: Promise<string>;
};

export function rawClient(t: Test, port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let wake: () => void = () => undefined;
  let over = false;
  socket.on('error', () => undefined);
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
    wake();
  });
  const closed = new Promise<string>((resolve) =>
    socket.once('close', () => {
      over = true;
      wake();
      resolve(text);
    }),
  );
  t.teardown(() => void socket.destroy());
  return {
    socket,
    said: () => text,
    send: (more) => void socket.write(more, 'latin1'),
    async until(pattern) {
      while (!pattern.test(text) && !over) await new Promise<void>((resolve) => (wake = resolve));
      return text;
    },
    closed,
  };
}

/** Resolves when a connection is over, also when it was before. */
export const gone = (socket: Socket | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (!socket || socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
