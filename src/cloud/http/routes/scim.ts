/**
 * SCIM 2.0 over HTTP (RFC 7644 §3): a fastify plugin, because its media type, its error bodies and its headers differ
 * from the rest of the cloud's API. It is mounted once for SCIM clients and once for gateways.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, toAppError } from '../../../base/errors.ts';
import type { ScimActor } from '../../core/ports/scim-store.ts';
import {
  LIMITS,
  listResponse,
  schemaList,
  serviceProviderConfig,
  userResourceType,
} from '../../features/scim/discovery.ts';
import { checkDepth } from '../../features/scim/json-depth.ts';
import type { Json } from '../../features/scim/path.ts';
import type { Answer, OneUser, ScimProvider, ScimRequest } from '../../features/scim/provider.ts';
import { etag, matchesTag } from '../../features/scim/representation.ts';
import { errorBody, quote, ScimError } from '../../features/scim/scim-error.ts';

/** Who sent a request; decided by the cloud's core from the token. */
export type ScimIdentity = { readonly accountId: string; readonly actor: ScimActor };

export type ScimPluginOptions = {
  readonly provider: ScimProvider;
  /**
   * Runs before the body is read. Throws an AppError to refuse (401, 403 for a deactivated account, 429 and 503 with
   * `retryAfterMs`): it is sent as a SCIM error, with Retry-After.
   */
  readonly authenticate: (request: FastifyRequest) => Promise<ScimIdentity>;
  /** Origin by which clients know the cloud, such as `https://cloud.example`; by default that of the request. */
  readonly publicUrl?: string;
};

const MEDIA_TYPE = 'application/scim+json; charset=utf-8';
const identities = new WeakMap<FastifyRequest, ScimIdentity>();

function send(reply: FastifyReply, status: number, body?: unknown): FastifyReply {
  reply.status(status);
  if (body === undefined) return reply.send();
  // serialised here: fastify would add its own charset and choose its own serialiser
  return reply.header('content-type', MEDIA_TYPE).send(JSON.stringify(body));
}

/** What fastify itself refuses: a wrong body, a wrong media type, a body too large. */
function ofFastify(error: FastifyError): ScimError | undefined {
  if (error.statusCode === 413)
    return new ScimError('tooLarge', `The body is larger than ${LIMITS.payload} bytes.`);
  if (error.statusCode === 415)
    return new ScimError('mediaType', 'The body must be application/scim+json or application/json.');
  return error.statusCode === 400 ? new ScimError('invalidSyntax', error.message) : undefined;
}

function sendAppError(reply: FastifyReply, error: AppError): FastifyReply {
  const { status } = error.row;
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="scim"');
  if (error.retryAfterMs !== undefined)
    reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  return send(reply, status, errorBody(status, `${error.message} ${error.remedy}`));
}

function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = thrown instanceof ScimError ? thrown : ofFastify(thrown as FastifyError);
  if (known) {
    if (known.status === 503) reply.header('retry-after', '1');
    return send(reply, known.status, known.body());
  }
  const error = toAppError(thrown);
  if (error.row.status >= 500) request.log.error({ err: error, code: error.code }, 'scim request failed');
  return sendAppError(reply, error);
}

/** An empty body is none. Anything else is JSON; what it may hold is the provider's to check. */
function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw Object.assign(new ScimError('invalidSyntax', 'The body is not JSON.'), { cause });
  }
  checkDepth(body);
  return body;
}

function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string | Buffer) => parseBody(String(body)),
  );
}

/** Where the service is mounted for this request: the path up to and with `/scim/v2`. */
function baseOf(request: FastifyRequest, publicUrl: string | undefined): string {
  const [path = ''] = request.url.split('?');
  const mount = /^.*?\/scim\/v2(?=\/|$)/.exec(path)?.[0] ?? '';
  return `${publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`}${mount}`;
}

const headerOf = (request: FastifyRequest, name: 'if-match' | 'if-none-match'): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? (value as string[]).join(',') : value;
};

type Ask = (request: FastifyRequest) => ScimRequest;

/** Turns fastify's requests into the provider's. */
function asking(publicUrl: string | undefined): { some: Ask; one: (request: FastifyRequest) => OneUser } {
  const some: Ask = (request) => {
    const identity = identities.get(request);
    if (!identity) throw new TypeError('a SCIM route without authentication');
    return { ...identity, baseUrl: baseOf(request, publicUrl), query: request.query as Json };
  };
  return {
    some,
    one(request) {
      const ifMatch = headerOf(request, 'if-match');
      const { id } = request.params as { id: string };
      return { ...some(request), id, ...(ifMatch === undefined ? {} : { ifMatch }) };
    },
  };
}

function sendUser(
  reply: FastifyReply,
  status: number,
  { resource, version, location }: Answer,
): FastifyReply {
  reply.header('etag', etag(version)).header('location', location);
  return send(reply, status, resource);
}

type Row = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly summary: string;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
};

function userRoutes({ provider, publicUrl }: ScimPluginOptions): readonly Row[] {
  const { some, one } = asking(publicUrl);
  const search: Row['handler'] = async (request, reply) =>
    send(reply, 200, await provider.search(some(request), request.body));
  return [
    {
      method: 'GET',
      url: '/Users',
      summary: 'Query users',
      handler: async (request, reply) => send(reply, 200, await provider.list(some(request))),
    },
    { method: 'POST', url: '/Users/.search', summary: 'Query users by a SearchRequest', handler: search },
    { method: 'POST', url: '/.search', summary: 'Query everything, which is users', handler: search },
    {
      method: 'POST',
      url: '/Users',
      summary: 'Create a user',
      handler: async (request, reply) =>
        sendUser(reply, 201, await provider.create(some(request), request.body)),
    },
    {
      method: 'GET',
      url: '/Users/:id',
      summary: 'Read a user',
      handler: async (request, reply) => {
        const answer = await provider.read(one(request));
        const known = headerOf(request, 'if-none-match');
        return known !== undefined && matchesTag(known, answer.version)
          ? send(reply.header('etag', etag(answer.version)), 304)
          : sendUser(reply, 200, answer);
      },
    },
    {
      method: 'PUT',
      url: '/Users/:id',
      summary: 'Replace a user',
      handler: async (request, reply) =>
        sendUser(reply, 200, await provider.replace(one(request), request.body)),
    },
    {
      method: 'PATCH',
      url: '/Users/:id',
      summary: 'Change a user',
      handler: async (request, reply) =>
        sendUser(reply, 200, await provider.patch(one(request), request.body)),
    },
    {
      method: 'DELETE',
      url: '/Users/:id',
      summary: 'Delete a user',
      handler: async (request, reply) => {
        await provider.remove(one(request));
        return send(reply, 204);
      },
    },
    {
      method: 'POST',
      url: '/Bulk',
      summary: 'Many operations in one request',
      handler: async (request, reply) => send(reply, 200, await provider.bulk(some(request), request.body)),
    },
  ];
}

/** The one of a list whose id is asked for, in any case. */
function byId(list: readonly Json[], id: string): Json {
  const found = list.find((item) => String(item.id).toLowerCase() === id.toLowerCase());
  if (!found) throw new ScimError('notFound', `There is no ${quote(id)} here.`);
  return found;
}

function discoveryRoutes({ publicUrl }: ScimPluginOptions): readonly Row[] {
  const types = (baseUrl: string) => [userResourceType(baseUrl)];
  const get = (url: string, summary: string, body: (baseUrl: string, id: string) => unknown): Row => ({
    method: 'GET',
    url,
    summary,
    handler: async (request, reply) => {
      // RFC 7644 §4: these are not filtered, and a client that asks for it must not take all for its answer
      if ((request.query as Json).filter !== undefined)
        throw new ScimError('forbidden', 'This list cannot be filtered.');
      const { id = '' } = request.params as { id?: string };
      return send(reply, 200, body(baseOf(request, publicUrl), id));
    },
  });
  return [
    get('/ServiceProviderConfig', 'What this server can do', serviceProviderConfig),
    get('/ResourceTypes', 'Kinds of resources', (baseUrl) => listResponse(types(baseUrl))),
    get('/ResourceTypes/:id', 'One kind of resource', (baseUrl, id) => byId(types(baseUrl), id)),
    get('/Schemas', 'Schemas', (baseUrl) => listResponse(schemaList(baseUrl))),
    get('/Schemas/:id', 'One schema', (baseUrl, id) => byId(schemaList(baseUrl), id)),
  ];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Methods that an address knows none of answer 405, with those it knows. */
function addRefusals(app: FastifyInstance, rows: readonly Row[]): void {
  for (const url of new Set(rows.map((row) => row.url))) {
    const known = rows.filter((row) => row.url === url).map(({ method }) => method);
    app.route({
      method: METHODS.filter((method) => !known.includes(method)),
      url,
      schema: { hide: true },
      handler: async (request, reply) => {
        reply.header('allow', known.join(', '));
        throw new ScimError(
          'notAllowed',
          `${request.method} is not for this address; it knows ${known.join(', ')}.`,
        );
      },
    });
  }
  app.route({
    method: [...METHODS],
    url: '/Me',
    schema: { hide: true },
    handler: async () => {
      throw new ScimError('notImplemented', 'A token belongs to no user here, so there is no /Me.');
    },
  });
  app.route({
    method: [...METHODS],
    url: '/*',
    schema: { hide: true },
    handler: async (request) => {
      throw new ScimError('notFound', `There is nothing at ${quote(request.url.split('?')[0])}.`);
    },
  });
}

/** `app.register(scimPlugin({…}), { prefix: '/v1/accounts/:accountUuid/scim/v2' })`. The prefix ends in `/scim/v2`. */
export function scimPlugin(options: ScimPluginOptions) {
  return async (app: FastifyInstance): Promise<void> => {
    addParsers(app);
    app.setErrorHandler((thrown, request, reply) => sendError(thrown, request, reply));
    app.addHook('onRequest', async (request) => {
      identities.set(request, await options.authenticate(request));
    });
    const rows = [...userRoutes(options), ...discoveryRoutes(options)];
    for (const { summary, ...row } of rows) {
      app.route({
        ...row,
        bodyLimit: LIMITS.payload,
        schema: { summary, tags: ['SCIM'] },
        // authenticate counts: a limit by address would stop a gateway's first sync
        config: { rateLimit: false },
      });
    }
    addRefusals(app, rows);
  };
}
