/**
 * A line between two programs: so many ms one way, so many Mbit/s each way. `node bench/slow-line.mjs MS MBIT PORT`
 * forwards to PORT of 127.0.0.1, and says its own port as the first message.
 */
import { connect, createServer } from 'node:net';

const [delayMs, mbit, port] = process.argv.slice(2).map(Number);
const BYTES_PER_MS = (mbit * 1e6) / 8 / 1000;
/** What may be on the way before the sender is held up: as a router's queue, 250 ms of the line. */
const QUEUE = BYTES_PER_MS * (delayMs + 250);

/** One way of one connection. The line's rate is shared by all that go this way. */
const ways = [{ free: 0 }, { free: 0 }];

function carry(from, to, way) {
  const waiting = [];
  let held = 0;
  let isSet = false;
  const later = (ms) => {
    isSet = true;
    setTimeout(deliver, Math.max(1, ms));
  };
  const deliver = () => {
    isSet = false;
    const now = performance.now();
    while (waiting.length > 0 && waiting[0].at <= now) {
      const { chunk } = waiting.shift();
      if (chunk === undefined) {
        to.end();
        continue;
      }
      held -= chunk.length;
      to.write(chunk);
    }
    if (from.isPaused() && held < QUEUE && to.writableLength < QUEUE) from.resume();
    if (waiting.length > 0) later(waiting[0].at - performance.now());
    else if (from.isPaused()) to.once('drain', deliver);
  };
  const put = (chunk) => {
    const now = performance.now();
    way.free = Math.max(now, way.free) + (chunk ? chunk.length / BYTES_PER_MS : 0);
    waiting.push({ chunk, at: way.free + delayMs });
    held += chunk?.length ?? 0;
    if (held >= QUEUE) from.pause();
    if (!isSet) later(waiting[0].at - now);
  };
  from.on('data', put);
  from.on('end', () => put(undefined));
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
  const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ])
    socket.on('error', () => other.destroy());
  carry(near, far, ways[0]);
  carry(far, near, ways[1]);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
