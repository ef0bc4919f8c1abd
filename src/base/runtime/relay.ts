/**
 * The reverse proxy that both ends of a launch are made of: one HTTP/1.1 exchange, or one upgraded connection, passed
 * on as it comes. Nothing is held back or gathered: uploads, downloads and server-sent events stream, an answer that
 * comes before the upload ends is passed on at once.
 */
import type { Agent, ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { endToEnd, mapHeaders, type RawHeaders, trailersOf, valuesOf } from '../headers.ts';
import { request } from './node-http.ts';
import { notePassed } from './passing-memory.ts';

/** Bytes of one message's header; administration pages can have large cookies. */
export const MAX_HEADER_BYTES = 64 * 1024;

export type AnswerHead = { readonly status: number; readonly headers: RawHeaders };

export type RelayPlan = {
  /** Its `createConnection` leads to the next server. */
  readonly agent: Agent;
  /** For the next server, hop-by-hop headers left out; `Host` among them. */
  readonly headers: RawHeaders;
  /**
   * The headers for the client, made from the answer's end-to-end headers. What it throws is the relay's `error`: the
   * answer is dropped, and the caller gives another.
   */
  readonly answer: (head: AnswerHead) => RawHeaders;
  /** Bytes went by: the session is in use. */
  readonly passed: (bytes: number, from: 'client' | 'server') => void;
  /** When it aborts, both sides are cut. */
  readonly signal: AbortSignal;
};

export type RelayEnd = {
  /** The status that the client got; 0 when it left before any. */
  readonly status: number;
  /** Bytes of the answer's body (of an upgraded connection: both ways). */
  readonly bytes: number;
  /** Nothing was answered: the caller says why. */
  readonly error?: Error;
};

/** Without a word about a body. */
const unframed = (headers: RawHeaders) =>
  mapHeaders(headers, (name, value) =>
    name === 'content-length' || name === 'transfer-encoding' ? undefined : value,
  );

/**
 * The body's length (RFC 9112 §6.3) is told to the next server as our own parser read it, never by a header that was
 * passed on: what is piped and what is promised cannot differ.
 */
function framed(headers: RawHeaders, req: IncomingMessage): string[] {
  const length = req.headers['content-length'];
  const kept = unframed(headers);
  if (req.headers['transfer-encoding'] !== undefined) return [...kept, 'Transfer-Encoding', 'chunked'];
  if (length !== undefined) return [...kept, 'Content-Length', length];
  return /^(POST|PUT|PATCH)$/.test(req.method ?? '') ? [...kept, 'Content-Length', '0'] : kept;
}

/** `http://other/a?b` → `/a?b` (RFC 9112 §3.2.1): an address in a request line would overrule our `Host`. */
function originForm(url: string): string {
  const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}

/** Leads where the agent leads, by a connection that nobody used before. */
const anew = ({ agent }: RelayPlan) => ({ createConnection: agent.createConnection.bind(agent) });

function open(
  req: IncomingMessage,
  plan: RelayPlan,
  headers: string[],
  by: ReturnType<typeof anew> | { readonly agent: Agent } = plan,
): ClientRequest {
  return request({
    ...('agent' in by ? { agent: by.agent } : by),
    method: req.method ?? 'GET',
    path: originForm(req.url ?? '/'),
    headers,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

const hasBody = (req: IncomingMessage) =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;

/**
 * A kept-alive connection that the server closed just as we used it: RFC 9112 §9.3.1 lets us ask once more. By a new
 * connection, since a server that was restarted has closed all that were kept.
 */
const mayRepeat = (req: IncomingMessage, upstream: ClientRequest) =>
  upstream.reusedSocket && !hasBody(req) && /^(GET|HEAD|OPTIONS)$/.test(req.method ?? '');

const headOf = (answer: IncomingMessage): AnswerHead => ({
  status: answer.statusCode ?? 502,
  headers: endToEnd(answer.rawHeaders),
});

/** Passes the answer on. The rest of an upload that the server did not want is not sent any more. */
function passAnswer(
  from: { answer: IncomingMessage; upstream: ClientRequest; req: IncomingMessage },
  res: ServerResponse,
  plan: RelayPlan,
) {
  const { answer, upstream, req } = from;
  const head = headOf(answer);
  const headers = plan.answer(head);
  res.sendDate = false;
  res.writeHead(head.status, answer.statusMessage ?? '', [...headers]);
  let isBegun = false;
  const begun = () => {
    isBegun = true;
  };
  // mostly the body's first part is here already and goes in the same packet; a header that waits for it goes alone
  setImmediate(() => {
    if (!isBegun && !res.destroyed) res.flushHeaders();
  });
  answer.once('data', begun);
  answer.once('end', begun);
  answer.on('data', (chunk: Buffer) => plan.passed(chunk.length, 'server'));
  // before the pipe hears of the end and ends the answer
  answer.once('end', () => res.addTrailers(trailersOf(answer.rawTrailers)));
  answer.pipe(res);
  // cut off in the middle: the client must see that too, and not a short but whole page
  answer.once('error', () => res.destroy());
  answer.once('end', () => {
    if (req.complete) return;
    req.unpipe(upstream);
    req.resume();
    upstream.destroy();
  });
}

/**
 * `103` tells what to load while the answer is still being made (RFC 8297). The other interim answers say nothing that
 * a client acts on; the one to `Expect` was given by our own parser.
 */
function passHints(
  info: { statusCode: number; rawHeaders: RawHeaders },
  res: ServerResponse,
  plan: RelayPlan,
) {
  if (info.statusCode !== 103 || res.headersSent || res.req.httpVersionMinor < 1) return;
  try {
    const headers = plan.answer({ status: 103, headers: endToEnd(info.rawHeaders) });
    const link = valuesOf(headers, 'link');
    if (link.length > 0) res.writeEarlyHints({ link });
  } catch {
    // a hint that cannot be read: the answer itself comes later
  }
}

/** One request and its answer. Resolves when it is over; never rejects. */
export function relay(req: IncomingMessage, res: ServerResponse, plan: RelayPlan): Promise<RelayEnd> {
  return new Promise((resolve) => {
    let bytes = 0;
    let upstream: ClientRequest | undefined;
    const counted: RelayPlan = {
      ...plan,
      passed(n, from) {
        if (from === 'server') bytes += n;
        notePassed(n);
        plan.passed(n, from);
      },
    };
    const cut = () => {
      upstream?.destroy();
      res.destroy();
    };
    const end = (error?: Error) => {
      plan.signal.removeEventListener('abort', cut);
      const status = res.headersSent ? res.statusCode : 0;
      resolve({ status, bytes, ...(error && !res.headersSent ? { error } : {}) });
    };
    const send = (attempt: number) => {
      const by = attempt === 0 ? plan : anew(plan);
      const asked = open(req, plan, framed(plan.headers, req), by);
      upstream = asked;
      asked.on('information', (info) => passHints(info, res, counted));
      asked.once('response', (answer) => {
        try {
          passAnswer({ answer, upstream: asked, req }, res, counted);
        } catch (error) {
          answer.on('error', () => undefined);
          asked.destroy();
          end(error as Error);
        }
      });
      asked.on('error', (error) => {
        if (res.headersSent || res.destroyed) return;
        if (attempt === 0 && mayRepeat(req, asked)) send(1);
        else end(error);
      });
      if (!hasBody(req)) return void asked.end();
      req.once('end', () => asked.addTrailers(trailersOf(req.rawTrailers)));
      req.pipe(asked);
    };
    if (hasBody(req)) req.on('data', (chunk: Buffer) => counted.passed(chunk.length, 'client'));
    res.once('close', () => {
      if (!res.writableFinished) upstream?.destroy();
      end();
    });
    plan.signal.addEventListener('abort', cut, { once: true });
    send(0);
    if (plan.signal.aborted) cut();
  });
}

/** A status line with headers, as bytes: after an upgrade there is no ServerResponse to write them. */
function headText(status: number, message: string, headers: RawHeaders): string {
  let text = `HTTP/1.1 ${status} ${message}\r\n`;
  for (let i = 0; i + 1 < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return `${text}\r\n`;
}

/** Both directions until either side ends. */
function join(client: Duplex, server: Duplex, plan: RelayPlan): Promise<number> {
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (from: 'client' | 'server') => (chunk: Buffer) => {
      bytes += chunk.length;
      notePassed(chunk.length);
      plan.passed(chunk.length, from);
    };
    client.on('data', count('client'));
    server.on('data', count('server'));
    client.pipe(server);
    server.pipe(client);
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    const ended = () => {
      plan.signal.removeEventListener('abort', cut);
      cut();
      resolve(bytes);
    };
    for (const side of [client, server]) {
      side.on('error', cut);
      side.once('close', ended);
    }
    plan.signal.addEventListener('abort', cut, { once: true });
    if (plan.signal.aborted) cut();
  });
}

const UPGRADE = ['Connection', 'Upgrade', 'Upgrade', 'websocket'] as const;

/** A handshake that {@link relayUpgrade} can pass on; every other `Upgrade` is a wish that may be ignored. */
export const isWebSocketHandshake = (req: IncomingMessage) =>
  req.method === 'GET' && req.headers.upgrade?.toLowerCase() === 'websocket';

/** A client's connection that waits for the answer to its handshake. */
export type Upgrading = { readonly req: IncomingMessage; readonly socket: Duplex; readonly head: Buffer };

/** Passes the 101 on, and what either side said already. */
function passSwitch(
  { socket, head }: Upgrading,
  { answer, server, early }: { answer: IncomingMessage; server: Duplex; early: Buffer },
  plan: RelayPlan,
): Promise<number> {
  const headers = [...plan.answer(headOf(answer)), ...UPGRADE];
  socket.write(headText(101, 'Switching Protocols', headers));
  if (early.length > 0) socket.write(early);
  if (head.length > 0) server.write(head);
  return join(socket, server, plan);
}

/**
 * Passes a refusal on with its body. Neither side's connection is used again: where the server took the handshake
 * for something else than the client meant, the next request would be read wrongly.
 */
function passRefusal({ socket }: Upgrading, answer: IncomingMessage, plan: RelayPlan): Promise<RelayEnd> {
  const head = headOf(answer);
  const headers = [...plan.answer(head), 'Connection', 'close'];
  const connection = answer.socket;
  socket.write(headText(head.status, answer.statusMessage ?? '', headers));
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  answer.pipe(socket);
  answer.once('error', () => socket.destroy());
  // before the agent, which is told in the next tick, can keep it
  answer.once('end', () => connection.destroy());
  return new Promise((resolve) => answer.once('close', () => resolve({ status: head.status, bytes })));
}

/**
 * A WebSocket handshake and what follows (RFC 6455 §4). It has no body: what the client says of one is not passed on.
 * A refusal is passed on with its body. Resolves when it is over, which may be after hours; never rejects.
 */
export function relayUpgrade(from: Upgrading, plan: RelayPlan): Promise<RelayEnd> {
  const { req, socket } = from;
  return new Promise((resolve) => {
    const upstream = open(req, plan, [...unframed(plan.headers), ...UPGRADE]);
    const gone = () => upstream.destroy();
    const end = (end: RelayEnd) => {
      plan.signal.removeEventListener('abort', gone);
      resolve(end);
    };
    /** What {@link RelayPlan.answer} throws is this request's error, and nobody else's. */
    const dropped = (side: Duplex) => (error: unknown) => {
      side.on('error', () => undefined);
      side.destroy();
      upstream.destroy();
      end({ status: 0, bytes: 0, error: error as Error });
    };
    socket.once('close', gone);
    socket.on('error', gone);
    plan.signal.addEventListener('abort', gone, { once: true });
    upstream.once('upgrade', (answer, server, early) => {
      try {
        void passSwitch(from, { answer, server, early }, plan).then((bytes) => end({ status: 101, bytes }));
      } catch (error) {
        dropped(server)(error);
      }
    });
    upstream.once('response', (answer) => {
      try {
        void passRefusal(from, answer, plan).then(end);
      } catch (error) {
        answer.on('error', () => undefined);
        dropped(answer.socket)(error);
      }
    });
    upstream.on('error', (error) => end({ status: 0, bytes: 0, error }));
    upstream.end();
    if (plan.signal.aborted) gone();
  });
}
