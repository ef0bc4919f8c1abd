import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket } from 'ws';

/**
 * The bytes of one SSH connection in the binary frames of a WebSocket. The stream closes when the WebSocket does: ws
 * by itself leaves the writing side open, and ssh2 would never learn that the connection is over.
 */
export function sshStream(socket: WebSocket): Duplex {
  const stream = createWebSocketStream(socket);
  socket.once('close', () => stream.destroy());
  return stream;
}
