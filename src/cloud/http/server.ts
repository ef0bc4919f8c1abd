/** The cloud's web server: security headers, access rows, routes, pages. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { buildHttpServer, type HttpServerOptions, type RouteRow } from '../../base/runtime/http.ts';
import type { Logger } from '../../base/runtime/logger.ts';
import { describeRoutes } from '../../base/runtime/openapi.ts';
import { fail } from '../core/errors.ts';
import type { Access } from './access.ts';
import { registerPages } from './pages.ts';

export type ServerDeps = {
  readonly version: string;
  readonly logger: Logger;
  readonly access: HttpServerOptions<Access>['access'];
  readonly routes: readonly RouteRow<Access>[];
  /** Whether browsers reach it over https, directly or through a proxy. */
  readonly secure: boolean;
  /** Forms of the console may be posted to host names below it. */
  readonly launchDomain: string;
  readonly webDir: string;
  readonly trustProxy: readonly string[];
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Plugins of other parts (the SCIM provider). */
  readonly plugins: readonly ((app: FastifyInstance) => Promise<void>)[];
};

/** No inline script or style, nothing from elsewhere, no frame; only the launch form leaves. */
async function securityHeaders(app: FastifyInstance, { secure, launchDomain }: ServerDeps): Promise<void> {
  const launch = `${secure ? 'https' : 'http'}://*.${launchDomain}:*`;
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'", launch],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    // the launch host is posted to from another origin and looks at where a form came from
    referrerPolicy: { policy: 'strict-origin' },
    hsts: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
}

/**
 * Behind a proxy that nobody named, every person has the proxy's address: they share one count of requests and one
 * lock of the sign-in, and the history names the wrong place. Said once.
 */
function unnamedProxy({ trustProxy, logger }: ServerDeps): (request: FastifyRequest) => Promise<void> {
  let isSaid = trustProxy.length > 0;
  return async (request) => {
    if (isSaid || request.headers['x-forwarded-for'] === undefined) return;
    const address = request.socket.remoteAddress ?? '';
    if (!/^(127\.|::1$|::ffff:127\.)/.test(address)) return;
    isSaid = true;
    logger.warn(
      { address },
      'a reverse proxy forwards requests, and the setting trustProxy does not name it: everybody has its address',
    );
  };
}

export function buildCloudServer(deps: ServerDeps): Promise<FastifyInstance> {
  return buildHttpServer<Access>({
    logger: deps.logger,
    trustProxy: deps.trustProxy.length === 0 ? false : [...deps.trustProxy],
    ...(deps.tls ? { tls: deps.tls } : {}),
    ...(deps.intercept ? { intercept: deps.intercept } : {}),
    access: deps.access,
    onRequest: unnamedProxy(deps),
    routes: deps.routes,
    errors: {
      badInput: (options) => fail('BAD_INPUT', options),
      notFound: () => fail('NOT_FOUND'),
      rateLimited: (retryAfterMs) => fail('RATE_LIMITED', { retryAfterMs }),
    },
    async plugins(app) {
      // first, since it hears of the routes that are added after it
      await describeRoutes(app, {
        title: 'CloudLink reference cloud',
        version: deps.version,
        description: 'What gateways and the console say to the cloud. Errors are problem details (RFC 9457).',
      });
      await securityHeaders(app, deps);
      for (const plugin of deps.plugins) await plugin(app);
      await registerPages(app, deps.webDir);
      app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
    },
  });
}
