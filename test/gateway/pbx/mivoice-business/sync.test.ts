/** Row D5 end to end: the simulated PBX over TLS → connector → engine and its database → a remote. */
import { type Test, test } from 'tap';
import { createMivoiceBusiness } from '../../../../src/gateway/pbx/mivoice-business/index.ts';
import { fakeSource } from '../../../fakes/fake-source.ts';
import { type SimDevice, startMivoiceBusiness } from '../../../fakes/mivoice-business.ts';
import { makeSelfSigned } from '../../../helpers/certificates.ts';
import { bench } from '../../user-sync/helpers/bench.ts';

const CERTIFICATE = makeSelfSigned('127.0.0.1');
const SECRET = 'secret';

async function rig(t: Test, devices: readonly SimDevice[], onlyDynamic = false) {
  const sim = await startMivoiceBusiness({ people: 0, password: SECRET, certificate: await CERTIFICATE });
  t.teardown(() => sim.close());
  sim.devices.push(...devices);
  const connector = createMivoiceBusiness({ timeoutMs: 10_000, now: Date.now, resolve: async () => [] });
  const { signal } = new AbortController();
  const values = { host: sim.address, mbgHost: sim.address, mbgPassword: SECRET };
  const context = { log: () => undefined, signal, ca: sim.certificate.cert };
  const session = await connector.open(values, context);
  t.teardown(() => session.close());
  const { mapping, devices: rules } = connector;
  const source = Object.assign(
    fakeSource([], {
      mapping,
      country: 'CA',
      ...(rules ? { devices: { ...rules(values), onlyDynamic } } : {}),
    }),
    {
      users: session.users,
    },
  );
  const b = bench([], { source });
  const issues = () =>
    b.db
      .prepare<[], { id: string; issues: string | null }>('SELECT external_id AS id, issues FROM person')
      .all()
      .flatMap(({ id, issues: text }) =>
        (JSON.parse(text ?? '[]') as { code: string }[]).map(({ code }) => `${id} ${code}`),
      )
      .sort();
  const edit = (number: string, more: Partial<SimDevice>) => {
    Object.assign(sim.devices.find((device) => device.number === number) ?? {}, more);
    sim.changed();
  };
  return { sim, b, issues, edit };
}

const soft = { type: 'App Server Port' };
const desk = (
  number: string,
  firstName: string,
  lastName: string,
  more: Partial<SimDevice> = {},
): SimDevice => ({
  number,
  type: '6930 IP',
  firstName,
  lastName,
  department: 'Sales',
  email: `${number}@example.com`,
  ...more,
});
const bare = (device: SimDevice): SimDevice => {
  const { email: _, ...rest } = device;
  return rest;
};

test('rows 1–4, 6–10: what comes to the remote, who waits and why', async (t) => {
  const { sim, b, issues } = await rig(t, [
    // 1, 2: a group
    desk('2000', 'Ann', 'Meier'),
    bare(desk('2001', 'Phone in', 'the hall', soft)),
    // 3: one name
    desk('2010', 'Bob', 'Frei'),
    bare(desk('2011', 'Bob', 'Frei', soft)),
    // 4: nearly one name
    desk('2020', 'Zoé', 'Roy'),
    desk('2021', 'Zoe', 'Roy', soft),
    // 5: two of a class
    desk('2030', 'Cy', 'Law'),
    desk('2031', 'Cy', 'Law'),
    // 6: both softphones
    bare(desk('2040', 'Dan', 'Hu', { type: 'MiCollab Client Endpoint' })),
    desk('2041', 'Dan', 'Hu', { type: '5020 IP', mac: 'A1:21:00:00:00:01' }),
    // 7: in two groups
    desk('2050', 'Eve', 'Ng'),
    desk('2051', 'Fay', 'Oz'),
    // 8: no pilot; a missing member
    desk('2060', 'Gus', 'Po'),
    desk('2070', 'Hal', 'Qi'),
    // 9: no name
    desk('2080', '-', ' '),
    // 10: two addresses
    desk('2090', 'Ida', 'Ru'),
    desk('2091', 'Ida', 'Ru', soft),
  ]);
  sim.groups.push(
    { kind: 'PRG', pilot: '2000', members: ['2001'] },
    { kind: 'PRG', pilot: '2050', members: ['2051'] },
    { kind: 'MDUG', pilot: '2051', members: [] },
    { kind: 'PRG', pilot: '2069', members: ['2060'] },
    { kind: 'MDUG', pilot: '2070', members: ['2079'] },
  );
  sim.dids.push({ did: '6135550100', number: '2001' }, { did: '6135550199' }, { did: '6135550198' });
  const report = await b.cycle();
  t.match(report.counts, { added: 6, detained: 8 });
  t.match(report.totals, { users: 14, didNumbers: 3 }, 'DID numbers that are nobody’s count too');
  const remote = b.remote() as Record<string, Record<string, string>>;
  t.same(Object.keys(remote), [
    'node-1/2000',
    'node-1/2010',
    'node-1/2020',
    'node-1/2021',
    'node-1/2040',
    'node-1/2070',
  ]);
  t.match(remote['node-1/2000'], {
    givenName: 'Ann',
    familyName: 'Meier',
    displayName: 'Ann Meier',
    email: '2000@example.com',
    userName: '2000@example.com',
    extension: '2000',
    phone: '+16135550100',
    department: 'Sales',
  });
  t.match(remote['node-1/2010'], { extension: '2010', displayName: 'Bob Frei' });
  t.match(remote['node-1/2040'], { extension: '2041', email: '2041@example.com' });
  t.same(b.plan(), {
    'node-1/2030?': 'detained MULTI_DEVICE_NO_GROUP',
    'node-1/2031?': 'detained MULTI_DEVICE_NO_GROUP',
    'node-1/2050?': 'detained IN_TWO_GROUPS',
    'node-1/2051?': 'detained IN_TWO_GROUPS',
    'node-1/2060?': 'detained PILOT_MISSING',
    'node-1/2080?': 'detained LASTNAME_MISSING',
    'node-1/2090?': 'detained NAME_COLLISION',
    'node-1/2091?': 'detained NAME_COLLISION',
  });
  const found = issues();
  for (const one of [
    'node-1/2020 NEAR_MATCH',
    'node-1/2021 NEAR_MATCH',
    'node-1/2040 BOTH_SOFTPHONES',
    'node-1/2070 MEMBER_MISSING',
  ])
    t.ok(found.includes(one), one);
  t.match((await b.cycle()).counts, { added: 0, changed: 0, removed: 0, requests: 0 }, 'again: no request');
});

const ten = () => Array.from({ length: 10 }, (_, n) => desk(String(3000 + n), 'Person', `No ${n}`));

test('5, 7, 8, 12, 13: who is at the remote stays as he was until the PBX is right again', async (t) => {
  const { sim, b, edit } = await rig(t, [
    ...ten(),
    desk('2010', 'Bob', 'Frei'),
    bare(desk('2011', 'Bob', 'Frei', soft)),
    desk('2040', 'Dan', 'Hu', soft),
  ]);
  t.match((await b.cycle()).counts, { added: 12 });
  const bob = (b.remote() as Record<string, unknown>)['node-1/2010'];
  const quiet = async (plan: Record<string, string>, what: string) => {
    t.match((await b.cycle()).counts, { added: 0, changed: 0, removed: 0 }, what);
    t.same(b.plan(), plan, what);
    t.same((b.remote() as Record<string, unknown>)['node-1/2010'], bob);
  };
  edit('2011', { firstName: 'Dan', lastName: 'Hu', type: '6930 IP' });
  await quiet({ 'node-1/2010': 'detained SPLIT' }, '12');
  edit('2011', { firstName: 'Bob', lastName: 'Frei', ...soft });
  await quiet({}, 'healed');
  edit('2040', { firstName: 'Bob', lastName: 'Frei', type: 'Generic SIP Phone', email: '2010@example.com' });
  await quiet({ 'node-1/2010': 'detained MERGE', 'node-1/2040': 'detained MERGE' }, '13');
  edit('2040', { firstName: 'Dan', lastName: 'Hu', ...soft, email: '2040@example.com' });
  sim.devices.push(desk('2012', 'Bob', 'Frei'));
  sim.changed();
  await quiet({ 'node-1/2012?': 'detained MULTI_DEVICE_NO_GROUP' }, '5');
  sim.groups.push({ kind: 'PRG', pilot: '2010', members: ['2011', '2012'] });
  sim.changed();
  await quiet({}, 'a group resolves it, and the identity stays the pilot’s');
  sim.groups.push({ kind: 'MDUG', pilot: '2012', members: [] });
  sim.changed();
  await quiet({ 'node-1/2010': 'detained IN_TWO_GROUPS' }, '7');
  sim.groups.pop();
  const [pilot] = sim.devices.splice(10, 1);
  sim.changed();
  t.equal(pilot?.number, '2010');
  await quiet({ 'node-1/2010': 'detained PILOT_MISSING' }, '8');
});

test('11: a number that vanished goes, its person when it was the last', async (t) => {
  const { sim, b, edit } = await rig(t, [
    ...ten(),
    desk('2010', 'Bob', 'Frei'),
    desk('2011', 'Bob', 'Frei', soft),
  ]);
  edit('2011', { email: '2010@example.com' });
  await b.cycle();
  sim.devices.splice(10, 1);
  t.match((await b.cycle()).counts, { added: 0, changed: 1, removed: 0 });
  t.match(b.remote(), { 'node-1/2010': { extension: '2011', active: true } });
  sim.devices.splice(10, 1);
  t.match((await b.cycle()).counts, { removed: 1 });
  t.match(b.remote(), { 'node-1/2010': { active: false } });
});

test('11: a number that vanished is kept while something refers to it, in its role, and so is its person', async (t) => {
  const { sim, b, issues } = await rig(t, [...ten(), desk('2010', 'Bob', 'Frei')]);
  sim.state.tellsReferences = true;
  await b.cycle();
  sim.references.push({ number: '2010', by: 'dynamicStatus' });
  sim.devices.splice(10, 1);
  sim.changed();
  t.match((await b.cycle()).counts, { removed: 0 });
  t.match(b.remote(), { 'node-1/2010': { extension: '2010', active: true } });
  t.match(issues(), ['node-1/2010 NUMBER_KEPT']);
  t.match((await b.cycle()).counts, { added: 0, changed: 0, removed: 0 }, 'and nothing moves after that');
  sim.references.pop();
  t.match((await b.cycle()).counts, { removed: 1 });
});

test('dynamic extensions only', async (t) => {
  const bob = desk('2010', 'Bob', 'Frei', { dynamicExtension: true });
  const { b } = await rig(t, [...ten(), bob, bare(desk('2011', 'Bob', 'Frei', soft))], true);
  t.match((await b.cycle()).counts, { added: 1 });
  t.match(b.remote(), { 'node-1/2010': { extension: '2010' } });
});

test('a read that is not whole changes nobody and removes nobody', async (t) => {
  const { sim, b } = await rig(t, ten());
  await b.cycle();
  sim.devices.splice(0, 9);
  for (const how of ['half', 'drop', 'noJson', 'fewer', { status: 500 }] as const) {
    sim.mischief = [{ path: /devices/, how }];
    const report = await b.cycle();
    t.match(
      report,
      { outcome: 'failed', counts: { added: 0, changed: 0, removed: 0, held: 0 } },
      String(how),
    );
  }
  sim.mischief = [{ path: /dids/, how: 'drop' }];
  t.equal((await b.cycle()).outcome, 'failed');
  t.equal(Object.values(b.remote()).filter((user) => (user as { active: boolean }).active).length, 10);
  sim.mischief = [];
  t.match((await b.cycle()).counts, { held: 9 }, 'and a whole one stops at the guard');
});
