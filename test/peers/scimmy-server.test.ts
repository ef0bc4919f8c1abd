import { test } from 'tap';
import { start } from './scimmy-server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

test('the scimmy peer stores, finds, changes and removes people, and two of them do not mix', async (t) => {
  const [one, two] = [await start(), await start()];
  t.teardown(() => Promise.all([one.close(), two.close()]));
  const ask = async (method: string, path: string, body?: unknown, server = one) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };

  const made = await ask('POST', '/Users', { schemas: [USER], userName: 'ann', externalId: 'x1' });
  t.equal(made.status, 201);
  t.equal((await ask('POST', '/Users', { schemas: [USER], userName: 'ANN' })).status, 409);
  const found = await ask('GET', `/Users?filter=${encodeURIComponent('userName eq "ann"')}`);
  t.equal(found.body.totalResults, 1);
  t.equal(found.body.Resources[0].externalId, 'x1');

  const bulk = await ask('POST', '/Bulk', {
    schemas: [BULK],
    Operations: [
      { method: 'POST', path: '/Users', bulkId: 'a', data: { schemas: [USER], userName: 'bob' } },
      { method: 'DELETE', path: `/Users/${made.body.id}` },
    ],
  });
  t.same(
    bulk.body.Operations.map((o: { status: string }) => o.status),
    ['201', '204'],
  );
  t.same(
    one.users().map((u) => u.userName),
    ['bob'],
  );
  t.same(two.users(), [], 'the other server is another directory');
  t.equal((await fetch(`${one.url}/Users`)).status, 401);
  t.match(one.requests()[0], { method: 'POST', path: '/scim/v2/Users', status: 201 });
});
