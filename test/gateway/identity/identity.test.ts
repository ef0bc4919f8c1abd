import { test } from 'tap';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import { aSecond, claim, INSTALLER, lastClaim, makeWorld, reaches } from './world.ts';

test('claiming: code and QR, the set-up code verified here, linked', async (t) => {
  const world = await makeWorld(t);
  const { cloud, codes } = world;
  const { identity, told } = await world.boot();
  t.equal(codes.length, 1, 'made at the first start, for the console');
  t.match(codes[0], /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  t.same(identity.state(), { state: 'unlinked' });
  t.equal(identity.mayTalk(), 'This gateway is not linked to an account.');

  const shown = await identity.beginLink(INSTALLER);
  t.match(shown, {
    state: 'waiting',
    userCode: 'BCDF-GHJK',
    verificationUri: `${cloud.base}/link`,
    wrongCodes: 0,
  });
  t.ok((shown.qrSize ?? 0) >= 21 && shown.qrPath?.startsWith('M0 0h7v1h-7z'), 'a QR code with its finder');
  t.match(await identity.beginLink(INSTALLER), { userCode: 'BCDF-GHJK' }, 'asked again: the running one');
  t.equal(cloud.claims.length, 1);

  const asked = lastClaim(cloud);
  asked.seenBy = 'Ada';
  while (identity.state().seenBy !== 'Ada') await aSecond(world);
  cloud.type(asked, codes[0]?.toLowerCase().replaceAll('-', ' ') ?? '');
  await reaches(world, identity, 'linked');
  t.same(
    asked.verdicts.map((v) => v.verdict),
    ['right'],
    'typed in small letters, with blanks',
  );
  t.same(told, ['Gateway linked', 'linked']);
  t.match(identity.self(), { account: { number: '123456789' }, baseUrl: cloud.base });
  t.equal(identity.mayTalk(), true);
  t.equal(identity.setupCode.current(), undefined, 'used up');
  t.throws(() => identity.setupCode.verify(codes[0] ?? ''), { code: 'SETUP_CODE_USED' });
  t.equal(world.secrets.get('identity.device-code'), undefined);
  await t.rejects(identity.beginLink(INSTALLER), { code: 'ALREADY_LINKED' });
});

test('five wrong codes end the attempt; a new one may follow', async (t) => {
  const world = await makeWorld(t);
  const { identity } = await world.boot();
  await identity.beginLink(INSTALLER);
  const asked = lastClaim(world.cloud);
  for (let n = 1; n <= 5; n++) {
    world.cloud.type(asked, `WRONG-CODE-${n}`);
    while (asked.verdicts.length < n) await aSecond(world);
  }
  await reaches(world, identity, 'failed');
  t.match(identity.state(), { state: 'failed', error: { code: 'SETUP_CODE_ATTEMPTS' } });
  t.same(new Set(asked.verdicts.map((v) => v.verdict)), new Set(['wrong']));
  await claim(world, { identity } as never);
  t.equal(identity.state().state, 'linked');
});

test('refused at the cloud, expired, slowed down, given up', async (t) => {
  const world = await makeWorld(t);
  const { cloud, clock } = world;
  const { identity } = await world.boot();
  await identity.beginLink(INSTALLER);
  lastClaim(cloud).denied = 'NO';
  await reaches(world, identity, 'failed');
  t.match(identity.state(), { error: { code: 'LINK_DENIED' } });

  await identity.beginLink(INSTALLER);
  await clock.advance(15 * 60_000 + 1);
  await reaches(world, identity, 'failed');
  t.match(identity.state(), { error: { code: 'LINK_EXPIRED' } });

  cloud.control.slowDown = 1;
  await identity.beginLink(INSTALLER);
  const polls = () => cloud.requests.filter((r) => r.path === CLOUD_PATH.token).length;
  while (cloud.control.slowDown > -1) await aSecond(world);
  const seen = polls();
  await clock.advance(4_000);
  t.equal(polls(), seen, 'five seconds more between polls from now on');
  await identity.cancelLink();
  t.same(identity.state(), { state: 'unlinked' });
  t.equal(world.secrets.get('identity.device-code'), undefined);
});

test('a cloud that is away for a while', async (t) => {
  const world = await makeWorld(t);
  const { identity } = await world.boot();
  world.cloud.control.break = { path: CLOUD_PATH.deviceAuthorization, status: 503, times: 2 };
  const begun = identity.beginLink(INSTALLER);
  await reaches(world, identity, 'waiting');
  await begun;
  t.match(identity.state(), { state: 'waiting' }, 'asked again until it answered');
  world.cloud.control.break = { path: CLOUD_PATH.token, status: 502, times: 3 };
  world.cloud.type(lastClaim(world.cloud), identity.setupCode.current() ?? '');
  await reaches(world, identity, 'linked');
  t.ok(world.cloud.control.break.times <= 0, 'it was broken in between');
});

test('a restart while a request runs, and one when linked', async (t) => {
  const world = await makeWorld(t);
  const first = await world.boot();
  await first.identity.beginLink(INSTALLER);
  await first.stop();
  const second = await world.boot();
  t.match(second.identity.state(), { state: 'waiting', userCode: 'BCDF-GHJK' });
  world.cloud.type(lastClaim(world.cloud), second.identity.setupCode.current() ?? '');
  await reaches(world, second.identity, 'linked');
  await second.stop();
  const third = await world.boot();
  t.equal(third.identity.state().state, 'linked');
  t.equal(third.identity.mayTalk(), true);
  t.equal(world.codes.length, 1, 'no new code while linked');
});

test('unlinking tells both sides, makes a new code, and the way is free again', async (t) => {
  const world = await makeWorld(t);
  const program = await world.boot();
  const { identity, told, uplink } = program;
  await t.rejects(identity.unlink(INSTALLER), { code: 'NOT_LINKED' });
  await claim(world, program);
  await identity.unlink(INSTALLER);
  t.equal(world.cloud.gateways.size, 0, 'the cloud knows');
  t.equal(identity.self(), undefined);
  t.same(told, ['Gateway linked', 'linked', 'unlinked']);
  t.equal(world.codes.length, 2);
  t.not(world.codes[0], world.codes[1]);
  const ask = uplink.http.request({ method: 'GET', path: CLOUD_PATH.self, answer: {}, auth: 'device' });
  await t.rejects(ask, { code: 'NOT_LINKED' }, 'its token is gone');
  await claim(world, program);
  t.equal(identity.state().state, 'linked');
});

test('unlinking without a cloud, and unlinked by the cloud', async (t) => {
  const world = await makeWorld(t);
  const program = await world.boot();
  await claim(world, program);
  await program.uplink.http.request({ method: 'GET', path: CLOUD_PATH.self, answer: {}, auth: 'device' });
  world.cloud.control.break = { path: CLOUD_PATH.self, status: 503, times: 9 };
  await program.identity.unlink(INSTALLER);
  t.equal(program.identity.state().state, 'unlinked', 'it does not hold it up');
  world.cloud.control.break = undefined;
  await claim(world, program);
  const deletes = world.cloud.requests.filter((r) => r.method === 'DELETE').length;
  await program.identity.noteUnlinked();
  t.equal(program.identity.state().state, 'unlinked');
  t.equal(world.cloud.requests.filter((r) => r.method === 'DELETE').length, deletes, 'it need not be told');
});

test('a 401 and a 403 never forget the account', async (t) => {
  const world = await makeWorld(t);
  const program = await world.boot();
  await claim(world, program);
  world.cloud.gateways.clear();
  world.cloud.tokens.clear();
  await program.identity.refreshSelf();
  t.equal(program.identity.state().state, 'linked');
  t.ok(program.identity.self());
});

test('deactivated: quiet, asks every 15 minutes, survives a restart, resumes by itself', async (t) => {
  const world = await makeWorld(t);
  const { cloud, clock } = world;
  const first = await world.boot();
  await claim(world, first);
  cloud.control.deactivated = true;
  const asks = () => cloud.requests.length;
  await first.identity.refreshSelf();
  t.equal(first.identity.mayTalk(), 'The account is deactivated.');
  t.same(first.told.slice(2), ['deactivated']);
  const before = asks();
  await clock.advance(14 * 60_000);
  t.equal(asks(), before, 'quiet');
  await first.stop();

  const second = await world.boot();
  t.equal(second.identity.mayTalk(), 'The account is deactivated.', 'kept');
  await cloud.until(() => asks() > before);
  cloud.control.deactivated = false;
  const active = new Promise<void>((resolve) =>
    second.events.on('account.state', ({ state }) => {
      if (state === 'active') resolve();
    }),
  );
  let isActive = false;
  void active.then(() => {
    isActive = true;
  });
  while (!isActive) await clock.advance(60_000);
  t.equal(second.identity.mayTalk(), true, 'with nobody on site');
});

test('facts that changed while the gateway was away are read at the welcome, once', async (t) => {
  const world = await makeWorld(t);
  const program = await world.boot();
  await claim(world, program);
  const { identity, events } = program;
  let changes = 0;
  events.on('account.changed', () => {
    changes += 1;
  });
  const reads = () =>
    world.cloud.requests.filter((r) => r.method === 'GET' && r.path === CLOUD_PATH.self).length;
  await identity.noteSelfVersion(1);
  t.equal(reads(), 1, 'nothing is known of the version yet');
  t.equal(changes, 0, 'they were the same');
  const [gateway] = world.cloud.gateways.values();
  if (!gateway) throw new Error('no gateway');
  gateway.self = { ...gateway.self, account: { ...gateway.self.account, name: 'Contoso Limited' } };
  world.cloud.control.break = { path: CLOUD_PATH.self, status: 503, times: 1 };
  await identity.noteSelfVersion(2);
  t.equal(identity.self()?.account.name, 'Contoso', 'it could not be read');
  await identity.noteSelfVersion(2);
  t.equal(identity.self()?.account.name, 'Contoso Limited', 'the next welcome names it again');
  t.equal(changes, 1);
  const before = reads();
  await identity.noteSelfVersion(2);
  t.equal(reads(), before, 'it is known now');
  gateway.self = { ...gateway.self, baseUrl: 'http://elsewhere.example' };
  await identity.noteSelfVersion(3);
  t.equal(identity.self()?.baseUrl, world.cloud.base, 'an address that may not be used is not taken');
});

test('unlinked at the cloud while the gateway was away: it learns so by its own assertion, and may be linked again', async (t) => {
  const world = await makeWorld(t);
  const program = await world.boot();
  await claim(world, program);
  const { identity, uplink } = program;
  const gatewayId = identity.self()?.gatewayId ?? '';
  world.cloud.unlink(gatewayId);
  // answers that are not for this assertion, or not of this cloud's making, end nothing
  for (const [status, body] of [
    [undefined, { assertion_id: 'of another request' }],
    [undefined, { gateway_id: '019a0000-0000-7000-8000-0000000000ff' }],
    [undefined, { error: 'invalid_client' }],
    [401, {}],
    [403, {}],
    [404, {}],
  ] as const) {
    world.cloud.control.unlinkedAs = body;
    world.cloud.control.break = status && { path: CLOUD_PATH.token, status, times: 9 };
    await identity.refreshSelf();
    uplink.forgetTokens();
    t.equal(identity.state().state, 'linked', `${status} ${JSON.stringify(body)}`);
  }
  world.cloud.control.break = undefined;
  world.cloud.control.unlinkedAs = {};
  for (const status of [401, 403, 404, 410, 500]) {
    world.cloud.control.unlinkedStatus = status;
    await identity.refreshSelf();
    t.equal(identity.state().state, 'linked', `the right words with status ${status}`);
  }
  world.cloud.control.unlinkedStatus = 400;
  await identity.refreshSelf();
  await reaches(world, identity, 'unlinked');
  t.equal(identity.self(), undefined);
  t.same(program.told.slice(-1), ['unlinked']);
  t.equal(world.codes.length, 2, 'a new set-up code is printed');
  await claim(world, program);
  t.equal(identity.state().state, 'linked');
});

test('approved just before the request ends, and polled after it: linked all the same', async (t) => {
  const world = await makeWorld(t);
  const { cloud, clock } = world;
  const first = await world.boot();
  await first.identity.beginLink(INSTALLER);
  const asked = lastClaim(cloud);
  cloud.type(asked, first.identity.setupCode.current() ?? '');
  cloud.control.break = { path: CLOUD_PATH.token, status: 503, times: 0 };
  while (asked.verdicts.length === 0) await aSecond(world);
  // the power goes between the verdict and the grant, for half an hour
  cloud.control.break.times = Number.POSITIVE_INFINITY;
  await first.stop();
  await clock.advance(30 * 60_000);
  cloud.control.break.times = 0;
  const second = await world.boot();
  await reaches(world, second.identity, 'linked');
  t.equal(second.identity.mayTalk(), true);
});

test('a request that nobody approved in time ends in time', async (t) => {
  const world = await makeWorld(t);
  const { identity } = await world.boot();
  await identity.beginLink(INSTALLER);
  await world.clock.advance(15 * 60_000 + 1);
  await reaches(world, identity, 'failed');
  t.match(identity.state(), { error: { code: 'LINK_EXPIRED' } });
});

test('linked by a claim token, and by a key that the console knows: nobody types anything', async (t) => {
  const world = await makeWorld(t);
  const program = await world.boot();
  const { identity } = program;
  await identity.beginLink(INSTALLER);
  t.match(identity.state(), { state: 'waiting' }, 'a request of the ordinary way runs');

  await identity.beginLink(INSTALLER, { token: 'of another day' });
  await reaches(world, identity, 'failed');
  t.match(identity.state(), { error: { code: 'CLAIM_TOKEN_WRONG', remedy: /console/ } });
  t.equal(world.secrets.get('identity.claim-token'), undefined, 'a token that failed is not kept');

  await identity.beginLink(INSTALLER, { token: world.cloud.control.claimToken });
  await reaches(world, identity, 'linked');
  t.equal(world.secrets.get('identity.claim-token'), undefined, 'nor one that was used');
  t.equal(identity.setupCode.current(), undefined, 'the printed code opens nothing any more');
  await t.rejects(identity.beginLink(INSTALLER, 'registered'), { code: 'ALREADY_LINKED' });

  await identity.unlink(INSTALLER);
  await identity.beginLink(INSTALLER, 'registered');
  await reaches(world, identity, 'linked');
});

test('a claim token survives a power cut before the cloud was asked', async (t) => {
  const world = await makeWorld(t);
  const first = await world.boot();
  world.cloud.control.break = { path: CLOUD_PATH.deviceAuthorization, status: 503, times: 99 };
  const begun = first.identity.beginLink(INSTALLER, { token: world.cloud.control.claimToken });
  await world.cloud.until(() => world.cloud.requests.length > 0);
  await first.stop();
  await world.clock.advance(10_000);
  await begun.catch(() => undefined);
  world.cloud.control.break = undefined;
  const second = await world.boot();
  await reaches(world, second.identity, 'linked');
  t.pass('it went on by itself');
});
