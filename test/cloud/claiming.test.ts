import { test } from 'tap';
import { ask, judge, poll, SETUP_CODE, setupMac, startCloud, verdict } from './harness.ts';

test('a gateway is claimed with the right set-up code', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const gateway = cloud.gateway();

  const asked = await ask(gateway);
  t.equal(asked.status, 200);
  t.match(String(asked.body.user_code), /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  t.equal(asked.body.verification_uri_complete, `${cloud.url}/link?code=${asked.body.user_code}`);
  const deviceCode = String(asked.body.device_code);

  const held = poll(gateway, deviceCode);
  const seen = await bob.get(`/api/claims/${String(asked.body.user_code).toLowerCase().replace('-', '')}`);
  t.match(seen.body, {
    state: 'waiting',
    name: 'cloudlink.local',
    lanAddress: '192.168.1.20',
    samePublicAddress: true,
    fingerprint: gateway.key.jkt,
    accounts: [{ number }],
  });
  t.match(
    (await held).body,
    { error: 'authorization_pending', seen_by: 'Bob' },
    'the held poll ends at once',
  );

  const judged = judge(gateway, deviceCode);
  const view = await bob.post(`/api/claims/${asked.body.user_code}/approve`, {
    account: number,
    setupCode: ' abcd-efgh jkmn',
  });
  t.equal(await judged, true, 'the MAC is over the normalised code, nonce and key');
  t.match(view.body, { state: 'approved', returnUri: 'http://cloudlink.local/linked' });

  const granted = await poll(gateway, deviceCode);
  t.match(granted.body, {
    token_type: 'DPoP',
    expires_in: 600,
    gateway: { account: { number, state: 'active' }, linkedBy: 'Bob', baseUrl: cloud.url },
  });
  const self = await gateway.send({
    method: 'GET',
    path: '/v1/gateway/self',
    accessToken: String(granted.body.access_token),
  });
  t.same(self.body, granted.body.gateway);
  t.match((self.body.brokerHostKeys as unknown as string[])[0], /^ssh-ed25519 [A-Za-z0-9+/=]+$/);

  const list = await bob.get('/api/gateways');
  t.match(list.body, { total: 1, items: [{ integrationStatus: 'Configure gateway', online: false }] });
  const events = await bob.get('/api/events?q=linked');
  t.match(events.body, { items: [{ action: 'Gateway linked', actorName: 'Bob', eventType: 'Security' }] });
});

test('five wrong codes end the attempt', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const gateway = cloud.gateway();
  const asked = await ask(gateway);
  const deviceCode = String(asked.body.device_code);
  const path = `/api/claims/${asked.body.user_code}`;

  for (let n = 1; n <= 5; n++) {
    const judged = judge(gateway, deviceCode);
    const view = await bob.post(`${path}/approve`, { account: number, setupCode: '0000-0000-0000' });
    t.equal(await judged, false);
    t.match(view.body, {
      wrongCodes: n,
      state: n < 5 ? 'wrongCode' : 'ended',
      error: { code: n < 5 ? 'SETUP_CODE_WRONG' : 'SETUP_CODE_ATTEMPTS' },
    });
  }
  const over = await bob.post(`${path}/approve`, { account: number, setupCode: SETUP_CODE });
  t.match(over, { status: 409, body: { code: 'SETUP_CODE_ATTEMPTS' } });
  t.match((await poll(gateway, deviceCode)).body, { error: 'access_denied', code: 'SETUP_CODE_ATTEMPTS' });
});

test('what may not be claimed is refused', async (t) => {
  const cloud = await startCloud(t);
  const partner = await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const ann = await cloud.signIn('ann@p.example');
  const gateway = cloud.gateway();

  t.match((await ask(gateway, { return_uri: 'https://evil.example/' })).body, {
    error: 'invalid_request',
    code: 'RETURN_ADDRESS',
  });
  t.match((await ask(gateway, { dpop_jkt: cloud.gateway().key.jkt })).body, { error: 'invalid_dpop_proof' });
  t.match((await ask(gateway, { kind: 'toaster' })).body, { error: 'invalid_request' });

  const asked = await ask(gateway);
  const deviceCode = String(asked.body.device_code);
  const path = `/api/claims/${asked.body.user_code}`;
  const approve = (account: string, setupCode = SETUP_CODE) =>
    ann.post(`${path}/approve`, { account, setupCode });
  t.match(await approve(partner.number), { status: 409, body: { code: 'PARTNER_ACCOUNT' } });
  t.match(await approve('999999999'), { status: 404, body: { code: 'ACCOUNT_UNKNOWN' } });
  t.match(await approve(number, 'ABCD'), { status: 400, body: { errors: [{ field: 'setupCode' }] } });
  await ann.post(`/api/accounts/${number}/deactivate`, { typed: 'deactivate' });
  t.match(await approve(number), { status: 403, body: { code: 'ACCOUNT_DEACTIVATED' } });

  t.match((await poll(cloud.gateway(), deviceCode)).body, { error: 'invalid_grant' }, 'another key');
  t.equal((await ann.post(`${path}/deny`)).status, 204);
  t.match((await poll(gateway, deviceCode)).body, { error: 'access_denied' });
  t.match(await ann.get('/api/claims/BBBB-BBBB'), { status: 404, body: { code: 'CLAIM_UNKNOWN' } });
});

test('a request ends after 15 minutes; fast polls are told to slow down', async (t) => {
  const cloud = await startCloud(t);
  const gateway = cloud.gateway();
  const asked = await ask(gateway);
  const deviceCode = String(asked.body.device_code);

  const held = poll(gateway, deviceCode);
  const pending = cloud.clock.pending;
  while (cloud.clock.pending === pending) await new Promise((resolve) => setImmediate(resolve));
  await cloud.clock.advance(20_000);
  t.match((await held).body, { error: 'authorization_pending' }, 'held 20 s at most');
  t.match((await poll(gateway, deviceCode)).body, { error: 'slow_down' });

  await cloud.clock.advance(15 * 60_000);
  t.match((await poll(gateway, deviceCode)).body, { error: 'expired_token' });
});

test('a verdict counts for the challenge it is about, once', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const gateway = cloud.gateway();
  const asked = await ask(gateway);
  const deviceCode = String(asked.body.device_code);
  const approving = bob.post(`/api/claims/${asked.body.user_code}/approve`, {
    account: number,
    setupCode: SETUP_CODE,
  });
  const told = await poll(gateway, deviceCode);
  const challenge = told.body.challenge as unknown as { id: string; nonce: string; mac: string };
  t.equal(challenge.mac, setupMac(SETUP_CODE, challenge.nonce, gateway.key.jkt));

  const stranger = cloud.gateway();
  t.match((await verdict(stranger, deviceCode, { id: challenge.id, right: true })).body, {
    error: 'invalid_grant',
  });
  const other = '00000000-0000-7000-8000-000000000000';
  t.match((await verdict(gateway, deviceCode, { id: other, right: true })).body, { error: 'invalid_grant' });
  t.equal((await verdict(gateway, deviceCode, { id: challenge.id, right: true })).status, 204);
  t.match((await verdict(gateway, deviceCode, { id: challenge.id, right: true })).body, {
    error: 'invalid_grant',
  });
  t.equal((await approving).body.state, 'approved');
});
