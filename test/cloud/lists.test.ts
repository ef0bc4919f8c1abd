/** The console's lists: filters, order, paging, choices and CSV, over a real cloud; and what they cost. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { type Test, test } from 'tap';
import { csvCell } from '../../src/base/runtime/csv.ts';
import { swaTerms } from '../../src/cloud/core/swa-terms.ts';
import { type CloudDatabase, openCloudDatabase } from '../../src/cloud/store/database.ts';
import { eventPage, eventRows } from '../../src/cloud/store/events.ts';
import { platformPage, platformRows } from '../../src/cloud/store/inventory.ts';
import { directoryPage } from '../../src/cloud/store/scim.ts';
import { tenantOf } from '../../src/cloud/store/scope.ts';
import { dayInZone, type Licence, type Platform, swaStatus } from '../../src/contract/inventory.ts';
import { type Claimed, type Console, startCloud, type TestCloud } from './harness.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('the terms of a licence give the status of every moment', async (t) => {
  const licences: Licence[] = [
    { type: 'unlicensed' },
    { number: '1', type: 'perpetual' },
    { number: '1', type: 'lease', expiresOn: '2027-03-28' },
    { number: '1', type: 'perpetual', expiresOn: '' },
    { number: '1', type: 'subscription', expiresOn: '2027-02-30' },
    { number: '1', type: 'perpetual', expiresOn: '2027-03-28' },
    { number: '1', type: 'subscription', expiresOn: '2026-10-25' },
  ];
  const zones = ['UTC', 'Europe/London', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'];
  const statusBy = (licence: Licence, zone: string, now: number) => {
    const { rule, soonAt = 0, endAt = 0 } = swaTerms(licence, zone);
    if (rule === 'none') return 'Not Indicated';
    if (rule === 'unknown') return 'Unknown';
    if (rule === 'subscription') return now < endAt ? 'Active' : 'Inactive';
    return now < soonAt ? 'Active' : now < endAt ? 'Expiring soon' : 'Expired';
  };
  for (const zone of zones) {
    for (const licence of licences) {
      const { soonAt, endAt } = swaTerms(licence, zone);
      const edges = [soonAt, endAt].flatMap((at) => (at === undefined ? [] : [at - 60_000, at]));
      for (const now of [...edges, Date.UTC(2026, 9, 1), Date.UTC(2026, 11, 27), Date.UTC(2028, 0, 1)])
        t.equal(
          statusBy(licence, zone, now),
          swaStatus(licence, dayInZone(now, zone)),
          `${licence.type} ${licence.expiresOn} in ${zone} at ${new Date(now).toISOString()}`,
        );
    }
  }
});

type World = {
  readonly cloud: TestCloud;
  readonly partner: Console;
  readonly bob: Console;
  readonly link: Claimed;
  readonly number: string;
  readonly other: string;
  readonly give: (link: Claimed, kind: string, body: object, at?: number) => Promise<void>;
};

async function world(t: Test): Promise<World> {
  const cloud = await startCloud(t);
  const one = await cloud.partner('ann@one.example');
  const { number } = await cloud.customer('bob@c.example', one.number);
  const { number: other } = await cloud.customer('eve@d.example', one.number);
  const bob = await cloud.signIn('bob@c.example');
  const link = await cloud.claim(bob, number);
  const give: World['give'] = async ({ gateway, token }, kind, body, at = cloud.clock.now()) => {
    const items = [{ id: randomUUID(), at, kind, body }];
    const path = '/v1/gateway/outbox';
    const { body: receipt } = await gateway.send({
      method: 'POST',
      path,
      accessToken: token,
      json: { items },
    });
    if ((receipt.accepted as unknown[]).length !== 1) throw new Error(JSON.stringify(receipt));
  };
  return { cloud, partner: await cloud.signIn('ann@one.example'), bob, link, number, other, give };
}

const event = (action: string, asset: string, more: object = {}) => ({
  action,
  eventType: 'Admin',
  actor: { id: 'actor-1', name: 'Priya Nair' },
  asset,
  propertiesChanged: [],
  details: {},
  ...more,
});

/** A file that the console offers for download. */
const download = ({ url }: TestCloud, { cookie }: Console, path: string) =>
  fetch(url + path, { headers: { cookie } });

const items = (body: object) => (body as { items: Record<string, unknown>[] }).items;
const these = (body: object, key: string) => items(body).map((item) => item[key]);

test('events: filters, order, further pages, choices', async (t) => {
  const { cloud, partner, bob, link, give } = await world(t);
  const start = cloud.clock.now() - 10 * DAY;
  await give(link, 'event', event('Phone added', 'Phone 1'), start);
  await give(link, 'event', event('Phone removed', 'Phone 2', { eventType: 'Sync' }), start + DAY);
  await give(
    link,
    'event',
    event('Phone added', 'Phone 3', { actor: { id: 'x', name: '' } }),
    start + 2 * DAY,
  );
  const list = async (query: string) => (await partner.get(`/api/events?${query}`)).body;

  t.same(these(await list('action=Phone+added&action=Phone+removed'), 'asset'), [
    'Phone 3',
    'Phone 2',
    'Phone 1',
  ]);
  t.same(these(await list('action=Phone+added&order=asc'), 'asset'), ['Phone 1', 'Phone 3']);
  t.same(these(await list('asset=Phone+2'), 'eventType'), ['Sync']);
  t.same(these(await list('assetHas=phone&actorHas=PRIYA'), 'asset'), ['Phone 2', 'Phone 1']);
  t.same(these(await list('actorId=x'), 'actorName'), ['Unknown']);
  t.same(these(await list(`assetHas=phone&from=${start + DAY}&until=${start + 2 * DAY}`), 'asset'), [
    'Phone 2',
  ]);
  t.same(these(await list(`q=${link.gatewayId}&assetHas=phone`), 'logTags')[0], [
    'Admin',
    'Phone added',
    link.gatewayId,
  ]);
  t.match(await list('asset=nothing'), { items: [], total: 0 });

  const first = await list('assetHas=phone&limit=2');
  const second = await list(`assetHas=phone&limit=2&after=${first.next}`);
  t.same([these(first, 'asset'), these(second, 'asset')], [['Phone 3', 'Phone 2'], ['Phone 1']]);
  t.same([first.total, second.total, second.next], [3, 3, undefined]);

  const facets = async (query: string) => (await bob.get(`/api/events/facets?${query}`)).body;
  t.match(await facets(''), { oldestAt: start, newestAt: cloud.clock.now() });
  t.ok(((await facets('')).types as string[]).includes('Sync'));
  t.same((await facets('type=Sync')).actions, ['Phone removed'], 'a choice narrows the others');
  t.ok(((await facets('type=Sync')).types as string[]).includes('Admin'), 'but not itself');
  t.same((await facets('asset=Phone+2')).types, ['Sync'], 'also by what only rows know');
  t.same((await facets('actorId=x')).assets, ['Phone 3']);
  t.equal((await partner.get('/api/events?order=sideways')).status, 400);
});

const platform = (host: string, more: Partial<Platform> = {}): Platform => ({
  collectedBy: 'self',
  host,
  platformType: 'msl',
  platformName: `${host} name`,
  systemFamily: 'linux',
  version: '11.0',
  platformId: `id-${host}`,
  licence: { type: 'unlicensed' },
  partitions: [],
  applications: [{ type: 'cloudlink-daemon', version: '1.7.8+52', interfaces: [] }],
  ...more,
});

test('platforms: filters, order, choices; who does not report is found', async (t) => {
  const { cloud, link: linked, number, other, give } = await world(t);
  const report = (platforms: Platform[]) => ({
    schema: 1,
    collectedAt: cloud.clock.now(),
    zone: 'America/New_York',
    platforms,
  });
  const elsewhere = await cloud.claim(await cloud.signIn('eve@d.example'), other);
  await give(elsewhere, 'inventory', report([platform('old-1')]));
  await cloud.clock.advance(4 * HOUR);
  const link = { ...linked, token: await cloud.token(linked.gateway, linked.gatewayId) };
  const partner = await cloud.signIn('ann@one.example');
  const bob = await cloud.signIn('bob@c.example');
  const eve = await cloud.signIn('eve@d.example');
  const licence = (type: string, expiresOn: string) => ({ number: '7640', type, expiresOn });
  const win = { platformType: 'windows', systemFamily: 'windows' } as const;
  const collab = { applications: [{ type: 'micollab', version: '9.8', interfaces: [] }] };
  await give(
    link,
    'inventory',
    report([
      platform('a-1', { licence: licence('perpetual', '2026-12-24'), ...collab }),
      platform('b-2', { licence: licence('subscription', '2026-11-22'), ...win }),
      platform('c-3', { licence: licence('perpetual', 'next year'), version: '=cmd()' }),
    ]),
  );
  const list = async (query: string, by = partner) => {
    const { status, body } = await by.get(`/api/inventory/platforms?${query}`);
    t.equal(status, 200, query);
    return these(body, 'host');
  };
  t.same(await list(''), ['a-1', 'b-2', 'c-3', 'old-1']);
  t.same(await list('order=desc'), ['old-1', 'c-3', 'b-2', 'a-1']);
  t.same(await list('sort=swaStatus'), ['b-2', 'a-1', 'c-3', 'old-1'], 'by the day it ends');
  t.same(await list('sort=account&limit=3'), ['a-1', 'b-2', 'c-3']);
  t.same(await list(`account=${number}`), ['a-1', 'b-2', 'c-3']);
  t.same(await list(`account=${number}&account=${other}&type=msl`), ['a-1', 'c-3', 'old-1']);
  t.same(await list(`account=${number}`, eve), [], 'somebody else’s account shows nothing');
  t.same(await list('family=windows'), ['b-2']);
  t.same(await list('application=micollab&application=3cx'), ['a-1']);
  t.same(await list('licence=unlicensed'), ['old-1']);
  t.same(await list('swa=Expiring+soon&swa=Inactive'), ['a-1', 'b-2']);
  t.same(await list('swa=Unknown'), ['c-3']);
  t.same(await list('stale=true'), ['old-1']);
  t.same(await list('q=collab'), ['a-1'], 'search finds applications');
  t.same(await list('q=7640'), ['a-1', 'b-2', 'c-3'], 'and licences');

  const pages: unknown[] = [];
  for (let after = ''; ; ) {
    const { body } = await partner.get(`/api/inventory/platforms?sort=swaStatus&limit=1&after=${after}`);
    pages.push(...these(body, 'host'), body.total);
    if (body.next === undefined) break;
    after = String(body.next);
  }
  t.same(pages, ['b-2', 4, 'a-1', 4, 'c-3', 4, 'old-1', 4]);

  t.match((await partner.get('/api/inventory/facets')).body, {
    platforms: 4,
    accounts: 2,
    applications: 4,
    stale: 1,
    swa: { 'Expiring soon': 1, Inactive: 1, Unknown: 1, 'Not Indicated': 1 },
    platformTypes: ['msl', 'windows'],
    systemFamilies: ['linux', 'windows'],
    applicationTypes: ['cloudlink-daemon', 'micollab'],
  });
  t.match((await bob.get('/api/inventory/facets')).body, { platforms: 3, accounts: 1, stale: 0 });

  const applications = (await partner.get('/api/inventory/applications?type=micollab')).body;
  t.match(applications, { total: 1, items: [{ host: 'a-1', version: '9.8' }] });
  const [one] = these(applications, 'id');
  t.match((await bob.get(`/api/inventory/applications/${one}`)).body, { type: 'micollab', host: 'a-1' });
  t.equal((await eve.get(`/api/inventory/applications/${one}`)).status, 404);
  const byHost = await partner.get('/api/inventory/applications?sort=host&order=desc&limit=2');
  t.match(byHost.body, {
    items: [
      { host: 'old-1', stale: true },
      { host: 'c-3', stale: false },
    ],
  });

  const csv = await download(cloud, partner, '/api/inventory/platforms.csv?swa=Unknown');
  t.match(csv.headers.get('content-disposition'), /attachment; filename="platforms-2026-11-23.csv"/);
  const [head, row, end] = (await csv.text()).split('\r\n');
  t.match(head, /^Account,Account ID,Host,/);
  t.match(row, /,c-3,msl,c-3 name,cloudlink-daemon,'=cmd\(\),/, 'a formula stays a text');
  t.equal(end, '');
});

test('CSV: all that match, however many pages; or the ticked ones', async (t) => {
  const { cloud, partner, bob, link, give, other } = await world(t);
  for (let n = 0; n < 5; n++) {
    const at = cloud.clock.now() - n * HOUR;
    await give(link, 'event', event('Ring', `Phone ${n}, "lobby"`, { details: { n } }), at);
  }
  const found = await bob.get('/api/events?action=Ring');
  const csv = async (by: Console, query: string) =>
    (await (await download(cloud, by, `/api/events.csv?${query}`)).text()).split('\r\n').slice(1, -1);
  t.equal((await csv(bob, 'action=Ring')).length, 5);
  t.match(
    (await csv(bob, 'action=Ring'))[1],
    /,"Phone 1, ""lobby""",2026-11-23T11:00:00.000Z,,"\{""n"":1\}",/,
  );
  const [first, , third] = these(found.body, 'id');
  t.equal((await csv(partner, `id=${first}&id=${third}`)).length, 2);
  const eve = await cloud.signIn('eve@d.example');
  t.same(these((await bob.get(`/api/events?id=${third}`)).body, 'id'), [third]);
  t.same(these((await eve.get(`/api/events?id=${third}`)).body, 'id'), []);
  t.same(await csv(eve, `id=${first}`), [], 'nobody exports what he does not see');
  t.same(await csv(partner, `action=Ring&account=${other}`), []);
});

test('a cell that a spreadsheet would run stays a text', async (t) => {
  for (const text of ['=cmd()', '+1', '-1', '@sum', '\tx']) t.equal(csvCell(text), `'${text}`);
  t.equal(csvCell('\rx'), '"\'\rx"');
  t.same(
    [csvCell(-1), csvCell('a,b'), csvCell('say "x"'), csvCell(undefined)],
    ['-1', '"a,b"', '"say ""x"""', ''],
  );
});

test('users: order, filters, counts', async (t) => {
  const { cloud, bob, link, number, partner } = await world(t);
  const put = async (userName: string, active: boolean) => {
    const path = '/v1/gateway/scim/v2/Users';
    const json = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, active };
    const { status } = await link.gateway.send({ method: 'POST', path, accessToken: link.token, json });
    t.equal(status, 201);
  };
  await put('ann', true);
  await put('cyd', false);
  await put('bea', true);
  const list = async (query: string) => (await bob.get(`/api/users?${query}`)).body;
  t.same(these(await list(''), 'userName'), ['ann', 'bea', 'cyd']);
  t.same(these(await list('order=desc'), 'userName'), ['cyd', 'bea', 'ann']);
  t.same(these(await list('filter=Inactive'), 'userName'), ['cyd']);
  t.same(these(await list('filter=PBX+Users&sort=changedAt&order=desc'), 'changedBy').length, 3);
  const first = await list('limit=2&sort=name');
  t.same(these(await list(`limit=2&after=${encodeURIComponent(String(first.next))}`), 'userName'), ['cyd']);
  t.equal((await list('limit=3')).next, undefined, 'a full last page leads nowhere');
  t.match((await partner.get(`/api/users/counts?account=${number}`)).body, {
    users: 3,
    ofGateways: 3,
    inactive: 1,
  });
  const [id] = these(await list('filter=Inactive'), 'id');
  t.match((await bob.get(`/api/users/${id}`)).body, { userName: 'cyd', active: false });
  t.equal((await (await cloud.signIn('eve@d.example')).get(`/api/users/${id}`)).status, 404);
  t.equal((await partner.get('/api/users/counts')).status, 400, 'a partner chooses an account');
});

/** What SQLite would do, step by step. */
async function plan(db: CloudDatabase, query: { compile(): CompiledQuery }): Promise<string> {
  const { sql, parameters } = query.compile();
  const { rows } = await db.executeQuery(CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]));
  return (rows as { detail: string }[]).map(({ detail }) => detail).join('\n');
}

test('a page is read from an index in its order, so that its cost does not grow with the list', async (t) => {
  const { db, close } = openCloudDatabase(':memory:', () => 0);
  t.teardown(close);
  const account = { region: '', support_contacts: '[]', created_at: 0, state: 'active' } as const;
  await db
    .insertInto('account')
    .values([
      {
        ...account,
        id: 'p',
        number: '100000001',
        kind: 'partner',
        name: 'P',
        partner_id: null,
        address: null,
      },
      {
        ...account,
        id: 'c',
        number: '100000002',
        kind: 'customer',
        name: 'C',
        partner_id: 'p',
        address: null,
      },
    ])
    .execute();
  const page = { limit: 50, after: Buffer.from('["x","y"]').toString('base64url') };
  const inOrder = async (name: string, index: RegExp, query: { compile(): CompiledQuery }) => {
    const steps = await plan(db, query);
    t.match(steps, index, name);
    t.notMatch(steps, /TEMP B-TREE/, `${name}: nothing is sorted`);
    t.notMatch(steps, /SCAN (event|platform|scim_user)/, `${name}: nothing is read through`);
  };
  const events = async (filter: object, scope: string) =>
    eventPage(await eventRows(db, { accountId: scope }, filter), page);
  await inOrder('events of a partner', /SEARCH event USING INDEX event_partner/, await events({}, 'p'));
  await inOrder('events of a customer', /SEARCH event USING INDEX event_account/, await events({}, 'c'));
  const one = { accounts: ['100000002'] };
  await inOrder('of one of its customers', /INDEX event_account /, await events(one, 'p'));
  await inOrder('of an action', /INDEX event_account_action/, await events({ actions: ['Ring'] }, 'c'));
  await inOrder('of a type', /INDEX event_account_type/, await events({ types: ['Admin'] }, 'c'));
  await inOrder('of an asset', /INDEX event_account_asset/, await events({ assets: ['Phone'] }, 'c'));
  await inOrder('of an actor', /INDEX event_account_actor/, await events({ actorId: 'x' }, 'c'));
  await inOrder('searched', /INDEX event_partner/, await events({ q: 'phone' }, 'p'));
  const count = (await eventRows(db, { accountId: 'c' }, {})).select((eb) => eb.fn.countAll().as('n'));
  t.match(await plan(db, count), /COVERING INDEX/, 'counting reads no row');

  const users = (query: object) =>
    directoryPage(db, 'c', { sort: 'name', order: 'asc', limit: 51, after: { key: 'x', id: 'y' }, ...query });
  await inOrder('users', /INDEX scim_user_name/, users({}));
  await inOrder('users that are inactive', /INDEX scim_user_active/, users({ only: 'inactive' }));
  await inOrder('users of the PBX', /INDEX scim_user_(gateway|name)/, users({ only: 'gateway' }));
  await inOrder('users by change', /INDEX scim_user_changed/, users({ sort: 'changedAt', order: 'desc' }));
  await inOrder('users searched', /INDEX scim_user_name/, users({ q: 'ann' }));

  for (const [scope, index] of [
    ['p', /INDEX platform_partner_host/],
    ['c', /INDEX platform_account_host/],
  ] as const) {
    const tenant = await tenantOf(db, { accountId: scope });
    await inOrder(`platforms of ${scope}`, index, platformPage(platformRows(db, tenant, {}, 0), page));
  }
});
