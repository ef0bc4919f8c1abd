/** The door for plain SSH: which gateway says to be there, by the first line of its client; its key proves it later. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../base/clock.ts';

export type SshDoorOptions = {
  readonly accept: (socket: Socket, gatewayId: string) => void;
  readonly clock: Clock;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** Connections that did not say yet who they are. */
  readonly maxWaiting?: number;
};

/** RFC 4253 §4.2: 255 characters with the line's end. */
const LINE_MAX = 255;
const LINE_MS = 10_000;
const IDENT = /^SSH-2\.0-cloudlink_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\r?\n/;

/** Undefined: the line is not whole yet; false: this is no gateway. */
function gatewayOf(line: Buffer): string | false | undefined {
  const end = line.indexOf('\n');
  if (end < 0) return line.length < LINE_MAX ? undefined : false;
  const parts = IDENT.exec(line.toString('latin1', 0, end + 1));
  return parts ? parts.slice(1).join('-') : false;
}

/** Not yet listening. */
export function createSshDoor(options: SshDoorOptions): Server {
  const { accept, clock, log, maxWaiting = 2_000 } = options;
  let waiting = 0;

  const greet = (socket: Socket) => {
    if (waiting >= maxWaiting) return void socket.destroy();
    waiting++;
    let line = Buffer.alloc(0);
    const done = () => {
      socket.off('data', onData);
      socket.off('close', done);
      cancel();
      waiting--;
    };
    const onData = (chunk: Buffer) => {
      line = Buffer.concat([line, chunk]);
      const gatewayId = gatewayOf(line);
      if (gatewayId === undefined) return;
      done();
      if (gatewayId === false) {
        log('a connection to the SSH door is no gateway’s', { from: socket.remoteAddress ?? '' });
        return void socket.destroy();
      }
      socket.pause();
      socket.unshift(line);
      accept(socket, gatewayId);
    };
    const cancel = clock.after(LINE_MS, () => socket.destroy());
    socket.on('data', onData);
    socket.once('close', done);
  };

  return createServer({ noDelay: true, keepAlive: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    greet(socket);
  });
}
