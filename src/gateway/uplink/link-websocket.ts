/** The command channel over a WebSocket. */
import type { WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import { CHANNEL_DEAD_MS } from '../../contract/channel.ts';
import { decodeText, encode } from './codec.ts';
import type { Link, LinkEnd, LinkEvents } from './link.ts';

/** More than this waiting to be sent: the line is stuck, and results are repeated from the journal anyway. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** A peer that does not answer a close is dead; `ws` itself would wait 30 s for it. */
const CLOSE_GRACE_MS = 1_000;

/**
 * Serves an open WebSocket. It ends when nothing, not even a ping, came for 50 s.
 * A connection is up with the first message; one that ends before was cut by something in between.
 */
export function websocketLink(ws: WebSocket, clock: Clock, events: LinkEvents): Link {
  let isUp = false;
  let ended = false;
  let silent = '';
  let cancelDeath: () => void = () => undefined;
  let cancelGrace: () => void = () => undefined;
  let resolveEnd: (end: LinkEnd) => void = () => undefined;
  const end = new Promise<LinkEnd>((resolve) => {
    resolveEnd = resolve;
  });

  const dieAfter = (ms: number) => {
    cancelDeath();
    if (ended) return;
    cancelDeath = clock.after(ms, () => {
      silent = `nothing was heard for ${ms / 1000} s`;
      ws.terminate();
    });
  };
  const heard = () => dieAfter(CHANNEL_DEAD_MS);

  ws.on('ping', heard);
  ws.on('pong', heard);
  ws.on('message', (data, isBinary) => {
    heard();
    const decoded = isBinary ? { kind: 'malformed' as const, why: 'binary' } : decodeText(String(data));
    if (decoded.kind === 'malformed') events.onBad(decoded.why);
    if (decoded.kind !== 'message') return;
    if (!isUp) {
      isUp = true;
      events.onUp();
    }
    events.onMessage(decoded.message);
  });
  ws.on('close', (code, reason) => {
    ended = true;
    cancelDeath();
    cancelGrace();
    resolveEnd({ code, reason: silent || String(reason) || `closed with ${code}` });
  });
  heard();

  return {
    transport: 'websocket',
    ended: end,
    ask(ms) {
      if (ended || ws.readyState !== ws.OPEN) return;
      ws.ping();
      dieAfter(ms);
    },
    close() {
      if (ended) return;
      ws.close(1000);
      cancelGrace();
      cancelGrace = clock.after(CLOSE_GRACE_MS, () => ws.terminate());
    },
    send(message) {
      if (ended || ws.readyState !== ws.OPEN || ws.bufferedAmount > MAX_BUFFERED_BYTES) return false;
      const text = encode(message);
      if (text === undefined) {
        events.onBad(`own ${message.type} message is too long`);
        return false;
      }
      ws.send(text, (error) => {
        // the close that follows is what counts; results are repeated from the journal
        if (error) silent ||= `sending failed: ${error.message}`;
      });
      return true;
    },
  };
}
