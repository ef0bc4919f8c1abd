/** Server-sent events (WHATWG HTML §9.2) for as long as the person at the other end may see them. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';

/**
 * Keeps proxies from closing an idle stream, and notices a session that has ended without an event. An event of its
 * own, since a page is not told of comments: it says within this time and a little that nothing comes any more.
 */
export const BEAT_MS = 15_000;
/** A client that leaves more than this unread is cut; a browser comes back by itself. */
const WAITING_MAX_BYTES = 1024 * 1024;

export type EventStreamOptions = {
  readonly clock: Clock;
  /** Asked before every event and at every beat; false ends the stream. Must not count as a use of the session. */
  readonly allowed: () => boolean | Promise<boolean>;
  /** The stream is over, whoever ended it. Called once. */
  readonly onEnd: () => void;
};

export type EventStream = {
  /** Sends `data` as JSON; it is made when its turn comes. Nothing happens when the stream is over. */
  send(event: string, data: () => unknown): void;
};

/** Takes the answer over; the headers that were set on it before are kept. */
export function eventStream(reply: FastifyReply, { clock, allowed, onEnd }: EventStreamOptions): EventStream {
  const headers = reply.getHeaders() as OutgoingHttpHeaders;
  reply.hijack();
  const out = reply.raw;
  const isOver = () => out.writableEnded || out.destroyed;

  const write = async (text: () => string) => {
    if (isOver()) return;
    if (!(await allowed())) return void out.end();
    if (isOver()) return;
    out.write(text());
    if (out.writableLength > WAITING_MAX_BYTES) out.destroy();
  };
  // one after the other, in the order that they were sent
  let work = Promise.resolve();
  const queue = (text: () => string) => {
    work = work
      .then(() => write(text))
      .catch((error) => {
        reply.log.error({ err: error }, 'an event stream broke');
        out.destroy();
      });
  };

  let cancel: () => void = () => undefined;
  const beat = () => {
    cancel = clock.after(BEAT_MS, () => {
      queue(() => 'event: beat\ndata: {}\n\n');
      beat();
    });
  };
  out.on('error', () => undefined);
  out.once('close', () => {
    cancel();
    onEnd();
  });
  out.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  out.write(': open\n\n');
  beat();
  return {
    send: (event, data) => queue(() => `event: ${event}\ndata: ${JSON.stringify(data())}\n\n`),
  };
}
