/** The directory on disk: what was written is there after a restart, a transaction that fails leaves nothing. */
import { join } from 'node:path';
import { test } from 'tap';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createScimStore } from '../../../src/cloud/store/scim.ts';
import { scimServer, user } from './server.ts';

test('users survive a restart, unique values with them', async (t) => {
  const file = join(t.testdir(), 'cloud.db');
  const first = await scimServer(t, { file });
  const { body: ann } = await first.ask('POST', '/Users', user('ann', { externalId: 'x' }));
  const second = await scimServer(t, { file });
  t.same((await second.ask('GET', `/Users/${ann.id}`)).body, ann);
  t.equal((await second.ask('POST', '/Users', user('ANN'))).status, 409);
});

test('a transaction that fails leaves nothing behind', async (t) => {
  const { ask, store } = await scimServer(t);
  const { id } = (await ask('POST', '/Users', user('ann'))).body;
  const ann = await store.read('acme', id);
  if (!ann) throw new Error('no user');
  const renamed = { ...ann, version: 2, keys: [{ kind: 'userName' as const, value: 'eve' }] };
  const cut = store.batch(async (transaction) => {
    t.same(await transaction.update(ann, renamed), { state: 'written' });
    throw new Error('cut');
  });
  await t.rejects(cut, { message: 'cut' });
  t.equal((await store.read('acme', id))?.version, 1);
  t.equal((await ask('POST', '/Users', user('eve'))).status, 201, 'the new name was not taken');
  t.equal((await ask('POST', '/Users', user('ann'))).status, 409, 'the old one was not given up');
});

test('a write over a version that is no longer there is told, and takes no names', async (t) => {
  const { ask, store } = await scimServer(t);
  const { id } = (await ask('POST', '/Users', user('ann'))).body;
  const ann = await store.read('acme', id);
  if (!ann) throw new Error('no user');
  const stale = { ...ann, version: 7 };
  const renamed = { ...stale, version: 8, keys: [{ kind: 'userName' as const, value: 'eve' }] };
  t.same(await store.update(stale, renamed), { state: 'stale' });
  t.equal(await store.remove(stale), false);
  t.equal((await ask('POST', '/Users', user('eve'))).status, 201);
});

test('a statement is prepared once and still right after others', async (t) => {
  const { db, close } = openCloudDatabase(':memory:', () => 0);
  t.teardown(close);
  const store = createScimStore(db);
  for (let n = 0; n < 3; n++) {
    t.equal(await store.count('a'), 0);
    t.equal(await store.accountOf(`nobody ${n}`), undefined);
  }
});
