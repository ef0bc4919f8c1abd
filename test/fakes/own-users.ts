/**
 * SIMULATOR. An MX-ONE Provisioning Manager, or a MiVoice Office 400, behind one TLS socket, with made-up people. The
 * login of the first is public; everything else is the interface of docs/pbx/mx-one.md and docs/pbx/mivoice-office-400.md,
 * which is our own. Written from those pages, not from the connectors.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeSelfSigned, type ServerCertificate } from '../helpers/certificates.ts';

export type OwnUsersKind = 'mx-one' | 'mivoice-office-400';
export type OwnUser = Record<string, unknown> & { id?: unknown };

export type OwnMischief =
  | 'silent'
  | 'half'
  | 'noJson'
  | 'otherShape'
  | 'goesRound'
  | 'fewer'
  | 'moves'
  | 'otherProduct'
  | { readonly status: number };

export type OwnUsersSim = {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly certificate: ServerCertificate;
  /** Edit at will, then call `changed`. */
  readonly users: OwnUser[];
  readonly state: {
    version: string;
    didNumbers: number;
    mischief: OwnMischief | undefined;
    /** Requests that a token is good for; it runs out as after 45 minutes. */
    tokenRequests: number;
  };
  changed(): void;
  /** What was asked, one line a request; never a password or token. */
  readonly log: string[];
  close(): Promise<void>;
};

export const ownPeople = (count: number): OwnUser[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `u${String(n).padStart(4, '0')}`,
    extension: String(2000 + n),
    firstName: ['Ann', 'Ben', 'Cy'][n % 3],
    lastName: `Meier ${n}`,
    email: `user${n}@example.com`,
    did: [`+4413555${String(n).padStart(5, '0')}`],
    cloudLink: true,
  }));

type World = OwnUsersSim & {
  readonly kind: OwnUsersKind;
  readonly password: string;
  readonly tokens: Map<string, number>;
  revision: number;
};

const BASE = { 'mx-one': '/cloudlink/mx-one/v1', 'mivoice-office-400': '/cloudlink/office-400/v1' } as const;

const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
}

async function signIn(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { username, password } = await bodyOf(request);
  const isRight = username === 'cloudlink' && password === world.password;
  world.log.push(`sign in of ${String(username)} ${isRight ? 'accepted' : 'refused'}`);
  const token = `token-${world.tokens.size + 1}`;
  const { version, mischief } = world.state;
  if (isRight) world.tokens.set(token, world.state.tokenRequests);
  const isMxOne = world.kind === 'mx-one';
  if (!isRight)
    json(
      response,
      isMxOne ? 400 : 401,
      isMxOne
        ? {
            mitelErrorCode: 'PM-1',
            errorMsg: 'Login failed',
            developerMsg: '',
            responseStatus: '400',
            responseCode: 400,
          }
        : { code: 'CREDENTIALS' },
    );
  else if (isMxOne)
    json(response, 200, {
      token,
      refreshToken: '134e6a49-85a8-4a52-aa58-ef972ca8f0bd',
      version,
      build: '8.0.0.0.1',
      brand: mischief === 'otherProduct' ? 'other' : 'mxone',
    });
  else json(response, 201, { token, expiresIn: 600 });
}

function page(world: World, url: URL) {
  const { mischief } = world.state;
  const limit = Number(url.searchParams.get('limit') ?? 500);
  const after = url.searchParams.get('after') ?? '';
  const rest = world.users.filter(({ id }) => String(id) > after);
  const items = rest.slice(0, limit);
  if (mischief === 'moves' && after !== '') world.revision++;
  const next = mischief === 'goesRound' ? { next: after === '' ? '0' : after } : undefined;
  return {
    revision: String(world.revision),
    total: world.users.length + (mischief === 'fewer' ? 3 : 0),
    items,
    ...(next ?? (rest.length > limit ? { next: String(items.at(-1)?.id) } : {})),
  };
}

/** True when the mischief was the whole answer. */
function misbehave({ state: { mischief } }: World, response: ServerResponse): boolean {
  if (typeof mischief === 'object') json(response, mischief.status, { code: 'SIMULATED' });
  else if (mischief === 'noJson') response.writeHead(200).end('<html>');
  else if (mischief === 'otherShape') json(response, 200, { rows: [] });
  else if (mischief === 'half') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"revision":"1"', () => response.socket?.destroy());
  } else return mischief === 'silent';
  return true;
}

function isSignedIn(world: World, request: IncomingMessage): boolean {
  const token = String(request.headers.authorization ?? '').replace('Bearer ', '');
  const left = world.tokens.get(token) ?? 0;
  world.tokens.set(token, left - 1);
  return left > 0;
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://sim');
  const { state, kind } = world;
  world.log.push(`${request.method} ${url.pathname}${url.search}`);
  const path = url.pathname.replace(BASE[kind], '');
  const loginPath = kind === 'mx-one' ? '/auth/login' : '/session';
  if (request.method === 'POST' && path === loginPath) return signIn(world, request, response);
  if (kind === 'mivoice-office-400' && path === '/product')
    return json(response, 200, {
      product: state.mischief === 'otherProduct' ? 'Other' : 'MiVoice Office 400',
      version: state.version,
    });
  if (!isSignedIn(world, request)) return json(response, 401, { code: 'SESSION' });
  if (path === '/system')
    return json(response, 200, { id: 'pbx-1', name: 'Bern', didNumbers: state.didNumbers });
  if (path !== '/users') return json(response, 404, {});
  if (misbehave(world, response)) return;
  json(response, 200, page(world, url));
}

/** Starts one on the loopback, with a self-signed certificate of its own. */
export async function startOwnUsers(options: {
  readonly kind: OwnUsersKind;
  readonly people: number;
  readonly password: string;
  readonly certificate?: ServerCertificate;
}): Promise<OwnUsersSim> {
  const certificate = options.certificate ?? (await makeSelfSigned('127.0.0.1'));
  const sockets = new Set<Duplex>();
  const server = createServer(certificate, (request, response) => {
    answer(world, request, response).catch((error: unknown) => {
      world.log.push(`not understood: ${String(error)}`);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const world: World = {
    kind: options.kind,
    password: options.password,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    certificate,
    users: ownPeople(options.people),
    state: { version: '7.5.SP1.HF2', didNumbers: 12, mischief: undefined, tokenRequests: 1000 },
    tokens: new Map(),
    revision: 1,
    log: [],
    changed: () => {
      world.revision++;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return world;
}
