/** The four doors, and what each lets through. */
import { test } from 'tap';
import { ConfigSchema } from '../../../src/gateway/config.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { ACCESS_NAMES } from '../../../src/gateway/http/access.ts';
import { isLoopback, isOurHost } from '../../../src/gateway/http/hosts.ts';
import { routes } from '../../../src/gateway/http/routes/index.ts';
import { wrongSchemas } from '../../helpers/schemas.ts';
import { fakeDeps, SETUP_CODE } from './fake-deps.ts';
import { serve } from './serve.ts';

const PERSON = { id: 'p', name: 'Priya' };
test('every route has a schema and an access row', async (t) => {
  for (const row of routes(fakeDeps().deps)) {
    t.ok(ACCESS_NAMES.includes(row.access), `${row.method} ${row.url} has access ${row.access}`);
    t.ok(Object.keys(row.schema.response).length > 0, `${row.method} ${row.url} has a schema`);
    if (row.method !== 'GET' && !row.url.endsWith('/link'))
      t.not(row.access, 'anybody', `${row.method} ${row.url} is guarded`);
  }
});

test('the schemas of routes and settings are schemas', async (t) => {
  const rows = routes(fakeDeps().deps);
  const parts = rows.flatMap(({ method, url, schema: { response, ...request } }) =>
    Object.entries({ ...request, ...response }).map(
      ([part, schema]) => [`${method} ${url} ${part}`, schema] as const,
    ),
  );
  t.ok(parts.length > rows.length);
  t.same(wrongSchemas([...parts, ['settings', ConfigSchema]]), []);
});

test('every route that takes or gives a secret is refused over plain HTTP from the LAN', async (t) => {
  const { ask, deps } = await serve();
  const open = new Set([
    'GET /api/alive',
    'GET /api/signpost',
    'GET /api/me',
    'GET /api/link',
    'POST /api/link',
    'DELETE /api/link',
  ]);
  for (const row of routes(deps)) {
    const name = `${row.method} ${row.url}`;
    if (open.has(name)) continue;
    // without a body that fits: access is asked before anything of the request is read
    const answer = await ask(row.method as 'GET', row.url.replace(':id', 'x'));
    t.match(answer.json(), { status: 403, code: 'NOT_OVER_HTTP' }, name);
  }
  t.equal((await ask('GET', '/api/signpost')).statusCode, 200, 'the signpost is open');
});

test('the set-up code makes the first administrator, once', async (t) => {
  const { ask, door } = await serve();
  door({ kind: 'https' });
  const admin = { setupCode: SETUP_CODE, name: 'Priya', password: 'correct horse battery' };
  t.match((await ask('GET', '/api/me')).json(), { signedIn: false, needsFirstAdmin: true });
  t.equal(
    (await ask('POST', '/api/admin', { ...admin, setupCode: '000000000000' })).json().code,
    'SETUP_CODE_WRONG',
  );
  t.match((await ask('POST', '/api/admin', { ...admin, password: 'short' })).json(), {
    code: 'BAD_INPUT',
    errors: [{ field: 'password' }],
  });
  const made = await ask('POST', '/api/admin', admin);
  t.match(made.json(), { signedIn: true, role: 'admin', name: 'Priya' });
  const cookie = made.cookies[0];
  t.match(cookie, { name: '__Host-cloudlink', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  t.equal((await ask('POST', '/api/admin', admin)).json().code, 'NOT_ALLOWED', 'not twice');

  const cookies = { [cookie?.name ?? '']: cookie?.value ?? '' };
  t.equal((await ask('GET', '/api/pbx/types', undefined, { cookies })).statusCode, 200);
  const site = {
    name: 'HQ',
    city: 'Ottawa',
    country: 'CA',
    province: 'ON',
    postalCode: 'K1P',
    zone: 'America/Toronto',
  };
  t.equal(
    (await ask('PUT', '/api/site', site, { cookies })).json().code,
    'NOT_ALLOWED',
    'a change without the csrf token',
  );
  const headers = { 'x-csrf-token': made.json().csrf };
  t.equal((await ask('PUT', '/api/site', site, { cookies, headers })).statusCode, 200);
  t.match((await ask('PUT', '/api/site', { ...site, zone: 'Nowhere' }, { cookies, headers })).json(), {
    code: 'BAD_INPUT',
    errors: [{ field: 'zone' }],
  });
  t.equal((await ask('DELETE', '/api/session', undefined, { cookies, headers })).statusCode, 204);
  t.equal(
    (await ask('GET', '/api/pbx/types', undefined, { cookies })).json().code,
    'NOT_SIGNED_IN',
    'signed out',
  );
});

test('who signed in here is known by name wherever a decision is recorded', async (t) => {
  const { ask, door, deps } = await serve();
  door({ kind: 'https' });
  const admin = { setupCode: SETUP_CODE, name: 'Priya', password: 'correct horse battery' };
  const made = await ask('POST', '/api/admin', admin);
  const [cookie] = made.cookies;
  const signedIn = {
    cookies: { [cookie?.name ?? '']: cookie?.value ?? '' },
    headers: { 'x-csrf-token': made.json().csrf },
  };
  const by: unknown[] = [];
  const record = (...given: unknown[]): never => {
    by.push((given.at(-1) as { name?: string }).name);
    throw fail('NOT_FOUND');
  };
  Object.assign(deps.detained, { decide: record, revoke: record });
  Object.assign(deps.sync, { undo: record, confirm: record });
  Object.assign(deps.imports, { take: record, remove: record });
  for (const [method, url, body] of [
    ['POST', '/api/sync/detained/verb', { verb: 'apply', ids: ['1'] }],
    ['POST', '/api/sync/decisions/revoke', { ids: ['1'] }],
    ['POST', '/api/sync/undo', { runId: '1', preview: true }],
    ['POST', '/api/sync/confirm', { planHash: 'x' }],
    ['POST', '/api/imports/x/take', { name: 'x', partial: false }],
    ['DELETE', '/api/imports/x', undefined],
  ] as const) {
    t.match((await ask(method, url, body, signedIn)).json(), { code: 'NOT_FOUND' }, url);
    t.equal(by.pop(), 'Priya', url);
  }
});

test('sign-in: wrong passwords are counted by address, sessions end by themselves', async (t) => {
  const { ask, door, clock } = await serve();
  door({ kind: 'https' });
  await ask('POST', '/api/admin', {
    setupCode: SETUP_CODE,
    name: 'Priya',
    password: 'correct horse battery',
  });
  for (let i = 0; i < 10; i++)
    t.equal(
      (await ask('POST', '/api/session', { name: 'Priya', password: 'wrong' })).json().code,
      'NOT_SIGNED_IN',
    );
  const locked = await ask('POST', '/api/session', { name: 'Priya', password: 'correct horse battery' });
  t.equal(locked.json().code, 'RATE_LIMITED');
  t.ok(Number(locked.headers['retry-after']) > 0);
  const elsewhere = await ask(
    'POST',
    '/api/session',
    { name: 'priya', password: 'correct horse battery' },
    { remoteAddress: '192.168.10.51' },
  );
  t.equal(elsewhere.statusCode, 200, 'another address is not locked out; the name has no case');
  const cookies = { '__Host-cloudlink': elsewhere.cookies[0]?.value ?? '' };
  t.equal((await ask('GET', '/api/pbx/types', undefined, { cookies })).statusCode, 200);
  await clock.advance(31 * 60_000);
  t.equal(
    (await ask('GET', '/api/pbx/types', undefined, { cookies })).statusCode,
    401,
    'after 30 minutes without use',
  );
});

test('a remote session has a reduced role', async (t) => {
  const { ask, door } = await serve();
  door({ kind: 'tunnel', sessionId: 's1', person: PERSON });
  const me = (await ask('GET', '/api/me')).json();
  t.match(me, { signedIn: true, via: 'tunnel', name: 'Priya' });
  const headers = { 'x-csrf-token': me.csrf };
  const target = { component: 'a', tunnel: 'b', protocol: 'http', host: '127.0.0.1', port: 1 };
  for (const [method, url, payload] of [
    ['POST', '/api/tunnels', target],
    ['DELETE', '/api/tunnels/x', undefined],
    ['POST', '/api/tunnels/x/confirm', {}],
    ['POST', '/api/unlink', undefined],
    ['GET', '/api/setup-code', undefined],
    ['POST', '/api/pbx/test', undefined],
    ['POST', '/api/session', { name: 'Priya', password: 'a guess' }],
    ['POST', '/api/admin', { setupCode: SETUP_CODE, name: 'Eve', password: 'correct horse battery' }],
  ] as const) {
    const answer = await ask(method, url, payload, { headers });
    t.equal(answer.json().code, 'NOT_OVER_TUNNEL', `${method} ${url}`);
  }
  door({ kind: 'tunnel', sessionId: 's2', person: PERSON });
  t.equal(
    (await ask('POST', '/api/tunnels/stop-all', undefined, { headers })).json().code,
    'NOT_ALLOWED',
    'a token of another session',
  );
});

test('a header cannot claim a door', async (t) => {
  const { ask } = await serve();
  const headers = {
    'x-forwarded-proto': 'https',
    'cloudlink-session': 's1',
    forwarded: 'proto=https',
    'x-real-ip': '127.0.0.1',
    'x-forwarded-for': '127.0.0.1',
  };
  t.equal((await ask('GET', '/api/pbx/types', undefined, { headers })).json().code, 'NOT_OVER_HTTP');
  t.equal((await ask('GET', '/api/me', undefined, { headers })).json().signedIn, false);
});

test('the control socket is an administrator, and alone reads the set-up code', async (t) => {
  const { ask, door } = await serve();
  door({ kind: 'https' });
  t.equal((await ask('GET', '/api/setup-code')).statusCode, 401);
  door({ kind: 'cli' });
  t.strictSame((await ask('GET', '/api/setup-code')).json(), { setupCode: SETUP_CODE });
});

test('names that were pointed here by somebody else are refused', async (t) => {
  const { ask } = await serve();
  t.equal(
    (await ask('GET', '/api/signpost', undefined, { headers: { host: 'evil.example' } })).json().code,
    'HOST_NOT_KNOWN',
  );
  t.equal(
    (await ask('GET', '/api/signpost', undefined, { headers: { host: '192.168.10.24' } })).statusCode,
    200,
  );
  t.equal(
    (await ask('POST', '/api/link', undefined, { headers: { origin: 'https://evil.example' } })).statusCode,
    403,
    'another site’s page cannot press the button',
  );
  for (const [host, ours] of [
    ['[::1]:443', true],
    ['CloudLink.local.', true],
    ['cloudlink.local.evil.example', false],
    ['', false],
    ['10.0.0.1.evil.example', false],
  ] as const)
    t.equal(isOurHost(host, ['cloudlink.local']), ours, host);
  for (const [address, loop] of [
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['192.168.1.1', false],
    [undefined, false],
  ] as const)
    t.equal(isLoopback(address), loop, String(address));
});

test('answers carry a strict policy and no secrets', async (t) => {
  const { ask, door } = await serve();
  door({ kind: 'cli' });
  const pbx = { type: 'csv', name: 'People', values: { path: '/tmp/people.csv' } };
  const saved = await ask('PUT', '/api/pbx', pbx);
  t.equal(saved.statusCode, 200);
  t.match(saved.headers['content-security-policy'], /default-src 'none'/);
  t.notMatch(saved.headers['content-security-policy'], /unsafe/);
  t.match((await ask('PUT', '/api/pbx', { ...pbx, type: 'nothing' })).json(), {
    code: 'BAD_INPUT',
    errors: [{ field: 'type' }],
  });
  t.match((await ask('PUT', '/api/pbx', { ...pbx, values: { pth: 'x' } })).json(), { code: 'BAD_INPUT' });
  t.match((await ask('GET', '/api/nothing')).json(), { code: 'NOT_FOUND', remedy: String });
  const ldap = {
    type: 'ldap',
    name: 'Dir',
    values: {
      host: '127.0.0.1',
      port: 389,
      security: 'none',
      bindDn: 'cn=a',
      bindPassword: 'canary-secret',
      baseDn: 'dc=a',
    },
  };
  const link = await ask('PUT', '/api/pbx', ldap);
  t.equal(link.statusCode, 200, link.body);
  t.notMatch(link.body, /canary-secret/);
  t.match(link.json(), { secretsSet: ['bindPassword'] });
  t.notMatch((await ask('GET', '/api/pbx')).body, /canary-secret/);
  const { bindPassword, ...kept } = ldap.values;
  t.match(
    (await ask('PUT', '/api/pbx', { ...ldap, values: kept })).json(),
    { secretsSet: ['bindPassword'] },
    'left out: kept',
  );
  t.match(
    (await ask('PUT', '/api/pbx', { ...ldap, values: { ...kept, host: '127.0.0.2' } })).json(),
    {
      code: 'BAD_INPUT',
      errors: [{ field: 'values.bindPassword', sentence: 'Enter Password, or leave Bind DN empty too.' }],
    },
    'another host never gets the old password',
  );
  const { bindDn, ...nobody } = kept;
  const anonymous = await ask('PUT', '/api/pbx', { ...ldap, values: { ...nobody, bindDn: '' } });
  t.match(anonymous.json(), { secretsSet: [] }, 'without a name the stored password goes: an anonymous bind');
  t.notOk(anonymous.json().values.bindDn);
  t.match(
    (await ask('PUT', '/api/pbx', { ...ldap, values: kept })).json(),
    { code: 'BAD_INPUT' },
    'it is gone',
  );
});

test('restart and reboot: an administrator, named, and not too often; without the helper it is said', async (t) => {
  const { ask, door, orders } = await serve();
  t.equal((await ask('POST', '/api/restart')).json().code, 'NOT_OVER_HTTP');
  door({ kind: 'https' });
  t.equal((await ask('POST', '/api/restart')).json().code, 'NOT_SIGNED_IN');
  door({ kind: 'tunnel', sessionId: 's1', person: { id: 'p', name: 'Priya' } });
  t.equal((await ask('POST', '/api/restart')).json().code, 'NOT_ALLOWED', 'a page of elsewhere');
  t.same(orders, []);
  const headers = { 'x-csrf-token': (await ask('GET', '/api/me')).json().csrf };
  t.match((await ask('POST', '/api/restart', undefined, { headers })).json(), { sentence: /restarts/ });
  t.same(orders, ['restart by Priya']);
  t.match((await ask('POST', '/api/reboot', undefined, { headers })).json(), {
    code: 'HELPER_UNAVAILABLE',
    status: 503,
  });
});
