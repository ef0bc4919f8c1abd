/** Reason codes that no other test of the engine is about, each made by the engine itself. */
import { test } from 'tap';
import { validate } from '../../../src/gateway/features/user-sync/validate.ts';
import { LDAP_MAPPING } from '../../../src/gateway/pbx/ldap/settings.ts';
import { createSyncStore } from '../../../src/gateway/store/sync/index.ts';
import { createPhone } from '../../../src/gateway/sync/phone.ts';
import { fakeSource } from '../../fakes/fake-source.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';

const DAY = 86_400_000;
const issuesOf = (b: Bench, id: string) => createSyncStore(b.db).persons.byExternalId(id)?.issues;

test('BAD_CHAR: field and position in code points; neighbours go', async (t) => {
  const b = bench([person(1), person(2, { department: '𝄞ab\u0007' }), person(3, { familyName: '\ufffe' })]);
  t.match((await b.cycle()).counts, { added: 1, detained: 2 });
  t.same(b.plan(), { p2: 'detained BAD_CHAR', p3: 'detained BAD_CHAR' });
  t.match(issuesOf(b, 'p2'), [{ code: 'BAD_CHAR', field: 'department', position: 3 }]);
  // what is allowed: the edges of every range
  const edges = ['\t\n\r', '\u0020\ud7ff', '\ue000\ufffd', '\u{10000}\u{10ffff}'];
  b.source.rows = [person(1), ...edges.map((department, n) => person(n + 2, { department }))];
  t.match((await b.cycle()).counts, { detained: 0 });
});

test('USERNAME_MISSING: nobody goes without a name', async (t) => {
  const rules = { phone: createPhone(), country: undefined };
  const user = { userName: '', familyName: 'X', email: 'x@x.ch', active: true };
  t.same(validate({ user, cleared: [], provenance: {} }, rules), [
    { code: 'USERNAME_MISSING', field: 'userName' },
  ]);
  // a source whose rules make none: the address, else the identity, which every row has
  const { mapping } = fakeSource();
  const source = fakeSource([{ id: 'X', familyName: 'X' }, person(1)], {
    mapping: mapping.filter(({ field }) => field !== 'userName'),
  });
  const b = bench([], { sources: [source] });
  t.match((await b.cycle()).counts, { added: 2, detained: 0 });
  t.match(b.remote(), { X: { userName: 'X' }, p1: { userName: 'p1@example.com' } });
});

for (const [code, field, value] of [
  ['DUP_USERNAME', 'login', 'ann'],
  ['DUP_PHONE', 'phone', '+41446681800'],
  ['DUP_MOBILE', 'mobile', '+41791234567'],
] as const)
  test(`${code}: of no holder, all wait; the holder keeps, a newcomer waits; freed, it goes`, async (t) => {
    const userName = { field: 'userName', from: { firstOf: [{ attr: 'login' }, { attr: 'id' }] } } as const;
    const { mapping } = fakeSource();
    const own = [userName, ...mapping.filter((rule) => rule.field !== 'userName')];
    const source = fakeSource([], { mapping: own });
    const b = bench([], { sources: [source] });
    const has = (n: number) => person(n, { [field]: value });
    source.rows = [has(1), has(2), person(3)];
    t.match((await b.cycle()).counts, { added: 1, detained: 2 });
    t.same(b.plan(), { p1: `detained ${code}`, p2: `detained ${code}` });
    source.rows = [has(1), person(2), person(3)];
    t.match((await b.cycle()).counts, { added: 2, detained: 0 });
    source.rows = [has(1), person(2), person(3), has(4)];
    t.match((await b.cycle()).counts, { added: 0, detained: 1 });
    t.same(b.plan(), { p4: `detained ${code}` });
    source.rows = [person(1), person(2), person(3), has(4)];
    await b.cycle();
    t.match((await b.cycle()).counts, { detained: 0, requests: 0 });
    t.match(b.remote().p4, { [field === 'login' ? 'userName' : field]: value });
    t.same(b.scim.shared, [], 'no two at any moment');
  });

test('IGNORED_FIELD: a role that the directory changes later is listed, and nothing is sent', async (t) => {
  const row = (role: string) => ({ entryUUID: 'u1', sn: 'Lee', mail: 'ann@x.ch', employeeType: role });
  const source = fakeSource([{ id: 'u1', ...row('User') }], { mapping: LDAP_MAPPING, frozen: ['role'] });
  const b = bench([], { sources: [source] });
  await b.cycle();
  t.match(b.remote().u1, { role: 'User' }, 'a new account has it');
  source.rows = [{ id: 'u1', ...row('Boss') }];
  t.match((await b.cycle()).counts, { changed: 0, detained: 0, requests: 0 });
  t.match(issuesOf(b, 'u1'), [{ code: 'IGNORED_FIELD', field: 'role' }]);
  t.match(b.queries.findings({}).items, [{ code: 'IGNORED_FIELD' }]);
  source.rows = [{ id: 'u1', ...row('User') }];
  await b.cycle();
  t.same(issuesOf(b, 'u1'), []);
});

test('RETRY, REFUSED, GAVE_UP: what failed for a moment, for good, and for 28 days', async (t) => {
  const b = bench(people(3));
  b.scim.fault = (op) => {
    if (op.kind !== 'create') return 'none';
    return op.externalId === 'p1' ? 'busy' : op.externalId === 'p2' ? 'refuse' : 'none';
  };
  t.match((await b.cycle()).counts, { added: 1, detained: 2 });
  t.same(b.plan(), { p1: 'detained RETRY', p2: 'detained REFUSED' });
  await b.clock.advance(28 * DAY - 1);
  await b.cycle();
  t.same(b.plan(), { p1: 'detained RETRY', p2: 'detained REFUSED' });
  await b.clock.advance(DAY);
  await b.cycle();
  t.same(b.plan(), { p1: 'detained GAVE_UP', p2: 'detained GAVE_UP' });
  await b.clock.advance(DAY);
  const { length } = b.scim.arrived;
  await b.cycle({ onDemand: false });
  t.equal(b.scim.arrived.length, length, 'nothing is tried any more');
  b.scim.fault = () => 'none';
  b.source.rows = [person(1, { department: 'new' }), person(2), person(3)];
  t.match((await b.cycle({ onDemand: false })).counts, { added: 1 }, 'a change at the source is another try');
  b.decide('apply', ['p2']);
  t.match((await b.cycle({ mode: 'decide' })).counts, { added: 1 }, 'and so is a person’s word');
});

test('NOT_CONVERGED and REMOTE_CONFLICT: the remote keeps another value, or somebody else has the name', async (t) => {
  const b = bench(people(2));
  b.scim.plant({ userName: 'p2@example.com', active: true }, { externalId: 'of another system' });
  t.match((await b.cycle()).counts, { added: 1, detained: 1 });
  t.same(b.plan(), { p2: 'detained REMOTE_CONFLICT' });
  b.scim.fault = () => 'stubborn';
  b.source.rows = [person(1, { department: 'New' }), person(2)];
  await b.cycle();
  t.match(b.plan(), { p1: 'detained NOT_CONVERGED' });
});

test('SWAP: who waits for a value that the remote does not let go', async (t) => {
  const b = bench(people(3));
  await b.cycle();
  b.source.rows = [person(1, { extension: '2002' }), person(2, { extension: '2001' }), person(3)];
  b.scim.fault = (op) => (op.kind === 'update' ? 'refuse' : 'none');
  t.match((await b.cycle()).counts, { changed: 0, detained: 2 });
  t.same(b.plan(), { p1: 'detained SWAP', p2: 'detained SWAP' });
  b.scim.fault = () => 'none';
  t.match((await b.cycle()).counts, { changed: 2, detained: 0 });
  t.match(b.remote(), { p1: { extension: '2002' }, p2: { extension: '2001' } });
  t.same(b.scim.shared, []);
});

test('ADOPTED: an account that was there before is not switched off without a confirmation', async (t) => {
  const b = bench(people(40));
  b.scim.plant({ userName: 'p1@example.com', active: true });
  await b.cycle();
  b.source.rows = people(40).slice(1);
  t.match((await b.cycle()).counts, { removed: 0 });
  t.same(b.plan(), { p1: 'held ADOPTED' });
  t.match(b.remote().p1, { active: true });
  b.decide('apply', ['p1']);
  t.match((await b.cycle({ mode: 'decide' })).counts, { removed: 1 });
});

test('SOURCE_INCOMPLETE and GUARD: who is missing waits, each with its reason', async (t) => {
  const b = bench(people(40));
  await b.cycle();
  b.source.rows = people(40).slice(10);
  t.match((await b.cycle()).counts, { removed: 0, held: 10 });
  t.match(b.plan(), { p1: 'held GUARD', p10: 'held GUARD' });
  // asked for by a row of its own, which a broken read has too: it is a removal all the same
  b.source.rows = [person(1, { active: 'no' }), ...people(40).slice(1)];
  b.source.breakAfter = 20;
  t.match((await b.cycle()).counts, { removed: 0 });
  t.match(b.plan(), { p1: 'held SOURCE_INCOMPLETE' });
});
