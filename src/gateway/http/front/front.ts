/**
 * The gateway is the HTTP front of every forwarded channel (contract: Tunnels). A channel is never piped to a target:
 * it enters this in-process server, which lets in only requests of an open session, writes them down, and asks the
 * target itself.
 */
import type { Agent, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { toAppError, toProblem } from '../../../base/errors.ts';
import { createServer } from '../../../base/runtime/node-http.ts';
import {
  isWebSocketHandshake,
  MAX_HEADER_BYTES,
  type RelayPlan,
  relay,
  relayUpgrade,
} from '../../../base/runtime/relay.ts';
import { FAULT_HEADER, PROBE_HEADER, PROBE_PATH, SESSION_HEADER } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import type { DataSent } from '../../core/ports/outflow.ts';
import type { Admission, RequestEnd, TunnelDoor, TunnelFront } from '../../core/ports/tunnel.ts';
import { forBrowser, forTarget, originOf } from './rewrite.ts';
import { checkTarget, type OwnPorts, targetAgent } from './target.ts';

export type FrontOptions = {
  /** Serves the gateway's own pages, in the reduced role of a remote session. */
  readonly portal: (
    request: IncomingMessage,
    response: ServerResponse,
    session: { readonly id: string; readonly person: { readonly id: string; readonly name: string } },
  ) => void;
  /** No target may lead back to these on this host. */
  readonly ownPorts: OwnPorts;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** What went out with an answer, once it has ended. */
  readonly onData?: DataSent;
};

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

/** An answer of the front's own, in a form that the cloud recognises. */
function problem(error: unknown): { status: number; headers: string[]; body: string } {
  const body = JSON.stringify(toProblem(error));
  const { code, row } = toAppError(error);
  const headers = [
    'Content-Type',
    'application/problem+json',
    'Cache-Control',
    'no-store',
    FAULT_HEADER,
    code,
  ];
  return {
    status: row.status,
    headers: [...headers, 'Content-Length', String(Buffer.byteLength(body))],
    body,
  };
}

function refuse(res: ServerResponse, error: unknown): number {
  const { status, headers, body } = problem(error);
  if (!res.headersSent && !res.destroyed) res.writeHead(status, headers).end(body);
  return status;
}

function refuseUpgrade(socket: Duplex, error: unknown): number {
  const { status, headers, body } = problem(error);
  const lines = [`HTTP/1.1 ${status} Refused`, 'Connection: close'];
  for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  if (!socket.destroyed) socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  return status;
}

/** Bytes of the body that go through this response. */
function countBody(res: ServerResponse): () => number {
  let bytes = 0;
  const counting =
    <F extends (...args: never[]) => unknown>(f: F) =>
    (...args: Parameters<F>): ReturnType<F> => {
      const chunk: unknown = args[0];
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) bytes += Buffer.byteLength(chunk);
      return f.apply(res, args) as ReturnType<F>;
    };
  res.write = counting(res.write) as typeof res.write;
  res.end = counting(res.end) as typeof res.end;
  return () => bytes;
}

export function createFront({ portal, ownPorts, log, onData }: FrontOptions): TunnelFront {
  const doors = new WeakMap<object, TunnelDoor>();
  /** A channel serves the first session that it carried, and no other. */
  const bound = new WeakMap<object, string>();
  const agents = new Map<string, Agent>();

  const agentOf = (admission: Admission, door: TunnelDoor): Agent => {
    const kept = agents.get(admission.sessionId);
    if (kept) return kept;
    const agent = targetAgent(door.target(), ownPorts);
    agents.set(admission.sessionId, agent);
    const end = () => {
      agents.delete(admission.sessionId);
      agent.destroy();
    };
    admission.ended.addEventListener('abort', end, { once: true });
    return agent;
  };

  /** Ties the channel to the session: it ends with it. */
  const bind = (channel: Duplex, admission: Admission): boolean => {
    const session = bound.get(channel);
    if (session !== undefined) return session === admission.sessionId;
    bound.set(channel, admission.sessionId);
    const end = () => channel.destroy();
    admission.ended.addEventListener('abort', end, { once: true });
    channel.once('close', () => admission.ended.removeEventListener('abort', end));
    return true;
  };

  const admit = (req: IncomingMessage, channel: Duplex): { door: TunnelDoor; admission: Admission } => {
    const door = doors.get(channel);
    const id = one(req.headers[SESSION_HEADER.id]);
    const admission = door?.admit(id, one(req.headers[SESSION_HEADER.secret]));
    if (door && admission && bind(channel, admission)) {
      admission.touch();
      return { door, admission };
    }
    log('a request without an open session was refused', { target: door?.target().id });
    throw fail('SESSION_UNKNOWN');
  };

  const plan = (req: IncomingMessage, door: TunnelDoor, admission: Admission): RelayPlan => {
    const target = originOf(door.target());
    // code has no page that could lead away: nothing is changed for it
    const origins = { launch: admission.origin ?? target, target };
    let stream = false;
    return {
      agent: agentOf(admission, door),
      headers: forTarget(req.rawHeaders, origins),
      answer({ headers }) {
        stream = headers.some((text) => text.startsWith('text/event-stream'));
        return forBrowser(headers, origins);
      },
      // what a page is sent by itself (events, a WebSocket's other side) is no use of the session by a person
      passed(_bytes, from) {
        if (from === 'client' || (!stream && req.headers.upgrade === undefined)) admission.touch();
      },
      signal: admission.ended,
    };
  };

  const explained = (error: Error) => (toAppError(error).code === 'INTERNAL' ? unreachable(error) : error);
  const unreachable = (cause: Error) => fail('TARGET_UNREACHABLE', { cause });

  /** Told after the answer is out: it ends the session, and with it this channel. */
  const tellCertificate = (error: Error | undefined, door: TunnelDoor) => {
    // most requests have none, and making one costs more than the rest of this function
    if (!error) return;
    const { code, facts } = toAppError(error);
    if (code === 'TARGET_CERTIFICATE') door.certificate(String(facts.seen));
  };

  /** Written down first, then done, then how it ended; what cannot be written down is not done. */
  const logged = async (req: IncomingMessage, admission: Admission, exchange: () => Promise<RequestEnd>) => {
    const record = await admission.record({ method: req.method ?? '', path: req.url ?? '' });
    const ended = async (end: RequestEnd) => {
      try {
        await record(end);
        onData?.('sessions', end.bytes);
      } catch (error) {
        log('the end of a request could not be written down', { session: admission.sessionId, error });
      }
    };
    try {
      await ended(await exchange());
    } catch (error) {
      await ended({ status: toAppError(error).row.status, bytes: 0 });
      throw error;
    }
  };

  /** Only the broker asks without a session, and on a channel of its own. */
  const isProbe = (req: IncomingMessage) =>
    req.url?.split('?')[0] === PROBE_PATH &&
    !bound.has(req.socket) &&
    Object.values(SESSION_HEADER).every((name) => req.headers[name] === undefined);

  const probe = (req: IncomingMessage, res: ServerResponse) => {
    const query = new URLSearchParams((req.url ?? '').slice(PROBE_PATH.length));
    const nonce = (query.get('nonce') ?? '').slice(0, 64);
    doors.get(req.socket)?.probed(nonce, query.get('seen') ?? undefined);
    res.writeHead(204, { [PROBE_HEADER]: nonce.replace(/[^\w-]/g, '') }).end();
  };

  const own = async (
    req: IncomingMessage,
    res: ServerResponse,
    admission: Admission,
  ): Promise<RequestEnd> => {
    for (const name of Object.values(SESSION_HEADER)) delete req.headers[name];
    const bytes = countBody(res);
    const closed = new Promise((resolve) => res.once('close', resolve));
    portal(req, res, { id: admission.sessionId, person: admission.person });
    await closed;
    return { status: res.headersSent ? res.statusCode : 0, bytes: bytes() };
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (isProbe(req)) return probe(req, res);
    const { door, admission } = admit(req, req.socket);
    if (req.method === 'TRACE') throw fail('BAD_INPUT');
    let failed: Error | undefined;
    await logged(req, admission, async () => {
      admission.check?.(req.method ?? '', req.url ?? '');
      if (door.target().protocol === 'internal') return await own(req, res, admission);
      const { error, status, bytes } = await relay(req, res, plan(req, door, admission));
      failed = error;
      return { status: error ? refuse(res, explained(error)) : status, bytes };
    });
    tellCertificate(failed, door);
  };

  const upgrade = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { door, admission } = admit(req, socket);
    let failed: Error | undefined;
    await logged(req, admission, async () => {
      if (door.target().protocol === 'internal') throw fail('NOT_FOUND');
      if (admission.check) throw fail('CALL_NOT_ALLOWED');
      const { error, status, bytes } = await relayUpgrade({ req, socket, head }, plan(req, door, admission));
      failed = error;
      return { status: error ? refuseUpgrade(socket, explained(error)) : status, bytes };
    });
    tellCertificate(failed, door);
  };

  const running = new Set<Promise<void>>();
  const begin = (exchange: Promise<void>, failed: (error: unknown) => void) => {
    const told = (error: unknown) => {
      if (toAppError(error).code === 'INTERNAL') log('the front failed', { error });
      failed(error);
    };
    const whole: Promise<void> = exchange.catch(told).finally(() => running.delete(whole));
    running.add(whole);
  };

  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      // an upload may take hours; idle and hard end are the session's
      requestTimeout: 0,
      keepAliveTimeout: 0,
      shouldUpgradeCallback: isWebSocketHandshake,
    },
    (req, res) => begin(serve(req, res), (error) => refuse(res, error)),
  );
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    begin(upgrade(req, socket, head), (error) => refuseUpgrade(socket, error));
  });

  return {
    accept(channel: Duplex, door: TunnelDoor) {
      doors.set(channel, door);
      channel.on('error', (error) => log('a tunnel channel broke', { reason: error.message }));
      server.emit('connection', channel);
    },
    drained: async () => void (await Promise.all(running)),
    check: (target, signal) => checkTarget(target, ownPorts, signal),
  };
}
