/** How links end: at the console, at the gateway, by a new claim of the same key, and when nobody fetches them. */
import { test } from 'tap';
import { ASSERTION_TYPE, CLAIM_GRACE_MS, GRANT_CLIENT_CREDENTIALS } from '../../src/contract/claim.ts';
import type { DpopClient } from '../helpers/dpop-client.ts';
import { ask, judge, poll, SETUP_CODE, startCloud, type TestCloud } from './harness.ts';

/** Asks for a token; the proof may be by another key than the assertion. */
function assert(gateway: DpopClient, gatewayId: string, by: DpopClient = gateway, claims: object = {}) {
  const form = {
    grant_type: GRANT_CLIENT_CREDENTIALS,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: gateway.assertion(gatewayId, claims),
  };
  return by.send({ method: 'POST', path: '/oauth/token', form });
}

async function populated(cloud: TestCloud) {
  await cloud.partner('ann@p.example');
  const a = await cloud.customer('bob@a.example');
  const b = await cloud.customer('bea@b.example');
  return { a, b, inA: await cloud.signIn('bob@a.example'), inB: await cloud.signIn('bea@b.example') };
}

test('unlinked at the console while it was offline: its own right assertion is told so, and nothing else', async (t) => {
  const cloud = await startCloud(t);
  const { a, inA } = await populated(cloud);
  const { gateway, gatewayId } = await cloud.claim(inA, a.number);
  t.equal((await assert(gateway, gatewayId)).status, 200);
  t.equal((await inA.remove(`/api/gateways/${gatewayId}`, { typed: 'unlink' })).status, 204);

  const jti = 'an-id-of-this-assertion';
  t.match(await assert(gateway, gatewayId, gateway, { jti }), {
    status: 400,
    body: { error: 'unlinked', code: 'UNLINKED', gateway_id: gatewayId, assertion_id: jti },
  });
  t.match(
    await assert(gateway, gatewayId, gateway, { jti }),
    { status: 401, body: { error: 'invalid_client' } },
    'once',
  );
  const stranger = cloud.gateway();
  t.match(
    await assert(stranger, gatewayId),
    { status: 401, body: { error: 'invalid_client' } },
    'another key',
  );
  t.match(
    await assert(gateway, gatewayId, stranger),
    { body: { error: 'invalid_dpop_proof' } },
    'another proof',
  );
  const unknown = '019a0000-0000-7000-8000-0000000000ff';
  t.match(
    await assert(gateway, unknown),
    { status: 401, body: { error: 'invalid_client' } },
    'what a restored database says of a later link',
  );
});

test('a key that is linked still is claimed again with the set-up code; the older link ends', async (t) => {
  const cloud = await startCloud(t);
  const { a, b, inA, inB } = await populated(cloud);
  const first = await cloud.claim(inA, a.number);
  // it was unlinked on site while the cloud was away, and asks again
  const asked = await ask(first.gateway);
  t.equal(asked.status, 200);
  const path = `/api/claims/${asked.body.user_code}`;
  const seen = await inB.get(path);
  t.match(seen.body.replaces, new RegExp(`belonged to the account ${a.number} since`));
  t.match(await inA.get('/api/gateways'), { body: { total: 1 } }, 'asking alone ends nothing');

  const deviceCode = String(asked.body.device_code);
  const judged = judge(first.gateway, deviceCode);
  const view = await inB.post(`${path}/approve`, { account: b.number, setupCode: SETUP_CODE });
  t.equal(await judged, true);
  t.match(view.body, { state: 'approved' });
  t.notOk(view.body.replaces);
  const granted = await poll(first.gateway, deviceCode);
  const self = granted.body.gateway as unknown as { gatewayId: string };
  t.not(self.gatewayId, first.gatewayId, 'a link of its own');
  t.match(await inA.get('/api/gateways'), { body: { total: 0 } });
  t.match(await inB.get('/api/gateways'), { body: { total: 1, items: [{ id: self.gatewayId }] } });
  t.match(await inA.get('/api/events?q=unlinked'), {
    body: { items: [{ action: 'Gateway unlinked', details: { reason: /linked again at the gateway/ } }] },
  });
  t.notMatch(JSON.stringify((await inA.get('/api/events')).body), new RegExp(b.number), 'not who has it now');
  t.match((await assert(first.gateway, first.gatewayId)).body, { error: 'unlinked' });
  t.equal((await assert(first.gateway, self.gatewayId)).status, 200);
});

test('an approved request can be fetched for a while after its end; one that nobody fetches ends here too', async (t) => {
  const cloud = await startCloud(t);
  const { a, inA } = await populated(cloud);
  const approve = async () => {
    const gateway = cloud.gateway();
    const asked = await ask(gateway);
    const deviceCode = String(asked.body.device_code);
    const judged = judge(gateway, deviceCode);
    await inA.post(`/api/claims/${asked.body.user_code}/approve`, {
      account: a.number,
      setupCode: SETUP_CODE,
    });
    await judged;
    return { gateway, deviceCode };
  };
  const fetched = await approve();
  await approve();
  await cloud.clock.advance(15 * 60_000 + CLAIM_GRACE_MS / 2);
  t.equal((await poll(fetched.gateway, fetched.deviceCode)).status, 200, 'half an hour late');
  t.match(await inA.get('/api/gateways'), { body: { total: 2 } });
  await cloud.clock.advance(CLAIM_GRACE_MS);
  const after = await cloud.signIn('bob@a.example');
  for (let minute = 0; minute < 30 && (await after.get('/api/gateways')).body.total !== 1; minute++)
    await cloud.clock.advance(60_000);
  t.match(await after.get('/api/gateways'), { body: { total: 1 } });
  t.match(await after.get('/api/events?q=unlinked'), {
    body: { total: 1, items: [{ details: { reason: 'the gateway never fetched this link' } }] },
  });
  t.match((await poll(fetched.gateway, fetched.deviceCode)).body, { error: 'expired_token' });
});
