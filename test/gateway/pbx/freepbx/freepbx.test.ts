/** The FreePBX connector against the simulator: pages, boxes, each fault as an incomplete end, no secret anywhere. */
import { type Test, test } from 'tap';
import type { Connector } from '../../../../src/gateway/core/ports/connector.ts';
import { createFreepbx } from '../../../../src/gateway/pbx/freepbx/index.ts';
import { type FreepbxSim, PHONE_PASSWORD, startFreepbx } from '../../../fakes/freepbx.ts';
import type { OauthMischief } from '../../../fakes/oauth-server.ts';
import { readSource } from '../../../helpers/read-source.ts';

const SECRET = 'a secret of the test';
const patient = createFreepbx({ timeoutMs: 10_000 });
/** For a peer that says nothing: what is tested is that it ends, not when. */
const impatient = createFreepbx({ timeoutMs: 300 });
const signal = new AbortController().signal;
/** Where the second page begins: the cursor of row 99. */
const SECOND_PAGE = /after: .*YXJyYXljb25uZWN0aW9uOjk5/;

async function sim(t: Test, people = 3): Promise<FreepbxSim> {
  const started = await startFreepbx({ people, clientSecret: SECRET });
  t.teardown(() => started.close());
  return started;
}

const settingsOf = ({ host, port }: FreepbxSim, more: Record<string, unknown> = {}) => ({
  host,
  port,
  clientId: 'cloudlink',
  clientSecret: SECRET,
  ...more,
});
const open = (freepbx: FreepbxSim, more: Record<string, unknown> = {}, connector: Connector = patient) =>
  connector.open(settingsOf(freepbx, more), { log: () => undefined, signal, ca: freepbx.certificate.cert });
const read = (freepbx: FreepbxSim, more: Record<string, unknown> = {}, connector: Connector = patient) =>
  readSource(connector, settingsOf(freepbx, more), { ca: freepbx.certificate.cert });

test('extensions with their boxes, devices of nobody left out; no password is asked for', async (t) => {
  const freepbx = await sim(t, 1);
  freepbx.extensions.push(
    {
      extensionId: '2090',
      tech: 'pjsip',
      user: { extension: '2090', name: 'Lobby', voicemail: 'novm', extPassword: '' },
    },
    {
      extensionId: '2091',
      tech: 'pjsip',
      user: { extension: '2091', name: 'Ben', voicemail: 'default', extPassword: '' },
    },
    { extensionId: '2092', tech: 'pjsip', user: null },
  );
  const { records, end, session } = await read(freepbx);
  t.same(end, { kind: 'complete', didNumbers: 1 });
  t.same(records, [
    {
      anchor: '2001',
      raw: {
        extensionId: '2001',
        tech: 'pjsip',
        name: 'Ann Adams',
        fullname: 'Ann Adams',
        email: 'user0@example.com',
      },
    },
    { anchor: '2090', raw: { extensionId: '2090', tech: 'pjsip', name: 'Lobby' } },
    { anchor: '2091', raw: { extensionId: '2091', tech: 'pjsip', name: 'Ben' } },
  ]);
  t.notOk(freepbx.log.some((line) => /password/i.test(line)));
  t.notOk(
    freepbx.log.some((line) => /extensionId: \\?"2090/.test(line)),
    'nor a box of somebody who has none',
  );
  t.notOk(JSON.stringify([records, session.details?.()]).includes(PHONE_PASSWORD));
  t.match(session.details?.(), [
    {},
    { text: 'FreePBX' },
    { text: '17.0.19' },
    {},
    { label: 'Users', text: '4' },
  ]);
});

test('more than a page; names from the caller ID need no box', async (t) => {
  const freepbx = await sim(t, 250);
  freepbx.state.scopes = ['core', 'framework'];
  const { sizes, end, records } = await read(freepbx, { names: 'callerId' });
  t.same(sizes, [100, 100, 50]);
  t.same(end, { kind: 'complete', didNumbers: 250 });
  t.equal(new Set(records.map(({ anchor }) => anchor)).size, 250);
  freepbx.extensions.length = 0;
  t.same((await read(freepbx)).end, { kind: 'complete', didNumbers: 250 }, 'nobody at all is a whole answer');
});

type Wrong = {
  readonly what: string;
  readonly mischief?: OauthMischief;
  readonly also?: (freepbx: FreepbxSim) => void;
  readonly settings?: Record<string, unknown>;
  readonly code: string;
  /** Shows only while everybody is read. */
  readonly later?: true;
  readonly isSilent?: true;
};
const WRONG: readonly Wrong[] = [
  { what: 'a wrong secret', settings: { clientSecret: 'another' }, code: 'PBX_CREDENTIALS' },
  { what: 'no right at all', also: (freepbx) => (freepbx.mayRead = false), code: 'PBX_PERMISSION' },
  {
    what: 'no scope for extensions',
    also: ({ state }) => (state.scopes = ['framework']),
    code: 'PBX_PERMISSION',
  },
  {
    what: 'no scope for boxes',
    also: ({ state }) => (state.scopes = ['framework', 'core']),
    code: 'PBX_PERMISSION',
  },
  { what: 'version 14', also: ({ state }) => (state.version = '14.0.16'), code: 'PBX_VERSION' },
  { what: 'another product', mischief: { at: /^GET/, how: { status: 404 } }, code: 'PBX_PRODUCT' },
  { what: 'no JSON', mischief: { at: /fetchAll/, how: 'noJson' }, code: 'PBX_ANSWER_BAD' },
  { what: 'another shape', mischief: { at: /fetchAll/, how: 'otherShape' }, code: 'PBX_ANSWER_BAD' },
  { what: 'an endless answer', mischief: { at: /fetchAll/, how: 'oversize' }, code: 'PBX_ANSWER_BAD' },
  { what: 'trouble of its own', mischief: { at: /fetchAll/, how: { status: 500 } }, code: 'PBX_ANSWER_BAD' },
  {
    what: 'a failed query',
    mischief: { at: /fetchAll/, how: { status: 400, body: { errors: [{ message: 'Sorry' }] } } },
    code: 'PBX_ANSWER_BAD',
  },
  {
    what: 'trouble with a box',
    mischief: { at: /fetchVoiceMail/, how: { status: 500 } },
    code: 'PBX_ANSWER_BAD',
  },
  { what: 'silence', mischief: { at: /fetchAll/, how: 'silent' }, code: 'PBX_UNREACHABLE', isSilent: true },
  {
    what: 'a cut in the second page',
    mischief: { at: SECOND_PAGE, how: 'half' },
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'a drop before the second page',
    mischief: { at: SECOND_PAGE, how: 'drop' },
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'fewer extensions than it says',
    also: ({ state }) => (state.countOff = 3),
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'more extensions than it says',
    also: ({ state }) => (state.countOff = -3),
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
  {
    what: 'an extension on two pages',
    also: ({ state }) => (state.overlaps = true),
    code: 'SOURCE_INCOMPLETE',
    later: true,
  },
];

for (const { what, mischief, also, settings = {}, code, later, isSilent } of WRONG)
  test(`${what}: an incomplete end, and the test says so with a remedy`, async (t) => {
    const freepbx = await sim(t, later ? 110 : 3);
    also?.(freepbx);
    if (mischief) freepbx.mischief = [mischief];
    const connector = isSilent ? impatient : patient;
    const { end, records } = await read(freepbx, settings, connector);
    t.match(end, { kind: 'incomplete', fault: { code, sentence: String, remedy: String } });
    t.notOk(JSON.stringify([end, records]).includes(SECRET));
    if (later) return;
    const session = await open(freepbx, settings, connector);
    t.match((await session.test(signal)).at(-1), { ok: false, fault: { code, remedy: String } });
  });

test('extensions that come or go between two pages', async (t) => {
  const freepbx = await sim(t, 110);
  freepbx.mischief = [{ at: SECOND_PAGE, how: { before: () => freepbx.extensions.shift() } }];
  t.match((await read(freepbx)).end, {
    kind: 'incomplete',
    fault: { sentence: /had 110 extensions and then 109/ },
  });
});

test('a row that cannot be read holds up nobody; one without a number may be anybody', async (t) => {
  const freepbx = await sim(t, 3);
  Object.assign(freepbx.extensions[1] ?? {}, { tech: 7 });
  const { records, end } = await read(freepbx);
  t.match(end, { kind: 'complete' });
  t.match(records[1], { anchor: '2002', fault: { code: 'ROW_UNREADABLE', sentence: /tech/ } });
  Object.assign(freepbx.extensions[1] ?? {}, { extensionId: null });
  t.match((await read(freepbx)).end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE' } });
});

test('an extension’s number never becomes part of a query', async (t) => {
  const freepbx = await sim(t, 1);
  Object.assign(freepbx.extensions[0] ?? {}, {
    extensionId: '1") { password } x: fetchVoiceMail(extensionId: "2001',
  });
  t.match((await read(freepbx)).records[0], { fault: { code: 'ROW_UNREADABLE' } });
  t.notOk(freepbx.log.some((line) => line.includes('password')));
});

test('a self-signed certificate: nothing is sent before a person has seen it, then that one only', async (t) => {
  const freepbx = await sim(t);
  const values = settingsOf(freepbx);
  t.match((await readSource(patient, values)).end, { kind: 'incomplete', fault: { code: 'PBX_TLS' } });
  t.same(freepbx.log, []);
  const session = await patient.open(values, { log: () => undefined, signal });
  t.match((await session.test(signal))[1], { ok: true, facts: /self-signed, SHA-256/ });
  const pins = session.facts?.().pins ?? {};
  t.match((await readSource(patient, values, { pins })).end, { kind: 'complete' }, 'the pin that was shown');
  const asked = freepbx.log.length;
  const others = Object.fromEntries(Object.keys(pins).map((where) => [where, 'AA:BB']));
  t.match((await readSource(patient, values, { pins: others })).end, {
    kind: 'incomplete',
    fault: { code: 'PBX_TLS', sentence: /another certificate/ },
  });
  t.equal(freepbx.log.length, asked, 'and the secret is not sent to another');
});

test('inventory and interface of the host', async (t) => {
  const freepbx = await sim(t);
  const session = await open(freepbx);
  t.match(await session.inventory(signal), {
    platformName: 'FreePBX',
    version: '17.0.19',
    applications: [
      { type: 'freepbx', interfaces: ['freepbx-admin'] },
      { type: 'asterisk', version: '20.5.0' },
    ],
  });
  t.match(session.interfaces(), [{ id: 'freepbx-admin', protocol: 'https', port: freepbx.port }]);
  await freepbx.allClosed();
  t.pass('its connections are closed');
});
