/** Roll-ups of figures: taken once, put together for the page, and for nobody else's eyes. */
import { randomUUID } from 'node:crypto';
import { type Test, test } from 'tap';
import type { GatewayFigures } from '../../src/contract/metrics.ts';
import { startCloud } from './harness.ts';

const MINUTES_5 = 300_000;
const HOUR = 3_600_000;

async function rig(t: Test) {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const { gateway, gatewayId, token } = await cloud.claim(bob, number);
  const rollup = (to: number, series: readonly object[]) => ({
    id: randomUUID(),
    at: to,
    kind: 'metrics',
    body: { from: to - MINUTES_5, to, series },
  });
  const give = (items: readonly object[]) =>
    gateway.send({ method: 'POST', path: '/v1/gateway/outbox', accessToken: token, json: { items } });
  const path = `/api/gateways/${gatewayId}/metrics`;
  const figures = async (query = '') => (await bob.get(path + query)).body as unknown as GatewayFigures;
  return { cloud, bob, rollup, give, figures, path };
}

const gauge = (value: number, labels = {}) => ({ name: 'cloudlink_alarms', labels, kind: 'gauge', value });
const counter = (value: number) => ({ name: 'cloudlink_x_total', labels: {}, kind: 'counter', value });

test('figures of some hours are put together, each roll-up once', async (t) => {
  const { cloud, rollup, give, figures } = await rig(t);
  t.strictSame(await figures(), { rollups: 0, series: [] });
  const now = cloud.clock.now();
  const first = rollup(now - 2 * HOUR, [gauge(4), counter(10), gauge(1, { severity: 'critical' })]);
  const second = rollup(now - MINUTES_5, [gauge(1)]);
  const third = rollup(now, [gauge(2), counter(30)]);
  await give([third, first]);
  t.match((await give([first, second])).body, { accepted: [first.id, second.id] });
  const found = await figures();
  t.match(found, { from: now - 2 * HOUR - MINUTES_5, to: now, rollups: 3 });
  t.strictSame(found.series, [
    { name: 'cloudlink_alarms', labels: {}, kind: 'gauge', last: 2, least: 1, most: 4 },
    { name: 'cloudlink_x_total', labels: {}, kind: 'counter', total: 40, last: 30, least: 0, most: 30 },
  ]);
  t.match(await figures('?hours=2'), { rollups: 2 });
  t.match(await figures('?hours=3'), { rollups: 3 });
});

test('what fits no roll-up is refused alone; a clock that is ahead does not rule', async (t) => {
  const { cloud, bob, rollup, give, figures, path } = await rig(t);
  const now = cloud.clock.now();
  const bad = rollup(now, [{ ...gauge(1), name: 'Robert"; DROP' }]);
  const ahead = rollup(now + 400 * 24 * HOUR, [gauge(1)]);
  const { body } = await give([bad, ahead]);
  t.match(body, { accepted: [ahead.id], refused: [{ id: bad.id, code: 'BAD_INPUT' }] });
  t.ok(((await figures()).to ?? 0) <= now + 10 * 60_000);
  t.match(await bob.get(`${path}?hours=73`), { status: 400 });
});

test('nobody of another account sees them, and nobody who is not signed in', async (t) => {
  const { cloud, path } = await rig(t);
  await cloud.customer('eve@other.example');
  const eve = await cloud.signIn('eve@other.example');
  t.equal((await eve.get(path)).status, 404);
  t.equal((await fetch(cloud.url + path)).status, 401);
});
