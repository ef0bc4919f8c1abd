/** What gateways say of their access logs: kept, compared, given back, thinned out. */
import { test } from 'tap';
import type { GatewayStatus } from '../../src/contract/status.ts';
import { startCloud } from './harness.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const hash = (sign: string) => sign.repeat(64);

async function rig(t: Parameters<typeof startCloud>[0]) {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const { gateway, gatewayId, token } = await cloud.claim(bob, number);
  const ask = (method: 'GET' | 'POST', path: string, json?: object) =>
    gateway.send({ method, path, accessToken: token, ...(json ? { json } : {}) });
  await ask('GET', '/v1/gateway/messages');
  const say = (count: number, head: string) => {
    const status: GatewayStatus = {
      at: cloud.clock.now(),
      version: '0.2.0',
      kind: 'virtual',
      name: 'gw.local',
      bootId: 'b',
      startedAt: 1,
      onboarding: { siteSaved: true, completed: false },
      pbxLink: { type: '', name: '', onboarded: false, connected: false },
      sync: { state: 'never', users: 0, withoutEmail: 0, sharedEmail: 0 },
      tunnels: [],
      outbox: { waiting: 0, dropped: 0 },
      alarms: [],
      update: { state: 'idle' },
      accessLog: { count, head },
    };
    return ask('POST', '/v1/gateway/messages', {
      messages: [{ type: 'status', status }],
    });
  };
  const heads = async (after = 0) => (await ask('GET', `/v1/gateway/access-heads?after=${after}`)).body;
  const contradictions = async () => (await bob.get('/api/events?q=contradicts')).body.total;
  return { cloud, gatewayId, say, heads, contradictions, ask };
}

test('each head is kept as it was said, once, and given back in order', async (t) => {
  const { cloud, say, heads, contradictions, ask } = await rig(t);
  t.equal((await say(0, '')).status, 204, 'nobody came through yet');
  const at = cloud.clock.now();
  for (const [count, sign] of [
    [2, 'a'],
    [2, 'a'],
    [7, 'b'],
  ] as const)
    t.equal((await say(count, hash(sign))).status, 204);
  t.same(await heads(), {
    heads: [
      { count: 2, head: hash('a'), at },
      { count: 7, head: hash('b'), at },
    ],
  });
  t.match(await heads(2), { heads: [{ count: 7 }] });
  t.equal(await contradictions(), 0);
  t.equal((await say(8, 'nonsense')).status, 400);
  t.equal((await ask('GET', '/v1/gateway/access-heads?after=-1')).status, 400);
});

test('a log that became shorter or another one is told to the account, once', async (t) => {
  const { say, heads, contradictions } = await rig(t);
  await say(5, hash('a'));
  await say(9, hash('b'));
  await say(5, hash('a'));
  t.equal(await contradictions(), 0, 'one that was said before may come late');
  await say(9, hash('c'));
  t.equal(await contradictions(), 1, 'another record 9');
  await say(3, hash('d'));
  await say(4, hash('e'));
  t.equal(await contradictions(), 1, 'that it goes on is no news');
  t.match(
    await heads(),
    { heads: [{ head: hash('a') }, { head: hash('b') }] },
    'what was true is what counts',
  );
});

test('after a week one an hour is left; what did not fit stays', async (t) => {
  const { cloud, gatewayId } = await rig(t);
  const { accessHeads } = cloud.op.stores;
  const counts = async () => (await accessHeads.list(gatewayId, 0, 99)).map(({ count }) => count);
  const start = Math.ceil(cloud.clock.now() / HOUR) * HOUR;
  for (let count = 1; count <= 6; count++)
    await accessHeads.add(gatewayId, { count, head: hash('a'), at: start + (count - 1) * (HOUR / 3) }, true);
  await accessHeads.add(gatewayId, { count: 2, head: hash('f'), at: start + 2 * HOUR }, false);
  t.equal(await accessHeads.disagrees(gatewayId), true);
  await accessHeads.prune(start, 0);
  t.same(await counts(), [1, 2, 3, 4, 5, 6], 'all of the last week');
  await accessHeads.prune(start + DAY, 0);
  t.same(await counts(), [3, 6], 'the last of each hour');
  t.equal(await accessHeads.disagrees(gatewayId), true, 'the contradiction is still there');
  await accessHeads.prune(start + DAY, start + DAY);
  t.same(await counts(), []);
  t.equal(await accessHeads.disagrees(gatewayId), false);
});
