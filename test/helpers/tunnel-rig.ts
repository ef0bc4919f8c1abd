/**
 * Both ends of a tunnel, as the programs build them, over real sockets on loopback: SSH in a WebSocket, the broker,
 * the launch host, the gateway's link, front and feature. Only the command channel is cut short: orders run at once.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Test } from 'tap';
import { WebSocket, WebSocketServer } from 'ws';
import { toFault } from '../../src/base/errors.ts';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { freePort } from '../../src/base/runtime/free-port.ts';
import { sshStream } from '../../src/base/runtime/ssh-stream.ts';
import { serveAuthorizedKeys } from '../../src/cloud/broker/authorized-keys.ts';
import { type BrokerOptions, createBroker } from '../../src/cloud/broker/broker.ts';
import { createLaunchHost } from '../../src/cloud/broker/launch-host.ts';
import {
  createOpenSshBroker,
  type OpenSshBroker,
  type OpenSshBrokerOptions,
} from '../../src/cloud/broker/openssh.ts';
import type { Broker, BrokerBase } from '../../src/cloud/broker/port.ts';
import { createSshDoor } from '../../src/cloud/broker/ssh-door.ts';
import { createLive } from '../../src/cloud/core/live.ts';
import type { CommandService } from '../../src/cloud/core/ports/commands.ts';
import { createLaunch } from '../../src/cloud/features/launch/launch.ts';
import { createCrypto as createCloudCrypto } from '../../src/cloud/platform/crypto.ts';
import { makeHostKey } from '../../src/cloud/platform/host-key.ts';
import { type CloudDatabase, openCloudDatabase } from '../../src/cloud/store/database.ts';
import { insertGateway } from '../../src/cloud/store/gateways.ts';
import { createStores } from '../../src/cloud/store/index.ts';
import { createLaunchStore } from '../../src/cloud/store/launch.ts';
import { createTunnelAddressStore } from '../../src/cloud/store/tunnel-addresses.ts';
import type { CommandResult } from '../../src/contract/channel.ts';
import { CLOUD_PATH, type GatewaySelf } from '../../src/contract/claim.ts';
import type { CommandName } from '../../src/contract/commands.ts';
import type { LaunchAnswer, LaunchTicket } from '../../src/contract/console-api.ts';
import type { GatewayStatus } from '../../src/contract/status.ts';
import { PORTAL_TARGET } from '../../src/contract/tunnel.ts';
import { createEventBus } from '../../src/gateway/core/events.ts';
import type { Signer } from '../../src/gateway/core/ports/signer.ts';
import { createAccessLogFeature } from '../../src/gateway/features/access-log/access-log.ts';
import { tunnelCommands } from '../../src/gateway/features/tunnels/commands.ts';
import { createTunnels } from '../../src/gateway/features/tunnels/tunnels.ts';
import { createFront, type FrontOptions } from '../../src/gateway/http/front/front.ts';
import { createCrypto } from '../../src/gateway/platform/crypto.ts';
import { openSigner } from '../../src/gateway/platform/keystore.ts';
import { createAccessLog } from '../../src/gateway/store/access-log.ts';
import { createConsentStore } from '../../src/gateway/store/consent.ts';
import { openStateDatabase } from '../../src/gateway/store/database.ts';
import { createTunnelSessionStore } from '../../src/gateway/store/sessions.ts';
import { createSettings } from '../../src/gateway/store/settings.ts';
import { createTargetStore } from '../../src/gateway/store/targets.ts';
import { createSshLink, type SshLinkOptions } from '../../src/gateway/uplink/ssh/link.ts';
import { keysFolder, LAST_NUMBER, type Sshd, startSshd } from '../peers/sshd.ts';
import { needs, needsRoot } from './needs.ts';
import { temporaryFolder } from './uplink.ts';

export const INSTALLER = { id: 'local-1', name: 'Ina', via: 'local' } as const;
export const ADMIN = { id: '01930000-0000-7000-8000-0000000000aa', name: 'Ada', email: 'ada@example.org' };
const now = () => systemClock.now();
const hostPair = makeHostKey();

/** Waits for a condition; the test's own time limit is the only clock. */
export async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** `open`, or the code of the error. */
export function reach(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.once('connect', () => {
      socket.destroy();
      resolve('open');
    });
  });
}

export type Answer = { status: number; headers: IncomingMessage['headers']; body: string; raw: Buffer };

/** One request to 127.0.0.1 under another name, as a browser sends it for `*.localhost`. */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path: pathname + search,
        method: options.method ?? 'GET',
        headers: { host, ...options.headers },
        agent: false,
      },
      async (answer) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of answer) chunks.push(chunk as Buffer);
        } catch (error) {
          return reject(error);
        }
        const raw = Buffer.concat(chunks);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: raw.toString(), raw });
      },
    );
    asked.on('error', reject);
    asked.end(options.body);
  });
}

/** Which broker, and how gateways come to it. */
export type Kind = {
  readonly broker: 'embedded' | 'openssh';
  readonly way: 'websocket' | 'ssh';
  /** Lines for sshd_config that go before the others. */
  readonly sshdExtra?: string;
};
export const EMBEDDED: Kind = { broker: 'embedded', way: 'websocket' };
export const KINDS: readonly Kind[] = [
  EMBEDDED,
  { broker: 'embedded', way: 'ssh' },
  { broker: 'openssh', way: 'websocket' },
  { broker: 'openssh', way: 'ssh' },
];
export const kindName = ({ broker, way }: Kind) => `${broker} broker, ${way}`;

/** True when this kind can run here; otherwise the test is skipped by name. */
export const needsKind = (t: Test, kind: Kind): boolean =>
  kind.broker === 'embedded' || (needs(t, 'sshd') && needs(t, 'curl') && needsRoot(t));

/** The broker of a kind, with the real sshd where it is one. */
async function brokerOf(
  t: Test,
  kind: Kind,
  base: BrokerBase,
  more: Pick<BrokerOptions, 'keyOf'> & {
    readonly db: CloudDatabase;
    readonly gatewayOf: OpenSshBrokerOptions['gatewayOf'];
  },
): Promise<{ broker: Broker; sshd?: Sshd; authorizedKey?: OpenSshBroker['authorizedKey'] }> {
  if (kind.broker === 'embedded')
    return { broker: createBroker({ ...base, ...more, hostKey: hostPair.privateKey }) };
  const folder = keysFolder(t);
  const before = { number: LAST_NUMBER, gateway_id: 'none' };
  await more.db.insertInto('tunnel_address').values(before).execute();
  const port = await freePort();
  const broker = createOpenSshBroker({
    ...base,
    ...more,
    sshd: { host: '127.0.0.1', port },
    user: 'nobody',
    addresses: createTunnelAddressStore(more.db),
  });
  const keys = await serveAuthorizedKeys({ folder, authorizedKey: broker.authorizedKey, log: base.log });
  t.teardown(() => keys.stop());
  const sshd = await startSshd(t, {
    hostKey: hostPair.privateKey,
    keysFolder: folder,
    port,
    ...(kind.sshdExtra === undefined ? {} : { extra: kind.sshdExtra }),
  });
  return { broker, sshd, authorizedKey: broker.authorizedKey };
}

export async function startCloudEnd(t: Test, kind: Kind = EMBEDDED, options: Partial<BrokerBase> = {}) {
  const { db, close } = openCloudDatabase(':memory:', now);
  const stores = createStores(db);
  const crypto = createCloudCrypto(now);
  const live = createLive(systemClock);
  const keys = new Map<string, Signer['publicJwk']>();
  const handlers = new Map<string, ReturnType<typeof tunnelCommands>>();
  const logs: string[] = [];
  const told: { message: string; facts: object }[] = [];
  const log = (message: string, facts: object = {}) => {
    logs.push(message);
    told.push({ message, facts });
  };
  /** What gateways' connections end on here. */
  const accepted: Duplex[] = [];
  const results = new Map<string, Promise<CommandResult>>();
  const progressed = new Map<string, () => void>();
  const firsts = new Map<string, Promise<'progress'>>();
  const stopping = new AbortController();
  const history: { action: string; details: Readonly<Record<string, unknown>> }[] = [];

  const commands: CommandService = {
    async issue({ gatewayId, name, args, issuedBy }) {
      const id = crypto.uuidv7();
      const actor = { ...issuedBy, via: 'cloud' } as const;
      const handler = handlers.get(gatewayId)?.[name as CommandName];
      const context = {
        id,
        actor,
        signal: stopping.signal,
        startedAt: now(),
        bootId: 'boot',
        progress: () => progressed.get(id)?.(),
      };
      const run = async (): Promise<CommandResult> => {
        try {
          return { ok: true, ...(await handler?.run({ ...args }, context)) };
        } catch (error) {
          return { ok: false, error: toFault(error) };
        }
      };
      firsts.set(id, new Promise((resolve) => progressed.set(id, () => resolve('progress'))));
      results.set(id, run());
      return { id };
    },
    first: async (id) => (await Promise.race([results.get(id), firsts.get(id)])) ?? { ok: true },
    result: async (id) => (await results.get(id)) ?? { ok: true },
  };

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sshPort = await freePort();
  const base: BrokerBase = {
    way: kind.way === 'ssh' ? { kind: 'ssh', host: '127.0.0.1', port: sshPort } : { kind: 'websocket' },
    mayForward: (_id, targetId) => targetId !== 'forbidden',
    clock: systemClock,
    randomToken: () => crypto.randomToken(12),
    log,
    onChange: () => undefined,
    ...options,
  };
  const { broker, sshd, authorizedKey } = await brokerOf(t, kind, base, {
    db,
    keyOf: async (id) => keys.get(id),
    gatewayOf: async ({ x, y }) => [...keys].find(([, jwk]) => jwk.x === x && jwk.y === y)?.[0],
  });
  const door = createSshDoor({
    clock: systemClock,
    log,
    accept(socket, id) {
      accepted.push(socket);
      broker.accept(socket, id);
    },
  });
  if (kind.way === 'ssh') await new Promise<void>((done) => door.listen(sshPort, '127.0.0.1', done));
  const launch = createLaunch({
    store: createLaunchStore(db),
    gateways: stores.gateways,
    commands,
    audit: async ({ action, details }) => void history.push({ action, details: details ?? {} }),
    live,
    clock: systemClock,
    crypto,
    launchUrl: `http://localhost:${port}`,
    log,
  });
  const host = createLaunchHost({
    door: launch.door,
    connect: broker.connect,
    consoleOrigin: `http://localhost:${port}`,
    log,
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('request', (req, res) => {
    if (host.matches(req.headers.host)) host.handle(req, res);
    else res.writeHead(404).end();
  });
  server.on('upgrade', (req, socket, head) => {
    if (host.matches(req.headers.host)) return host.upgrade(req, socket, head);
    sockets.handleUpgrade(req, socket, head, (ws) => {
      const stream = sshStream(ws);
      accepted.push(stream);
      broker.accept(stream, String(req.headers['x-test-gateway']));
    });
  });
  await stores.accounts.insert({
    id: 'account-1',
    number: '100000001',
    kind: 'customer',
    name: 'Ballad Industries',
    state: 'active',
    region: 'Canada',
    supportContacts: [],
    createdAt: now(),
  });
  t.teardown(async () => {
    await launch.stop();
    stopping.abort(new Error('the test ends'));
    broker.stop();
    door.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await close();
  });
  const scope = { accountId: 'account-1' };
  return {
    port,
    sshPort,
    kind,
    broker,
    sshd,
    authorizedKey,
    launch,
    host,
    keys,
    handlers,
    stores,
    db,
    scope,
    logs,
    told,
    accepted,
    commands,
    history,
    live,
  };
}
export type CloudEnd = Awaited<ReturnType<typeof startCloudEnd>>;

/** A WebSocket to the broker that says it is this gateway (the token check is the cloud's, and tested there). */
export function dialTo(port: number, gatewayId: string): (path: string) => Promise<WebSocket> {
  return (path) =>
    new Promise((resolve, reject) => {
      const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
        headers: { 'x-test-gateway': gatewayId },
        perMessageDeflate: false,
      });
      ws.once('open', () => {
        // as the real dialler: the broker speaks first, and must find its listener
        ws.pause();
        setImmediate(() => ws.resume());
        resolve(ws);
      });
      ws.once('error', reject);
    });
}

/** The way that a plan says, opened as the gateway's uplink does (uplink/ssh/way.ts). */
export function dialWayTo(port: number, gatewayId: string): SshLinkOptions['dial'] {
  return async (way) => {
    if (way.kind === 'websocket') return sshStream(await dialTo(port, gatewayId)(CLOUD_PATH.tunnel));
    const socket = connect({ host: way.host, port: way.port, noDelay: true });
    await once(socket, 'connect');
    return socket;
  };
}

export const brokerHostKey = hostPair.publicKey.trim();

export function selfOf(gatewayId: string): GatewaySelf {
  return {
    gatewayId,
    account: { name: 'Ballad Industries', number: '100000001', region: 'Canada', state: 'active' },
    linkedAt: now(),
    linkedBy: 'Ada',
    baseUrl: 'http://127.0.0.1',
    brokerHostKeys: [brokerHostKey],
  };
}

let count = 0;

/** A gateway that is claimed and connected to this cloud. */
export async function startGatewayEnd(
  t: Test,
  cloud: CloudEnd,
  options: {
    hostKeys?: string[];
    dial?: SshLinkOptions['dial'];
    limits?: NonNullable<SshLinkOptions['limits']>;
    /** Ports of the gateway's own pages. */
    ownPorts?: number[];
    /** Answers for the gateway's own pages; without it one line of text does. */
    portal?: FrontOptions['portal'];
  } = {},
) {
  const id = `01930000-0000-7000-8000-${String(++count).padStart(12, '0')}`;
  const signer = await openSigner(temporaryFolder(t));
  const { db } = openStateDatabase(':memory:', now);
  const logs: { message: string; facts: Readonly<Record<string, unknown>> }[] = [];
  const log = (message: string, facts: Readonly<Record<string, unknown>> = {}) =>
    void logs.push({ message, facts });
  const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
  const link = createSshLink({
    plan: async (asked) => {
      // as the cloud's route, which knows nobody who is not linked
      if (!cloud.keys.has(id)) throw new Error('not linked');
      return await cloud.broker.plan(id, asked);
    },
    dial: options.dial ?? dialWayTo(cloud.port, id),
    signer,
    clock: systemClock,
    random: () => 0,
    log,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const portalRequests: { url: string; session: string; headers: IncomingMessage['headers'] }[] = [];
  const front = createFront({
    portal(req, res, session) {
      portalRequests.push({ url: req.url ?? '', session: session.id, headers: req.headers });
      if (options.portal) return options.portal(req, res, session);
      res.end(`portal for ${session.person.name}`);
    },
    ownPorts: () => options.ownPorts ?? [],
    log,
  });
  const accessLog = createAccessLog(db);
  const accessPages = createAccessLogFeature({
    log: accessLog,
    heads: async () => undefined,
    clock: systemClock,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const tunnels = createTunnels({
    targets: createTargetStore(db),
    sessionStore: createTunnelSessionStore(db),
    accessLog,
    consentStore: createConsentStore(db),
    link,
    front,
    events,
    settings: createSettings(db, () => undefined),
    clock: systemClock,
    crypto: createCrypto(now),
    log,
    cloudNow: () => undefined,
    pbxHosts: () => ['127.0.0.1'],
    hostName: () => 'gateway-1',
  });
  cloud.keys.set(id, signer.publicJwk);
  cloud.handlers.set(id, tunnelCommands(tunnels));
  await insertGateway(cloud.db, {
    id,
    accountId: 'account-1',
    jkt: signer.thumbprint,
    publicJwk: signer.publicJwk,
    name: 'cloudlink.local',
    kind: 'virtual',
    version: '0',
    publicAddress: '127.0.0.1',
    linkedAt: now(),
    linkedBy: 'Ada',
    selfVersion: 1,
    online: true,
    since: now(),
  });
  /** What the command channel would bring. */
  const report = async () => {
    await cloud.stores.gateways.setPresence(id, { online: true, since: now() });
    await cloud.stores.gateways.setStatus(id, { tunnels: tunnels.statuses() } as unknown as GatewayStatus);
  };
  await tunnels.start();
  tunnels.setConsent(PORTAL_TARGET, { mode: 'always', people: [ADMIN.email] }, INSTALLER);
  await tunnels.onLinked({
    ...selfOf(id),
    ...(options.hostKeys ? { brokerHostKeys: options.hostKeys } : {}),
  });
  t.teardown(async () => {
    await tunnels.stop();
    db.close();
  });
  return {
    id,
    signer,
    db,
    link,
    front,
    tunnels,
    events,
    accessLog,
    accessPages,
    report,
    logs,
    portalRequests,
  };
}
export type GatewayEnd = Awaited<ReturnType<typeof startGatewayEnd>>;

/** The customer has named Ada: the tests of everything but consent need no question. */
export function letIn(gateway: GatewayEnd, targetId: string): void {
  gateway.tunnels.setConsent(targetId, { mode: 'always', people: [ADMIN.email] }, INSTALLER);
}

/** Adds a plain target on loopback, starts its tunnel and lets Ada in. */
export async function startTarget(
  gateway: GatewayEnd,
  port: number,
  name = 'Server Manager',
): Promise<string> {
  const { id } = await gateway.tunnels.add(
    { component: 'MSL', tunnel: name, protocol: 'http', host: '127.0.0.1', port },
    INSTALLER,
  );
  await gateway.tunnels.startTunnel(id, INSTALLER);
  await gateway.tunnels.settled(id);
  letIn(gateway, id);
  await gateway.report();
  return id;
}

export function opening(answer: LaunchAnswer): LaunchTicket {
  if (answer.state === 'waiting') throw new Error('somebody on site is asked');
  return answer;
}

/**
 * Asks for a session, as the console's Launch does. The one place of the tests that knows what it takes: who asks, and
 * why.
 */
export const launchAs = (
  cloud: CloudEnd,
  gateway: GatewayEnd,
  targetId: string,
  over: { readonly accountId?: string; readonly reason?: string } = {},
) =>
  cloud.launch.open({
    scope: { accountId: over.accountId ?? cloud.scope.accountId },
    gatewayId: gateway.id,
    targetId,
    person: ADMIN,
    reason: over.reason ?? 'ticket 4711',
    ticket: 'INC-4711',
  });

/** Opens a session; fails where somebody on site is asked. */
export const openLaunch = async (...asked: Parameters<typeof launchAs>) => opening(await launchAs(...asked));

/** Launches as the console does, and gives the cookie that a browser would hold. */
export async function launchInto(cloud: CloudEnd, gateway: GatewayEnd, targetId: string) {
  return enter(await openLaunch(cloud, gateway, targetId));
}

/** Posts the ticket as the console does. */
export async function enter(ticket: LaunchTicket) {
  const begun = await ask(ticket.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${ticket.token}`,
  });
  const cookie = String(begun.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const origin = new URL(ticket.url).origin;
  const get = (path: string, headers: Record<string, string> = {}) =>
    ask(origin + path, { headers: { cookie, ...headers } });
  return { ticket, begun, cookie, origin, get };
}

export { CLOUD_PATH };

/** What one HTTP request over a channel of the broker is answered. */
export async function overChannel(
  cloud: CloudEnd,
  gatewayId: string,
  targetId: string,
  headers: Record<string, string>,
  path = '/',
): Promise<string> {
  const channel = await cloud.broker.connect(gatewayId, targetId);
  const lines = Object.entries({ host: 'x', connection: 'close', ...headers }).map(([k, v]) => `${k}: ${v}`);
  channel.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  let text = '';
  for await (const chunk of channel) text += chunk;
  return text;
}
