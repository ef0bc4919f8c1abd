/** Users one at a time: RFC 7644 §3.3–§3.6, §3.14, and what row C10 and C11 ask. */
import { test } from 'tap';
import { GATEWAY_BASE, SCIM_ENTERPRISE, SCIM_USER, scimServer, user } from './server.ts';

const ANN = user('Ann@Example.com', {
  externalId: 'x-1',
  name: { givenName: 'Ann', familyName: 'Lee' },
  displayName: 'Ann Lee',
  nickName: 'Annie',
  active: true,
  emails: [{ type: 'work', value: 'ann@example.com', primary: true }],
  phoneNumbers: [
    { type: 'mobile', value: '+441632960001' },
    { type: 'work', value: '+441632960002' },
    { type: 'other', value: '2001' },
  ],
  addresses: [{ type: 'work', formatted: 'London' }],
  roles: [{ type: 'primary', value: 'agent', primary: true }],
  [SCIM_ENTERPRISE]: { department: 'Sales', manager: { value: 'm1' } },
});

test('create, read, replace, delete', async (t) => {
  const { ask, changes, clock } = await scimServer(t);
  const made = await ask('POST', '/Users', ANN);
  t.equal(made.status, 201);
  const { id, meta } = made.body;
  t.match(made.headers['content-type'], 'application/scim+json');
  t.equal(made.headers.etag, 'W/"1"');
  t.equal(meta.version, 'W/"1"');
  t.match(meta.location, /^https:\/\/cloud\.example\/v1\/accounts\/[\w-]+\/scim\/v2\/Users\/[\w-]+$/);
  t.equal(made.headers.location, meta.location);
  t.same(made.body.schemas, [SCIM_USER, SCIM_ENTERPRISE]);
  const { id: _id, meta: _meta, schemas: _schemas, ...stored } = made.body;
  const { schemas: _sent, ...sent } = ANN as Record<string, unknown>;
  t.same(stored, sent, 'everything that was sent is kept, also what nobody maps');

  t.same((await ask('GET', `/Users/${id}`)).body, made.body);

  await clock.advance(5_000);
  const replaced = await ask('PUT', `/Users/${id}`, {
    ...user('ann2'),
    id: 'another',
    meta: { version: 'x' },
    groups: [1],
  });
  t.equal(replaced.status, 200);
  t.equal(replaced.body.id, id, 'read-only attributes are the server’s');
  t.equal(replaced.body.displayName, undefined, 'what a PUT does not name is gone');
  t.equal(replaced.body.meta.created, meta.created);
  t.not(replaced.body.meta.lastModified, meta.lastModified);
  t.equal(replaced.headers.etag, 'W/"2"');

  t.equal((await ask('DELETE', `/Users/${id}`)).status, 204);
  t.equal((await ask('GET', `/Users/${id}`)).status, 404);
  t.equal((await ask('DELETE', `/Users/${id}`)).status, 404);
  t.equal((await ask('POST', '/Users', ANN)).status, 201, 'what a deleted user had is free again');
  t.same(
    changes.map(({ kind, version, userName, actor }) => [kind, version, userName, actor.name]),
    [
      ['created', 1, 'Ann@Example.com', 'Entra'],
      ['updated', 2, 'ann2', 'Entra'],
      ['deleted', 2, 'ann2', 'Entra'],
      ['created', 1, 'Ann@Example.com', 'Entra'],
    ],
  );
  t.ok(changes[1]?.propertiesChanged.includes('displayName'));
});

test('a write that changes nothing makes no version and tells nobody', async (t) => {
  const { ask, patch, changes } = await scimServer(t);
  const { body } = await ask('POST', '/Users', ANN);
  t.equal((await ask('PUT', `/Users/${body.id}`, ANN)).headers.etag, 'W/"1"');
  t.equal((await patch(body.id, { op: 'replace', path: 'active', value: 'True' })).headers.etag, 'W/"1"');
  t.equal(changes.length, 1);
});

test('accounts do not see each other, and the source of a write is kept', async (t) => {
  const { ask, provider } = await scimServer(t);
  const { body } = await ask('POST', '/Users', ANN);
  const other = { token: 'other:Site 1', base: GATEWAY_BASE };
  for (const [method, data] of [['GET'], ['DELETE'], ['PUT', ANN]] as const)
    t.equal((await ask(method, `/Users/${body.id}`, data, other)).status, 404, method);
  t.equal((await ask('GET', '/Users', undefined, other)).body.totalResults, 0);
  const theirs = await ask('POST', '/Users', ANN, other);
  t.equal(theirs.status, 201, 'the same values are free in another account');
  t.match(theirs.body.meta.location, 'https://cloud.example/v1/gateway/scim/v2/Users/');
  t.equal((await provider.listUsers('acme', {})).items[0]?.syncedFrom, 'SCIM');
  t.equal((await provider.listUsers('other', {})).items[0]?.syncedFrom, 'Site 1');
  t.equal(await provider.accountOfUser(theirs.body.id), 'other');
});

test('ETags: If-Match and If-None-Match', async (t) => {
  const { ask } = await scimServer(t);
  const { id } = (await ask('POST', '/Users', ANN)).body;
  const with_ = (name: string, value: string) => ({ headers: { [name]: value } });
  for (const [tag, status] of [
    ['W/"1"', 304],
    ['"1"', 304],
    ['W/"9", W/"1"', 304],
    ['*', 304],
    ['W/"2"', 200],
  ] as const)
    t.equal((await ask('GET', `/Users/${id}`, undefined, with_('if-none-match', tag))).status, status, tag);
  const stale = with_('if-match', 'W/"7"');
  t.equal((await ask('PUT', `/Users/${id}`, user('b'), stale)).status, 412);
  t.equal((await ask('DELETE', `/Users/${id}`, undefined, stale)).status, 412);
  t.equal((await ask('PUT', `/Users/${id}`, user('b'), with_('if-match', 'W/"1"'))).status, 200);
  t.equal((await ask('PUT', `/Users/${id}`, user('c'), with_('if-match', 'W/"1"'))).status, 412);
  t.equal((await ask('DELETE', `/Users/${id}`, undefined, with_('if-match', 'W/"2"'))).status, 204);
});

test('two changes of one user at the same time both arrive', async (t) => {
  const { ask, patch } = await scimServer(t);
  const { id } = (await ask('POST', '/Users', ANN)).body;
  const changes = [...Array(10).keys()].map((n) =>
    patch(id, { op: 'add', path: 'entitlements', value: [{ value: `e${n}` }] }),
  );
  t.same(new Set((await Promise.all(changes)).map(({ status }) => status)), new Set([200]));
  const { body } = await ask('GET', `/Users/${id}`);
  t.equal(body.entitlements.length, 10);
  t.equal(body.meta.version, 'W/"11"');
});

test('unique within an account; the refusal names the attribute', async (t) => {
  const { ask, patch } = await scimServer(t);
  const ann = (await ask('POST', '/Users', ANN)).body;
  const clash = async (field: string, more: Record<string, unknown>, name = 'bob') => {
    const answer = await ask('POST', '/Users', user(name, more));
    t.equal(answer.status, 409, field);
    t.equal(answer.body.scimType, 'uniqueness');
    t.equal(answer.body.detail, `One or more of the attribute values are already in use: ${field}.`);
  };
  await clash('userName', {}, 'ANN@EXAMPLE.COM');
  await clash('externalId', { externalId: 'x-1' });
  await clash('emails[type eq "work"].value', { emails: [{ type: 'work', value: 'ANN@example.com' }] });
  await clash('phoneNumbers[type eq "mobile"].value', {
    phoneNumbers: [{ type: 'mobile', value: '+441632960001' }],
  });
  await clash('phoneNumbers[type eq "work"].value', {
    phoneNumbers: [{ type: 'work', value: '+441632960002' }],
  });
  await clash('phoneNumbers[type eq "other"].value', { phoneNumbers: [{ type: 'other', value: '2001' }] });
  await clash('userName, externalId', { externalId: 'x-1' }, 'ann@example.com');

  const bob = await ask(
    'POST',
    '/Users',
    user('bob', { externalId: 'X-1', emails: [{ type: 'home', value: 'ann@example.com' }] }),
  );
  t.equal(bob.status, 201, 'externalId minds case; a home address is not unique');
  const refused = await patch(bob.body.id, { op: 'replace', path: 'userName', value: 'Ann@example.com' });
  t.equal(refused.status, 409);
  t.equal((await ask('GET', `/Users/${bob.body.id}`)).body.meta.version, 'W/"1"');
  t.equal(
    (await patch(ann.id, { op: 'replace', path: 'userName', value: 'ANN@EXAMPLE.COM' })).status,
    200,
    'one’s own',
  );

  await patch(ann.id, { op: 'remove', path: 'phoneNumbers[type eq "mobile"]' });
  const freed = await patch(bob.body.id, {
    op: 'add',
    path: 'phoneNumbers',
    value: [{ type: 'mobile', value: '+441632960001' }],
  });
  t.equal(freed.status, 200, 'a number that was given up is free');
});

test('wrong users are refused with the attribute named', async (t) => {
  const { ask } = await scimServer(t);
  for (const [name, body, status, type, says] of [
    ['not JSON', '{"schemas":', 400, 'invalidSyntax', 'JSON'],
    ['a list', [], 400, 'invalidSyntax', 'object'],
    ['nothing', '', 400, 'invalidSyntax', 'object'],
    ['no schemas', { userName: 'a' }, 400, 'invalidSyntax', 'schemas'],
    ['a group', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'] }, 400, 'invalidSyntax', 'User'],
    ['a strange schema', { ...user('a'), schemas: [SCIM_USER, 'urn:x:y'] }, 400, 'invalidSyntax', 'urn:x:y'],
    ['no userName', { schemas: [SCIM_USER] }, 400, 'invalidValue', 'userName'],
    ['a blank userName', user('  '), 400, 'invalidValue', 'userName'],
    ['userName a list', { ...user('a'), userName: ['a'] }, 400, 'invalidValue', 'userName'],
    ['a text for true', user('a', { active: 'perhaps' }), 400, 'invalidValue', 'active'],
    ['a number for a name', user('a', { name: 5 }), 400, 'invalidValue', 'name'],
    [
      'a national mobile',
      user('a', { phoneNumbers: [{ type: 'mobile', value: '07700 900000' }] }),
      400,
      'invalidValue',
      'type eq "mobile"',
    ],
    [
      'a short DID',
      user('a', { phoneNumbers: [{ type: 'work', value: '2001' }] }),
      400,
      'invalidValue',
      'type eq "work"',
    ],
    [
      'two primaries',
      user('a', {
        emails: [
          { value: 'a@b', primary: true },
          { value: 'c@d', primary: 'True' },
        ],
      }),
      400,
      'invalidValue',
      'emails',
    ],
    ['half a character', user('a', { displayName: '\ud800' }), 400, 'invalidValue', 'displayName'],
    ['a huge text', user('a', { title: 'x'.repeat(70_000) }), 400, 'invalidValue', 'title'],
    [
      'too many values',
      user('a', { roles: [...Array(300).keys()].map((n) => ({ value: `r${n}` })) }),
      400,
      'invalidValue',
      'roles',
    ],
  ] as const) {
    const answer = await ask('POST', '/Users', body);
    t.equal(answer.status, status, name);
    t.same(answer.body?.schemas, ['urn:ietf:params:scim:api:messages:2.0:Error'], name);
    t.equal(answer.body?.status, String(status), name);
    t.equal(answer.body?.scimType, type, name);
    t.match(answer.body?.detail, says, name);
  }
  t.equal((await ask('GET', '/Users')).body.totalResults, 0);
});

test('what identity providers send is read as it is meant', async (t) => {
  const { ask } = await scimServer(t);
  const { status, body } = await ask('POST', '/Users', {
    SCHEMAS: [SCIM_USER.toUpperCase()],
    USERNAME: 'eve',
    active: 'False',
    title: '',
    nickName: null,
    ims: [],
    password: 'secret',
    favouriteColour: 'blue',
    Emails: { Type: 'work', Value: 'eve@example.com', Primary: 'True' },
    roles: ['agent'],
    phoneNumbers: [{ type: 'mobile', value: '' }],
    [SCIM_ENTERPRISE]: { manager: 'm2', costCenter: 7 },
  });
  t.equal(status, 201);
  const { id: _id, meta: _meta, ...stored } = body;
  t.same(stored, {
    schemas: [SCIM_USER, SCIM_ENTERPRISE],
    userName: 'eve',
    active: false,
    emails: [{ type: 'work', value: 'eve@example.com', primary: true }],
    roles: [{ value: 'agent' }],
    [SCIM_ENTERPRISE]: { manager: { value: 'm2' }, costCenter: '7' },
  });
});

test('attributes and excludedAttributes', async (t) => {
  const { ask } = await scimServer(t);
  const { id } = (await ask('POST', '/Users', ANN)).body;
  const read = async (query: string) => (await ask('GET', `/Users/${id}?${query}`)).body;
  t.same(Object.keys(await read('attributes=userName')).sort(), ['id', 'schemas', 'userName']);
  t.same((await read('attributes=NAME.givenname,emails.value')).name, { givenName: 'Ann' });
  t.same((await read('attributes=emails.value')).emails, [{ value: 'ann@example.com' }]);
  t.same((await read(`attributes=${SCIM_ENTERPRISE}:department`))[SCIM_ENTERPRISE], { department: 'Sales' });
  t.same((await read(`attributes=${SCIM_ENTERPRISE}`))[SCIM_ENTERPRISE], (await read(''))[SCIM_ENTERPRISE]);
  const excluded = await read('excludedAttributes=id,emails,name.familyName,meta.version');
  t.equal(excluded.id, id, 'id is always there');
  t.equal(excluded.emails, undefined);
  t.same(excluded.name, { givenName: 'Ann' });
  t.equal(excluded.meta.version, undefined);
  t.equal((await ask('GET', `/Users/${id}?attributes=a&excludedAttributes=b`)).status, 400);
  t.same(Object.keys((await ask('POST', '/Users?attributes=id', user('z'))).body).sort(), ['id', 'schemas']);
  t.equal((await ask('POST', '/Users?attributes=id&excludedAttributes=id', user('y'))).status, 400);
  t.equal((await ask('GET', '/Users')).body.totalResults, 2, 'a wrong projection writes nothing');
});

test('the console’s list, search and deletion', async (t) => {
  const { ask, provider, changes } = await scimServer(t);
  await ask('POST', '/Users', ANN, { token: 'acme:Site 1' });
  for (const n of [3, 1, 2])
    await ask('POST', '/Users', user(`u${n}`, { displayName: `Zed ${n}`, active: n !== 2 }));
  t.same((await provider.listUsers('acme', {})).items[0], {
    id: changes[0]?.userId,
    account: '123456789',
    userName: 'Ann@Example.com',
    displayName: 'Ann Lee',
    email: 'ann@example.com',
    extension: '2001',
    phone: '+441632960002',
    mobile: '+441632960001',
    department: 'Sales',
    location: 'London',
    role: 'agent',
    active: true,
    syncedFrom: 'Site 1',
    changedAt: Date.UTC(2026, 10, 23, 12),
    changedBy: 'Site 1',
  });
  const names = async (request: Parameters<typeof provider.listUsers>[1]) =>
    (await provider.listUsers('acme', request)).items.map(({ userName }) => userName);
  t.same(await names({ q: '2001' }), ['Ann@Example.com'], 'the phone-conflict search');
  t.same(await names({ q: 'ZED' }), ['u1', 'u2', 'u3'], 'in order of names');
  t.same(await names({ q: '%' }), [], 'a wildcard is only a character');
  t.same(await names({ filter: 'Inactive' }), ['u2']);
  t.same(await names({ filter: 'PBX Users' }), ['Ann@Example.com']);
  t.same(await names({ after: 'nonsense' }), await names({}));

  const first = await provider.listUsers('acme', { limit: 2 });
  t.equal(first.total, 4);
  t.same(await names({ limit: 2, ...(first.next ? { after: first.next } : {}) }), ['u2', 'u3']);

  const person = { id: 'p1', name: 'Pat' };
  const id = changes[0]?.userId ?? '';
  await provider.deleteUser('acme', id, person);
  t.same(changes.at(-1)?.actor, person);
  t.equal(await provider.countUsers('acme'), 3);
  await t.rejects(provider.deleteUser('acme', id, person), { code: 'NOT_FOUND' });
});
