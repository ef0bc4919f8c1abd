/** The 3CX connector against the simulator: pages, each fault as an incomplete end, no secret anywhere. */
import { type Test, test } from 'tap';
import type { Connector } from '../../../../src/gateway/core/ports/connector.ts';
import { normalise } from '../../../../src/gateway/features/user-sync/mapping.ts';
import { createThreeCx } from '../../../../src/gateway/pbx/3cx/index.ts';
import { createPhone } from '../../../../src/gateway/sync/phone.ts';
import type { OauthMischief } from '../../../fakes/oauth-server.ts';
import { PHONE_PASSWORD, startThreeCx, type ThreeCxSim } from '../../../fakes/three-cx.ts';
import { readSource } from '../../../helpers/read-source.ts';

const SECRET = 'a secret of the test';
const patient = createThreeCx({ timeoutMs: 10_000 });
/** For a peer that says nothing: what is tested is that it ends, not when. */
const impatient = createThreeCx({ timeoutMs: 300 });
const signal = new AbortController().signal;

async function sim(t: Test, people = 3): Promise<ThreeCxSim> {
  const started = await startThreeCx({ people, clientSecret: SECRET });
  t.teardown(() => started.close());
  return started;
}

const settingsOf = ({ host, port }: ThreeCxSim, more: Record<string, unknown> = {}) => ({
  host,
  port,
  clientId: 'cloudlink',
  clientSecret: SECRET,
  ...more,
});
const open = (threeCx: ThreeCxSim, more: Record<string, unknown> = {}, connector: Connector = patient) =>
  connector.open(settingsOf(threeCx, more), { log: () => undefined, signal, ca: threeCx.certificate.cert });
const read = (threeCx: ThreeCxSim, more: Record<string, unknown> = {}, connector: Connector = patient) =>
  readSource(connector, settingsOf(threeCx, more), { ca: threeCx.certificate.cert });

test('users with what was asked for, and no more', async (t) => {
  const threeCx = await sim(t, 2);
  threeCx.users.push({ Id: 99, Number: '199', FirstName: null, LastName: 'Only', Enabled: false });
  const { records, end, session } = await read(threeCx);
  t.same(end, { kind: 'complete', didNumbers: 2 });
  t.same(records, [
    {
      anchor: '29',
      raw: {
        Id: '29',
        Number: '100',
        FirstName: 'Ann',
        LastName: 'Adams',
        EmailAddress: 'user0@example.com',
        OutboundCallerID: '+493012340000',
        Enabled: 'true',
      },
    },
    {
      anchor: '30',
      raw: {
        Id: '30',
        Number: '101',
        FirstName: 'Ben',
        LastName: 'Baker',
        EmailAddress: 'user1@example.com',
        OutboundCallerID: '+493012340001',
        Enabled: 'true',
      },
    },
    { anchor: '99', raw: { Id: '99', Number: '199', LastName: 'Only', Enabled: 'false' } },
  ]);
  t.notOk(JSON.stringify([records, session.details?.()]).includes(PHONE_PASSWORD));
  t.match(session.details?.(), [
    {},
    { text: '3CX' },
    { text: '20.0.7.1080' },
    {},
    { label: 'Users', text: '3' },
  ]);
});

test('pages of the size that 3CX likes', async (t) => {
  const threeCx = await sim(t, 250);
  t.same((await read(threeCx)).sizes, [100, 100, 50]);
  threeCx.state.pageLimit = 60;
  const { sizes, end } = await read(threeCx);
  t.same(sizes, [60, 60, 60, 60, 10]);
  t.same(end, { kind: 'complete', didNumbers: 250 });
  threeCx.users.length = 0;
  t.same((await read(threeCx)).end, { kind: 'complete', didNumbers: 250 }, 'nobody at all is a whole answer');
  threeCx.state.hasDids = false;
  t.same((await read(threeCx)).end, { kind: 'complete' }, 'without a list of DID numbers');
});

test('a token that another program took is made anew; a quarrel ends', async (t) => {
  const threeCx = await sim(t, 150);
  threeCx.mischief = [{ at: /skip=100/, how: 'revoked' }];
  t.match((await read(threeCx)).end, { kind: 'complete' });
  t.equal(threeCx.signIns(), 2);
  threeCx.mischief = [{ at: /skip=100/, how: 'always revoked' }];
  t.match((await read(threeCx)).end, { kind: 'incomplete', fault: { sentence: /another program/ } });
});

type Wrong = {
  readonly what: string;
  readonly mischief?: OauthMischief;
  readonly also?: (threeCx: ThreeCxSim) => void;
  readonly settings?: Record<string, unknown>;
  readonly code: string;
  /** Shows only while everybody is read. */
  readonly later?: true;
  readonly isSilent?: true;
};
const WRONG: readonly Wrong[] = [
  { what: 'a wrong key', settings: { clientSecret: 'another' }, code: 'PBX_CREDENTIALS' },
  { what: 'no right', also: (threeCx) => (threeCx.mayRead = false), code: 'PBX_PERMISSION' },
  { what: 'version 18', also: ({ state }) => (state.version = '18.0.9.20'), code: 'PBX_VERSION' },
  { what: 'another product', mischief: { at: /Defs/, how: { status: 404 } }, code: 'PBX_PRODUCT' },
  { what: 'a host of everything', mischief: { at: /Defs/, how: 'noJson' }, code: 'PBX_PRODUCT' },
  { what: 'no JSON', mischief: { at: /Users/, how: 'noJson' }, code: 'PBX_ANSWER_BAD' },
  { what: 'another shape', mischief: { at: /Users/, how: 'otherShape' }, code: 'PBX_ANSWER_BAD' },
  { what: 'an endless answer', mischief: { at: /Users/, how: 'oversize' }, code: 'PBX_ANSWER_BAD' },
  { what: 'trouble of its own', mischief: { at: /Users/, how: { status: 500 } }, code: 'PBX_ANSWER_BAD' },
  { what: 'trouble with DID numbers', mischief: { at: /Did/, how: { status: 500 } }, code: 'PBX_ANSWER_BAD' },
  {
    what: 'no member of the name that is assumed',
    also: ({ state }) => (state.unknown = ['Mobile']),
    code: 'PBX_ANSWER_BAD',
  },
  { what: 'silence', mischief: { at: /Users/, how: 'silent' }, code: 'PBX_UNREACHABLE', isSilent: true },
  {
    what: 'a cut in the second page',
    mischief: { at: /skip=100/, how: 'half' },
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'a drop before the second page',
    mischief: { at: /skip=100/, how: 'drop' },
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'fewer users than it says',
    also: ({ state }) => (state.countOff = 3),
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'more users than it says',
    also: ({ state }) => (state.countOff = -3),
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'a user on two pages',
    also: ({ state }) => (state.overlaps = true),
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
];

for (const { what, mischief, also, settings = {}, code, later, isSilent } of WRONG)
  test(`${what}: an incomplete end, and the test says so with a remedy`, async (t) => {
    const threeCx = await sim(t, 150);
    also?.(threeCx);
    if (mischief) threeCx.mischief = [mischief];
    const connector = isSilent ? impatient : patient;
    const { end, records } = await read(threeCx, settings, connector);
    t.match(end, { kind: 'incomplete', fault: { code, sentence: String, remedy: String } });
    t.notOk(JSON.stringify([end, records]).includes(SECRET));
    if (later) return;
    const session = await open(threeCx, settings, connector);
    t.match((await session.test(signal)).at(-1), { ok: false, fault: { code, remedy: String } });
  });

test('users that come or go between two pages', async (t) => {
  const threeCx = await sim(t, 150);
  threeCx.mischief = [{ at: /skip=100/, how: { before: () => threeCx.users.shift() } }];
  t.match((await read(threeCx)).end, {
    kind: 'incomplete',
    fault: { sentence: /had 150 users and then 149/ },
  });
});

test('a row that cannot be read holds up nobody; one without an Id may be anybody', async (t) => {
  const threeCx = await sim(t, 3);
  Object.assign(threeCx.users[1] ?? {}, { Number: 101 });
  const { records, end } = await read(threeCx);
  t.match(end, { kind: 'complete' });
  t.match(records[1], { anchor: '30', fault: { code: 'ROW_UNREADABLE', sentence: /Number/ } });
  Object.assign(threeCx.users[1] ?? {}, { Id: null });
  t.match((await read(threeCx)).end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE' } });
});

test('no credential goes to another product, nor over a certificate that nobody has seen', async (t) => {
  const threeCx = await sim(t);
  threeCx.mischief = [{ at: /Defs/, how: { status: 200 } }];
  await read(threeCx);
  const { host, port } = threeCx;
  const values = { host, port, clientId: 'cloudlink', clientSecret: SECRET };
  const session = await patient.open(values, { log: () => undefined, signal });
  t.match((await session.users(signal).next()).value, { fault: { code: 'PBX_TLS' } });
  t.equal(threeCx.signIns(), 0);
  threeCx.mischief = [];
  t.match((await session.test(signal))[1], { ok: true, facts: /self-signed/ });
  const pins = session.facts?.().pins ?? {};
  const pinned = await patient.open(values, { log: () => undefined, signal, pins });
  t.match((await pinned.users(signal).next()).value, { length: 3 }, 'the pin that the test showed');
});

test('Mobile and OutboundCallerID, as they are assumed: numbers of the world, and no short ones', async (t) => {
  const threeCx = await sim(t, 4);
  const [ann, ben, cy, dan] = threeCx.users;
  Object.assign(ann ?? {}, { Mobile: '+41 79 123 45 67', OutboundCallerID: '044 668 18 00' });
  Object.assign(ben ?? {}, { Mobile: null, OutboundCallerID: '101' });
  Object.assign(cy ?? {}, { Mobile: '', OutboundCallerID: '' });
  Object.assign(dan ?? {}, { Mobile: '079 765 43 21', OutboundCallerID: 'anonymous' });
  const { records } = await read(threeCx);
  const mapper = { rules: patient.mapping, phone: createPhone(), country: 'CH' };
  const numbers = records.map(({ raw }) => {
    const { values } = normalise(raw, mapper);
    return [values.get('mobile')?.value, values.get('phone')?.value];
  });
  t.same(numbers, [
    ['+41791234567', '+41446681800'],
    [undefined, undefined],
    [undefined, undefined],
    ['+41797654321', undefined],
  ]);
});

test('inventory and interface of the host', async (t) => {
  const threeCx = await sim(t);
  const session = await open(threeCx);
  const platform = await session.inventory(signal);
  t.match(platform, {
    platformName: '3CX',
    version: '20.0.7.1080',
    platformId: 'example.3cx.eu',
    licence: { type: 'subscription', expiresOn: '2027-03-31' },
    applications: [{ type: '3cx', interfaces: ['3cx-admin'] }],
  });
  t.notOk(JSON.stringify(platform).includes('AAAA-BBBB'), 'not the licence key');
  t.match(session.interfaces(), [{ id: '3cx-admin', protocol: 'https', port: threeCx.port }]);
  await threeCx.allClosed();
  t.pass('its connections are closed');
});
