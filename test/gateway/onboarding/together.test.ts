/** Two people at the same form: nothing is overwritten unseen, what was typed is found by the other browser, secrets are in no draft. */
import { type Test, test } from 'tap';
import { serve } from '../http/serve.ts';

const SITE = {
  name: 'Head office 🏢',
  city: 'Ottawa',
  country: 'CA',
  province: 'Ontario',
  postalCode: 'K1P 1A1',
  zone: 'America/Toronto',
};
const LDAP = {
  type: 'ldap',
  name: 'Directory',
  values: { host: '10.0.0.5', port: 389, security: 'none', baseDn: 'dc=a' },
};
const NONE = { 'if-none-match': '*' };
const over = (version: number) => ({ 'if-match': `"${version}"` });
const REFUSED = { code: 'CHANGED_MEANWHILE', status: 412 };

async function rig(t: Test) {
  const world = await serve();
  world.door({ kind: 'cli' });
  t.teardown(() => world.server.app.close());
  const put = async (url: string, body: object, headers: Record<string, string> = {}) =>
    (await world.ask('PUT', url, body, { headers })).json();
  const get = async (url: string) => (await world.ask('GET', url)).json();
  return { ...world, put, get };
}

test('the site: who began from what is not there any more is told, and overwrites nothing', async (t) => {
  const { put, get, clock } = await rig(t);
  const first = await put('/api/site', SITE, NONE);
  t.match(first.saved, { by: 'Command line', at: clock.now() });
  t.match(await put('/api/site', { ...SITE, name: 'Second' }, NONE), REFUSED, 'both began with nothing');
  t.equal((await get('/api/site')).name, SITE.name, 'emoji and all');

  const theirs = await put('/api/site', { ...SITE, name: 'Theirs' }, over(first.saved.version));
  t.ok(theirs.saved.version > first.saved.version, 'within the same millisecond, too');
  t.match(await put('/api/site', { ...SITE, name: 'Mine' }, over(first.saved.version)), REFUSED);
  t.match(await get('/api/site'), { name: 'Theirs', saved: theirs.saved });
  t.match(await put('/api/site', { ...SITE, name: 'Mine' }, over(theirs.saved.version)), { name: 'Mine' });
  t.match(await put('/api/site', SITE, { 'if-match': 'W/"5"' }), REFUSED, 'a tag that fits nothing');
  t.match(await put('/api/site', SITE), { name: SITE.name }, 'who says nothing is taken');
});

test('the PBX link: the same, and its secret is not replaced either', async (t) => {
  const { put, get } = await rig(t);
  const withSecret = (bindPassword: string) => ({
    ...LDAP,
    values: { ...LDAP.values, bindDn: 'cn=a', bindPassword },
  });
  const first = await put('/api/pbx', withSecret('one'), NONE);
  t.match(await put('/api/pbx', withSecret('two'), NONE), REFUSED);
  t.match(await get('/api/pbx'), { saved: first.saved });
  t.match(await put('/api/pbx', withSecret('two'), over(first.saved.version)), { name: 'Directory' });
});

test('a site that an older program saved has no version, and can be changed', async (t) => {
  const { put, get, db } = await rig(t);
  db.prepare("INSERT INTO setting (key, value) VALUES ('site', ?)").run(JSON.stringify(SITE));
  t.equal((await get('/api/site')).saved, undefined);
  t.match(await put('/api/site', SITE, NONE), REFUSED);
  t.match(await put('/api/site', SITE, over(0)), { saved: { by: 'Command line' } });
});

test('a draft: found by another tab, not overwritten by it, gone when the form is saved', async (t) => {
  const { put, get, deps } = await rig(t);
  const [mine, other] = ['tab-of-priya', 'tab-of-dana'];
  const values = { name: 'x'.repeat(300), city: '🏢' };
  const first = await put('/api/drafts/site', { values, tab: mine }, NONE);
  t.match(await get('/api/drafts/site'), { values, tab: mine, saved: first.saved });
  t.match(deps.onboarding.drafts.list(), [{ form: 'site', tab: mine }]);
  t.match(await put('/api/drafts/site', { values, tab: mine }, NONE), { tab: mine }, 'its own is known');
  t.match(await put('/api/drafts/site', { values: { city: 'Hull' }, tab: other }, NONE), REFUSED);

  const { saved } = await get('/api/drafts/site');
  const taken = { values: { city: 'Hull' }, tab: other, base: 7 };
  t.match(await put('/api/drafts/site', taken, over(saved.version)), taken, 'who has seen it goes on');
  await put('/api/site', SITE);
  t.equal((await get('/api/drafts/site')).code, 'NOT_FOUND');
  t.same(deps.onboarding.drafts.list(), []);
});

test('a draft has the fields of its form only: no secret, no other form, not without bounds', async (t) => {
  const { put, ask, db } = await rig(t);
  const draft = (values: object) => ({ values, tab: 'tab-of-priya' });
  t.match(await put('/api/drafts/pbx.ldap', draft({ host: 'fd00::1', 'pbx-name': 'Directory' })), {
    values: { host: 'fd00::1' },
  });
  t.match(await put('/api/drafts/pbx.ldap', draft({ bindPassword: 'canary-secret' })), {
    code: 'BAD_INPUT',
    errors: [{ field: 'bindPassword' }],
  });
  t.match(await put('/api/drafts/site', draft({ admin: true })), { code: 'BAD_INPUT' });
  t.match(await put('/api/drafts/pbx.nothing', draft({})), { code: 'NOT_FOUND' });
  t.match(await put('/api/drafts/..%2Fsite', draft({})), { code: 'BAD_INPUT' });
  t.match(await put('/api/drafts/site', draft({ name: 'x'.repeat(3000) })), { code: 'BAD_INPUT' });
  t.match(await put('/api/drafts/site', draft({ name: { deep: 1 } })), { code: 'BAD_INPUT' });
  const tooLong = await ask('PUT', '/api/drafts/site', draft({ name: 'x'.repeat(40_000) }));
  t.match(tooLong.json(), { code: 'BAD_INPUT', title: /too large/ });
  const stored = db.prepare<[], { value: string }>('SELECT value FROM setting').all();
  t.notMatch(JSON.stringify(stored), /canary-secret/);
  t.equal((await ask('DELETE', '/api/drafts/pbx.ldap')).statusCode, 204);
  t.equal((await ask('GET', '/api/drafts/pbx.ldap')).statusCode, 404);
});

test('unlinking leaves no draft and no version to the next account', async (t) => {
  const { put, get, deps } = await rig(t);
  await put('/api/site', SITE);
  await put('/api/drafts/pbx.ldap', { values: { host: 'x' }, tab: 'tab-of-priya' });
  deps.onboarding.forget();
  t.equal((await get('/api/site')).code, 'NOT_FOUND');
  t.same(deps.onboarding.drafts.list(), []);
  t.match(await put('/api/site', SITE, NONE), { name: SITE.name });
});
