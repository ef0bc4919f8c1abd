/**
 * SIMULATOR. A SCIM server over real HTTP that misbehaves as asked: each trait was seen on some real server. It is strict
 * where servers are strict: a PATCH with anything but plain replace and remove is refused.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScimTransport } from '../../src/gateway/uplink/scim/index.ts';

type Json = Record<string, unknown>;
export type NastyUser = Json & { id: string; userName: string };
export type NastyRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: Json | undefined;
  readonly headers: IncomingMessage['headers'];
};
export type NastyAnswer = { status: number; headers?: Record<string, string>; body?: unknown; html?: string };

export type Traits = {
  /** `replace` of a list appends to it. */
  mergesArrays?: boolean;
  /** PUT appends too. */
  putMergesArrays?: boolean;
  /** `honest`: ETag and If-Match. `lies`: claims them and ignores If-Match. */
  etag?: 'none' | 'honest' | 'lies';
  bulk?: 'works' | 'missing' | 'unclaimed';
  bulkStatus?: 'text' | 'code' | 'number';
  /** Results that are left out of the answer, though the operations were carried out. */
  bulkForgets?: number;
  /** More operations than this: 413. */
  bulkMost?: number;
  bulkBodies?: boolean;
  secondDelete?: 404 | 500;
  /** Answers a change with 204 and no body. */
  silent?: boolean;
  /** Attribute names and userNames come back in another case. */
  manglesCase?: boolean;
  /** Never gives more a page. */
  pageCap?: number;
  /** Always gives the first page. */
  ignoresStartIndex?: boolean;
  ignoresFilter?: boolean;
  /** Two users may have one userName. */
  allowsTwins?: boolean;
  /** No PATCH: 501. */
  noPatch?: boolean;
  /** Keeps user names in small letters. */
  lowersUserName?: boolean;
  /** Cuts texts after so many characters, and says nothing. */
  cutsAt?: number;
  /** A refusal is a 200 with an error in its body. */
  refusesWith200?: boolean;
};

export type NastyScim = {
  readonly url: string;
  readonly users: Map<string, NastyUser>;
  readonly requests: NastyRequest[];
  traits: Traits;
  /** Answers instead of the server; undefined: the server answers itself. */
  before?: ((request: NastyRequest) => NastyAnswer | undefined) | undefined;
  /** true: the request is carried out and the connection is cut without an answer. */
  cuts?: ((request: NastyRequest) => boolean) | undefined;
  /** true: the connection is reset before anything was done. */
  resets?: ((request: NastyRequest) => boolean) | undefined;
  /** true: the request is carried out, and its answer never comes while the caller waits. */
  stalls?: ((request: NastyRequest) => boolean) | undefined;
  /** The same server without a socket, for properties that run a thousand times. */
  readonly request: ScimTransport;
};
/** A server on a port. */
export type NastyServer = NastyScim & { close(): Promise<void> };

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const refusal = (status: number, detail: string): NastyAnswer => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail },
});

function pathNames(path: string): string[] {
  if (path.includes('[')) throw new RangeError(`value path ${path}`);
  return path.startsWith(`${ENTERPRISE}:`)
    ? [ENTERPRISE, path.slice(ENTERPRISE.length + 1)]
    : path.split('.');
}

function setAt(object: Json, names: readonly string[], value: unknown): void {
  const [name = '', ...rest] = names;
  if (rest.length > 0) {
    const child = { ...((object[name] as Json | undefined) ?? {}) };
    setAt(child, rest, value);
    object[name] = child;
  } else if (value === undefined) delete object[name];
  else object[name] = value;
}

function applyPatch(user: NastyUser, body: Json, merges: boolean): NastyUser {
  const next: NastyUser = structuredClone(user);
  for (const op of body.Operations as { op: string; path: string; value?: unknown }[]) {
    if (op.op !== 'replace' && op.op !== 'remove') throw new RangeError(`op ${op.op}`);
    if (op.path === 'active' && typeof op.value !== 'boolean') throw new RangeError('active is no boolean');
    const names = pathNames(op.path);
    const old = next[op.path];
    const value = merges && Array.isArray(op.value) && Array.isArray(old) ? [...old, ...op.value] : op.value;
    setAt(next, names, op.op === 'remove' ? undefined : value);
  }
  return next;
}

const mangled = (user: NastyUser) => {
  const upper = Object.fromEntries(
    Object.entries(user).map(([key, value]) => [key === 'id' ? key : key.toUpperCase(), value]),
  );
  return { ...upper, USERNAME: user.userName.toUpperCase() };
};

/** @param url what it calls itself in the places of its answers */
export function createNastyScim(traits: Traits = {}, url = 'http://nasty.invalid') {
  const users = new Map<string, NastyUser>();
  const deleted = new Set<string>();
  const requests: NastyRequest[] = [];
  let version = 0;

  const error = (status: number, detail: string): NastyAnswer =>
    nasty.traits.refusesWith200 && status === 409
      ? { ...refusal(status, detail), status: 200 }
      : refusal(status, detail);
  const claimsEtag = () => nasty.traits.etag === 'honest' || nasty.traits.etag === 'lies';
  const tag = (user: NastyUser) => (user.meta as { version: string } | undefined)?.version ?? '';
  const cutOff = (value: unknown): unknown => {
    const most = nasty.traits.cutsAt;
    if (most === undefined || value === null) return value;
    if (typeof value === 'string') return value.slice(0, most);
    if (Array.isArray(value)) return value.map(cutOff);
    if (typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === 'schemas' ? v : cutOff(v)]));
  };
  const store = (given: NastyUser): NastyUser => {
    version++;
    const userName = nasty.traits.lowersUserName ? given.userName.toLowerCase() : given.userName;
    const user = { ...(cutOff({ ...given, userName }) as NastyUser), id: given.id };
    const saved = { ...user, ...(claimsEtag() ? { meta: { version: `W/"${version}"` } } : {}) };
    users.set(user.id, saved);
    return saved;
  };
  const shown = (user: NastyUser, status = 200): NastyAnswer => ({
    status,
    headers: claimsEtag() ? { etag: tag(user) } : {},
    body: nasty.traits.manglesCase ? mangled(user) : user,
  });
  const taken = (userName: string, id?: string) =>
    !nasty.traits.allowsTwins &&
    [...users.values()].some((u) => u.id !== id && u.userName.toLowerCase() === userName.toLowerCase());

  function create(body: Json): NastyAnswer {
    const userName = String(body.userName);
    if (taken(userName)) return error(409, 'uniqueness');
    return shown(store({ ...body, id: randomUUID(), userName }), 201);
  }

  function change(method: string, id: string, body: Json, ifMatch: string | undefined): NastyAnswer {
    const user = users.get(id);
    if (!user) return error(404, 'no such user');
    if (method === 'PATCH' && nasty.traits.noPatch) return error(501, 'no PATCH');
    if (nasty.traits.etag === 'honest' && ifMatch !== undefined && ifMatch !== tag(user))
      return error(412, 'version');
    const merged = (key: string, value: unknown) =>
      nasty.traits.putMergesArrays && Array.isArray(value) && Array.isArray(user[key])
        ? [...(user[key] as unknown[]), ...value]
        : value;
    try {
      const next =
        method === 'PATCH'
          ? applyPatch(user, body, nasty.traits.mergesArrays === true)
          : ({
              ...Object.fromEntries(Object.entries(body).map(([k, v]) => [k, merged(k, v)])),
              id,
            } as NastyUser);
      if (taken(next.userName, id)) return error(409, 'uniqueness');
      const saved = store(next);
      return nasty.traits.silent ? { status: 204 } : shown(saved);
    } catch (refusal) {
      return error(400, (refusal as Error).message);
    }
  }

  function remove(id: string): NastyAnswer {
    if (users.delete(id)) {
      deleted.add(id);
      return { status: 204 };
    }
    return error(nasty.traits.secondDelete === 500 && deleted.has(id) ? 500 : 404, 'no such user');
  }

  function list(query: URLSearchParams): NastyAnswer {
    const filter = /^(\w+) eq (".*")$/.exec(query.get('filter') ?? '');
    const [, name = '', literal = '""'] = filter ?? [];
    const all = [...users.values()].filter(
      (u) =>
        !filter ||
        nasty.traits.ignoresFilter ||
        String(u[name] ?? '').toLowerCase() === String(JSON.parse(literal)).toLowerCase(),
    );
    const start = nasty.traits.ignoresStartIndex ? 1 : Number(query.get('startIndex') ?? 1);
    const count = Math.min(Number(query.get('count') ?? 100), nasty.traits.pageCap ?? 1000);
    const page = all.slice(start - 1, start - 1 + count);
    return {
      status: 200,
      body: { totalResults: all.length, Resources: nasty.traits.manglesCase ? page.map(mangled) : page },
    };
  }

  function bulk(body: Json): NastyAnswer {
    if (nasty.traits.bulk === 'missing') return error(404, 'no bulk');
    const operations = body.Operations as {
      method: string;
      path: string;
      bulkId?: string;
      data: Json;
      version?: string;
    }[];
    if (operations.length > (nasty.traits.bulkMost ?? 1000)) return error(413, 'too many');
    const results = operations.map((op) => {
      const answer = carryOut(op.method, op.path, op.data, op.version);
      const id = (answer.body as { id?: string } | undefined)?.id ?? op.path.split('/')[2];
      const status = String(answer.status);
      const form = { text: status, number: answer.status, code: { code: status } }[
        nasty.traits.bulkStatus ?? 'text'
      ];
      const withBody = answer.status >= 400 || nasty.traits.bulkBodies;
      return {
        method: op.method,
        ...(op.bulkId === undefined ? {} : { bulkId: op.bulkId }),
        ...(id === undefined ? {} : { location: `${nasty.url}/Users/${id}` }),
        status: form,
        ...(withBody ? { response: answer.body } : {}),
      };
    });
    return { status: 200, body: { Operations: results.slice(nasty.traits.bulkForgets ?? 0) } };
  }

  function carryOut(
    method: string,
    path: string,
    body: Json | undefined,
    ifMatch: string | undefined,
  ): NastyAnswer {
    const url = new URL(path, 'http://nasty');
    const id = decodeURIComponent(url.pathname.split('/')[2] ?? '');
    if (url.pathname === '/ServiceProviderConfig')
      return {
        status: 200,
        body: {
          patch: { supported: true },
          bulk: {
            supported: nasty.traits.bulk !== 'unclaimed',
            maxOperations: 1000,
            maxPayloadSize: 1_000_000,
          },
          etag: { supported: claimsEtag() },
        },
      };
    if (url.pathname === '/Bulk') return bulk(body ?? {});
    if (method === 'POST') return create(body ?? {});
    if (method === 'GET' && id === '') return list(url.searchParams);
    if (method === 'GET') {
      const user = users.get(id);
      return user ? shown(user) : error(404, 'no such user');
    }
    return method === 'DELETE' ? remove(id) : change(method, id, body ?? {}, ifMatch);
  }

  /** What comes back: undefined where the connection breaks, never where the caller waits in vain. */
  function exchange(request: NastyRequest): NastyAnswer | 'broken' | 'waiting' {
    requests.push(request);
    const instead = nasty.before?.(request);
    if (instead) return instead;
    if (nasty.resets?.(request)) return 'broken';
    const answer = carryOut(request.method, request.path, request.body, request.headers['if-match']);
    if (nasty.cuts?.(request)) return 'broken';
    return nasty.stalls?.(request) ? 'waiting' : answer;
  }

  const nasty: NastyScim & { readonly exchange: typeof exchange } = {
    url,
    users,
    requests,
    traits,
    exchange,
    async request({ method, url: to, headers, body, signal }) {
      const path = to.slice(nasty.url.length);
      const answer = exchange({ method, path, headers, body: body ? JSON.parse(body) : undefined });
      await Promise.resolve();
      if (answer === 'broken') throw new Error('ECONNRESET');
      if (answer === 'waiting')
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      const text = answer.html ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
      return { status: answer.status, headers: answer.headers ?? {}, text };
    },
  };
  return nasty;
}

function reply(response: ServerResponse, answer: NastyAnswer): void {
  const type = answer.html === undefined ? 'application/scim+json' : 'text/html';
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
  response.end(answer.html ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)));
}

export async function startNastyScim(traits: Traits = {}): Promise<NastyServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const nasty = createNastyScim(traits, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    let text = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk) => {
      text += chunk;
    });
    incoming.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      const answer = nasty.exchange({ method, path, body: text ? JSON.parse(text) : undefined, headers });
      if (answer === 'broken') incoming.socket.destroy();
      else if (answer !== 'waiting') reply(response, answer);
    });
  });
  return Object.assign(nasty, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
