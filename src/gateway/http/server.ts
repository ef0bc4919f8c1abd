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

const listen = (server: Server | TlsServer, options: { host: string; port: number } | { path: string }) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server | TlsServer | undefined) =>
  new Promise<void>((resolve) => {
    if (!server?.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });

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
      const { kind } = viaOf(request.raw);
      if ((kind === 'http' || kind === 'https') && !isOurHost(request.headers.host, names()))
        throw fail('HOST_NOT_KNOWN');
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
      reply.header('cross-origin-opener-policy', 'same-origin');
      reply.header('x-frame-options', 'DENY');
      if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    },
    plugins: (instance) => registerPages(instance, options.webDir),
  });
  await app.ready();

  const door = (via: Via) => (request: IncomingMessage, response: ServerResponse) => {
    mark(request, via);
    app.routing(request, response);
  };
  let plain: Server | undefined;
  let secure: TlsServer | undefined;
  let control: Server | undefined;

  return {
    app,
    async start(certificate) {
      plain = createServer(door({ kind: 'http' }));
      secure = createTlsServer({ ...certificate, minVersion: 'TLSv1.2' }, door({ kind: 'https' }));
      control = createServer(door({ kind: 'cli' }));
      // a socket that a crash left behind; the folder belongs to this program alone
      rmSync(options.socketPath, { force: true });
      await listen(control, { path: options.socketPath });
      chmodSync(options.socketPath, 0o660);
      await listen(plain, { host: options.host, port: options.port });
      await listen(secure, { host: options.host, port: options.httpsPort });
      return { port: portOf(plain), httpsPort: portOf(secure) };
    },
    setCertificate: (certificate) => secure?.setSecureContext(certificate),
    portal(request, response, session) {
      mark(request, { kind: 'tunnel', sessionId: session.id, person: session.person });
      app.routing(request, response);
    },
    async stop() {
      await Promise.all([close(plain), close(secure), close(control)]);
      await app.close();
    },
  };
}
