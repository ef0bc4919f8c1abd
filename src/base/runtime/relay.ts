/**
 * The reverse proxy that both ends of a launch are made of: one HTTP/1.1 exchange, or one upgraded connection, passed
 * on as it comes. Nothing is held back or gathered: uploads, downloads and server-sent events stream, an answer that
 * comes before the upload ends is passed on at once.
 */
import type { Agent, ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { endToEnd, type RawHeaders, valuesOf } from '../headers.ts';
import { request } from './node-http.ts';

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

/** How the body comes (RFC 9112 §6.3) is told to the next server in our own framing. */
function framed(headers: RawHeaders, req: IncomingMessage): string[] {
  if (valuesOf(req.rawHeaders, 'transfer-encoding').length > 0)
    return [...headers, 'Transfer-Encoding', 'chunked'];
  const bodyless = valuesOf(req.rawHeaders, 'content-length').length === 0;
  return bodyless && /^(POST|PUT|PATCH)$/.test(req.method ?? '')
    ? [...headers, 'Content-Length', '0']
    : [...headers];
}

function open(req: IncomingMessage, plan: RelayPlan, headers: string[]): ClientRequest {
  return request({
    agent: plan.agent,
    method: req.method ?? 'GET',
    path: req.url ?? '/',
    headers,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

const hasBody = (req: IncomingMessage) =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;

/** A kept-alive connection that the server closed just as we used it: RFC 9112 §9.3.1 lets us ask once more. */
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
  res.flushHeaders();
  answer.on('data', (chunk: Buffer) => plan.passed(chunk.length, 'server'));
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

/** One request and its answer. Resolves when it is over; never rejects. */
export function relay(req: IncomingMessage, res: ServerResponse, plan: RelayPlan): Promise<RelayEnd> {
  return new Promise((resolve) => {
    let bytes = 0;
    let upstream: ClientRequest;
    const counted: RelayPlan = {
      ...plan,
      passed(n, from) {
        if (from === 'server') bytes += n;
        plan.passed(n, from);
      },
    };
    const cut = () => {
      upstream.destroy();
      res.destroy();
    };
    const end = (error?: Error) => {
      plan.signal.removeEventListener('abort', cut);
      const status = res.headersSent ? res.statusCode : 0;
      resolve({ status, bytes, ...(error && !res.headersSent ? { error } : {}) });
    };
    const send = (attempt: number) => {
      upstream = open(req, plan, framed(plan.headers, req));
      upstream.once('response', (answer) => {
        try {
          passAnswer({ answer, upstream, req }, res, counted);
        } catch (error) {
          answer.on('error', () => undefined);
          upstream.destroy();
          end(error as Error);
        }
      });
      upstream.on('error', (error) => {
        if (res.headersSent || res.destroyed) return;
        if (attempt === 0 && mayRepeat(req, upstream)) send(1);
        else end(error);
      });
      if (hasBody(req)) req.pipe(upstream);
      else upstream.end();
    };
    if (hasBody(req)) req.on('data', (chunk: Buffer) => plan.passed(chunk.length, 'client'));
    res.once('close', () => {
      if (!res.writableFinished) upstream.destroy();
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

/**
 * A WebSocket handshake and what follows (RFC 6455 §4). A refusal is passed on with its body.
 *
 * @param opened told at once when the connection was upgraded, since it may last for hours
 */
export function relayUpgrade(
  from: { readonly req: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  plan: RelayPlan,
  opened: () => void,
): Promise<RelayEnd> {
  const { req, socket, head } = from;
  return new Promise((resolve) => {
    const upstream = open(req, plan, [...plan.headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket']);
    const gone = () => upstream.destroy();
    socket.once('close', gone);
    socket.on('error', gone);
    plan.signal.addEventListener('abort', gone, { once: true });
    upstream.once('upgrade', (answer, server, serverHead) => {
      const headers = plan.answer(headOf(answer));
      socket.write(
        headText(101, 'Switching Protocols', [...headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket']),
      );
      if (serverHead.length > 0) socket.write(serverHead);
      if (head.length > 0) server.write(head);
      opened();
      void join(socket, server, plan).then((bytes) => resolve({ status: 101, bytes }));
    });
    upstream.once('response', (answer) => {
      try {
        const head = headOf(answer);
        const headers = [...plan.answer(head), 'Connection', 'close'];
        socket.write(headText(head.status, answer.statusMessage ?? '', headers));
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.pipe(socket);
        answer.once('error', () => socket.destroy());
        answer.once('close', () => resolve({ status: head.status, bytes }));
      } catch (error) {
        answer.on('error', () => undefined);
        upstream.destroy();
        resolve({ status: 0, bytes: 0, error: error as Error });
      }
    });
    upstream.once('error', (error) => resolve({ status: 0, bytes: 0, error }));
    upstream.end();
    if (plan.signal.aborted) gone();
  });
}
