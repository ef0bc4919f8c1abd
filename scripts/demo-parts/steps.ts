/** The steps, in order. Each returns a sentence for the table; `needs` is what `--break` stops before it runs. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/base/runtime/free-port.ts';
import type { AccessVerdict } from '../../src/contract/access-log.ts';
import type {
  ClaimView,
  CommandView,
  ConsoleMe,
  EventView,
  GatewayView,
  PlatformView,
  UserView,
} from '../../src/contract/console-api.ts';
import type {
  InventoryView,
  LinkState,
  PbxTestResult,
  SyncView,
  Target,
} from '../../src/contract/local-api.ts';
import { startLdapDirectory } from '../../test/fakes/ldap-directory.ts';
import { launchWithConsent } from './consent.ts';
import { run, start, unitEnvironment } from './process.ts';
import { updateGateway } from './update.ts';
import { MARK, startWebApp } from './web-app.ts';
import { CLOUD, GATEWAY, patience, until, type World } from './world.ts';

export type Step = {
  readonly name: string;
  readonly title: string;
  readonly run: (world: World) => Promise<string>;
  /** Stops the process that this step needs. */
  readonly cut: (world: World) => Promise<void>;
};

type Page<T> = { items: T[]; total: number };

const kill = (pick: (world: World) => World['cloud']) => async (world: World) => pick(world)?.stop('SIGKILL');
const killCloud = kill((world) => world.cloud);
const killGateway = kill((world) => world.gateway);

function cookieOf(headers: { 'set-cookie'?: string[] | undefined }): string {
  return (headers['set-cookie'] ?? []).map((c) => c.split(';')[0]).join('; ');
}

async function startCloud(world: World): Promise<string> {
  world.cloudPort ||= await freePort();
  world.cloudUrl = `http://localhost:${world.publicPort || world.cloudPort}`;
  const data = join(world.folder, 'cloud');
  mkdirSync(data, { recursive: true });
  const common = ['--data', data];
  run(
    CLOUD,
    [
      'admin',
      'create',
      ...common,
      '--email',
      world.email,
      '--name',
      'Dana Whitfield',
      '--partner-name',
      'Northshore Communications',
      '--password-stdin',
    ],
    {},
    `${world.password}\n`,
  );
  const account = JSON.parse(
    run(
      CLOUD,
      [
        'account',
        'create',
        ...common,
        '--name',
        'Ballad Industries',
        '--region',
        'Canada',
        '--admin-name',
        'Priya Nair',
        '--admin-email',
        'priya@demo.example',
        '--contact',
        'support@demo.example',
        '--json',
      ],
      {},
    ),
  ) as { number: string };
  world.accountNumber = account.number;
  world.cloud = start(
    CLOUD,
    [
      'serve',
      ...common,
      '--listen',
      `127.0.0.1:${world.cloudPort}`,
      '--public-url',
      world.cloudUrl,
      '--launch-domain',
      world.launchDomain,
    ],
    { ...unitEnvironment('cloudlink-cloud'), ...world.cloudSettings },
    join(world.folder, 'cloud.log'),
  );
  await until(
    'the cloud',
    async () => ((await world.web({ path: '/v1/hello' })).status === 200 ? true : undefined),
    30_000,
  );
  return `${world.cloudUrl}, account ${account.number}`;
}

async function startDirectory(world: World): Promise<string> {
  const directory = await startLdapDirectory({
    people: world.people,
    bindDn: 'cn=gateway,dc=ballad,dc=example',
    password: world.directoryPassword,
  });
  world.directory = directory;
  return `in-process LDAP directory (a simulator) with ${world.people} people on port ${directory.port}`;
}

/** Settings of the gateway, by their environment names. */
export const gatewaySettings = (world: World): Record<string, string> => ({
  ...unitEnvironment('cloudlinkd'),
  CLOUDLINKD_DATA_DIR: join(world.folder, 'gateway'),
  CLOUDLINKD_RUN_DIR: join(world.folder, 'run'),
  CLOUDLINKD_HELPER_SOCKET: join(world.folder, 'run', 'helper.sock'),
  CLOUDLINKD_CLOUD_URL: world.cloudUrl,
  CLOUDLINKD_HTTP_HOST: '127.0.0.1',
  // who tries things out ends it as they like
  CLOUDLINKD_SAFE_MODE_AFTER_CRASHES: '0',
  CLOUDLINKD_MDNS_ENABLED: 'false',
  CLOUDLINKD_HTTP_PORT: String(world.gatewayPorts.http),
  CLOUDLINKD_HTTP_HTTPS_PORT: String(world.gatewayPorts.https),
  CLOUDLINKD_KIND: world.kind,
});

async function startGateway(world: World): Promise<string> {
  world.gatewayPorts = { http: await freePort(), https: await freePort() };
  world.gateway = start(GATEWAY, [], gatewaySettings(world), join(world.folder, 'gateway.log'));
  await until('the gateway', () => world.local<{ alive: true }>('GET', '/api/alive'), 30_000);
  return `http://127.0.0.1:${world.gatewayPorts.http}, pid ${world.gateway.child.pid}`;
}

/** As the partner, at the console's API. */
export async function signIn(world: World): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: world.cloudUrl };
  const reply = await world.web({
    method: 'POST',
    path: '/api/session',
    host: new URL(world.cloudUrl).host,
    headers,
    body: JSON.stringify({ email: world.email, password: world.password }),
  });
  if (reply.status !== 200) throw new Error(`sign-in at the console answered ${reply.status}: ${reply.text}`);
  const me = JSON.parse(reply.text) as ConsoleMe;
  world.console = { cookie: cookieOf(reply.headers), csrf: me.csrf ?? '' };
}

async function claim(world: World): Promise<string> {
  await signIn(world);
  const link = world.command<LinkState>('link', '--no-wait');
  const { setupCode } = world.command<{ setupCode?: string }>('setup-code');
  const code = encodeURIComponent(link.userCode ?? '');
  await world.api<ClaimView>('GET', `/api/claims/${code}`);
  await world.api<ClaimView>('POST', `/api/claims/${code}/approve`, {
    account: world.accountNumber,
    setupCode,
  });
  await until('the link', async () =>
    (await world.local<LinkState>('GET', '/api/link')).state === 'linked' ? true : undefined,
  );
  const gateways = await until('the gateway online at the cloud', async () => {
    const page = await world.api<Page<GatewayView>>('GET', `/api/gateways?account=${world.accountNumber}`);
    return page.items[0]?.online ? page : undefined;
  });
  world.gatewayId = gateways.items[0]?.id ?? '';
  return `code ${link.userCode}, set-up code verified by the gateway, online as ${world.gatewayId}`;
}

async function syncUsers(world: World): Promise<string> {
  const { directory } = world;
  if (!directory) throw new Error('there is no directory');
  await world.local('PUT', '/api/site', {
    name: 'Head office',
    address: '1 Elgin Street',
    city: 'Ottawa',
    country: 'CA',
    province: 'Ontario',
    postalCode: 'K1P 1A1',
    zone: 'America/Toronto',
  });
  const pbx = {
    type: 'ldap',
    name: 'Corporate directory',
    values: {
      host: directory.host,
      port: directory.port,
      security: 'none',
      bindDn: directory.bindDn,
      bindPassword: world.directoryPassword,
      baseDn: directory.baseDn,
    },
  };
  await world.local('PUT', '/api/pbx', pbx);
  const test = await world.local<PbxTestResult>('POST', '/api/pbx/connect');
  const wrong = test.steps.find((s) => !s.ok);
  if (wrong) throw new Error(`${wrong.title}: ${wrong.facts}`);
  const view = await world.local<SyncView>('POST', '/api/sync/run?wait=true');
  if (view.error) throw new Error(`${view.error.code}: ${view.error.sentence}`);
  const added = view.counts?.added ?? 0;
  const users = await world.api<Page<UserView>>('GET', `/api/users?account=${world.accountNumber}&limit=1`);
  if (added < 1 || users.total !== added) throw new Error(`${added} added here, ${users.total} at the cloud`);
  await world.local('POST', '/api/onboarding/complete');
  const again = await world.local<SyncView>('POST', '/api/sync/run?wait=true');
  return `${added} of ${world.people} people at the cloud, ${view.withoutEmail} without e-mail, ${view.sharedEmail} sharing one, ${view.counts?.detained ?? 0} detained; a second run sent ${again.counts?.requests ?? '?'} requests`;
}

async function openTunnel(world: World): Promise<string> {
  const app = world.webApp ?? (await startWebApp());
  world.webApp = app;
  const target = await world.local<Target>('POST', '/api/tunnels', {
    component: 'Demo PBX',
    tunnel: 'administration web interface',
    protocol: 'http',
    host: '127.0.0.1',
    port: app.port,
  });
  world.targetId = target.id;
  await world.local<Target>('POST', `/api/tunnels/${target.id}/start`);
  const up = await until('tunnel up and target up', async () => {
    const { targets } = await world.local<{ targets: Target[] }>('GET', '/api/tunnels');
    const here = targets.find((t) => t.id === target.id);
    return here?.state === 'started' && here.tunnelUp?.up && here.targetUp?.up ? here : undefined;
  });
  // the console offers Launch as soon as the gateway's status says that the tunnel is started
  await until('the tunnel at the cloud', async () => {
    const gateway = await world.api<GatewayView>('GET', `/api/gateways/${world.gatewayId}`);
    return gateway.targets.some((t) => t.id === target.id && t.state === 'started') || undefined;
  });
  return `${up.component}, ${up.tunnel}: started, tunnel up, target up`;
}

async function launch(world: World): Promise<string> {
  const { ticket, asked } = await launchWithConsent(world, world.targetId, {
    reason: 'Demo',
    ticket: 'DEMO-1',
  });
  const { host, pathname } = new URL(ticket.url);
  const posted = await world.web({
    method: 'POST',
    path: pathname,
    host,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: ticket.token }).toString(),
  });
  const cookie = cookieOf(posted.headers);
  if (posted.status !== 303 && posted.status !== 302)
    throw new Error(`the launch answered ${posted.status}: ${posted.text.slice(0, 200)}`);
  const first = await world.web({ path: '/', host, headers: { cookie } });
  const location = first.headers.location ?? '';
  if (first.status !== 302 || new URL(location, ticket.url).host !== host)
    throw new Error(`the page answered ${first.status} with location ${location}`);
  const page = await world.web({ path: '/admin', host, headers: { cookie } });
  if (page.status !== 200 || !page.text.includes(MARK))
    throw new Error(`the page answered ${page.status}: ${page.text.slice(0, 200)}`);
  const without = await world.web({ path: '/admin', host });
  if (without.status < 400) throw new Error(`without its cookie the page answered ${without.status}`);
  return `${asked}; “${MARK}” fetched through the tunnel; without the cookie ${without.status}`;
}

/** The gateway tells the cloud its log's head with the next status; then the two can be compared. */
async function verifyAccess(world: World): Promise<string> {
  // asked at the gateway itself: a program started for each question would keep a processor busy
  const isTold = async () => {
    const { cloud } = await world.local<AccessVerdict>('POST', '/api/access-log/verify');
    return cloud.compared > 0 || undefined;
  };
  // a status that nothing brought about comes after a minute
  await until('the head of the access log at the cloud', isTold, patience.ms + 15_000);
  const { records, cloud } = world.command<AccessVerdict>('access', 'verify');
  if (cloud.compared === 0) throw new Error('the command compared nothing');
  return `${records} records, each as it was written; ${cloud.compared} compared with what the cloud was told`;
}

async function inventory(world: World): Promise<string> {
  world.command<InventoryView>('inventory', '--report');
  const page = await until('the inventory at the cloud', async () => {
    const platforms = await world.api<Page<PlatformView>>(
      'GET',
      `/api/inventory/platforms?account=${world.accountNumber}`,
    );
    return platforms.items.length > 0 ? platforms : undefined;
  });
  const host = page.items[0];
  return `${host?.host}: ${host?.platformName} ${host?.version}, ${host?.applicationTypes.join(', ')}, SWA ${host?.swaStatus}`;
}

async function order(world: World): Promise<string> {
  const command = await world.api<CommandView>('POST', `/api/gateways/${world.gatewayId}/commands`, {
    name: 'sync.run',
  });
  const done = await until('the result of Sync now', async () => {
    const now = await world.api<CommandView>('GET', `/api/commands/${command.id}`);
    return now.endedAt === undefined ? undefined : now;
  });
  if (done.state !== 'done') throw new Error(`${done.state}: ${done.error?.sentence ?? ''}`);
  return `${done.title}: ${done.sentence ?? done.state}`;
}

async function events(world: World): Promise<string> {
  const wanted = ['PBX link saved', 'Site saved', 'Update rolled back', 'Update installed'];
  const page = await until('the event history', async () => {
    const all = await world.api<Page<EventView>>(
      'GET',
      `/api/events?account=${world.accountNumber}&limit=100`,
    );
    return wanted.every((action) => all.items.some((e) => e.action === action)) ? all : undefined;
  });
  return `${page.total} events, newest: ${page.items
    .slice(0, 4)
    .map((e) => e.action)
    .join(' · ')}`;
}

export const STEPS: readonly Step[] = [
  { name: 'cloud', title: 'Start the cloud', run: async (w) => startCloud(w), cut: async () => undefined },
  { name: 'directory', title: 'Start a directory', run: startDirectory, cut: async () => undefined },
  { name: 'gateway', title: 'Start the gateway', run: startGateway, cut: async () => undefined },
  { name: 'claim', title: 'Claim the gateway', run: claim, cut: killGateway },
  { name: 'sync', title: 'Sync the users', run: syncUsers, cut: async (w) => w.directory?.close() },
  {
    name: 'tunnel',
    title: 'Start a tunnel',
    run: openTunnel,
    // its web application: the port stays known, nobody answers
    cut: async (w) => {
      const app = await startWebApp();
      await app.close();
      w.webApp = app;
    },
  },
  {
    name: 'launch',
    title: 'Launch through it, approved on site',
    run: launch,
    cut: async (w) => w.webApp?.close(),
  },
  { name: 'access', title: 'Verify the access log', run: verifyAccess, cut: killCloud },
  { name: 'inventory', title: 'Report the inventory', run: inventory, cut: killGateway },
  { name: 'command', title: 'Order a sync from the cloud', run: order, cut: killGateway },
  { name: 'update', title: 'Update it, badly and well', run: updateGateway, cut: killCloud },
  { name: 'events', title: 'Read the event history', run: events, cut: killCloud },
];
