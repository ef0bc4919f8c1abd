/** Queries (RFC 7644 §3.4.2): paging, sorting, filters over a whole account, SearchRequest. */
import { test } from 'tap';
import { type Body, SCIM_ENTERPRISE, scimServer, user } from './server.ts';

const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const names = (body: Body): string[] => body.Resources.map((r: Body) => r.userName);

test('pages are in order of creation and stable while others are added', async (t) => {
  const { ask, clock } = await scimServer(t);
  for (let n = 0; n < 25; n++) {
    await ask('POST', '/Users', user(`u${99 - n}`));
    if (n % 5 === 0) await clock.advance(1000);
  }
  const seen: string[] = [];
  for (let startIndex = 1; startIndex <= 30; startIndex += 7) {
    const { body } = await ask('GET', `/Users?startIndex=${startIndex}&count=7`);
    t.equal(body.startIndex, startIndex);
    t.equal(body.itemsPerPage, body.Resources.length);
    seen.push(...names(body));
    await ask('POST', '/Users', user(`new${startIndex}`));
  }
  t.same(
    seen.slice(0, 25),
    [...Array(25).keys()].map((n) => `u${99 - n}`),
  );
  t.equal(new Set(seen).size, seen.length, 'nobody twice');
});

test('numbers out of range count as the nearest right ones', async (t) => {
  const { ask } = await scimServer(t);
  for (let n = 0; n < 3; n++) await ask('POST', '/Users', user(`u${n}`));
  const shape = async (query: string) => {
    const { body } = await ask('GET', `/Users?${query}`);
    return [body.totalResults, body.startIndex, body.Resources.length];
  };
  t.same(await shape(''), [3, 1, 3]);
  t.same(await shape('startIndex=0'), [3, 1, 3]);
  t.same(await shape('startIndex=-5&count=2'), [3, 1, 2]);
  t.same(await shape('startIndex=3'), [3, 3, 1]);
  t.same(await shape('startIndex=4'), [3, 4, 0]);
  t.same(await shape('count=0'), [3, 1, 0]);
  t.same(await shape('count=-1'), [3, 1, 0]);
  t.same(await shape('count=999999999'), [3, 1, 3]);
  t.same(await shape('startIndex=999999999999'), [3, 999999999999, 0]);
  t.same(await shape('filter=userName%20pr&startIndex=2&count=1'), [3, 2, 1]);
  t.same(await shape('filter=userName%20pr&count=0'), [3, 1, 0]);
  for (const wrong of [
    'count=ten',
    'startIndex=1.5',
    'count=1e9',
    'count=99999999999999999999',
    'count=1&count=2',
    'sortOrder=up',
    'sortBy=colour',
    'sortBy=name',
  ]) {
    const { status, body } = await ask('GET', `/Users?${wrong}`);
    t.equal(status, 400, wrong);
    t.equal(body.scimType, 'invalidValue', wrong);
  }
});

test('a filter without an index looks through every page of the account', async (t) => {
  const { ask, find, provider } = await scimServer(t);
  const request = { accountId: 'acme', actor: { id: 'k', name: 'k' }, baseUrl: '', query: {} };
  for (let n = 0; n < 620; n++)
    await provider.create(
      request,
      user(`u${n}`, { active: n % 100 !== 7, [SCIM_ENTERPRISE]: { department: n < 600 ? 'A' : 'B' } }),
    );
  t.same(names((await find('active eq false')).body), ['u7', 'u107', 'u207', 'u307', 'u407', 'u507', 'u607']);
  const last = (await find(`${SCIM_ENTERPRISE}:department eq "b"`, '&startIndex=15&count=3')).body;
  t.equal(last.totalResults, 20);
  t.same(names(last), ['u614', 'u615', 'u616']);
  t.equal((await ask('GET', '/Users?count=5000')).body.Resources.length, 620);
  t.equal((await find('userName pr')).body.totalResults, 620);
});

test('indexed filters find the same as looking through everybody', async (t) => {
  const { ask, find } = await scimServer(t);
  await ask(
    'POST',
    '/Users',
    user('Ann', {
      externalId: 'E1',
      emails: [
        { type: 'home', value: 'Ann@H' },
        { type: 'work', value: 'ann@w' },
      ],
    }),
  );
  await ask('POST', '/Users', user('Bob', { emails: [{ type: 'home', value: 'ann@h' }] }));
  const rows: readonly [string, string[]][] = [
    ['userName eq "ANN"', ['Ann']],
    ['userName eq "ANN" and active eq false', []],
    ['externalId eq "E1"', ['Ann']],
    ['externalId eq "e1"', []],
    ['emails.value eq "ANN@H"', ['Ann', 'Bob']],
    ['emails[type eq "work"].value eq "ann@h"', []],
    ['emails[type eq "home" and value eq "ann@h"]', ['Ann', 'Bob']],
    ['emails.value eq "ann@h" and emails.value eq "ann@w"', ['Ann']],
    ['userName eq "nobody"', []],
  ];
  for (const [filter, wanted] of rows) t.same(names((await find(filter)).body), wanted, filter);
});

test('sorting', async (t) => {
  const { ask } = await scimServer(t);
  const people = [
    ['bob', { name: { familyName: 'Zed' }, emails: [{ value: 'm@x' }] }],
    ['Ann', { name: { familyName: 'lee' }, emails: [{ value: 'z@x' }, { value: 'a@x', primary: true }] }],
    ['cid', { title: 'Dr' }],
    ['dee', { name: { familyName: 'Lee' } }],
  ] as const;
  for (const [name, more] of people) await ask('POST', '/Users', user(name, more));
  const order = async (query: string) => names((await ask('GET', `/Users?${query}`)).body).join(' ');
  t.equal(await order('sortBy=userName'), 'Ann bob cid dee');
  t.equal(await order('sortBy=userName&sortOrder=descending'), 'dee cid bob Ann');
  t.equal(
    await order('sortBy=name.familyName'),
    'Ann dee bob cid',
    'no value comes last; equals stay in order',
  );
  t.equal(await order('sortBy=name.familyName&sortOrder=DESCENDING'), 'cid bob Ann dee');
  t.equal(await order('sortBy=emails'), 'Ann bob cid dee', 'by the primary value');
  t.equal(await order('sortBy=userName&startIndex=2&count=2'), 'bob cid');
  t.equal(
    await order(`sortBy=meta.created&filter=${encodeURIComponent('title pr or userName eq "bob"')}`),
    'bob cid',
  );
});

test('the same by POST', async (t) => {
  const { ask } = await scimServer(t);
  for (const name of ['a', 'b', 'c']) await ask('POST', '/Users', user(name, { displayName: name }));
  const body = {
    schemas: [SEARCH],
    filter: 'userName ne "b"',
    sortBy: 'userName',
    sortOrder: 'descending',
    attributes: ['userName'],
    count: 1,
  };
  for (const path of ['/Users/.search', '/.search']) {
    const answer = await ask('POST', path, body);
    t.equal(answer.status, 200);
    t.equal(answer.body.totalResults, 2);
    t.same(names(answer.body), ['c']);
    t.equal(answer.body.Resources[0].displayName, undefined);
  }
  for (const wrong of [
    { ...body, schemas: [] },
    { ...body, filter: 5 },
    { ...body, attributes: [{}] },
    undefined,
  ])
    t.equal((await ask('POST', '/Users/.search', wrong)).body.scimType, 'invalidSyntax');
  const huge = await ask('POST', '/Users/.search', {
    schemas: [SEARCH],
    filter: `userName eq "${'x'.repeat(65_536)}"`,
  });
  t.equal(huge.body.scimType, 'invalidFilter', 'a filter of 64 KiB');
});
