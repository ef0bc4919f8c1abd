/** A real cloud for the list pages: one account with nothing, a partner's typical ones, and one with 50,000 of everything. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Test } from 'tap';
import type { EventType } from '../../../src/cloud/core/model.ts';
import type { Platform } from '../../../src/contract/inventory.ts';
import { SCIM_ENTERPRISE } from '../../../src/contract/scim.ts';
import type { TargetStatus } from '../../../src/contract/tunnel.ts';
import { type Claimed, startCloud, type TestCloud } from '../../cloud/harness.ts';
import { type Account, addAccount, addPerson, DANA, PRIYA, SAM, statusOf } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const MANY = 50_000;
/** Administrator of the account that has 50,000 of everything. */
export const LEE = 'lee@meridian.example';

export type ListsWorld = {
  readonly cloud: TestCloud;
  readonly accounts: Readonly<
    Record<'ballad' | 'corvid' | 'halden' | 'quill' | 'vacant' | 'fenwick' | 'meridian', Account>
  >;
  readonly ballad: Claimed;
  /** A gateway reports. */
  readonly report: (link: Claimed, platforms: readonly Platform[], age?: number) => Promise<void>;
  /** Something happens, and Ballad's gateway tells it. */
  readonly tells: (action: string, asset: string) => Promise<void>;
};

type Happening = {
  readonly action: string;
  readonly asset: string;
  readonly type?: EventType;
  readonly actor?: string;
  readonly ago?: number;
  readonly properties?: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
};

function apps(...types: string[]): Platform['applications'] {
  return types.map((type) => ({ type, version: '11.0.1.18', interfaces: [] }));
}

export function platform(host: string, more: Partial<Platform> = {}): Platform {
  return {
    collectedBy: 'self',
    host,
    platformType: 'msl',
    platformName: 'VMware virtual machine',
    systemFamily: 'linux',
    version: '11.0.110.0',
    platformId: `4c4c4544-0051-3610-8052-${host.slice(0, 4)}`,
    licence: { type: 'unlicensed' },
    memoryBytes: 8 * 2 ** 30,
    processor: 'Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz',
    partitions: [
      { id: '/dev/dm-0', basePath: '/', fileSystemType: 'xfs', capacityBytes: 15.49 * 2 ** 30 },
      { id: '/dev/dm-0', basePath: '/vmail', fileSystemType: 'xfs', capacityBytes: 15.49 * 2 ** 30 },
      { id: '/dev/sda1', basePath: '/boot', fileSystemType: 'xfs', capacityBytes: 506 * 2 ** 20 },
    ].map((p) => ({ ...p, capacityBytes: Math.round(p.capacityBytes) })),
    applications: apps('cloudlink-daemon'),
    ...more,
  };
}

const licence = (number: string, type: string, expiresOn: string) => ({ number, type, expiresOn });

/** Those of the mock-up. */
export const BALLAD: readonly Platform[] = [
  platform('mivb-ott-01', {
    licence: licence('76408312', 'perpetual', '2030-01-01'),
    applications: apps('mivoice-business', 'cloudlink-daemon', 'cloudlink-gateway'),
  }),
  platform('mbg-ott', {
    licence: licence('51316107', 'perpetual', '2027-01-03'),
    applications: apps('mitel-border-gateway', 'cloudlink-daemon'),
  }),
  platform('micollab', {
    licence: licence('40255198', 'subscription', '2026-10-31'),
    applications: apps('micollab', 'mitel-border-gateway', 'cloudlink-daemon'),
  }),
];
const CORVID: readonly Platform[] = [
  platform('micc-win-2', {
    platformType: 'windows',
    systemFamily: 'windows',
    version: '10.0.17763 Build 17763',
    licence: licence('51316244', 'perpetual', '2026-11-12'),
    applications: apps('micc-business', 'cloudlink-daemon'),
  }),
  platform('mxone-gbg', { platformType: 'linux', version: '7.6.0.2', applications: apps('mx-one') }),
];
const HALDEN: readonly Platform[] = [
  platform('mivb-halden', {
    version: '12.1.22.0',
    licence: licence('59095914', 'subscription', '2027-06-30'),
    applications: apps('mivoice-business', 'cloudlink-daemon'),
  }),
];
const QUILL: readonly Platform[] = [
  platform('pbx.quill.example', {
    platformType: 'linux',
    version: '=cmd()',
    applications: apps('asterisk', 'cloudlink-gateway'),
  }),
  platform('mas-quill', {
    licence: licence('57877251', 'perpetual', '31.12.2026'),
    applications: apps('micollab', 'cloudlink-daemon'),
  }),
];

const EVENTS: readonly Happening[] = [
  {
    action: 'User updated',
    asset: 'priya.nair',
    actor: 'Priya Nair',
    properties: ['phoneNumbers', 'name.familyName'],
  },
  {
    action: 'PBX link saved',
    asset: 'mivb-ott-01',
    actor: 'Priya Nair',
    properties: ['host'],
    details: { from: '10.20.0.4', to: '10.20.0.5' },
  },
  { action: 'Gateway linked', asset: 'cloudlink-ott', type: 'Gateway', actor: 'Dana Whitfield' },
  {
    action: 'Sync finished',
    asset: 'Ballad Industries',
    type: 'Sync',
    actor: 'System',
    details: { added: 2, changed: 1, removed: 0 },
  },
  { action: 'User created', asset: 'sam.reed', type: 'Sync', actor: 'SCIM' },
  { action: 'User deleted', asset: 'max.muster', actor: '' },
  { action: 'Tunnel started', asset: 'MSL Server Manager', type: 'Security', actor: 'Priya Nair' },
  { action: 'SCIM keys generated', asset: 'Ballad Industries', type: 'Security', actor: 'Dana Whitfield' },
];

const NAMES = [
  'Ann Archer',
  'Bea Brandt',
  'Cyd Castellanos',
  'Dan Dhillon',
  'Eve Engström',
  'Fay Fontaine',
  'Gus Gray',
];

async function addUser({ gateway, token }: Claimed, name: string, n: number): Promise<void> {
  const userName = name
    .toLowerCase()
    .replace(' ', '.')
    .normalize('NFKD')
    .replace(/[^a-z.]/g, '');
  const json = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', SCIM_ENTERPRISE],
    userName,
    displayName: name,
    active: n % 3 !== 2,
    emails: [{ type: 'work', value: `${userName}@ballad.example` }],
    phoneNumbers: [
      { type: 'other', value: String(3100 + n) },
      { type: 'mobile', value: `+1613555${1000 + n}` },
    ],
    [SCIM_ENTERPRISE]: { department: 'Sales' },
  };
  const path = '/v1/gateway/scim/v2/Users';
  const { status, body } = await gateway.send({ method: 'POST', path, accessToken: token, json });
  if (status !== 201) throw new Error(JSON.stringify(body));
}

const ROWS = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY - 1})`;

/** Straight into the tables: through the front door it would take minutes. */
function fill(cloud: TestCloud, account: Account, gatewayId: string): void {
  const db = new Database(join(cloud.config.data, 'cloud.db'));
  const now = cloud.clock.now();
  const partner = `(SELECT coalesce(partner_id, id) FROM account WHERE id = @account)`;
  const facts = { account: account.id, gateway: gatewayId, now };
  const put = db.transaction(() => {
    db.prepare(`INSERT INTO event (id, account_id, partner_id, gateway_id, at, actor_id, actor_name, action,
        event_type, asset, properties_changed, details) ${ROWS}
      SELECT printf('00000000-0000-7000-8000-%012x', i), @account, ${partner}, '', @now - i * 60000,
        'actor-' || (i % 9), 'Somebody ' || (i % 9), 'User updated', 'Sync', 'user ' || i, '["name"]', '{}' FROM n`).run(
      facts,
    );
    db.prepare(`INSERT INTO event_kind SELECT DISTINCT account_id, partner_id, event_type, action FROM event
      WHERE account_id = @account ON CONFLICT DO NOTHING`).run({ account: account.id });
    db.prepare(`INSERT INTO platform (id, gateway_id, account_id, partner_id, host, platform_type, platform_name, version,
        system_family, platform_id, licence_number, licence_type, swa_rule, swa_soon_at, swa_end_at, body) ${ROWS}
      SELECT 'many~' || i, @gateway, @account, ${partner}, printf('host-%05d', i), platform_type, platform_name, version,
        system_family, platform_id, licence_number, licence_type, swa_rule, swa_soon_at, swa_end_at,
        json_set(body, '$.host', printf('host-%05d', i))
      FROM n, (SELECT * FROM platform WHERE gateway_id = @gateway LIMIT 1)`).run({
      account: account.id,
      gateway: gatewayId,
    });
    db.prepare(`INSERT INTO application (id, platform_id, gateway_id, account_id, partner_id, type, version) ${ROWS}
      SELECT 'many~' || i || '~app~0', 'many~' || i, @gateway, @account, ${partner}, 'cloudlink-daemon', '3.2.0' FROM n`).run(
      { account: account.id, gateway: gatewayId },
    );
    db.prepare(`INSERT INTO scim_user (id, account_id, version, created_at, changed_at, active, sort_name, search_text,
        synced_from, gateway_id, changed_by, keys, emails, resource) ${ROWS}
      SELECT 'many-' || i, @account, 1, @now, @now - i, i % 10 <> 0, printf('user %05d', i), printf('user %05d', i),
        'cloudlink-mer', @gateway, 'cloudlink-mer', '[]', '[]',
        json_object('userName', printf('user.%05d', i), 'displayName', printf('User %05d', i)) FROM n`).run(
      facts,
    );
  });
  put();
  db.close();
}

function targets(now: number): TargetStatus[] {
  const target = (id: string, host: string, state: TargetStatus['state'], application = 'msl') => ({
    id,
    component: application === 'msl' ? 'MSL' : 'MiVoice Business',
    tunnel: 'Server Manager',
    description: '',
    use: 'browser' as const,
    application,
    host,
    state,
    since: now - DAY,
    targetUp: { up: true, at: now - 12_000 },
  });
  return [
    target('msl-1', 'mivb-ott-01', 'started'),
    target('mivb-1', 'mivb-ott-01', 'started', 'mivoice-business'),
    target('msl-2', 'mbg-ott', 'started'),
    target('msl-3', 'micollab', 'stopped'),
  ];
}

export async function startListsWorld(
  t: Pick<Test, 'teardown'>,
  settings: Readonly<Record<string, unknown>>,
): Promise<ListsWorld> {
  const cloud = await startCloud(t, settings);
  const now = cloud.clock.now();
  const northshore = await addAccount(cloud, { number: '100200300', name: 'Northshore Communications' });
  await addPerson(cloud, northshore, { name: 'Dana Whitfield', email: DANA, role: 'partner' });
  const elsewhere = await addAccount(cloud, { number: '100200301', name: 'Elsewhere' });
  const customer = (number: string, name: string, above = northshore) =>
    addAccount(cloud, { number, name, partnerId: above.id });
  const accounts = {
    ballad: await customer('482917305', 'Ballad Industries'),
    corvid: await customer('482917611', 'Corvid Logistics'),
    halden: await customer('519003718', 'Halden Dental Group'),
    quill: await customer('519003719', 'Quill & Marsh LLP'),
    vacant: await customer('519003720', 'Vacant Limited'),
    fenwick: await customer('733120984', 'Fenwick & Sons', elsewhere),
    meridian: await customer('444555666', 'Meridian Telecom', elsewhere),
  };
  await addPerson(cloud, accounts.ballad, { name: 'Priya Nair', email: PRIYA, role: 'admin' });
  await addPerson(cloud, accounts.fenwick, { name: 'Sam Reed', email: SAM, role: 'admin' });
  await addPerson(cloud, accounts.meridian, { name: 'Lee Park', email: LEE, role: 'admin' });
  const dana = await cloud.signIn(DANA);
  const lee = await cloud.signIn(LEE);
  const { stores } = cloud.op;

  const report: ListsWorld['report'] = async ({ gateway, token, gatewayId }, platforms, age = 0) => {
    const at = cloud.clock.now();
    const body = { schema: 1, collectedAt: at, zone: 'America/Toronto', platforms };
    const json = { items: [{ id: randomUUID(), at, kind: 'inventory', body }] };
    const answer = await gateway.send({
      method: 'POST',
      path: '/v1/gateway/outbox',
      accessToken: token,
      json,
    });
    if ((answer.body.refused as unknown[]).length > 0) throw new Error(JSON.stringify(answer.body));
    if (age === 0) return;
    const db = new Database(join(cloud.config.data, 'cloud.db'));
    db.prepare('UPDATE inventory SET reported_at = ? WHERE gateway_id = ?').run(at - age, gatewayId);
    db.close();
  };
  const happens = (
    account: Account,
    { action, asset, type = 'Admin', actor = 'System', ...more }: Happening,
  ) =>
    stores.events.insert({
      id: randomUUID(),
      accountId: account.id,
      at: cloud.clock.now() - (more.ago ?? 0),
      actor: { id: '0c08218e-3f93-4edc-9e71-5b2f0d2a6c11', name: actor },
      action,
      eventType: type,
      asset,
      propertiesChanged: more.properties ?? [],
      details: more.details ?? {},
    });

  const ballad = await cloud.claim(dana, accounts.ballad.number);
  const status = statusOf(now, { tunnels: targets(now) });
  await stores.gateways.setStatus(ballad.gatewayId, status);
  await stores.gateways.setPresence(ballad.gatewayId, { online: true, since: now - HOUR });
  await report(ballad, BALLAD, 4 * MINUTE);
  const others = [
    [accounts.corvid, CORVID, 22 * MINUTE],
    [accounts.halden, HALDEN, 3 * DAY],
    [accounts.quill, QUILL, 51 * MINUTE],
  ] as const;
  for (const [account, platforms, age] of others) {
    const link = await cloud.claim(dana, account.number);
    await report(link, platforms, age);
    const offline = {
      ...status,
      tunnels: [{ ...targets(now)[0], host: platforms[0]?.host ?? '' } as TargetStatus],
    };
    await stores.gateways.setStatus(link.gatewayId, offline);
  }
  for (const [n, event] of EVENTS.entries())
    await happens(accounts.ballad, { ...event, ago: (n + 1) * 3 * HOUR });
  for (const [n, name] of NAMES.entries()) await addUser(ballad, name, n);

  const meridian = await cloud.claim(lee, accounts.meridian.number);
  await report(meridian, BALLAD.slice(0, 1));
  fill(cloud, accounts.meridian, meridian.gatewayId);
  // nothing else ran meanwhile: connections that were idle for so long get to know that they are closed
  await setImmediate();
  const tells: ListsWorld['tells'] = async (action, asset) => {
    const { gateway, token } = ballad;
    const body = {
      action,
      eventType: 'Gateway',
      actor: { id: 'a', name: 'System' },
      asset,
      propertiesChanged: [],
      details: {},
    };
    const json = { items: [{ id: randomUUID(), at: cloud.clock.now(), kind: 'event', body }] };
    await gateway.send({ method: 'POST', path: '/v1/gateway/outbox', accessToken: token, json });
  };
  return { cloud, accounts, ballad, report, tells };
}
