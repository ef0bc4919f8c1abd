/**
 * SIMULATOR. A MiVoice Business with its MiVoice Border Gateway and a MiCollab behind one TLS socket, with made-up people.
 * There is no public contract of the real ones: it speaks the interface of docs/pbx/mivoice-business.md, and was
 * written from that page and the public facts that it cites, not from the connector.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import { makeSelfSigned, type ServerCertificate } from '../helpers/certificates.ts';

export type SimDevice = {
  number: string;
  type: string;
  mac?: string;
  firstName?: string;
  lastName?: string;
  department?: string;
  location?: string;
  email?: string;
  mobile?: string;
  active?: boolean;
  dynamicExtension?: boolean;
};
export type SimReference = { number: string; by: 'admin' | 'dynamicStatus' };
export type SimGroup = { kind: 'PRG' | 'MDUG'; pilot: string; members: string[] };
export type SimDid = { did: string; number?: string };

/** How it misbehaves; each holds for paths (below /cloudlink) that match. */
export type Mischief = {
  readonly path: RegExp;
  readonly how:
    | 'silent'
    | 'half'
    | 'drop'
    | 'noJson'
    | 'otherShape'
    | 'oversize'
    | 'goesRound'
    | 'fewer'
    | 'duplicate'
    | { readonly status: number }
    | { readonly before: (asked: number) => void };
};

export type MivoiceBusinessSim = {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `127.0.0.1:PORT`, as the form takes it. */
  readonly address: string;
  readonly certificate: ServerCertificate;
  /** Edit at will: the next request sees it. Call `changed` afterwards, as the PBX's revision counts changes. */
  readonly devices: SimDevice[];
  readonly groups: SimGroup[];
  readonly dids: SimDid[];
  readonly references: SimReference[];
  readonly state: {
    pbx: string;
    mbg: string;
    micollab: string;
    version: string;
    /** Seconds that its clock is ahead. */
    clockAhead: number;
    mayRead: boolean;
    takesSessionsOfMbg: boolean;
    gatewayOnNode: boolean;
    /** Whether it says what refers to numbers. */
    tellsReferences: boolean;
  };
  mischief: readonly Mischief[];
  changed(): void;
  /** What was asked, one line a request; never a password or token. */
  readonly log: string[];
  /** Sessions that were opened and not closed. */
  readonly sessions: ReadonlySet<string>;
  close(): Promise<void>;
};

const FIRST = ['Ann', 'Ben', 'Chloé', 'David', 'Emma', 'Farid', 'Grace', 'Hugo', 'Inès', 'Jack'];
const LAST = ['Adams', 'Baker', 'Côté', 'Dubois', 'Evans', 'Fischer', 'García'];
const at = (list: readonly string[], n: number): string => list[n % list.length] as string;

/** People 0, 1, 2 …: each has a deskphone; every third a MiNet softphone of the same name, joined by name. */
export function madeUpDevices(people: number): SimDevice[] {
  return Array.from({ length: people }, (_, n): SimDevice[] => {
    const firstName = at(FIRST, n);
    const lastName = `${at(LAST, n)}${n < FIRST.length ? '' : ` ${n}`}`;
    const shared = { firstName, lastName, department: n % 2 === 0 ? 'Sales' : 'Support' };
    const desk = {
      number: String(2000 + n),
      type: '6930 IP',
      mac: `08:00:0F:00:${String(Math.floor(n / 100)).padStart(2, '0')}:${String(n % 100).padStart(2, '0')}`,
      email: `user${n}@example.com`,
      ...shared,
    };
    const soft = { number: String(7000 + n), type: 'App Server Port', ...shared };
    return n % 3 === 0 ? [desk, soft] : [desk];
  }).flat();
}

export type SimOptions = {
  readonly people: number;
  readonly password: string;
  readonly micollabPassword?: string;
  readonly host?: string;
  /** One that is free when left out. */
  readonly port?: number;
  readonly certificate?: ServerCertificate;
};

type World = MivoiceBusinessSim & {
  readonly passwords: Readonly<Record<string, string | undefined>>;
  readonly open: Set<string>;
  revision: number;
  serial: number;
};

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const byNumber = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** One page of rows after a key, in the order of their keys. */
function page(world: World, rows: readonly object[], keyOf: (row: never) => string, url: URL, how?: unknown) {
  const limit = Number(url.searchParams.get('limit') ?? 500);
  const after = url.searchParams.get('after') ?? '';
  const key = keyOf as (row: object) => string;
  const sorted = [...rows].sort((a, b) => byNumber(key(a), key(b)));
  const rest = sorted.filter((row) => after === '' || byNumber(key(row), after) > 0);
  // an overlap of one row, as a page whose border moved shows it
  const from =
    how === 'duplicate' && after !== '' ? sorted.slice(sorted.indexOf(rest[0] as object) - 1) : rest;
  const items = from.slice(0, limit);
  const last = items.at(-1);
  const isLast = from.length <= limit || !last;
  return {
    revision: String(world.revision),
    total: how === 'fewer' ? rows.length + 3 : rows.length,
    items,
    ...(how === 'goesRound' ? { next: after === '' ? '0' : after } : isLast ? {} : { next: key(last) }),
  };
}

function system(world: World) {
  const { state } = world;
  return {
    node: { id: 'node-1', name: 'Ottawa' },
    clock: new Date(Date.now() + state.clockAhead * 1000).toISOString(),
    platform: {
      host: 'mivb.example.com',
      name: 'Mitel Standard Linux',
      version: '11.0.110.0',
      id: 'b7e2c1d4',
      memoryBytes: 4_294_967_296,
      processor: 'Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz',
      partitions: [{ id: '/dev/dm-0', basePath: '/', fileSystemType: 'xfs', capacityBytes: 64_000_000_000 }],
    },
    licence: { number: '51316006', type: 'perpetual', expiresOn: '2027-06-30' },
    applications: [
      { type: 'mivoice-business', version: state.version },
      { type: 'mitel-border-gateway', version: '11.5.0.89' },
      { type: 'cloudlink-gateway', version: '2.4.6-05' },
    ],
    nodes: [{ host: 'mivb.example.com', gateway: state.gatewayOnNode, daemon: true }],
    ...(state.tellsReferences ? { references: true } : {}),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
}

async function session(world: World, role: string, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'DELETE') {
    world.open.delete(String(request.headers.authorization).replace('Bearer ', ''));
    response.writeHead(204).end();
    return;
  }
  const { user, password } = await bodyOf(request);
  const isRight = user === 'cloudlink' && password === world.passwords[role];
  world.log.push(`${role} sign in ${isRight ? 'accepted' : 'refused'}`);
  if (!isRight) return json(response, 401, { code: 'CREDENTIALS' });
  const token = `session-${++world.serial}`;
  world.open.add(token);
  return json(response, 201, { token, expiresIn: 600 });
}

function pbx(
  world: World,
  path: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  how: unknown,
) {
  const token = String(request.headers.authorization ?? '').replace('Bearer ', '');
  if (!world.open.has(token) || !world.state.takesSessionsOfMbg)
    return json(response, 401, { code: 'SESSION' });
  if (!world.state.mayRead && path !== '/system') return json(response, 403, { code: 'PERMISSION' });
  if (path === '/system') return json(response, 200, system(world));
  if (path === '/devices')
    return json(
      response,
      200,
      page(world, world.devices, (d: SimDevice) => d.number, url, how),
    );
  if (path === '/groups')
    return json(
      response,
      200,
      page(world, world.groups, (g: SimGroup) => `${g.kind} ${g.pilot}`, url, how),
    );
  if (path === '/dids')
    return json(
      response,
      200,
      page(world, world.dids, (d: SimDid) => d.did, url, how),
    );
  if (path === '/references' && world.state.tellsReferences)
    return json(
      response,
      200,
      page(world, world.references, (r: SimReference) => `${r.number} ${r.by}`, url, how),
    );
  return json(response, 404, { code: 'NOT_FOUND' });
}

/** True when the mischief was the whole answer. */
function misbehave(how: Mischief['how'] | undefined, response: ServerResponse, asked: number): boolean {
  if (typeof how === 'object' && 'before' in how) how.before(asked);
  if (typeof how === 'object' && 'status' in how) json(response, how.status, { code: 'SIMULATED' });
  else if (how === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"revision":"1","total":3,"items":[{"number":"2000"', () => response.socket?.destroy());
  } else if (how === 'drop') response.socket?.destroy();
  else if (how === 'noJson') response.writeHead(200).end('<html>Server Manager</html>');
  else if (how === 'otherShape') json(response, 200, { rows: [] });
  else if (how === 'oversize') response.writeHead(200).end(Buffer.alloc(5 * 1024 * 1024, ' '));
  else return how === 'silent';
  return true;
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://sim');
  const path = url.pathname.replace(/^\/cloudlink/, '');
  world.log.push(`${request.method} ${path}${url.search}`);
  const how = world.mischief.find((one) => one.path.test(path))?.how;
  const asked = world.log.filter((line) => line.startsWith(`${request.method} ${path}`)).length;
  if (misbehave(how, response, asked)) return;
  const [, role = '', rest = ''] = /^\/(pbx|mbg|micollab)\/v1(\/.*)$/.exec(path) ?? [];
  const { state } = world;
  const products = { pbx: state.pbx, mbg: state.mbg, micollab: state.micollab };
  const versions = { pbx: state.version, mbg: '11.5.0.89', micollab: '9.8.1.5' };
  const name = role as keyof typeof products;
  if (rest === '/product') json(response, 200, { product: products[name], version: versions[name] });
  else if (rest === '/session' && role !== 'pbx') await session(world, role, request, response);
  else if (role === 'pbx') pbx(world, rest, url, request, response, how);
  else json(response, 404, { code: 'NOT_FOUND' });
}

function listen(server: Server, host: string, wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(wanted, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** Starts one on the loopback, with a self-signed certificate of its own. */
export async function startMivoiceBusiness(options: SimOptions): Promise<MivoiceBusinessSim> {
  const host = options.host ?? '127.0.0.1';
  const certificate = options.certificate ?? (await makeSelfSigned(host));
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
  const port = await listen(server, host, options.port);
  const open = new Set<string>();
  const devices = madeUpDevices(options.people);
  const world: World = {
    host: '127.0.0.1',
    port,
    address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    certificate,
    devices,
    groups: [],
    references: [],
    dids: devices
      .filter(({ number }) => number.startsWith('2'))
      .map(({ number }, n) => ({ did: `+1613555${String(n).padStart(4, '0')}`, number })),
    state: {
      pbx: 'MiVoice Business',
      mbg: 'MiVoice Border Gateway',
      micollab: 'MiCollab',
      version: '10.0.1.18',
      clockAhead: 0,
      mayRead: true,
      takesSessionsOfMbg: true,
      gatewayOnNode: true,
      tellsReferences: false,
    },
    mischief: [],
    log: [],
    sessions: open,
    passwords: { mbg: options.password, micollab: options.micollabPassword },
    open,
    revision: 1,
    serial: 0,
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
