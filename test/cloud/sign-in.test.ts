import { test } from 'tap';
import { send } from '../helpers/dpop-client.ts';
import { PASSWORD, startCloud } from './harness.ts';

const MINUTE = 60_000;

test('signing in, the session’s ends, signing out', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const me = (cookie: string) => send(cloud.url, { method: 'GET', path: '/api/me', headers: { cookie } });
  t.same((await me('')).body, { signedIn: false, time: cloud.clock.now() });

  const ann = await cloud.signIn(' Ann@P.example ');
  t.match((await me(ann.cookie)).body, {
    signedIn: true,
    person: { name: 'Ann', role: 'partner' },
    account: { kind: 'partner' },
    csrf: ann.csrf,
  });
  await cloud.clock.advance(59 * MINUTE);
  t.match((await me(ann.cookie)).body, { signedIn: true }, 'use keeps it');
  await cloud.clock.advance(61 * MINUTE);
  t.match((await me(ann.cookie)).body, { signedIn: false, time: cloud.clock.now() }, 'idle for an hour');

  const long = await cloud.signIn('ann@p.example');
  for (let n = 0; n < 14; n++) {
    await cloud.clock.advance(50 * MINUTE);
    t.match((await me(long.cookie)).body, { signedIn: true });
  }
  await cloud.clock.advance(21 * MINUTE);
  t.match(
    (await me(long.cookie)).body,
    { signedIn: false, time: cloud.clock.now() },
    'twelve hours are the end',
  );

  const last = await cloud.signIn('ann@p.example');
  t.equal((await last.remove('/api/session')).status, 204);
  t.match((await me(last.cookie)).body, { signedIn: false, time: cloud.clock.now() });
});

test('the cookie is out of reach of scripts and other sites', async (t) => {
  const cloud = await startCloud(t, { publicUrl: 'https://cloud.example' });
  t.equal(cloud.url, 'https://cloud.example');
  const plain = await startCloud(t);
  await plain.partner('ann@p.example');
  const answer = await send(plain.url, {
    method: 'POST',
    path: '/api/session',
    json: { email: 'ann@p.example', password: PASSWORD },
  });
  const cookie = String(answer.headers['set-cookie']?.[0]);
  t.match(cookie, /^session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
});

test('ten wrong passwords lock the door for a quarter of an hour, for strangers too', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const attempt = (email: string, password: string) =>
    send(cloud.url, { method: 'POST', path: '/api/session', json: { email, password } });
  for (const email of ['ann@p.example', 'nobody@p.example']) {
    for (let n = 0; n < 10; n++) {
      t.match(await attempt(email, 'wrong'), { status: 401, body: { code: 'SIGN_IN_WRONG' } });
    }
    const locked = await attempt(email, PASSWORD);
    t.match(locked, { status: 429, body: { code: 'RATE_LIMITED' } }, `${email}: also the right one`);
    t.equal(locked.headers['retry-after'], '900');
  }
  await cloud.clock.advance(15 * MINUTE);
  const ann = await cloud.signIn('ann@p.example');
  t.match(
    (await ann.get('/api/events?type=Security')).body,
    { total: 2, items: [{ action: 'Signed in' }, { action: 'Sign-in locked', actorName: 'Ann' }] },
    'the history tells it',
  );
});

test('changes need the csrf token and the console’s origin', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const { number } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const change = (headers: Record<string, string>) =>
    send(cloud.url, {
      method: 'POST',
      path: `/api/accounts/${number}/scim-keys`,
      headers: { cookie: bob.cookie, ...headers },
    });
  const csrf = { 'x-csrf-token': bob.csrf };
  t.match(await change({}), { status: 403, body: { code: 'REQUEST_FORGED' } });
  t.equal((await change({ 'x-csrf-token': 'x' })).status, 403);
  t.equal((await change({ ...csrf, origin: 'https://evil.example' })).status, 403);
  t.equal((await change({ ...csrf, 'sec-fetch-site': 'cross-site' })).status, 403);
  t.equal((await change({ ...csrf, origin: cloud.url })).status, 200);
  const login = await send(cloud.url, {
    method: 'POST',
    path: '/api/session',
    json: { email: 'bob@c.example', password: PASSWORD },
    headers: { origin: 'https://evil.example' },
  });
  t.equal(login.status, 403, 'nobody is signed in from elsewhere');
});

test('an invitation chooses a password, once', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const ann = await cloud.signIn('ann@p.example');
  const input = {
    name: 'Ballad',
    supportContacts: ['help@ballad.example'],
    admin: { name: 'Eve', email: 'eve@ballad.example' },
  };
  const made = await ann.post('/api/accounts', input);
  t.match(made, { status: 200, body: { number: /^[0-9]{9}$/, integrationStatus: 'No gateway detected' } });
  t.match(await ann.post('/api/accounts', input), {
    status: 409,
    body: { code: 'EMAIL_TAKEN', errors: [{ field: 'admin.email' }] },
  });
  t.match(await ann.post('/api/accounts', { ...input, supportContacts: [] }), {
    status: 400,
    body: { errors: [{ field: 'supportContacts' }] },
  });
  t.match((await ann.get('/api/accounts')).body, { total: 1 }, 'a refused one leaves nothing behind');

  const token = String(made.body.inviteUrl).split('#token=')[1];
  const use = (password: string) =>
    send(cloud.url, { method: 'POST', path: '/api/invite', json: { token, password } });
  t.match(await use('short'), { status: 400, body: { code: 'PASSWORD_WEAK' } });
  t.match(await use('aaaaaaaaaaaaaaaa'), { status: 400, body: { code: 'PASSWORD_WEAK' } });
  t.match(await use(PASSWORD), { status: 200, body: { signedIn: true, person: { role: 'admin' } } });
  t.match(await use(PASSWORD), { status: 410, body: { code: 'INVITE_SPENT' } });
  const eve = await cloud.signIn('eve@ballad.example');
  t.equal((await eve.post('/api/accounts', input)).status, 403, 'only a partner makes accounts');
});
