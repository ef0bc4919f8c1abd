/**
 * The gateway's own web server: one fastify application behind four doors — plain HTTP (the signpost), HTTPS with the
 * device's certificate, the control socket, and launch sessions through the tunnel.
 */
import { chmodSync, rmSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildHttpServer } from '../../base/runtime/http.ts';
import type { Logger } from '../../base/runtime/logger.ts';
import { createServer } from '../../base/runtime/node-http.ts';
import { fail } from '../core/errors.ts';
import { createAccessTable } from './access.ts';
import { isOurHost } from './hosts.ts';
import { CONTENT_SECURITY_POLICY, registerPages } from './pages.ts';
import type { RouteDeps } from './routes/deps.ts';
import { routes } from './routes/index.ts';
import { mark, type Via, viaOf } from './via.ts';

export type LocalServerOptions = {
  readonly deps: RouteDeps;
  readonly logger: Logger;
  readonly webDir: string;
  readonly host: string;
  readonly port: number;
  readonly httpsPort: number;
  readonly socketPath: string;
  /** Names the pages answer to; read at every request, since addresses and names change. */
  readonly names: () => readonly string[];
  /** Told before the routes are added. */
  readonly describe?: (app: FastifyInstance) => Promise<void>;
};

export type LocalServer = {
  start(certificate: {
    readonly key: string;
    readonly cert: string;
  }): Promise<{ readonly port: number; readonly httpsPort: number }>;
  /** The device's certificate was renewed. */
  setCertificate(certificate: { readonly key: string; readonly cert: string }): void;
  /** A request that came through the tunnel for the gateway's own pages. */
  portal(
    request: IncomingMessage,
    response: ServerResponse,
    session: { readonly id: string; readonly person: { readonly id: string; readonly name: string } },
  ): void;
  stop(): Promise<void>;
  readonly app: FastifyInstance;
};

type Place = { readonly host: string; readonly port: number; readonly ipv6Only?: boolean };

/** @throws AppError ADDRESS_UNUSABLE */
const listen = (server: Server | TlsServer, options: Place | { path: string }) =>
  new Promise<void>((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) => {
      const where = 'path' in options ? options.path : `${options.host} port ${options.port}`;
      const sentence = `The gateway cannot listen on ${where} (${cause.code ?? cause.message}).`;
      reject(fail('ADDRESS_UNUSABLE', { sentence, cause }));
    };
    server.once('error', refuse);
    server.listen(options, () => {
      server.off('error', refuse);
      resolve();
    });
  });

const close = (server: Server | TlsServer | undefined) =>
  new Promise<void>((resolve) => {
    if (!server?.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** A host whose kernel has no IPv6. */
const hasNoIpv6 = (error: unknown) =>
  ['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * Listens; `::` stands for both families. Two sockets then, since one for both shows callers of IPv4 under addresses
 * of IPv6, which would stand so in logs and in the event history.
 */
async function listenAt<S extends Server | TlsServer>(
  make: () => S,
  { host, port }: Place,
): Promise<[S, ...S[]]> {
  const first = make();
  await listen(first, { host: host === '::' ? '0.0.0.0' : host, port });
  if (host !== '::') return [first];
  const second = make();
  try {
    await listen(second, { host, port: portOf(first), ipv6Only: true });
    return [first, second];
  } catch (error) {
    if (!hasNoIpv6(error)) throw error;
    return [first];
  }
}

const portOf = (server: Server | TlsServer) => (server.address() as AddressInfo).port;

/** Builds the application; testable by `app.inject` without listening. */
export async function createLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { deps, logger, names } = options;
  const app = await buildHttpServer({
    logger,
    access: createAccessTable(deps.sessions),
    routes: routes(deps),
    errors: {
      badInput: (o) => fail('BAD_INPUT', o),
      notFound: () => fail('NOT_FOUND'),
      rateLimited: (retryAfterMs) => fail('RATE_LIMITED', { retryAfterMs }),
    },
    onRequest: async (request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
      reply.header('cross-origin-opener-policy', 'same-origin');
      reply.header('x-frame-options', 'DENY');
      if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
      const { kind } = viaOf(request.raw);
      // a refusal carries the headers, too
      if ((kind === 'http' || kind === 'https') && !isOurHost(request.headers.host, names()))
        throw fail('HOST_NOT_KNOWN');
    },
    async plugins(instance) {
      await options.describe?.(instance);
      await registerPages(instance, options.webDir);
    },
  });
  await app.ready();

  const door = (via: Via) => (request: IncomingMessage, response: ServerResponse) => {
    mark(request, via);
    app.routing(request, response);
  };
  let plain: Server[] = [];
  let secure: TlsServer[] = [];
  let control: Server | undefined;

  return {
    app,
    async start(certificate) {
      control = createServer(door({ kind: 'cli' }));
      // a socket that a crash left behind; the folder belongs to this program alone
      rmSync(options.socketPath, { force: true });
      await listen(control, { path: options.socketPath });
      chmodSync(options.socketPath, 0o660);
      const { host, port, httpsPort } = options;
      const http = await listenAt(() => createServer(door({ kind: 'http' })), { host, port });
      const tls = { ...certificate, minVersion: 'TLSv1.2' } as const;
      plain = http;
      const https = await listenAt(() => createTlsServer(tls, door({ kind: 'https' })), {
        host,
        port: httpsPort,
      });
      secure = https;
      return { port: portOf(http[0]), httpsPort: portOf(https[0]) };
    },
    setCertificate(certificate) {
      for (const server of secure) server.setSecureContext(certificate);
    },
    portal(request, response, session) {
      mark(request, { kind: 'tunnel', sessionId: session.id, person: session.person });
      app.routing(request, response);
    },
    async stop() {
      await Promise.all([...plain, ...secure, control].map(close));
      await app.close();
    },
  };
}
