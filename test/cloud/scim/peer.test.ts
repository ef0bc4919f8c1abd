/** One scenario against our provider and against scimmy, a SCIM server that we did not write: the same people come out. */
import type { AddressInfo } from 'node:net';
import { type Test, test } from 'tap';
import { start } from '../../peers/scimmy-server.ts';
import { BASE, type Body, SCIM_ENTERPRISE as E, SCIM_BULK, SCIM_PATCH, scimServer, user } from './server.ts';

type Server = { readonly url: string; readonly token: string };

async function ours(t: Test): Promise<Server> {
  const { app } = await scimServer(t);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${BASE}`, token: 'acme' };
}

async function theirs(t: Test): Promise<Server> {
  const server = await start();
  t.teardown(() => server.close());
  return server;
}

function client({ url, token }: Server) {
  return async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

/** scimmy minds case in these; RFC 7643 §4.1 and §2.2 say that userName and names are not case-exact. */
const CASE_ONLY_OURS = ['userName eq "BOB"', 'name.familyName eq "lee"'];

/** What a user is, whoever keeps it: ids, meta and the order of names left out. */
const person = ({ id: _id, meta: _meta, schemas: _schemas, ...rest }: Body) => rest;

const patchOf = (...Operations: unknown[]) => ({ schemas: [SCIM_PATCH], Operations });

/** Steps on one user; each is a patch, and the user after it is compared. */
const PATCHES: readonly (readonly Body[])[] = [
  [{ op: 'replace', path: 'displayName', value: 'Ann L' }],
  [{ op: 'add', path: 'name.middleName', value: 'Q' }],
  [{ op: 'remove', path: 'name.middleName' }],
  [{ op: 'replace', path: 'emails', value: [{ type: 'work', value: 'new@w.example' }] }],
  [{ op: 'add', path: 'phoneNumbers', value: [{ type: 'mobile', value: '+441632960009' }] }],
  [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'newer@w.example' }],
  [{ op: 'remove', path: 'phoneNumbers[type eq "mobile"]' }],
  [{ op: 'replace', path: `${E}:department`, value: 'IT' }],
  [{ op: 'Replace', path: 'active', value: false }],
  [{ op: 'replace', value: { displayName: 'A', nickName: 'N' } }],
  [
    { op: 'remove', path: 'nickName' },
    { op: 'add', path: 'title', value: 'Dr' },
  ],
];

const FILTERS = [
  'userName eq "bob"',
  'userName sw "b" or userName eq "ann"',
  'displayName co "b" and active eq true',
  'not (userName eq "bob")',
  'emails.value ew "w.example"',
  'emails[type eq "work" and value co "bob"]',
  'title pr',
  'externalId eq "e-bob"',
  'name.familyName eq "Lee"',
];

async function scenario(server: Server) {
  const ask = client(server);
  const log: unknown[] = [];
  const step = async (...request: Parameters<typeof ask>) => {
    const answer = await ask(...request);
    log.push([request[0], request[1].replace(/[0-9a-f-]{36}/, '<id>'), answer.status]);
    return answer;
  };
  const data = (name: string) =>
    user(name, {
      externalId: `e-${name}`,
      name: { givenName: name, familyName: 'Lee' },
      displayName: name,
      active: true,
      emails: [{ type: 'work', value: `${name}@w.example` }],
      [E]: { department: 'Sales' },
    });
  const { body: ann } = await step('POST', '/Users', data('ann'));
  await step('POST', '/Users', data('ANN'));
  for (const operations of PATCHES) {
    await step('PATCH', `/Users/${ann.id}`, patchOf(...operations));
    log.push(person((await ask('GET', `/Users/${ann.id}`)).body));
  }
  await step('PATCH', `/Users/${ann.id}`, patchOf({ op: 'remove' }));
  await step('PATCH', `/Users/${ann.id}`, patchOf({ op: 'jump', path: 'title' }));
  await step(
    'PATCH',
    '/Users/00000000-0000-0000-0000-000000000000',
    patchOf({ op: 'add', path: 'title', value: 'x' }),
  );

  const bulk = await step('POST', '/Bulk', {
    schemas: [SCIM_BULK],
    Operations: [
      { method: 'POST', path: '/Users', bulkId: 'b', data: data('bob') },
      { method: 'POST', path: '/Users', bulkId: 'x', data: data('bob') },
      {
        method: 'POST',
        path: '/Users',
        bulkId: 'c',
        data: { ...data('cid'), [E]: { manager: { value: 'bulkId:b' } } },
      },
      {
        method: 'PATCH',
        path: `/Users/${ann.id}`,
        data: patchOf({ op: 'replace', path: 'title', value: 'Prof' }),
      },
    ],
  });
  log.push(bulk.body.Operations.map((o: Body) => o.status));

  for (const filter of FILTERS) {
    const { body } = await ask('GET', `/Users?sortBy=userName&filter=${encodeURIComponent(filter)}`);
    log.push([filter, body.totalResults, body.Resources?.map((r: Body) => r.userName)]);
  }
  const page = await ask('GET', '/Users?sortBy=userName&sortOrder=descending&startIndex=2&count=1');
  log.push([page.body.totalResults, page.body.startIndex, page.body.Resources.map((r: Body) => r.userName)]);

  await step('PUT', `/Users/${ann.id}`, user('ann', { title: 'Prof' }));
  await step('DELETE', `/Users/${ann.id}`);
  await step('DELETE', `/Users/${ann.id}`);
  const { body: left } = await ask('GET', '/Users?sortBy=userName');
  log.push(
    left.Resources.map(person).map(({ [E]: enterprise, ...rest }: Body) => ({
      ...rest,
      manager: Boolean(enterprise?.manager?.value),
    })),
  );
  return log;
}

test('our provider and scimmy agree', async (t) => {
  const [mine, peer] = [await scenario(await ours(t)), await scenario(await theirs(t))];
  t.equal(mine.length, peer.length);
  for (const [i, step] of mine.entries()) t.same(step, peer[i], JSON.stringify(step).slice(0, 100));
});

test('where the two differ, the RFC is with us', async (t) => {
  for (const [server, wanted] of [
    [await ours(t), 1],
    [await theirs(t), 0],
  ] as const) {
    const ask = client(server);
    await ask('POST', '/Users', user('bob', { name: { familyName: 'Lee' } }));
    for (const filter of CASE_ONLY_OURS)
      t.equal(
        (await ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults,
        wanted,
        filter,
      );
  }
});
