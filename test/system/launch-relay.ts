/** Brings connections of one network to an address of the next. With a delay each way, in milliseconds. */
import { connect, createServer, type Socket } from 'node:net';

type End = { readonly host: string; readonly port: number };

/** Each piece waits its time, in order; a pipe that is full stops the other side. */
function pass(from: Socket, to: Socket, delayMs: number): void {
  if (delayMs === 0) return void from.pipe(to);
  let waiting = 0;
  from.on('data', (chunk: Buffer) => {
    waiting += chunk.length;
    if (waiting > 8 * 1024 * 1024) from.pause();
    setTimeout(() => {
      waiting -= chunk.length;
      if (!to.destroyed) to.write(chunk);
      from.resume();
    }, delayMs);
  });
  from.on('end', () => setTimeout(() => to.end(), delayMs));
}

function relayTo(at: End, to: End, delayMs: number): void {
  const server = createServer((near) => {
    const far = connect(to.port, to.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.once('close', () => other.destroy());
      pass(one, other, delayMs);
    }
  });
  server.listen(at.port, at.host);
}

const [host = '', port = '', toHost = '', toPort = '', delay = '0'] = process.argv.slice(2);
relayTo({ host, port: Number(port) }, { host: toHost, port: Number(toPort) }, Number(delay));
