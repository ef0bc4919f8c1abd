/** What lies between the protocol and HTTP: discovery, media types, errors, limits; also over a real socket. */
import { type AddressInfo, connect } from 'node:net';
import { test } from 'tap';
import { BASE, type Body, SCIM_BULK, SCIM_ENTERPRISE, SCIM_USER, scimServer, user } from './server.ts';

test('discovery', async (t) => {
  const { ask } = await scimServer(t);
  const config = (await ask('GET', '/ServiceProviderConfig')).body;
  for (const name of ['patch', 'bulk', 'filter', 'sort', 'etag']) t.equal(config[name].supported, true, name);
  t.equal(config.changePassword.supported, false);
  t.same(config.bulk, { supported: true, maxOperations: 1000, maxPayloadSize: 8 * 1024 * 1024 });
  t.ok(config.authenticationSchemes.length > 0);

  const types = (await ask('GET', '/ResourceTypes')).body;
  t.same(
    types.Resources.map((r: Body) => r.endpoint),
    ['/Users'],
    'no Groups',
  );
  t.same((await ask('GET', '/ResourceTypes/user')).body, types.Resources[0]);
  t.equal((await ask('GET', '/ResourceTypes/Group')).status, 404);

  const schemas = (await ask('GET', '/Schemas')).body;
  t.equal(schemas.totalResults, 3);
  const core = (await ask('GET', `/Schemas/${SCIM_USER}`)).body;
  t.same(core, schemas.Resources[0]);
  const userName = core.attributes.find((a: Body) => a.name === 'userName');
  t.match(userName, {
    type: 'string',
    required: true,
    uniqueness: 'server',
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
  });
  t.match(core.attributes.find((a: Body) => a.name === 'emails').subAttributes[0], {
    name: 'value',
    type: 'string',
  });
  t.equal((await ask('GET', `/Schemas/${SCIM_ENTERPRISE}`)).status, 200);
  t.equal((await ask('GET', '/Schemas/urn:x')).status, 404);
  t.equal((await ask('GET', '/Schemas?filter=id%20pr')).status, 403, 'RFC 7644 §4');
});

test('addresses and methods that there are not', async (t) => {
  const { ask } = await scimServer(t);
  for (const [method, path, status] of [
    ['GET', '/Groups', 404],
    ['POST', '/Groups', 404],
    ['GET', '/', 404],
    ['GET', '/Users/a/b', 404],
    ['GET', '/Me', 501],
    ['PATCH', '/Me', 501],
    ['DELETE', '/Users', 405],
    ['PUT', '/Bulk', 405],
    ['POST', '/ServiceProviderConfig', 405],
    ['POST', '/Users/1', 405],
  ] as const) {
    const { status: got, body } = await ask(method, path);
    t.equal(got, status, `${method} ${path}`);
    t.equal(body.status, String(status), `${method} ${path}`);
  }
  t.equal((await ask('DELETE', '/Users')).headers.allow, 'GET, POST');
});

test('who may not, and how long to wait', async (t) => {
  const { app, ask } = await scimServer(t);
  const anonymous = await app.inject({ url: `${BASE}/Users` });
  t.equal(anonymous.statusCode, 401);
  t.match(anonymous.headers['www-authenticate'], /^Bearer/);
  t.equal(anonymous.json().status, '401');
  t.match(anonymous.headers['content-type'], 'application/scim+json');
  t.equal((await app.inject({ url: `${BASE}/Groups` })).statusCode, 401, 'nothing is told to a stranger');

  const deactivated = await ask('GET', '/Users', undefined, { token: 'deactivated' });
  t.equal(deactivated.status, 403);
  t.equal(deactivated.headers['retry-after'], '900');
  const busy = await ask('GET', '/Users', undefined, { token: 'busy' });
  t.equal(busy.status, 429);
  t.equal(busy.headers['retry-after'], '2', 'rounded up');
});

test('media types and bodies', async (t) => {
  const { ask } = await scimServer(t);
  const typed = (type: string) => ({ headers: { 'content-type': type } });
  t.equal((await ask('POST', '/Users', user('a'), typed('application/json'))).status, 201);
  t.equal(
    (await ask('POST', '/Users', user('b'), typed('application/scim+json; charset=utf-8'))).status,
    201,
  );
  const text = await ask('POST', '/Users', user('c'), typed('text/plain'));
  t.equal(text.status, 415);
  t.equal(text.body.status, '415');
  const form = await ask('POST', '/Users', 'userName=c', typed('application/x-www-form-urlencoded'));
  t.equal(form.status, 415);
  const huge = await ask('POST', '/Users', `"${'x'.repeat(8 * 1024 * 1024)}"`);
  t.equal(huge.status, 413);
  t.match(huge.body.detail, '8388608');
  const polluting = await ask(
    'POST',
    '/Users',
    `{"schemas":["${SCIM_USER}"],"userName":"d","__proto__":{"admin":true},"name":{"__proto__":{"givenName":"x"}}}`,
  );
  t.equal(polluting.status, 201);
  t.same(Object.keys(polluting.body).sort(), ['id', 'meta', 'schemas', 'userName']);
  t.equal((await ask('POST', '/Users', '['.repeat(100_000))).body.scimType, 'invalidSyntax');
  t.equal(
    (await ask('POST', '/Users', '['.repeat(100_000) + ']'.repeat(100_000))).body.scimType,
    'invalidSyntax',
  );
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const users = `"schemas":["${SCIM_USER}"],"userName":"e"`;
  for (const [path, body] of [
    ['/Users', `{${users},"name":${deep}}`],
    ['/Users', `{${users},"active":${deep}}`],
    ['/Bulk', `{"schemas":["${SCIM_BULK}"],"Operations":[{"method":"POST","path":"/Users","data":${deep}}]}`],
  ] as const)
    t.match((await ask('POST', path, body)).body, {
      status: '400',
      scimType: 'invalidSyntax',
      detail: /nested/,
    });
  t.equal((await ask('DELETE', '/Users/x', '')).status, 404, 'a DELETE with a type and no body');
});

test('over a real socket: a session of requests, a filter of 64 KiB, half a request', async (t) => {
  const { app } = await scimServer(t);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${BASE}`;
  const headers = { authorization: 'Bearer acme', 'content-type': 'application/scim+json' };
  const made = await fetch(`${url}/Users`, { method: 'POST', headers, body: JSON.stringify(user('Jürgen')) });
  t.equal(made.status, 201);
  const location = made.headers.get('location') ?? '';
  const read = await fetch(url + location.slice(location.indexOf('/Users')), { headers });
  t.equal(((await read.json()) as Body).userName, 'Jürgen');
  const found = await fetch(`${url}/Users?filter=${encodeURIComponent('userName eq "JÜRGEN"')}`, { headers });
  t.equal(((await found.json()) as Body).totalResults, 1);
  const long = await fetch(`${url}/Users?filter=${'x'.repeat(65_536)}`, { headers });
  t.equal(long.status, 431, 'Node itself refuses such a request line');
  await long.body?.cancel();

  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST ${BASE}/Users HTTP/1.1\r\nhost: x\r\nauthorization: Bearer acme\r\ncontent-type: application/scim+json\r\ncontent-length: 5000\r\n\r\n{"schemas"`,
  );
  await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  const after = await fetch(`${url}/Users?count=0`, { headers });
  t.equal(((await after.json()) as Body).totalResults, 1);
});

test('seven hundred requests at once are not stopped by the limit for pages', async (t) => {
  const { ask } = await scimServer(t);
  const all = await Promise.all([...Array(700).keys()].map(() => ask('GET', '/Users?count=0')));
  t.same(new Set(all.map(({ status }) => status)), new Set([200]));
});
