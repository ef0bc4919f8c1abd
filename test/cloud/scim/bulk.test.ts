/** Bulk (RFC 7644 §3.7). */
import { test } from 'tap';
import { type Body, SCIM_BULK, SCIM_ENTERPRISE, SCIM_PATCH, scimServer, user } from './server.ts';

const RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const post = (bulkId: string, data: unknown) => ({ method: 'POST', path: '/Users', bulkId, data });
const statuses = (body: Body): string[] => body.Operations.map((o: Body) => o.status);

async function bulkServer(t: Parameters<typeof scimServer>[0]) {
  const server = await scimServer(t);
  const bulk = (operations: unknown, more: Record<string, unknown> = {}) =>
    server.ask('POST', '/Bulk', { schemas: [SCIM_BULK], Operations: operations, ...more });
  const managerOf = async (id: string) =>
    (await server.ask('GET', `/Users/${id}`)).body[SCIM_ENTERPRISE]?.manager?.value;
  return { ...server, bulk, managerOf };
}

test('every method, in order, each result with version, location and what was stored', async (t) => {
  const { ask, bulk, changes } = await bulkServer(t);
  const [a, b, c] = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => (await ask('POST', '/Users', user(name))).body.id),
  );
  changes.length = 0;
  const { status, body, headers } = await bulk([
    post('new', user('d')),
    { method: 'put', path: `/Users/${a}`, data: user('a', { title: 'Dr' }), version: 'W/"1"' },
    {
      method: 'PATCH',
      path: `/Users/${b}`,
      data: { schemas: [SCIM_PATCH], Operations: [{ op: 'replace', path: 'title', value: 'x' }] },
    },
    { method: 'PATCH', path: `/Users/${b}`, data: [{ op: 'remove', path: 'title' }] },
    { method: 'DELETE', path: `Users/${c}` },
  ]);
  t.equal(status, 200);
  t.match(headers['content-type'], 'application/scim+json');
  t.same(body.schemas, [RESPONSE]);
  t.same(statuses(body), ['201', '200', '200', '200', '204']);
  const [made, replaced, , patched, deleted] = body.Operations;
  t.match(made, { method: 'POST', bulkId: 'new', version: 'W/"1"', response: { userName: 'd' } });
  t.equal(made.location, made.response.meta.location);
  t.match(replaced, { method: 'PUT', version: 'W/"2"', response: { title: 'Dr' } });
  t.equal(patched.version, 'W/"3"');
  t.equal(deleted.response, undefined);
  t.same(
    changes.map(({ kind }) => kind),
    ['created', 'updated', 'updated', 'updated', 'deleted'],
  );
});

test('a wrong operation fails alone', async (t) => {
  const { ask, bulk, changes } = await bulkServer(t);
  const { id } = (await ask('POST', '/Users', user('a'))).body;
  const { body } = await bulk([
    post('1', user('A')),
    { method: 'PUT', path: `/Users/${id}`, data: user('b'), version: 'W/"9"' },
    {
      method: 'PATCH',
      path: '/Users/nobody',
      data: { schemas: [SCIM_PATCH], Operations: [{ op: 'add', path: 'title', value: 'x' }] },
    },
    { method: 'DELETE', path: '/Groups/1' },
    { method: 'GET', path: `/Users/${id}` },
    { method: 'POST', path: '/Users', data: user('c') },
    { method: 'DELETE', path: '/Users' },
    post('2', { schemas: [] }),
    'nonsense',
    { method: 'PATCH', path: `/Users/${id}`, data: 5 },
    post('3', user('c')),
    post('3', user('d')),
    { method: 'POST', path: `/Users/${id}`, bulkId: '4', data: user('e') },
  ]);
  t.same(statuses(body), [
    '409',
    '412',
    '404',
    '404',
    '400',
    '400',
    '400',
    '400',
    '400',
    '400',
    '201',
    '400',
    '400',
  ]);
  for (const { status, response } of body.Operations)
    if (status !== '201') t.equal(response.status, status, response.detail);
  t.match(body.Operations[0], { bulkId: '1', response: { scimType: 'uniqueness' } });
  t.equal(body.Operations[0].location, undefined, 'a failed POST has no location');
  t.same(
    changes.map(({ userName }) => userName),
    ['a', 'c'],
  );
});

test('failOnErrors leaves out the rest', async (t) => {
  const { ask, bulk } = await bulkServer(t);
  await ask('POST', '/Users', user('a'));
  const operations = [
    post('1', user('b')),
    post('2', user('a')),
    post('3', user('c')),
    post('4', user('a')),
    post('5', user('d')),
  ];
  const first = await bulk(operations.slice(0, 3), { failOnErrors: 1 });
  t.same(statuses(first.body), ['201', '409']);
  const second = await bulk(operations.slice(2), { failOnErrors: 2 });
  t.same(statuses(second.body), ['201', '409', '201']);
  const third = await bulk([post('1', user('x')), 'nonsense', post('2', user('y'))], { failOnErrors: 1 });
  t.same(statuses(third.body), ['201', '400'], 'one that cannot be read counts when its turn comes');
  t.equal((await bulk(operations, { failOnErrors: 0 })).body.scimType, 'invalidSyntax');
});

test('bulkId: backwards, forwards, in paths and in a circle', async (t) => {
  const { bulk, managerOf, ask } = await bulkServer(t);
  const managed = (name: string, manager: string) =>
    user(name, { [SCIM_ENTERPRISE]: { manager: { value: `bulkId:${manager}` } } });
  const made = (
    await bulk([
      post('boss', user('boss')),
      post('back', managed('back', 'boss')),
      post('forth', managed('forth', 'late')),
      post('late', user('late')),
      {
        method: 'PATCH',
        path: '/Users/bulkId:late',
        data: { schemas: [SCIM_PATCH], Operations: [{ op: 'add', path: 'title', value: 'x' }] },
      },
      post('x', managed('x', 'y')),
      post('y', managed('y', 'x')),
      post('self', managed('self', 'self')),
    ])
  ).body.Operations;
  t.same(
    made.map((o: Body) => o.status),
    ['201', '201', '201', '201', '200', '201', '201', '201'],
  );
  const id = Object.fromEntries(made.map((o: Body) => [o.bulkId ?? 'patched', o.location.split('/').at(-1)]));
  t.equal(await managerOf(id.back), id.boss);
  t.equal(await managerOf(id.forth), id.late);
  t.equal(id.patched, id.late);
  t.equal(await managerOf(id.x), id.y);
  t.equal(await managerOf(id.y), id.x);
  t.equal(await managerOf(id.self), id.self);
  t.equal(made[5].response[SCIM_ENTERPRISE].manager.value, id.y);

  const lost = (
    await bulk([
      post('bad', user('BOSS')),
      post('of-bad', managed('p', 'bad')),
      post('of-of-bad', managed('q', 'of-bad')),
      post('of-nobody', managed('r', 'nobody')),
      post('c1', user('c1', { [SCIM_ENTERPRISE]: { manager: { value: 'bulkId:c2' } } })),
      post('c2', managed('boss', 'c1')),
    ])
  ).body;
  t.same(statuses(lost), ['409', '409', '409', '409', '409', '409']);
  t.equal(
    (await ask('GET', '/Users')).body.totalResults,
    7,
    'one made for a circle that failed is taken back',
  );
});

test('a thousand operations at most; the whole request is checked first', async (t) => {
  const { bulk, ask } = await bulkServer(t);
  const many = (count: number) =>
    [...Array(count).keys()].map((n) => post(`b${n}`, user(`u${n}`, { title: 'x'.repeat(1200) })));
  const tooMany = await bulk(many(1001));
  t.equal(tooMany.status, 413);
  t.equal(tooMany.body.status, '413');
  t.match(tooMany.body.detail, '1000');
  const most = many(1000);
  t.ok(JSON.stringify(most).length > 1024 * 1024, 'more than 1 MiB');
  const { body } = await bulk(most);
  t.same(new Set(statuses(body)), new Set(['201']));
  t.equal((await ask('GET', '/Users?count=0')).body.totalResults, 1000);

  for (const wrong of [
    {},
    { schemas: [SCIM_BULK] },
    { schemas: ['x'], Operations: [] },
    { schemas: [SCIM_BULK], Operations: {} },
    [],
  ])
    t.equal((await ask('POST', '/Bulk', wrong)).body.scimType, 'invalidSyntax', JSON.stringify(wrong));
  t.same((await bulk([])).body.Operations, []);
});
