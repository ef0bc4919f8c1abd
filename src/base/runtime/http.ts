/**
 * One fastify server builder for both programs: routes as rows, schema-checked on every boundary, errors as
 * problem details (RFC 9457).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import fastifyCookie from '@fastify/cookie';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import fastifyRateLimit from '@fastify/rate-limit';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';
import { Problem } from '../../contract/common.ts';
import { AppError, type AppErrorOptions, toAppError, toProblem } from '../errors.ts';
import type { Logger } from './logger.ts';
import { createServer } from './node-http.ts';
import { isWebSocketHandshake, MAX_HEADER_BYTES } from './relay.ts';

/** Media type of a body that is a file. */
const BYTES = 'application/octet-stream';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Of<T, Otherwise> = T extends TSchema ? Static<T> : Otherwise;

/** What a handler gets: parts already checked against the row's schema. */
export type RouteRequest<P, Q, B> = Omit<FastifyRequest, 'params' | 'query' | 'body'> & {
  readonly params: Of<P, unknown>;
  readonly query: Of<Q, unknown>;
  readonly body: Of<B, unknown>;
};

/**
 * A route is a row. `access` names a row of the server's access table; a route without schema or access does not
 * compile, and no server is built with one.
 */
export type RouteRow<A extends string> = {
  readonly method: Method;
  readonly url: string;
  readonly access: A;
  /** One sentence for the OpenAPI document. */
  readonly summary: string;
  readonly tag: string;
  readonly schema: {
    readonly params?: TSchema;
    readonly querystring?: TSchema;
    readonly body?: TSchema;
    /** Status → schema; responses are serialised by it, so what is not named does not leave. */
    readonly response: Readonly<Record<number, TSchema>>;
  };
  /** Requests a minute from one address; overrides the server's default. `false`: not counted. */
  readonly rateLimit?: number | false;
  /** Bytes; the server's default is 1 MiB. */
  readonly bodyLimit?: number;
  /** Takes a file: the body is bytes of any kind and any length, which the handler reads as they come ({@link bytesOf}). */
  readonly takesBytes?: true;
  /** Not part of the OpenAPI document (pages, redirects). */
  readonly hidden?: true;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => unknown;
};

/** The body of a row with `takesBytes`, as it comes. */
export const bytesOf = (request: { readonly body: unknown }) => request.body as AsyncIterable<Uint8Array>;

/** Makes a row whose handler is typed by its own schemas. */
export function route<A extends string, P, Q, B>(
  row: Omit<RouteRow<A>, 'schema' | 'handler'> & {
    readonly schema: {
      readonly params?: P & TSchema;
      readonly querystring?: Q & TSchema;
      readonly body?: B & TSchema;
      readonly response: Readonly<Record<number, TSchema>>;
    };
    readonly handler: (request: RouteRequest<P, Q, B>, reply: FastifyReply) => unknown;
  },
): RouteRow<A> {
  return row as unknown as RouteRow<A>;
}

/** An answer without a body. */
export const NoContent = Type.Null();

export type HttpErrors = {
  readonly badInput: (options: AppErrorOptions) => AppError;
  readonly notFound: () => AppError;
  readonly rateLimited: (retryAfterMs: number) => AppError;
};

export type HttpServerOptions<A extends string> = {
  readonly logger: Logger;
  /** Proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustProxy?: boolean | string | string[];
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Access name → check before the body is read, so by headers alone; throws an AppError to refuse. */
  readonly access: Readonly<Record<A, (request: FastifyRequest, reply: FastifyReply) => Promise<void>>>;
  readonly routes: readonly RouteRow<A>[];
  readonly errors: HttpErrors;
  /** Requests a minute from one address, where a row says nothing. */
  readonly rateLimit?: number;
  /** How long a request may take to come in whole, where `intercept` looks first. Milliseconds; 5 minutes. */
  readonly requestMs?: number;
  /** Runs before anything else, for every request (Host allow-list, security headers). */
  readonly onRequest?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Sees every request first; true: it has taken it (other host names on the same port). */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** More plugins (static pages, WebSocket upgrades), registered before the routes. */
  readonly plugins?: (app: FastifyInstance) => Promise<void>;
};

function ajv(coerceTypes: false | 'array'): Ajv {
  const made = new Ajv({
    coerceTypes,
    useDefaults: true,
    allErrors: true,
    removeAdditional: false,
    strict: false,
    // our schemas are checked against the meta-schema by tests, not at every start
    validateSchema: false,
  });
  formats.default(made);
  return made;
}

type Compilers = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;
type ToValidate = { readonly schema: object; readonly httpPart?: string };

/**
 * Makes each validator and serialiser at its first use: a program has hundreds, and a start needs none of them.
 * Query, params and headers are text and are coerced; bodies are taken as they are; nothing is dropped silently.
 */
function lazyCompilers(): Compilers {
  const [coercing, strict] = [ajv('array'), ajv(false)];
  const serializers = SerializerSelector();
  const validator = ({ schema, httpPart }: ToValidate) => {
    let check: ValidateFunction | undefined;
    return (data: unknown) => {
      check ??= (httpPart === 'body' ? strict : coercing).compile(schema);
      return check(data) || { error: check.errors };
    };
  };
  return {
    // fastify's type asks for a function that Ajv made; its code, for { error } of any
    buildValidator: (() => validator) as unknown as NonNullable<Compilers['buildValidator']>,
    buildSerializer: (schemas, options) => {
      const build = serializers(schemas, options);
      return (route) => {
        let serialize: ((value: unknown) => string) | undefined;
        return (value: unknown) => {
          serialize ??= build(route);
          return serialize(value);
        };
      };
    },
  };
}

type AjvIssue = { instancePath?: string; message?: string; params?: Record<string, unknown> };

/** Ajv's issues as field errors in words. */
export function fieldErrors(issues: readonly AjvIssue[]): { field: string; sentence: string }[] {
  return issues.map((issue) => {
    const extra = issue.params?.additionalProperty ?? issue.params?.missingProperty;
    const path = (issue.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.');
    const field = typeof extra === 'string' ? (path ? `${path}.${extra}` : extra) : path;
    const message =
      issue.params?.additionalProperty !== undefined
        ? 'is not known here'
        : (issue.message ?? 'is not valid');
    return { field: field || '(the whole)', sentence: `${field || 'The input'} ${message}.` };
  });
}

function sendProblem(reply: FastifyReply, error: AppError): FastifyReply {
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
  return reply
    .code(error.row.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(toProblem(error));
}

/** Fastify's own refusals (body too large, broken JSON, unknown media type) become bad input with their sentence. */
function ofFastify(
  error: { statusCode?: number; code?: string; message: string },
  errors: HttpErrors,
): AppError | undefined {
  const { statusCode } = error;
  if (statusCode === undefined || statusCode < 400 || statusCode > 499) return undefined;
  return errors.badInput({ sentence: error.message, cause: error });
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Aborts when the client leaves before it has its answer. A held poll need not be held on then. */
export function hungUp(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // of the answer, not of the socket: that one lives on for the next poll
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** A request of our own has this long to come in whole, as by Node's own rule. Milliseconds. */
const REQUEST_MS = 300_000;

/** What fastify gives to servers that it makes by itself; nginx keeps a connection for 60 s. Milliseconds. */
const KEPT_MS = 72_000;

/** Nobody holds a connection open by sending slowly. */
function endInTime(request: IncomingMessage, ms: number): void {
  const late = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, ms);
  late.unref();
  request.once('close', () => clearTimeout(late));
}

/** Fastify leaves the making of the server to us, so that somebody can look at a request before it. */
function interceptingServer(
  intercept: NonNullable<HttpServerOptions<string>['intercept']>,
  tls: HttpServerOptions<string>['tls'],
  requestMs = REQUEST_MS,
) {
  return (handler: Listener) => {
    const first: Listener = (request, response) => {
      if (intercept(request, response)) return;
      endInTime(request, requestMs);
      handler(request, response);
    };
    // whoever wants another protocol is answered in this one (RFC 9110 §7.8)
    const http = {
      shouldUpgradeCallback: isWebSocketHandshake,
      // what passes through may have large cookies, and upload for hours; a header is never slow
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: 0,
      headersTimeout: 60_000,
      // longer than any proxy in front keeps one: whoever closes first must not be the one that is asked
      keepAliveTimeout: KEPT_MS,
    };
    return tls ? createTlsServer({ ...http, ...tls }, first) : createServer(http, first);
  };
}

/** What the types hold while compiling is held for every row that is really served, too. @throws TypeError */
function checkRow<A extends string>(row: RouteRow<A>, access: HttpServerOptions<A>['access']): void {
  const name = `${row.method} ${row.url}`;
  if (!Object.hasOwn(access, row.access)) throw new TypeError(`${name} has no access row: ${row.access}`);
  if (Object.keys(row.schema?.response ?? {}).length === 0)
    throw new TypeError(`${name} has no schema of its answer`);
  const described = (row.schema.params as { properties?: object } | undefined)?.properties ?? {};
  for (const [, param = ''] of row.url.matchAll(/:(\w+)/g))
    if (!Object.hasOwn(described, param)) throw new TypeError(`${name} has no schema of :${param}`);
}

/**
 * Builds the server; it does not listen yet. Every route is testable by `app.inject`.
 * @throws TypeError for a row without schema or access
 */
export async function buildHttpServer<A extends string>(
  options: HttpServerOptions<A>,
): Promise<FastifyInstance> {
  const base: FastifyServerOptions = {
    loggerInstance: options.logger as never,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    return503OnClosing: true,
    schemaController: { compilersFactory: lazyCompilers() },
  };
  const app = fastify({
    ...base,
    ...(options.tls ? { https: options.tls } : {}),
    ...(options.intercept
      ? { serverFactory: interceptingServer(options.intercept, options.tls, options.requestMs) }
      : {}),
  } as FastifyServerOptions) as FastifyInstance;

  app.setErrorHandler((thrown, request, reply) => {
    const raw = thrown as { validation?: AjvIssue[]; statusCode?: number; code?: string; message: string };
    const error = raw.validation
      ? options.errors.badInput({ fields: fieldErrors(raw.validation) })
      : thrown instanceof AppError
        ? thrown
        : (ofFastify(raw, options.errors) ?? toAppError(thrown));
    const level = error.row.status >= 500 ? 'error' : 'info';
    request.log[level](
      {
        err: error.row.status >= 500 ? error : undefined,
        code: error.code,
        method: request.method,
        route: request.routeOptions.url,
      },
      'request refused',
    );
    return sendProblem(reply, error);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, options.errors.notFound()));
  // RFC 6749 asks for forms at the token endpoints; launch tokens are posted the same way
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body as string)));
    },
  );
  if (options.onRequest) app.addHook('onRequest', options.onRequest);

  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, {
    global: true,
    max: options.rateLimit ?? 600,
    timeWindow: 60_000,
    // a Unix socket and a tunnel have no address; who comes that way was let in by other means
    keyGenerator: (request) => request.ip ?? 'no address',
    allowList: (request) => request.ip === undefined,
    errorResponseBuilder: (_request, context) => options.errors.rateLimited(context.ttl),
  });
  if (options.plugins) await options.plugins(app);

  const add = (to: FastifyInstance, row: RouteRow<A>) => {
    checkRow(row, options.access);
    const check = options.access[row.access];
    to.route({
      method: row.method,
      url: row.url,
      ...(row.bodyLimit === undefined ? {} : { bodyLimit: row.bodyLimit }),
      schema: {
        summary: row.summary,
        tags: [row.tag],
        ...(row.takesBytes ? { consumes: [BYTES] } : {}),
        ...(row.hidden ? { hide: true } : {}),
        ...row.schema,
        response: { ...row.schema.response, '4xx': Problem, '5xx': Problem },
      },
      config: {
        ...(row.rateLimit === undefined
          ? {}
          : { rateLimit: row.rateLimit === false ? false : { max: row.rateLimit } }),
      },
      // before the body: a stranger's is not read. After the count of requests, which is an onRequest hook and comes
      // behind those of a route: guesses are counted too
      preParsing: async (request, reply) => check(request, reply),
      handler: async (request, reply) => row.handler(request, reply),
    });
  };
  for (const row of options.routes) {
    if (!row.takesBytes) add(app, row);
    // in a scope of its own: no other route takes such a body
    else
      await app.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload));
        add(scope, row);
      });
  }
  return app;
}
