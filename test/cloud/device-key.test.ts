/** A gateway changes its key: signed for by both, both good until the new one was used (contract: Identity). */
import { test } from 'tap';
import { ASSERTION_TYPE, GRANT_CLIENT_CREDENTIALS, KEY_PROOF_TYPE } from '../../src/contract/claim.ts';
import { type DpopClient, dpopClient, signJwt, type TestKey, testKey } from '../helpers/dpop-client.ts';
import { startCloud } from './harness.ts';

async function world(t: Parameters<typeof startCloud>[0]) {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@a.example');
  const bob = await cloud.signIn('bob@a.example');
  const claimed = await cloud.claim(bob, number);
  const old = claimed.gateway;
  const by = (key: TestKey): DpopClient => dpopClient(cloud.url, cloud.clock.now, key);
  const proofOf = (next: TestKey, claims: object = {}, header: object = {}) =>
    signJwt(
      next,
      { typ: KEY_PROOF_TYPE, jwk: next.jwk, ...header },
      {
        iss: claimed.gatewayId,
        aud: `${cloud.url}/v1/gateway/key`,
        old_jkt: old.key.jkt,
        iat: Math.floor(cloud.clock.now() / 1000),
        ...claims,
      },
    );
  const offer = (proof: string, accessToken = claimed.token, client = old) =>
    client.send({ method: 'PUT', path: '/v1/gateway/key', accessToken, json: { proof } });
  const askToken = (client: DpopClient, proofBy = client) =>
    proofBy.send({
      method: 'POST',
      path: '/oauth/token',
      form: {
        grant_type: GRANT_CLIENT_CREDENTIALS,
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: client.assertion(claimed.gatewayId),
      },
    });
  return { cloud, bob, number, ...claimed, old, by, proofOf, offer, askToken };
}

test('both keys are good until the new one was used; then only that one', async (t) => {
  const { bob, gatewayId, token: first, old, by, proofOf, offer, askToken } = await world(t);
  const key = testKey();
  const next = by(key);
  t.match(await askToken(next), { status: 401, body: { error: 'invalid_client' } }, 'not offered yet');
  t.equal((await offer(proofOf(key))).status, 204);
  t.equal((await offer(proofOf(key))).status, 204, 'the answer was lost: offered again');
  t.equal((await askToken(old)).status, 200, 'the key in use goes on');
  t.match((await bob.get(`/api/gateways/${gatewayId}`)).body, { fingerprint: old.key.jkt });
  t.match(
    (await askToken(next, old)).body,
    { error: 'invalid_dpop_proof' },
    'an assertion by one, a proof by the other',
  );
  t.equal((await askToken(old)).status, 200, 'that was no use');

  const used = await askToken(next);
  t.equal(used.status, 200);
  t.match((await bob.get(`/api/gateways/${gatewayId}`)).body, { fingerprint: key.jkt });
  t.match(await askToken(old), { status: 401, body: { error: 'invalid_client' } });
  const self = { method: 'GET', path: '/v1/gateway/self' };
  t.equal((await old.send({ ...self, accessToken: first })).status, 401, 'tokens of the old key are gone');
  t.equal((await next.send({ ...self, accessToken: String(used.body.access_token) })).status, 200);
  t.equal((await askToken(next)).status, 200, 'the answer was lost: used again');
  t.match((await bob.get('/api/events?q=key')).body, {
    total: 1,
    items: [{ action: 'Device key changed', details: { from: old.key.jkt, to: key.jkt } }],
  });
  await bob.remove(`/api/gateways/${gatewayId}`, { typed: 'unlink' });
  t.match(
    (await askToken(next)).body,
    { error: 'unlinked' },
    'the new key proves who asks, after the link too',
  );
  t.match((await askToken(old)).body, { error: 'invalid_client' });
});

test('an offer that is not signed for by both keys, for this gateway, here and now, is none', async (t) => {
  const { cloud, old, by, proofOf, offer, askToken } = await world(t);
  const key = testKey();
  const now = Math.floor(cloud.clock.now() / 1000);
  for (const [why, proof] of [
    ['no proof at all', 'x'],
    ['another gateway', proofOf(key, { iss: '019a0000-0000-7000-8000-0000000000ff' })],
    ['another key in use', proofOf(key, { old_jkt: testKey().jkt })],
    ['another cloud', proofOf(key, { aud: 'https://elsewhere.example/v1/gateway/key' })],
    ['another time', proofOf(key, { iat: now - 3600 })],
    ['another kind of signature', proofOf(key, {}, { typ: 'dpop+jwt' })],
    ['signed by another key than it names', proofOf(testKey(), {}, { jwk: key.jwk })],
  ] as const)
    t.match(await offer(proof), { status: 400, body: { code: 'KEY_OFFER_BAD' } }, why);
  t.equal((await askToken(by(key))).status, 401, 'none of them was taken');
  const stranger = cloud.gateway();
  t.equal((await offer(proofOf(key), 'no-token', stranger)).status, 401);
  t.match(await offer(proofOf(old.key)), { status: 409, body: { code: 'KEY_TAKEN' } }, 'its own key');
  t.equal((await askToken(old)).status, 200);
});

test('a newer offer takes the place of the older one', async (t) => {
  const { by, proofOf, offer, askToken } = await world(t);
  const [given, taken] = [testKey(), testKey()];
  await offer(proofOf(given));
  t.equal((await offer(proofOf(taken))).status, 204);
  t.equal((await askToken(by(given))).status, 401);
  t.equal((await askToken(by(taken))).status, 200);
});
