/** What the console's dashboard, invitation and key pages are told. */
import { test } from 'tap';
import type { GatewayStatus } from '../../src/contract/status.ts';
import { type Claimed, type Console, startCloud, type TestCloud } from './harness.ts';

const HOUR = 3_600_000;

const alarm = (code: string, severity: 'warning' | 'critical', since: number) => ({
  ...{ code, severity, since },
  title: `${code} title`,
  facts: 'facts',
  remedy: `${code} remedy`,
});

function status(cloud: TestCloud, facts: Partial<GatewayStatus>): GatewayStatus {
  return {
    at: cloud.clock.now(),
    version: '1',
    kind: 'virtual',
    name: 'g',
    bootId: 'b',
    startedAt: 0,
    onboarding: { siteSaved: true, completed: true },
    sync: { state: 'never', users: 0, withoutEmail: 0, sharedEmail: 0 },
    tunnels: [],
    outbox: { waiting: 0, dropped: 0 },
    alarms: [],
    accessLog: { count: 0, head: '' },
    ...facts,
  };
}

/** Two customers with a gateway each, of one partner. */
async function world(t: Parameters<typeof startCloud>[0]) {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const bob = await cloud.customer('bob@c.example');
  const cy = await cloud.customer('cy@d.example');
  const ann = await cloud.signIn('ann@p.example');
  const first = await cloud.claim(ann, bob.number);
  const second = await cloud.claim(ann, cy.number);
  return { cloud, ann, bob, cy, first, second };
}

async function fails(cloud: TestCloud, console: Console, { gatewayId }: Claimed, name: string) {
  const { body } = await console.post(`/api/gateways/${gatewayId}/commands`, { name });
  await cloud.op.stores.commands.update(String(body.id), {
    state: 'failed',
    endedAt: cloud.clock.now(),
    error: { code: 'PBX_SIGN_IN', sentence: 'Refused.', remedy: 'Enter it again.' },
  });
}

test('the overview names what needs attention, and only of one’s own accounts', async (t) => {
  const { cloud, ann, bob, cy, first, second } = await world(t);
  const { stores } = cloud.op;
  const now = cloud.clock.now();
  await stores.gateways.setStatus(
    first.gatewayId,
    status(cloud, {
      name: 'one',
      alarms: [
        alarm('A', 'warning', now - 9),
        alarm('B', 'critical', now - 5),
        alarm('C', 'critical', now - 7),
      ],
    }),
  );
  await stores.gateways.setPresence(first.gatewayId, { online: true, since: now });
  await fails(cloud, ann, second, 'pbx.test');

  const all = (await ann.get('/api/overview')).body;
  t.match(all, {
    accounts: 2,
    gateways: 2,
    online: 1,
    offline: { total: 1, items: [{ gatewayId: second.gatewayId, account: { number: cy.number } }] },
    alarms: { total: 1, items: [{ gatewayName: 'one', code: 'C', critical: true, remedy: 'C remedy' }] },
    failed: { total: 1, items: [{ gatewayId: second.gatewayId, sentence: 'Refused.', code: 'pbx.test' }] },
    setUp: { total: 1, items: [{ gatewayId: second.gatewayId, code: 'Configure gateway' }] },
  });

  const one = (await ann.get(`/api/overview?account=${bob.number}`)).body;
  t.match(one, { gateways: 1, online: 1, offline: { total: 0 }, failed: { total: 0 }, setUp: { total: 0 } });
  const own = (await (await cloud.signIn('cy@d.example')).get('/api/overview')).body;
  t.match(own, { accounts: 1, gateways: 1, alarms: { total: 0 }, failed: { total: 1 } });
  await cloud.partner('eve@q.example');
  const stranger = (await (await cloud.signIn('eve@q.example')).get(`/api/overview?account=${bob.number}`))
    .body;
  t.match(stranger, { accounts: 0, gateways: 0, alarms: { total: 0 }, failed: { total: 0 } });

  cloud.clock.step(now + 25 * HOUR);
  const later = await (await cloud.signIn('ann@p.example')).get('/api/overview');
  t.match(later.body, { failed: { total: 0 } }, 'a failure of yesterday is history');
});

test('an invitation can be looked at without spending it', async (t) => {
  const { cloud, ann } = await world(t);
  const { body } = await ann.post('/api/accounts', {
    name: 'Quill',
    supportContacts: ['a@quill.example'],
    admin: { name: 'Ines', email: 'ines@quill.example' },
  });
  const token = String(body.inviteUrl).split('#token=')[1];
  const look = () => ann.post('/api/invite/look', { token });
  const seen = {
    status: 200,
    body: { name: 'Ines', email: 'ines@quill.example', account: { number: body.number }, passwordMin: 12 },
  };
  t.match(await look(), seen);
  t.match(await look(), seen, 'again');
  t.match(await ann.post('/api/invite/look', { token: 'x' }), {
    status: 410,
    body: { code: 'INVITE_SPENT' },
  });

  await ann.post(`/api/accounts/${body.number}/deactivate`, { typed: 'deactivate' });
  t.match(await look(), { status: 403, body: { code: 'ACCOUNT_DEACTIVATED' } });
  await ann.post(`/api/accounts/${body.number}/reactivate`, { typed: 'reactivate' });
  cloud.clock.step(cloud.clock.now() + 7 * 24 * HOUR);
  t.match(await look(), { status: 410 }, 'expired');
});

test('accounts by their state, keys by their age, orders without what they brought back', async (t) => {
  const { cloud, ann, bob, cy, first } = await world(t);
  await ann.post(`/api/accounts/${cy.number}/deactivate`, { typed: 'deactivate' });
  const numbers = async (query: string) => {
    const { items } = (await ann.get(`/api/accounts?${query}`)).body as unknown as {
      items: { number: string }[];
    };
    return items.map(({ number }) => number);
  };
  t.same(await numbers('state=active'), [bob.number]);
  t.same(await numbers('state=deactivated'), [cy.number]);
  t.equal((await numbers('')).length, 2);

  const path = `/api/accounts/${bob.number}/scim-keys`;
  const before = (await ann.get(path)).body;
  t.match(before.baseUrl, /\/scim\/v2$/);
  t.notOk('createdAt' in before);
  const { body: keys } = await ann.post(path);
  t.same((await ann.get(path)).body, {
    baseUrl: keys.baseUrl,
    createdAt: cloud.clock.now(),
    createdBy: 'Ann',
  });

  const forged = { person: { id: first.gatewayId, name: 'Bob', email: 'bob@example.org' } };
  const { body: order } = await ann.post(`/api/gateways/${first.gatewayId}/commands`, {
    name: 'logs.collect',
    args: forged,
    reason: 'The sync ended early',
    ticket: 'INC-7',
  });
  // whoever looks is named by the cloud, and by nothing that they say
  const { args } = (await cloud.op.stores.commands.byId(String(order.id))) ?? {};
  t.match(args, { person: { name: 'Ann' }, reason: 'The sync ended early', ticket: 'INC-7' });
  t.notMatch(JSON.stringify(args), /bob/i);
  await cloud.op.stores.commands.update(String(order.id), {
    state: 'done',
    endedAt: 1,
    value: { lines: ['a'] },
  });
  t.match((await ann.get(`/api/commands/${order.id}`)).body, { value: { lines: ['a'] } });
  const { items } = (await ann.get(`/api/gateways/${first.gatewayId}/commands`)).body as unknown as {
    items: object[];
  };
  t.notOk('value' in (items[0] ?? {}));
});
