/** Opening connections for the probes: direct, or through an HTTP proxy's CONNECT (RFC 9110 §9.3.6). */

import { connect, type Socket } from 'node:net';
import { request } from '../../base/runtime/node-http.ts';
import { declared } from '../../base/runtime/outflow.ts';
import type { Endpoint, Unreached } from '../core/ports/probes.ts';

export const DIAL_TIMEOUT_MS = 10_000;

export type ProxyEndpoint = Endpoint & {
  /** Sent as Basic credentials when there is a user. */
  readonly user?: string;
  readonly password?: string;
};

/** Any network error as its code and words; `code` is never empty. */
export function unreached(error: unknown): Unreached {
  const { code, message } = error as NodeJS.ErrnoException;
  return { ok: false, code: code ?? 'FAILED', words: message || 'no reason given' };
}

const timeout = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });

/** @throws the system's error, or ETIMEDOUT after `timeoutMs` (10 s) */
export function dial({ host, port }: Endpoint, timeoutMs = DIAL_TIMEOUT_MS): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const flow = { use: 'check', host, port } as const;
    const socket = declared(flow, () => connect({ host, port, timeout: timeoutMs }));
    socket.once('timeout', () => socket.destroy(timeout()));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

const authority = ({ host, port }: Endpoint) => `${host.includes(':') ? `[${host}]` : host}:${port}`;

function credentials({ user, password }: ProxyEndpoint): Record<string, string> {
  if (!user) return {};
  const pair = Buffer.from(`${user}:${password ?? ''}`, 'utf8').toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}

/** @returns the proxy's status, and the tunnel when it is 200 */
export function connectThrough(
  proxy: ProxyEndpoint,
  to: Endpoint,
): Promise<{ readonly status: number; readonly socket: Socket }> {
  return new Promise((resolve, reject) => {
    const path = authority(to);
    const flow = { use: 'check', host: to.host, port: to.port, via: authority(proxy) } as const;
    const ask = declared(flow, () =>
      request({
        host: proxy.host,
        port: proxy.port,
        method: 'CONNECT',
        path,
        headers: { host: path, ...credentials(proxy) },
        timeout: DIAL_TIMEOUT_MS,
        agent: false,
      }),
    );
    ask.once('timeout', () => ask.destroy(timeout()));
    ask.once('error', reject);
    ask.once('connect', (answer, socket) =>
      resolve({ status: answer.statusCode ?? 0, socket: socket as Socket }),
    );
    // a proxy that refuses may answer as if this were no CONNECT
    ask.once('response', (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, socket: answer.socket });
    });
    ask.end();
  });
}
