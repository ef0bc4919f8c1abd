/** Synchronisers as pages and the command have them: through the gateway's own server, stored in a real database. */
import { test } from 'tap';
import { Value } from 'typebox/value';
import { Mapping, Synchroniser, Synchronisers } from '../../../src/contract/sync-api.ts';
import { PBX_LINK } from '../../../src/gateway/features/synchronisers/synchronisers.ts';
import { serve } from '../http/serve.ts';

const LDAP = {
  type: 'ldap',
  name: 'Directory',
  values: { host: '10.0.0.5', security: 'none', bindDn: 'cn=a', bindPassword: 'very secret', baseDn: 'dc=a' },
};
const CSV = { type: 'csv', name: 'File', values: { path: 'people.csv' } };
const URL = '/api/synchronisers';

async function rig() {
  const world = await serve();
  world.door({ kind: 'cli' });
  const { ask } = world;
  const known = new Set<string>();
  world.known.is = (id) => known.has(id);
  const json = async (...request: Parameters<typeof ask>) => (await ask(...request)).json();
  const add = (input: object) => json('POST', URL, input);
  const ids = async () => (await json('GET', URL)).items.map(({ id }: { id: string }) => id);
  return { ...world, json, add, ids, people: known, feature: world.deps.synchronisers };
}

test('add, show, edit: secrets are kept and never shown; another host never gets them', async (t) => {
  const { add, json, feature, db } = await rig();
  const added = await add(LDAP);
  t.ok(Value.Check(Synchroniser, added), JSON.stringify([...Value.Errors(Synchroniser, added)]));
  t.match(added, {
    name: 'Directory',
    isPbxLink: false,
    precedence: 1,
    state: 'never',
    secretsSet: ['bindPassword'],
    options: { deferAll: true, incompleteChanges: true, validation: 'cloud' },
    mapping: 'own',
  });
  t.notMatch(JSON.stringify(added), 'very secret');
  const stored = db.prepare('SELECT group_concat(value) FROM setting').pluck().get();
  t.notMatch(stored, 'very secret', 'in the table of secrets, and nowhere else');

  const { bindPassword: _left, ...values } = LDAP.values;
  const url = `${URL}/${added.id}`;
  const same = await json('PUT', url, { ...LDAP, values, options: { ...added.options, deferAll: false } });
  t.match(same, { secretsSet: ['bindPassword'], options: { deferAll: false } });
  t.match(feature.sources(), [{ deferAll: false, values: { bindPassword: 'very secret' } }]);
  const moved = await json('PUT', url, { ...LDAP, values: { ...values, host: '10.0.0.6' } });
  t.match(moved, { code: 'BAD_INPUT', errors: [{ field: 'values.bindPassword' }] });
  t.match((await json('GET', url)).values, { host: '10.0.0.5' });
  t.match(await json('GET', `${URL}/nobody`), { code: 'NOT_FOUND' });
  t.match(await add({ ...LDAP, type: 'telex' }), { code: 'BAD_INPUT', errors: [{ field: 'type' }] });
});

test('D8: a new one defers until its first plan is approved; one that was told to goes on deferring', async (t) => {
  const { add, json, feature } = await rig();
  const { id, ...added } = await add(CSV);
  t.match(added, { firstPlan: true, options: { deferAll: true } });
  const url = `${URL}/${id}`;
  const { values, ...same } = CSV;
  await json('PUT', url, { ...same, values, name: 'Renamed', options: added.options });
  const ann = { id: 'ann', name: 'Ann', via: 'local' } as const;
  t.same(feature.approve(['nobody', id], ann), ['Renamed'], 'to save it is no approval');
  t.match(feature.sources(), [{ id, deferAll: false }]);
  t.notOk((await json('GET', url)).firstPlan);
  t.same(feature.approve([id], ann), [], 'once');

  await json('PUT', url, { ...CSV, options: { ...added.options, deferAll: true } });
  t.same(feature.approve([id], ann), [], 'a person wants it');
  t.match(feature.sources(), [{ id, deferAll: true }]);
});

test('two people at one form: who began from an older one is told', async (t) => {
  const { add, ask } = await rig();
  const { id, saved } = await add(CSV);
  const put = (version: number) =>
    ask('PUT', `${URL}/${id}`, CSV, { headers: { 'if-match': `"${version}"` } });
  t.equal((await put(saved.version)).statusCode, 200);
  t.match((await put(saved.version)).json(), { code: 'CHANGED_MEANWHILE' });
  const rules = { rules: [{ field: 'email', from: { attr: 'mail' } }] };
  const mapping = async (version: string) =>
    (await ask('PUT', `${URL}/${id}/mapping`, rules, { headers: { 'if-match': version } })).json();
  t.match(await mapping('"1"'), { code: 'CHANGED_MEANWHILE' }, 'nothing was saved yet');
});

test('the PBX link is one of them: first, edited here or there, and its order can change', async (t) => {
  const { add, json, ids, ask, feature } = await rig();
  await json('PUT', '/api/pbx', CSV);
  const { id } = await add({ ...CSV, name: 'Other' });
  t.same(await ids(), [PBX_LINK, id]);
  t.match(await json('GET', `${URL}/pbx`), { isPbxLink: true, name: 'File', options: { deferAll: false } });
  t.match(await json('PUT', `${URL}/order`, { ids: [id] }), { code: 'BAD_INPUT' });
  const ordered = await json('PUT', `${URL}/order`, { ids: [id, PBX_LINK] });
  t.ok(Value.Check(Synchronisers, ordered));
  t.same(
    feature.sources().map((source) => source.id),
    [id, PBX_LINK],
  );
  t.match(
    ordered.overlaps.find(({ field }: { field: string }) => field === 'email'),
    { sources: [id, PBX_LINK] },
    'both say something about it',
  );
  const options = { deferAll: false, incompleteChanges: false, validation: 'micollab', country: 'CA' };
  await json('PUT', `${URL}/pbx`, { ...CSV, name: 'Renamed', options });
  t.match((await ask('GET', '/api/pbx')).json(), { name: 'Renamed' }, 'the same link');
  t.match(feature.sources()[1], {
    id: PBX_LINK,
    validation: 'micollab',
    country: 'CA',
    incompleteChanges: false,
  });
});

test('deleting: whom nobody knows goes at once; people move or leave; taken back in time', async (t) => {
  const { add, json, ids, people, feature } = await rig();
  const one = await add(LDAP);
  const other = await add(CSV);
  const remove = (id: string, end: object) => json('DELETE', `${URL}/${id}`, end);
  t.match(await remove(one.id, { people: 'move', to: one.id }), { code: 'BAD_INPUT' });
  t.match(await remove(one.id, {}), { code: 'BAD_INPUT' });
  people.add(one.id);
  const moving = await remove(one.id, { people: 'move', to: other.id });
  t.match(moving.items[0], { state: 'leaving', leaving: { people: 'move', to: other.id } });
  t.match(feature.sources()[0], { leaving: { people: 'move' } });
  t.match(await remove(other.id, { people: 'delete' }), { code: 'SYNCHRONISER_AWAITED' });
  t.match(await json('PUT', `${URL}/${one.id}`, LDAP), { code: 'SYNCHRONISER_LEAVING' });
  const kept = await json('POST', `${URL}/${one.id}/keep`);
  t.match(kept, { state: 'never', secretsSet: ['bindPassword'] });
  t.equal(kept.leaving, undefined);
  feature.noteCycle({ reads: [], left: [one.id] });
  t.same(await ids(), [one.id, other.id], 'taken back while the cycle ran: it stays');

  await remove(one.id, { people: 'move', to: other.id });
  feature.noteCycle({ reads: [], left: [one.id] });
  t.same(await ids(), [other.id]);
  t.equal(feature.nameOf(one.id), 'Directory', 'values that were kept say whose they were');
  t.match(await json('GET', `${URL}/${one.id}`), { code: 'NOT_FOUND' });
  t.same((await remove(other.id, { people: 'delete' })).items, [], 'nobody is known of it');
  t.throws(() => feature.sources(), { code: 'SYNC_NO_SOURCE' });
});

test('DELETE /api/pbx takes its people along by plan and guard; saving a link again keeps them', async (t) => {
  const { json, ask, ids, people, feature, deps } = await rig();
  people.add(PBX_LINK);
  await json('PUT', '/api/pbx', { ...LDAP, name: 'PBX' });
  t.equal((await ask('DELETE', '/api/pbx')).statusCode, 204);
  t.equal(deps.onboarding.pbx(), undefined, 'settings and secrets are gone');
  t.match((await json('GET', URL)).items, [{ id: PBX_LINK, name: 'PBX', state: 'leaving', secretsSet: [] }]);
  t.match(feature.sources(), [{ id: PBX_LINK, leaving: { people: 'delete' } }]);
  t.match(await json('POST', `${URL}/pbx/keep`), { code: 'LINK_IS_GONE' });
  await json('PUT', '/api/pbx', CSV);
  t.match(feature.sources(), [{ id: PBX_LINK, type: 'csv', leaving: undefined }]);
  await ask('DELETE', '/api/pbx');
  feature.noteCycle({ reads: [], left: [PBX_LINK] });
  t.same(await ids(), []);
});

test('how it was read, re-initialise, counts', async (t) => {
  const { add, json, feature } = await rig();
  const { id } = await add(CSV);
  t.match(await json('POST', `${URL}/${id}/reinitialise`), { reinitialise: true });
  t.match(feature.sources(), [{ reinitialise: true }]);
  const read = { source: id, at: 5, end: 'incomplete' as const, rows: 3, durationMs: 9 };
  const fault = { code: 'PBX_UNREACHABLE', sentence: 'Away.', remedy: 'Wait.' };
  feature.noteCycle({
    reads: [
      { ...read, fault },
      { ...read, source: 'nobody' },
    ],
    left: [],
  });
  const failed = await json('GET', `${URL}/${id}`);
  t.match(failed, { state: 'failed', reinitialise: false, lastRead: { rows: 3, fault } });
  t.ok(Value.Check(Synchroniser, failed));
  feature.noteCycle({ reads: [{ ...read, end: 'complete' }], left: [] });
  t.match(await json('GET', `${URL}/${id}`), { state: 'ok' });
});

test('details: as told last; a broken-off read keeps what it did not see, another host keeps nothing', async (t) => {
  const { add, json, feature } = await rig();
  const { id } = await add(CSV);
  const note = (end: 'complete' | 'delta' | 'incomplete', told: Record<string, string>) => {
    const details = Object.entries(told).map(([label, text]) => ({ label, text }));
    const read = { source: id, at: 5, end, rows: 3, durationMs: 9 };
    feature.noteCycle({ reads: [details.length > 0 ? { ...read, details } : read], left: [] });
  };
  const shown = async () => {
    const one = await json('GET', `${URL}/${id}`);
    t.ok(Value.Check(Synchroniser, one));
    t.notOk('details' in one.lastRead);
    return one.details.map(({ label, text }: { label: string; text: string }) => `${label} ${text}`);
  };
  note('complete', { Host: 'a', Version: '1', Users: '9' });
  t.same(await shown(), ['Host a', 'Version 1', 'Users 9']);
  note('incomplete', { Host: 'a' });
  t.same(await shown(), ['Host a', 'Version 1', 'Users 9']);
  note('delta', { Host: 'a', Version: '2', Node: 'n' });
  t.same(await shown(), ['Host a', 'Version 2', 'Users 9', 'Node n']);
  note('complete', { Host: 'a', Version: '2' });
  t.same(await shown(), ['Host a', 'Version 2'], 'a whole read says all there is');
  note('incomplete', { Host: 'b' });
  t.same(await shown(), ['Host b']);
});

test('mapping: shown in words, refused with the rule’s name, saved, taken back', async (t) => {
  const { add, json, feature } = await rig();
  const { id } = await add(CSV);
  const url = `${URL}/${id}/mapping`;
  const own = await json('GET', url);
  t.ok(Value.Check(Mapping, own));
  t.match(own, { changed: false });
  t.equal(own.words.length, own.rules.length);
  const wrong = { rules: [{ field: 'email', from: { atr: 'mail' } }] };
  t.match(await json('PUT', url, wrong), {
    code: 'BAD_INPUT',
    errors: [{ field: 'rules.0', sentence: /^Rule 1 \(email\): a value is one of/ }],
  });
  const from = { lower: { firstOf: [{ attr: 'mail' }, { attr: 'userPrincipalName' }] } };
  const saved = await json('PUT', url, { rules: [{ field: 'email', from }] });
  t.match(saved, { changed: true, words: ['lower(first of: mail, userPrincipalName)'] });
  t.match(feature.sources(), [{ mapping: [{ field: 'email' }] }]);
  t.match(await json('POST', `${url}/try`, { rules: null }), { rows: [] });
  t.match(await json('PUT', url, { rules: null }), { changed: false });
  t.equal(feature.sources()[0]?.mapping, undefined);
});

test('from afar: hosts of the site only; a new account starts without any', async (t) => {
  const { add, ask, door, feature, deps } = await rig();
  await add(CSV);
  door({ kind: 'tunnel', sessionId: 's1', person: { id: 'p', name: 'Priya' } });
  const headers = { 'x-csrf-token': (await ask('GET', '/api/me')).json().csrf };
  const from = async (host: string) =>
    (await ask('POST', URL, { ...LDAP, values: { ...LDAP.values, host } }, { headers })).json();
  t.match(await from('203.0.113.7'), { code: 'NOT_OVER_TUNNEL', errors: [{ field: 'values.host' }] });
  t.match(await from('10.0.0.7'), { name: 'Directory' });
  deps.onboarding.complete({ id: 'x', name: 'x', via: 'cli' });
  t.match(await from('10.0.0.8'), { code: 'NOT_OVER_TUNNEL' }, 'not once it is set up');
  feature.forget();
  t.notOk(feature.any());
});
