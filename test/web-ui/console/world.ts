/** A real cloud with a partner, its customers and their gateways, for the tests of the console and for looking. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import WebSocket from 'ws';
import type { AccountState, Role } from '../../../src/cloud/core/model.ts';
import type { CloudMessage, CommandMessage, GatewayMessage } from '../../../src/contract/channel.ts';
import type { InventoryReport } from '../../../src/contract/inventory.ts';
import type { MetricRollup } from '../../../src/contract/metrics.ts';
import type { GatewayStatus } from '../../../src/contract/status.ts';
import type { TargetStatus } from '../../../src/contract/tunnel.ts';
import { type Claimed, type Console, PASSWORD, startCloud, type TestCloud } from '../../cloud/harness.ts';
import { writeRepository } from '../../cloud/rollouts/repository.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CHANNEL = '/v1/gateway/channel';

export const DANA = 'dana@northshore.example';
export const PRIYA = 'priya@ballad.example';
export const SAM = 'sam@fenwick.example';
export const NEW_PARTNER = 'noor@empty.example';
export const LARGE_PARTNER = 'lee@meridian.example';
export { PASSWORD };
/** The log that a bundle of Ballad's gateway made. */
export const SUPPORT_LOG = '01930000-0000-7000-8000-00000000c701';

export type Account = { readonly id: string; readonly number: string; readonly name: string };

/** What a gateway answers to an order; nothing is answered to orders without a row. */
export type Replies = Readonly<
  Partial<Record<string, (command: CommandMessage) => readonly Omit<GatewayMessage, 'id'>[]>>
>;

/** The gateway's end of a channel: says its status and answers orders. */
export type Connected = {
  readonly claimed: Claimed;
  say(status: GatewayStatus): void;
  /** The next orders are answered so. */
  reply(replies: Replies): void;
  /** Orders that have come, oldest first. */
  readonly orders: readonly CommandMessage[];
  send(message: GatewayMessage): void;
  close(): void;
};

export type World = {
  readonly cloud: TestCloud;
  readonly dana: Console;
  readonly accounts: Readonly<Record<'ballad' | 'corvid' | 'halden' | 'fenwick' | 'oldMill', Account>>;
  readonly ballad: Connected;
  readonly gateways: Readonly<Record<'ballad' | 'corvid' | 'halden', string>>;
  /** Of Dana, to a gateway that is offline first. */
  readonly rollout: string;
};

export async function addAccount(
  cloud: TestCloud,
  account: { number: string; name: string; partnerId?: string; state?: AccountState; region?: string },
): Promise<Account> {
  const id = randomUUID();
  await cloud.op.stores.accounts.insert({
    id,
    kind: account.partnerId === undefined ? 'partner' : 'customer',
    state: 'active',
    region: 'Canada',
    supportContacts: [`support@${account.name.split(' ')[0]?.toLowerCase()}.example`],
    createdAt: cloud.clock.now() - 70 * DAY,
    ...account,
  });
  return { id, number: account.number, name: account.name };
}

export async function addPerson(
  cloud: TestCloud,
  account: Account,
  person: { name: string; email: string; role: Role },
): Promise<void> {
  const owner = await cloud.op.find(account.number);
  const { personId } = await cloud.op.accounts.addPerson(cloud.op.operator, owner, person);
  await cloud.op.stores.people.setPassword(personId, await cloud.op.hasher.hash(PASSWORD));
}

function target(
  now: number,
  facts: Partial<TargetStatus> & Pick<TargetStatus, 'id' | 'component' | 'tunnel'>,
): TargetStatus {
  return {
    description: '',
    use: 'browser',
    application: 'msl',
    host: 'mivb-ott-01',
    state: 'started',
    since: now - 9 * DAY,
    targetUp: { up: true, at: now - 12_000 },
    ...facts,
  };
}

/** The targets of a gateway beside a MiVoice Business. */
export function targetsOf(now: number): TargetStatus[] {
  return [
    target(now, { id: 'gateway-portal', component: 'CloudLink gateway', tunnel: 'Portal' }),
    target(now, { id: 'msl', component: 'MSL', tunnel: 'Server Manager' }),
    target(now, {
      id: 'msl-rest',
      component: 'MSL',
      tunnel: 'REST interface',
      use: 'service',
      state: 'stopped',
    }),
    target(now, {
      id: 'mivb',
      component: 'MiVoice Business',
      tunnel: 'Administration web interface',
      state: 'stopped',
      since: now - 70 * DAY,
    }),
    target(now, {
      id: 'micollab',
      component: 'MiCollab',
      tunnel: 'Administration',
      targetUp: { up: false, at: now - 9_000, error: 'The host refuses connections on port 443.' },
    }),
  ];
}

export function statusOf(now: number, facts: Partial<GatewayStatus> = {}): GatewayStatus {
  return {
    at: now - 4_000,
    version: '3.2.0',
    kind: 'standalone',
    name: 'cloudlink-ott',
    lanAddress: '192.168.10.24',
    bootId: 'b1',
    startedAt: now - 41 * DAY,
    site: { name: 'Head office', city: 'Ottawa', country: 'CA', zone: 'America/Toronto' },
    onboarding: { siteSaved: true, completed: true },
    pbxLink: {
      type: 'MiVoice Business',
      name: 'mivb-ott-01',
      onboarded: true,
      connected: true,
      checkedAt: now - 3 * MINUTE,
    },
    sync: {
      state: 'attention',
      lastRunAt: now - 6 * MINUTE,
      nextRunAt: now + 14 * MINUTE,
      users: 244,
      withoutEmail: 3,
      sharedEmail: 2,
      counts: { added: 2, changed: 1, removed: 0, unchanged: 232, detained: 12, held: 0, requests: 3 },
    },
    tunnels: targetsOf(now),
    outbox: { waiting: 0, dropped: 0 },
    alarms: [],
    accessLog: { count: 1204, head: 'b8f1c09a77d24e61'.repeat(4) },
    ...facts,
  };
}

export const TARGET_DOWN: GatewayStatus['alarms'][number] = {
  code: 'TARGET_DOWN',
  severity: 'warning',
  title: 'MiCollab does not answer',
  facts: 'Every connection to micollab.ballad.example port 443 is refused. The host itself answers.',
  remedy: 'Start the web server in MSL Server Manager on that host. This alarm then clears by itself.',
  since: Date.UTC(2026, 10, 23, 11, 19),
};

export const PBX_LOST: GatewayStatus['alarms'][number] = {
  code: 'PBX_UNREACHABLE',
  severity: 'critical',
  title: 'The PBX does not answer',
  facts: 'No connection to 10.20.0.5 port 443 has succeeded.',
  remedy: 'Check that the PBX is on and that its address has not changed.',
  since: Date.UTC(2026, 10, 23, 8, 40),
};

/** Opens the channel of a claimed gateway and answers its orders. */
export function connect(cloud: TestCloud, claimed: Claimed): Promise<Connected> {
  const { gateway, token } = claimed;
  const headers = gateway.upgradeHeaders(CHANNEL, token);
  const socket = new WebSocket(cloud.url.replace('http', 'ws') + CHANNEL, { headers });
  const orders: CommandMessage[] = [];
  let replies: Replies = {};
  const send = (message: object) => socket.send(JSON.stringify(message));
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as CloudMessage;
    if (message.type !== 'command') return;
    orders.push(message);
    send({ type: 'ack', id: message.id });
    for (const said of replies[message.name]?.(message) ?? []) send({ ...said, id: message.id });
  });
  const connected: Connected = {
    claimed,
    orders,
    send,
    say: (status) => send({ type: 'status', status }),
    reply: (next) => {
      replies = { ...replies, ...next };
    },
    close: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(connected));
    socket.once('error', reject);
  });
}

export const ok = (sentence: string, value?: unknown) => [
  {
    type: 'result' as const,
    result: { ok: true as const, sentence, ...(value === undefined ? {} : { value }) },
  },
];
export const failed = (code: string, sentence: string, remedy: string) => [
  { type: 'result' as const, result: { ok: false as const, error: { code, sentence, remedy } } },
];

const LINES = Array.from(
  { length: 240 },
  (_, i) => `{"level":30,"time":${1_795_000_000_000 + i * 1000},"msg":"cycle ${i} ended","changes":0}`,
);

/** How the gateway of Ballad answers. */
const REPLIES: Replies = {
  'sync.run': () => ok('244 users read, nothing had changed.'),
  'pbx.test': () =>
    ok('The PBX link does not work.', {
      ok: false,
      steps: [
        { title: 'Find the host', ok: true, facts: 'mivb-ott-01 is 10.20.0.5' },
        {
          title: 'Sign in',
          ok: false,
          facts: '',
          error: {
            code: 'PBX_SIGN_IN',
            sentence: 'The PBX refuses the password.',
            remedy: 'Enter it again.',
          },
        },
      ],
    }),
  'logs.collect': () => ok('The last 1,000 lines.', { lines: LINES }),
  reboot: () =>
    failed(
      'HELPER_MISSING',
      'The helper that reboots the machine does not run.',
      'Start cloudlinkd-helper.socket.',
    ),
  'inventory.report': () => [{ type: 'progress', percent: 40, sentence: 'Reading 3 platforms.' }],
  'session.open': () => ok('Open.'),
  'session.end': () => ok('Ended.'),
};

/** Reads until it is so; the cloud works on its own time. */
export async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
  }
}

async function order(world: { dana: Console }, gatewayId: string, name: string): Promise<void> {
  const { body } = await world.dana.post(`/api/gateways/${gatewayId}/commands`, { name });
  const settled = ['done', 'failed', 'running', 'waiting'];
  const moved = async () => String((await world.dana.get(`/api/commands/${body.id}`)).body.state);
  const open = name === 'inventory.report' ? ['running'] : settled.filter((s) => s !== 'running');
  await until(async () => (open.includes(await moved()) ? true : undefined));
}

async function inventory(cloud: TestCloud, { gateway, token }: Claimed): Promise<void> {
  const now = cloud.clock.now();
  const body: InventoryReport = {
    schema: 1,
    collectedAt: now - 4 * MINUTE,
    zone: 'America/Toronto',
    platforms: [
      platform('mivb-ott-01', { number: '76408312', type: 'perpetual', expiresOn: '2030-01-01' }),
      platform('mbg-ott', { number: '51316107', type: 'perpetual', expiresOn: '2027-01-03' }),
      platform('micollab', { number: '40255198', type: 'subscription', expiresOn: '2026-10-31' }),
    ],
  };
  const json = { items: [{ id: randomUUID(), at: now, kind: 'inventory', body }] };
  await gateway.send({ method: 'POST', path: '/v1/gateway/outbox', accessToken: token, json });
}

function platform(host: string, licence: InventoryReport['platforms'][number]['licence']) {
  return {
    collectedBy: 'self' as const,
    host,
    platformType: 'msl' as const,
    platformName: 'VMware virtual machine',
    systemFamily: 'linux' as const,
    version: '11.0.110.0',
    platformId: `id-${host}`,
    licence,
    partitions: [],
    applications: [{ type: 'cloudlink-daemon', version: '3.2.0', interfaces: [] }],
  };
}

/** Figures of five minutes that ended then. */
function rollup(to: number): MetricRollup {
  const busy = (to / HOUR) % 1;
  const series = (kind: 'gauge' | 'counter', name: string, value: number, labels = {}) => ({
    ...{ name: `cloudlink_${name}`, labels, kind, value },
  });
  return {
    from: to - 5 * MINUTE,
    to,
    series: [
      series('gauge', 'memory_bytes', 121_000_000 + 9_000_000 * busy),
      series('counter', 'processor_seconds_total', 1.4 + busy),
      series('gauge', 'loop_delay_seconds', 0.004 + busy / 100, { quantile: '0.99' }),
      series('gauge', 'sync_users', 233),
      series('gauge', 'sync_users_detained', 3),
      series('gauge', 'sync_last_duration_seconds', 0.9 + busy),
      series('gauge', 'tunnels', 2, { state: 'started' }),
      series('gauge', 'outbox_waiting', 1),
      series('counter', 'network_bytes_total', 41_000 + Math.round(2000 * busy), {
        ...{ use: 'cloud', direction: 'up' },
      }),
      series('counter', 'network_bytes_total', 12_900, { use: 'cloud', direction: 'down' }),
    ],
  };
}

/** Ballad complete and online, Corvid offline with an alarm, Halden linked and silent, Fenwick without a gateway. */
export async function startWorld(
  t: Pick<Test, 'teardown'>,
  settings: Readonly<Record<string, unknown>>,
): Promise<World> {
  const releases = mkdtempSync(join(tmpdir(), 'releases-'));
  t.teardown(() => rmSync(releases, { recursive: true, force: true }));
  const cloud = await startCloud(t, { releases, ...settings });
  const now = cloud.clock.now();
  const northshore = await addAccount(cloud, { number: '100200300', name: 'Northshore Communications' });
  await addPerson(cloud, northshore, { name: 'Dana Whitfield', email: DANA, role: 'partner' });
  const customer = (number: string, name: string, more: { state?: AccountState; region?: string } = {}) =>
    addAccount(cloud, { number, name, partnerId: northshore.id, ...more });
  const accounts = {
    ballad: await customer('482917305', 'Ballad Industries'),
    corvid: await customer('482917611', 'Corvid Logistics Europe', { region: 'Germany' }),
    halden: await customer('519003718', 'Halden Dental Group'),
    fenwick: await customer('733120984', 'Fenwick & Sons'),
    oldMill: await customer('905511204', 'Old Mill Hotels', { state: 'deactivated' }),
  };
  await addPerson(cloud, accounts.ballad, { name: 'Priya Nair', email: PRIYA, role: 'admin' });
  await addPerson(cloud, accounts.fenwick, { name: 'Sam Reed', email: SAM, role: 'admin' });
  await addSmallAndLarge(cloud);

  const dana = await cloud.signIn(DANA);
  const ballad = await connect(cloud, await cloud.claim(dana, accounts.ballad.number));
  const corvid = await cloud.claim(dana, accounts.corvid.number);
  const halden = await cloud.claim(dana, accounts.halden.number);
  const { stores } = cloud.op;
  await stores.gateways.setStatus(
    corvid.gatewayId,
    statusOf(now - 3 * HOUR, {
      name: 'cloudlink-gbg',
      kind: 'msl',
      lanAddress: '10.20.0.9',
      alarms: [PBX_LOST],
    }),
  );
  await stores.gateways.setPresence(corvid.gatewayId, { online: false, since: now - 3 * HOUR });
  ballad.say(statusOf(now, { alarms: [TARGET_DOWN], update: updateOf(now) }));
  ballad.reply(REPLIES);
  const balladId = ballad.claimed.gatewayId;
  for (const age of [23 * HOUR, 2 * HOUR, 2 * MINUTE]) await stores.metrics.put(balladId, rollup(now - age));
  await until(async () => ((await dana.get(`/api/gateways/${balladId}`)).body.status ? true : undefined));
  await inventory(cloud, ballad.claimed);

  for (const name of ['sync.run', 'logs.collect', 'pbx.test', 'reboot', 'inventory.report'])
    await order({ dana }, balladId, name);
  await order({ dana }, corvid.gatewayId, 'sync.run');
  await dana.post(`/api/gateways/${balladId}/launch`, { targetId: 'msl', reason: '3104 does not ring' });
  await sentBundle(cloud, balladId, now - 2 * HOUR);
  t.teardown(() => ballad.close());
  const gateways = { ballad: balladId, corvid: corvid.gatewayId, halden: halden.gatewayId };
  writeRepository(
    releases,
    [
      { version: '3.2.0', contents: 'old', hardware: ['linux-x64', 'linux-arm64'] },
      { version: '3.2.1', contents: 'new', hardware: ['linux-x64', 'linux-arm64'] },
    ],
    { expires: new Date(now + 2 * DAY) },
  );
  const { body } = await dana.post('/api/rollouts', {
    version: '3.2.1',
    rings: [
      { name: 'Pilot', percent: 0, gateways: [corvid.gatewayId] },
      { name: 'All others', percent: 100, gateways: [] },
    ],
    when: { kind: 'hours', from: 60, until: 300 },
    maxFailedPercent: 10,
  });
  return { cloud, dana, accounts, ballad, gateways, rollout: String(body.id) };
}

const updateOf = (now: number): NonNullable<GatewayStatus['update']> => ({
  state: 'rolledBack',
  available: '3.2.1',
  version: '3.2.1-beta.2',
  from: '3.2.0',
  startedAt: now - 3 * DAY,
  endedAt: now - 3 * DAY + 4 * MINUTE,
  reason: {
    code: 'UPDATE_WORSE',
    sentence: 'The new version was worse than the one before: the PBX was not reached.',
    remedy: 'The old version runs again. Collect the logs and report the version.',
    logExcerpt:
      '{"level":50,"msg":"the PBX does not answer"}\n{"level":40,"msg":"trial: pbx was good, is bad"}',
  },
  lastCheckAt: now - 2 * HOUR,
  schedule: {
    automatic: true,
    every: 'weekly',
    weekdays: [0, 6],
    minute: 157,
    zone: 'America/Toronto',
    changedBy: { name: 'Priya Nair', via: 'cloud' },
    changedAt: now - 9 * DAY,
  },
});

/** A support bundle that came two minutes after it was made. */
async function sentBundle({ op }: TestCloud, gatewayId: string, madeAt: number): Promise<void> {
  const { support, supportLogs, gateways } = op.stores;
  const gateway = await gateways.byId(gatewayId);
  if (!gateway) throw new Error('no gateway');
  const id = randomUUID();
  const bytes = Buffer.alloc(184_320, 'x');
  const name = 'cloudlink-support-cloudlink-local.zip';
  const facts = { id, name, size: bytes.length, sha256: 'a'.repeat(64), madeAt, begunAt: madeAt };
  await support.begin(gatewayId, facts);
  await support.append(gatewayId, id, 0, bytes);
  const createdAt = madeAt + 2 * MINUTE;
  const log = {
    id: SUPPORT_LOG,
    accountId: gateway.accountId,
    title: 'Support bundle of cloudlink-ott',
    product: 'gateway',
    description: '',
    reporter: { id: randomUUID(), name: 'Dana Whitfield', email: DANA },
    gateway: { id: gatewayId, name: 'cloudlink-ott' },
    createdAt,
    remindAt: createdAt + 7 * DAY,
  } as const;
  await supportLogs.bundleStored({ gatewayId, id, fileId: randomUUID() }, log, []);
}

/** A partner with nothing yet, and one with more accounts than fit on a page. */
async function addSmallAndLarge(cloud: TestCloud): Promise<void> {
  const empty = await addAccount(cloud, { number: '111222333', name: 'Empty Handed' });
  await addPerson(cloud, empty, { name: 'Noor Haddad', email: NEW_PARTNER, role: 'partner' });
  const large = await addAccount(cloud, { number: '444555666', name: 'Meridian Telecom' });
  await addPerson(cloud, large, { name: 'Lee Park', email: LARGE_PARTNER, role: 'partner' });
  for (let i = 0; i < 120; i++)
    await addAccount(cloud, {
      number: String(600_000_000 + i),
      name: `Bundesverwaltungsgenossenschaft Niederlassung ${String(i + 1).padStart(3, '0')}`,
      partnerId: large.id,
    });
}
