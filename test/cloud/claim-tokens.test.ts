/** The second way of claiming: a token, or the fingerprint of a key; single use, for a day, and never for a re-claim. */
import { test } from 'tap';
import { CLAIM_GRACE_MS, CLAIM_TOKEN_MS } from '../../src/contract/claim.ts';
import { ask, type Console, poll, startCloud } from './harness.ts';

async function world(t: Parameters<typeof startCloud>[0]) {
  const cloud = await startCloud(t);
  const partner = await cloud.partner('ann@p.example');
  const a = await cloud.customer('bob@a.example');
  const b = await cloud.customer('bea@b.example');
  const inA = await cloud.signIn('bob@a.example');
  const inB = await cloud.signIn('bea@b.example');
  const path = `/api/accounts/${a.number}/claim-tokens`;
  const make = async (body: object = {}) => {
    const { status, body: made } = await inA.post(path, body);
    if (status !== 200) throw new Error(JSON.stringify(made));
    return made as unknown as { id: string; token: string; expiresAt: number };
  };
  return { cloud, partner, a, b, inA, inB, path, make };
}
const total = async (console: Console) => (await console.get('/api/gateways')).body.total;
const WRONG = { error: 'invalid_grant', code: 'CLAIM_TOKEN_WRONG' };

test('a claim token links one gateway, once', async (t) => {
  const { cloud, a, inA, path, make } = await world(t);
  const made = await make();
  t.match(made.token, /^[A-Za-z0-9_-]{43}$/, '256 bits');
  t.equal(made.expiresAt, cloud.clock.now() + CLAIM_TOKEN_MS);
  const listed = await inA.get(path);
  t.match(listed.body, { tokens: [{ id: made.id, createdBy: 'Bob' }] });
  t.notMatch(JSON.stringify(listed.body), made.token, 'shown once');

  const gateway = cloud.gateway();
  const asked = await ask(gateway, { claim_token: made.token });
  t.equal(asked.status, 200);
  const granted = await poll(gateway, String(asked.body.device_code));
  t.match(granted.body, { token_type: 'DPoP', gateway: { account: { number: a.number }, linkedBy: 'Bob' } });
  t.equal(await total(inA), 1);
  t.same((await inA.get(path)).body, { tokens: [] }, 'used');
  t.match((await inA.get('/api/events?q=linked')).body, {
    items: [{ action: 'Gateway linked', actorName: 'Bob', details: { by: 'claim token' } }],
  });

  t.match((await ask(cloud.gateway(), { claim_token: made.token })).body, WRONG, 'another gateway');
  const again = await ask(gateway, { claim_token: made.token });
  t.match(
    (await poll(gateway, String(again.body.device_code))).body,
    {
      gateway: { gatewayId: (granted.body.gateway as unknown as { gatewayId: string }).gatewayId },
    },
    'the same gateway, whose answer was lost: the same link',
  );
  t.equal(await total(inA), 1);
});

test('what is no token any more, or never was', async (t) => {
  const { cloud, a, partner, inA, inB, path, make } = await world(t);
  t.match((await ask(cloud.gateway(), { claim_token: 'x'.repeat(43) })).body, WRONG);
  const revoked = await make();
  t.equal((await inB.remove(`${path}/${revoked.id}`)).status, 404, 'another account’s administrator');
  t.equal((await inA.remove(`${path}/${revoked.id}`)).status, 204);
  t.equal((await inA.remove(`${path}/${revoked.id}`)).status, 404);
  t.match((await ask(cloud.gateway(), { claim_token: revoked.token })).body, WRONG);
  t.equal((await inB.post(path, {})).status, 404, 'no token for another account');
  const ann = await cloud.signIn('ann@p.example');
  t.match((await ann.post(`/api/accounts/${partner.number}/claim-tokens`, {})).body, {
    code: 'PARTNER_ACCOUNT',
  });

  const ofLate = await make();
  const late = await make();
  await ann.post(`/api/accounts/${a.number}/deactivate`, { typed: 'deactivate' });
  t.match((await ask(cloud.gateway(), { claim_token: ofLate.token })).body, { error: 'account_deactivated' });
  await ann.post(`/api/accounts/${a.number}/reactivate`, { typed: 'reactivate' });
  t.equal((await ask(cloud.gateway(), { claim_token: ofLate.token })).status, 200);
  await cloud.clock.advance(CLAIM_TOKEN_MS);
  t.match((await ask(cloud.gateway(), { claim_token: late.token })).body, WRONG, 'a day later');
});

test('two gateways with one token at once: one of them is linked', async (t) => {
  const { cloud, inA, make } = await world(t);
  const { token } = await make();
  const gateways = [cloud.gateway(), cloud.gateway(), cloud.gateway()];
  const answers = await Promise.all(gateways.map((gateway) => ask(gateway, { claim_token: token })));
  t.equal(answers.filter((answer) => answer.status === 200).length, 1);
  t.equal(await total(inA), 1);
});

test('a registered fingerprint links its own key, when the gateway itself asks for that', async (t) => {
  const { cloud, a, inA, path, make } = await world(t);
  const gateway = cloud.gateway();
  const { jkt } = gateway.key;
  t.match((await inA.post(path, { fingerprint: 'short' })).body, { errors: [{ field: 'fingerprint' }] });
  const made = await make({ fingerprint: jkt.match(/.{1,4}/g)?.join(' ') });
  t.match(made, { fingerprint: jkt });
  t.notOk(made.token);

  t.match((await ask(cloud.gateway(), { registered: 'yes' })).body, WRONG, 'another key');
  t.equal((await ask(gateway)).status, 200);
  t.equal(await total(inA), 0, 'the button of the signpost, pressed by anybody, waits for a person');
  const asked = await ask(gateway, { registered: 'yes' });
  t.match((await poll(gateway, String(asked.body.device_code))).body, {
    gateway: { account: { number: a.number } },
  });
  t.match((await inA.get('/api/events?q=linked')).body, {
    items: [{ details: { by: 'registered fingerprint' } }],
  });
});

test('a re-claim needs presence: neither way is open to a gateway that was linked before', async (t) => {
  const { cloud, b, inB, make } = await world(t);
  const { gateway, gatewayId } = await cloud.claim(inB, b.number);
  const refused = { error: 'access_denied', code: 'CLAIM_NEEDS_PRESENCE' };
  t.match((await ask(gateway, { claim_token: (await make()).token })).body, refused);
  t.equal(await total(inB), 1, 'it stays where it is');
  await inB.remove(`/api/gateways/${gatewayId}`, { typed: 'unlink' });
  t.match((await ask(gateway, { claim_token: (await make()).token })).body, refused, 'also once it is free');
  await t.rejects(make({ fingerprint: gateway.key.jkt }), /CLAIM_NEEDS_PRESENCE/);
});

test('a link by token that nobody fetches ends', async (t) => {
  const { cloud, inA, make } = await world(t);
  await ask(cloud.gateway(), { claim_token: (await make()).token });
  t.equal(await total(inA), 1);
  await cloud.clock.advance(15 * 60_000 + CLAIM_GRACE_MS);
  const after = await cloud.signIn('bob@a.example');
  for (let minute = 0; minute < 30 && (await total(after)) !== 0; minute++) await cloud.clock.advance(60_000);
  t.equal(await total(after), 0);
});
