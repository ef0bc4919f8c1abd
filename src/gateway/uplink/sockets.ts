/**
 * Opens connections: direct or through the proxy, plain or TLS. The HTTP client and the WebSockets both go this
 * way, so there is one place that knows why a connection did not come about.
 */

import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { AppError } from '../../base/errors.ts';
import { request } from '../../base/runtime/node-http.ts';
import { declared, type Outflow } from '../../base/runtime/outflow.ts';
import type { OutflowUse } from '../../contract/outflow.ts';
import { fail } from '../core/errors.ts';
import { bare, type ProxyEndpoint, type ProxySettings, proxyAuthorization, proxyTo } from './proxy.ts';
import { whyRefused } from './tls-fault.ts';
import type { Trust } from './trust.ts';

export type Sockets = {
  /**
   * @param use what it is for, as it is counted
   * @returns a connection that is ready; TLS is verified
   * @throws AppError CLOUD_UNREACHABLE, CLOUD_TLS, CLOCK_WRONG, PROXY_AUTH, PROXY_UNREACHABLE
   */
  open(url: URL, signal: AbortSignal, use: OutflowUse): Promise<Socket>;
  /** Ends connections from addresses that this host has no more: nothing else would end them for a minute. */
  keepOnly(addresses: ReadonlySet<string>): void;
};

export type SocketsOptions = {
  readonly trust: Trust;
  /** Asked for every connection, so that a change on the page holds at once. */
  readonly proxy: () => ProxySettings | undefined;
  readonly now: () => number;
  /** No candidate time below this is believed (contract: Clock). Milliseconds. */
  readonly clockFloor?: () => number;
  /** Only our clock stands between us and the cloud; the time that the cloud says, in milliseconds. */
  readonly onClockWrong?: (candidate: number) => void;
};

const CLOCK_SLACK_MS = 5 * 60_000;

/** Resolves at `event`; rejects with what `explain` makes of an error, a close or the signal. */
function ready<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  options: { readonly signal: AbortSignal; readonly explain: (cause: unknown) => AppError },
): Promise<S> {
  const { signal, explain } = options;
  return new Promise((resolve, reject) => {
    const done = (f: () => void) => {
      socket.off('error', onError);
      socket.off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      f();
    };
    const refuse = (cause: unknown) =>
      done(() => {
        // a late second error of a socket that is given up must not end the process
        socket.on('error', () => undefined);
        socket.destroy();
        reject(explain(cause));
      });
    const onError = (cause: unknown) => refuse(cause);
    const onClose = () => refuse(new Error('closed'));
    const onAbort = () => refuse(signal.reason);
    socket.once('error', onError);
    socket.once('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once(event, () => done(() => resolve(socket)));
    if (signal.aborted) onAbort();
  });
}

/** The system's error name: ECONNREFUSED, ENOTFOUND, … */
function codeOf(cause: unknown): string {
  const { code, name } = (cause ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown');
}

function unreachable(host: string, cause: unknown): AppError {
  const code = codeOf(cause);
  const sentence =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? `The name ${host} cannot be resolved.`
      : code === 'ECONNREFUSED'
        ? `${host} refuses the connection.`
        : `${host} cannot be reached (${code}).`;
  return fail('CLOUD_UNREACHABLE', { sentence, facts: { host, reason: code }, cause });
}

function noHandshake(host: string, cause: unknown): AppError {
  const reason = codeOf(cause);
  return fail('CLOUD_UNREACHABLE', {
    sentence: `No secure connection to ${host} came about (${reason}).`,
    facts: { host, reason },
    cause,
  });
}

function openTcp(flow: Outflow, signal: AbortSignal): Promise<Socket> {
  const { host, port } = flow;
  // net.connect asks the resolver each time; nothing here remembers an address
  const socket = declared(flow, () =>
    connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }),
  );
  return ready(socket, 'connect', { signal, explain: (cause) => unreachable(host, cause) });
}

function refusedByProxy(status: number, host: string, hasUser: boolean): AppError {
  // tinyproxy answers 401 to wrong credentials
  if (status === 407 || status === 401)
    return fail('PROXY_AUTH', {
      ...(hasUser ? { sentence: 'The HTTP proxy refused the user or the password.' } : {}),
      facts: { status },
    });
  return fail('CLOUD_UNREACHABLE', {
    sentence: `The HTTP proxy did not open the way to ${host} (status ${status}).`,
    remedy: `Allow CONNECT to ${host} at the proxy.`,
    facts: { host, status },
  });
}

/** RFC 9110 §9.3.6. The proxy is named in every fault that is the proxy's. */
function openThroughProxy(proxy: ProxyEndpoint, flow: Outflow, signal: AbortSignal): Promise<Socket> {
  const { host, port } = proxy;
  const target = `${flow.host.includes(':') ? `[${flow.host}]` : flow.host}:${flow.port}`;
  const by = { ...flow, via: `${host}:${port}` };
  const authorization = proxyAuthorization(proxy);
  const headers = {
    host: target,
    'proxy-connection': 'keep-alive',
    ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
  };
  return new Promise((resolve, reject) => {
    const connect = declared(by, () =>
      request({ host, port, method: 'CONNECT', path: target, headers, agent: false, signal }),
    );
    connect.once('connect', (response, socket: Socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(refusedByProxy(response.statusCode ?? 0, target, authorization !== undefined));
        return;
      }
      if (head.byteLength > 0) socket.unshift(head);
      socket.setNoDelay(true);
      resolve(socket);
    });
    connect.once('response', (response) => {
      response.destroy();
      reject(refusedByProxy(response.statusCode ?? 0, target, authorization !== undefined));
    });
    connect.once('error', (cause) =>
      reject(
        fail('PROXY_UNREACHABLE', {
          sentence: `The HTTP proxy ${host}:${port} cannot be reached (${codeOf(cause)}).`,
          facts: { proxy: host, port, reason: codeOf(cause) },
          cause,
        }),
      ),
    );
    connect.end();
  });
}

/** Asks for the time over a connection that was refused only by date. Nothing but this question is sent. */
function askDate(socket: TLSSocket, url: URL): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = request({
      createConnection: () => socket,
      method: 'HEAD',
      path: '/v1/hello',
      headers: { host: url.host, connection: 'close' },
      timeout: 5_000,
    });
    const end = (date?: string) => {
      const at = Date.parse(date ?? '');
      resolve(Number.isNaN(at) ? undefined : at);
      probe.destroy();
    };
    probe.once('response', (response) => end(response.headers.date));
    probe.once('timeout', () => end());
    probe.once('error', () => end());
    probe.end();
  });
}

export function createSockets(options: SocketsOptions): Sockets {
  const { trust, proxy, now, clockFloor = () => 0, onClockWrong } = options;

  const openRaw = (flow: Outflow, signal: AbortSignal) => {
    const by = proxyTo(proxy(), flow);
    return by === undefined ? openTcp(flow, signal) : openThroughProxy(by, flow, signal);
  };

  /** Our clock, or their certificate? The server's own time decides, if it makes the whole chain valid. */
  const explain = async (socket: TLSSocket, url: URL): Promise<AppError> => {
    const refused = whyRefused(socket, bare(url.hostname), trust.roots);
    if (!refused.onlyDates) return refused.error;
    const candidate = await askDate(socket, url);
    const { from, to } = refused.validity;
    if (candidate === undefined || candidate < Math.max(from, clockFloor()) || candidate > to)
      return refused.error;
    if (Math.abs(candidate - now()) < CLOCK_SLACK_MS) return refused.error;
    onClockWrong?.(candidate);
    return fail('CLOCK_WRONG', {
      sentence: `The clock says ${new Date(now()).toISOString()}; ${url.hostname} says ${new Date(candidate).toISOString()}.`,
      facts: { candidate, host: url.hostname },
    });
  };

  const handshake = async (raw: Socket, url: URL, signal: AbortSignal): Promise<Socket> => {
    const host = bare(url.hostname);
    // Verification is judged below, before a byte is sent: only so the issuer's name and the server's date are known.
    const socket = connectTls({
      socket: raw,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      host,
      secureContext: trust.context(),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false,
    });
    await ready(socket, 'secureConnect', { signal, explain: (cause) => noHandshake(host, cause) });
    if (!socket.authorized) throw await explain(socket, url);
    return socket;
  };

  const secure = async (raw: Socket, url: URL, signal: AbortSignal): Promise<Socket> => {
    try {
      return await handshake(raw, url, signal);
    } catch (error) {
      raw.destroy();
      throw error;
    }
  };

  const opened = new Set<Socket>();
  const remember = (raw: Socket): Socket => {
    opened.add(raw);
    raw.once('close', () => opened.delete(raw));
    return raw;
  };

  return {
    keepOnly(addresses) {
      for (const raw of opened)
        if (!addresses.has(raw.localAddress ?? '')) raw.destroy(new Error('the address is gone'));
    },
    async open(url, signal, use) {
      const isSecure = url.protocol === 'https:' || url.protocol === 'wss:';
      const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
      const raw = remember(await openRaw({ use, host: bare(url.hostname), port }, signal));
      return isSecure ? secure(raw, url, signal) : raw;
    },
  };
}
