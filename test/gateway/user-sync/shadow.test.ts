/** C8: what somebody changed at the remote without a word to us is found by the slow check, and put right by the next cycle. */
import { test } from 'tap';
import type { UserField } from '../../../src/contract/scim.ts';
import { checkShadow } from '../../../src/gateway/features/user-sync/shadow.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';

const signal = new AbortController().signal;

/** One turn, by a process of its own: it knows only what the database says. */
function turn(b: Bench, budget: number, remote = 'here', frozen: readonly UserField[] = []) {
  const store = createSyncStore(b.db);
  const from = b.scim.requests;
  // a fresh client has sent nothing yet
  const scim = Object.create(b.scim, { requests: { get: () => b.scim.requests - from } });
  const deps = { store, scim, remote, now: b.clock.now, frozenOf: () => frozen };
  return checkShadow(deps, budget, signal);
}

function meddle(b: Bench, externalId: string, more: object): void {
  const found = [...b.scim.users.values()].find((user) => user.externalId === externalId);
  if (!found) throw new Error(`no ${externalId}`);
  b.scim.users.set(found.id, { ...found, user: { ...found.user, ...more } });
}

test('C8: a change at the remote is found, and the next cycle overwrites it; values of others stay', async (t) => {
  const b = bench(people(5));
  await b.cycle();
  const before = b.remote();
  meddle(b, 'p2', { givenName: 'Meddled' });
  meddle(b, 'p3', { active: false });
  meddle(b, 'p4', { mobile: '+16137770000' });
  t.match((await b.cycle()).counts, { changed: 0, requests: 0 }, 'a cycle alone does not see it');
  t.match(await turn(b, 100), { read: 5, of: 5, drifted: 2, missing: 0 });
  t.match((await b.cycle()).counts, { changed: 2, unchanged: 3, detained: 0 });
  const after = b.remote();
  t.same(after, { ...before, p4: { ...(before.p4 as object), mobile: '+16137770000' } });
  t.match(await turn(b, 100), { read: 5, drifted: 0, missing: 0 });
  t.match((await b.cycle()).counts, { changed: 0, requests: 0 });
});

test('C8: who was deleted at the remote is detained, never made again by itself', async (t) => {
  const b = bench(people(5));
  await b.cycle();
  const gone = [...b.scim.users.values()].find((user) => user.externalId === 'p2');
  b.scim.users.delete(gone?.id ?? '');
  t.match(await turn(b, 100), { read: 5, missing: 1, drifted: 0 });
  t.match((await b.cycle()).counts, { added: 0, detained: 1 });
  t.match(b.plan(), { p2: 'detained REMOTE_DELETED' });
  t.equal(b.scim.users.size, 4);
  t.match(await turn(b, 100), { read: 4, of: 4, missing: 0 }, 'and is not asked for again');
});

test('C8: the check keeps to its budget, goes on where it was, and hurries when somebody is missing', async (t) => {
  const b = bench(people(30));
  await b.cycle();
  const read: number[] = [];
  for (let n = 0; n < 4; n++) {
    const report = await turn(b, 25);
    t.ok(report.requests <= 10, `${report.requests} requests`);
    read.push(report.read);
  }
  t.same(read, [8, 8, 8, 8], 'a look at the total, one to open, eight people');
  meddle(b, 'p7', { givenName: 'Meddled' });
  const found: number[] = [];
  for (let n = 0; n < 4; n++) found.push((await turn(b, 25)).drifted);
  t.same(
    found.filter((drifted) => drifted > 0),
    [1],
    'found within one round, once',
  );
  b.scim.users.delete([...b.scim.users.keys()].at(-1) ?? '');
  t.equal((await turn(b, 25)).read, 23, 'the whole budget');
});

test('C8: an error keeps what was compared, one bad user holds nobody up, another account is left alone', async (t) => {
  const b = bench(people(6));
  await b.cycle();
  for (const n of [1, 2, 4, 5, 6]) meddle(b, `p${n}`, { givenName: 'Meddled' });
  let finds = 0;
  b.scim.fault = () => (++finds === 3 ? 'down' : 'none');
  await t.rejects(turn(b, 100), { code: 'SCIM_UNREACHABLE' });
  b.scim.fault = () => 'none';
  t.match((await b.cycle()).counts, { changed: 2 }, 'the two before the error');
  t.match(await turn(b, 100), { read: 6, drifted: 3 }, 'it went on behind the third');
  const asked = b.scim.requests;
  t.match(await turn(b, 100, 'elsewhere'), { read: 0, requests: 0 });
  t.equal(b.scim.requests, asked);
});

test('C8, D18: drift that the check finds is listed as overwritten, each time anew', async (t) => {
  const b = bench(people(4));
  await b.cycle();
  const listed = () =>
    b.queries.findings({}).items.map(({ name, code, isNew }) => `${name} ${code} ${isNew}`);
  const news = () => {
    const told = b.queries.untoldDigests().flatMap(({ people: named }) => named.map(({ name }) => name));
    b.db.exec('UPDATE digest SET sent = 1');
    return told;
  };
  meddle(b, 'p2', { givenName: 'Meddled' });
  meddle(b, 'p3', { location: 'Room 7' });
  t.match(await turn(b, 100), { drifted: 1 });
  t.match((await b.cycle()).counts, { changed: 1 });
  t.same(listed(), ['Given2 Family2 OVERWRITTEN true'], 'a value of somebody else is none');
  t.same(news(), ['Given2 Family2']);
  meddle(b, 'p2', { givenName: 'Meddled' });
  await turn(b, 100);
  await b.cycle();
  t.same(news(), ['Given2 Family2'], 'the same person once more is news once more');

  meddle(b, 'p1', { extension: '9' });
  await turn(b, 100, 'here', ['extension', 'role']);
  t.same(listed(), ['Given2 Family2 OVERWRITTEN true'], 'what is never written again is not overwritten');
});

test('C8, D18: who is left alone by a decision is not overwritten, and not listed', async (t) => {
  const b = bench([person(1, { mobile: '079' }), person(2)]);
  await b.cycle();
  b.source.rows = [person(1), person(2)];
  await b.cycle();
  b.source.rows = [person(1, { mobile: '079' }), person(2)];
  await b.cycle();
  b.decide('ignore', ['p1']);
  await b.cycle({ mode: 'decide', approve: false });
  meddle(b, 'p1', { givenName: 'Meddled' });
  await turn(b, 100);
  await b.cycle();
  t.match(b.remote(), { p1: { givenName: 'Meddled' } });
  t.same(
    b.queries.findings({}).items.filter(({ code }) => code === 'OVERWRITTEN'),
    [],
  );
});
