/** The Asterisk connector against the simulator: what it reads, each fault as an incomplete end, no secret anywhere. */

import { type Test, test } from 'tap';
import type { Connector } from '../../../../src/gateway/core/ports/connector.ts';
import { createAsterisk } from '../../../../src/gateway/pbx/asterisk/index.ts';
import {
  actionText,
  callerIdOf,
  createAmiReader,
  MAX_MESSAGE_BYTES,
} from '../../../../src/gateway/pbx/asterisk/wire.ts';
import { type AsteriskSim, type Mischief, PHONE_PASSWORD, startAsterisk } from '../../../fakes/asterisk.ts';
import { fc } from '../../../helpers/fc.ts';
import { readSource } from '../../../helpers/read-source.ts';

const SECRET = 'a secret of the test';
const patient = createAsterisk({ timeoutMs: 10_000 });
/** For a peer that says nothing: what is tested is that it ends, not when. */
const impatient = createAsterisk({ timeoutMs: 200 });
const signal = new AbortController().signal;

async function sim(t: Test, people = 3): Promise<AsteriskSim> {
  const started = await startAsterisk({ people, secret: SECRET, security: 'none' });
  t.teardown(() => started.close());
  return started;
}

const settingsOf = ({ host, port }: AsteriskSim, more: Record<string, unknown> = {}) => ({
  host,
  port,
  security: 'none',
  username: 'cloudlink',
  password: SECRET,
  ...more,
});

const read = (asterisk: AsteriskSim, more: Record<string, unknown> = {}, connector: Connector = patient) =>
  readSource(connector, settingsOf(asterisk, more));

test('endpoints with a number are people; name and address come from their voicemail box', async (t) => {
  const asterisk = await sim(t, 2);
  asterisk.endpoints.push(
    { name: '2003', callerId: '"Cy Young" <+4930123456>', mailboxes: '77@sales', mailboxOn: 'aor' },
    { name: 'provider-trunk', callerId: '<unknown>' },
  );
  asterisk.boxes.push({ mailbox: '77', context: 'sales', fullname: 'Cyrus Young', email: 'cy@example.com' });
  const { records, end } = await read(asterisk);
  t.same(end, { kind: 'complete' });
  t.same(records, [
    {
      anchor: '2001',
      raw: {
        endpoint: '2001',
        callerIdName: 'Ann Adams',
        callerIdNumber: '2001',
        mailbox: '2001@default',
        fullname: 'Ann Adams',
        email: 'user0@example.com',
      },
    },
    {
      anchor: '2002',
      raw: {
        endpoint: '2002',
        callerIdName: 'Ben Baker',
        callerIdNumber: '2002',
        mailbox: '2002@default',
        fullname: 'Ben Baker',
        email: 'user1@example.com',
      },
    },
    {
      anchor: '2003',
      raw: {
        endpoint: '2003',
        callerIdName: 'Cy Young',
        callerIdNumber: '+4930123456',
        mailbox: '77@sales',
        fullname: 'Cyrus Young',
        email: 'cy@example.com',
      },
    },
  ]);
  const all = await read(asterisk, { people: 'everything', names: 'callerId' });
  t.same(
    all.records.map(({ anchor, raw }) => [anchor, raw.fullname]),
    [
      ['2001', undefined],
      ['2002', undefined],
      ['2003', undefined],
      ['provider-trunk', undefined],
    ],
  );
});

test('the old SIP driver is read with its own actions', async (t) => {
  const asterisk = await sim(t);
  asterisk.state.modules = ['chan_sip', 'app_voicemail'];
  const { records, end } = await read(asterisk, { driver: 'sip' });
  t.same(end, { kind: 'complete' });
  t.match(records[0], { anchor: '2001', raw: { email: 'user0@example.com', callerIdName: 'Ann Adams' } });
  t.ok(asterisk.log.includes('SIPpeers') && asterisk.log.includes('SIPshowpeer 2001'));
  t.match(
    (await read(asterisk)).end,
    { kind: 'incomplete', fault: { code: 'PBX_VERSION' } },
    'without res_pjsip',
  );
});

test('more than a page, with events of calls in between', async (t) => {
  const asterisk = await sim(t, 250);
  asterisk.state.chatty = true;
  const { records, sizes, end, session } = await read(asterisk);
  t.same(end, { kind: 'complete' });
  t.same(sizes, [100, 100, 50]);
  t.equal(new Set(records.map(({ anchor }) => anchor)).size, 250);
  t.match(session.details?.(), [
    { label: 'Host' },
    { label: 'Product', text: 'Asterisk' },
    { label: 'Version', text: '20.5.0' },
    { label: 'Protocol', text: 'AMI' },
    { label: 'Users', text: '250' },
  ]);
});

test('nobody at all is a whole answer; so is a PBX without voicemail boxes', async (t) => {
  const asterisk = await sim(t, 0);
  t.same((await read(asterisk)).end, { kind: 'complete' });
  asterisk.endpoints.push({ name: '2001' });
  const { records, end } = await read(asterisk);
  t.same(end, { kind: 'complete' });
  t.same(records, [{ anchor: '2001', raw: { endpoint: '2001' } }]);
});

test('the secret is never sent, and a phone’s password goes no further', async (t) => {
  const asterisk = await sim(t);
  const { records, session } = await read(asterisk);
  t.notOk(asterisk.heard().includes(SECRET));
  t.notOk(JSON.stringify([records, session.details?.(), session.facts?.()]).includes(PHONE_PASSWORD));
});

type Wrong = {
  readonly what: string;
  readonly mischief?: Mischief;
  readonly also?: (asterisk: AsteriskSim) => void;
  readonly settings?: Record<string, unknown>;
  readonly code: string;
  readonly isSilent?: true;
};
const WRONG: readonly Wrong[] = [
  { what: 'a wrong password', settings: { password: 'another' }, code: 'PBX_CREDENTIALS' },
  { what: 'a wrong user', settings: { username: 'nobody' }, code: 'PBX_CREDENTIALS' },
  {
    what: 'no right to read endpoints',
    also: ({ state }) => (state.write = ['reporting']),
    code: 'PBX_PERMISSION',
  },
  { what: 'no right to read boxes', also: ({ state }) => (state.write = ['system']), code: 'PBX_PERMISSION' },
  { what: 'no voicemail module', also: ({ state }) => (state.modules = ['res_pjsip']), code: 'PBX_VERSION' },
  { what: 'an old Asterisk', also: ({ state }) => (state.version = '11.25.3'), code: 'PBX_VERSION' },
  {
    what: 'another product',
    also: ({ state }) => (state.greeting = 'SSH-2.0-OpenSSH_9.2'),
    code: 'PBX_PRODUCT',
  },
  {
    what: 'a list that is cut',
    mischief: { action: /^PJSIPShowEndpoints/, how: 'cut' },
    code: 'SOURCE_INCOMPLETE',
  },
  {
    what: 'a cut in the second page',
    mischief: { action: /^PJSIPShowEndpoint 2110/, how: 'cut' },
    code: 'SOURCE_INCOMPLETE',
  },
  {
    what: 'fewer endpoints than the end says',
    mischief: { action: /^PJSIPShowEndpoints/, how: 'fewer' },
    code: 'SOURCE_INCOMPLETE',
  },
  {
    what: 'an endpoint twice',
    mischief: { action: /^PJSIPShowEndpoints/, how: 'twice' },
    code: 'SOURCE_INCOMPLETE',
  },
  {
    what: 'fewer boxes than the end says',
    mischief: { action: /^Voicemail/, how: 'fewer' },
    code: 'SOURCE_INCOMPLETE',
  },
  {
    what: 'an endpoint that goes while it is read',
    mischief: { action: /^PJSIPShowEndpoint 2002/, how: { refuse: 'Unable to retrieve endpoint 2002' } },
    code: 'PBX_ANSWER_BAD',
  },
  {
    what: 'a list without an end',
    mischief: { action: /^PJSIPShowEndpoints/, how: 'endless' },
    code: 'PBX_UNREACHABLE',
    isSilent: true,
  },
  {
    what: 'silence',
    mischief: { action: /^Challenge/, how: 'silent' },
    code: 'PBX_UNREACHABLE',
    isSilent: true,
  },
  {
    what: 'garbage',
    mischief: { action: /^Voicemail/, how: 'garbage' },
    code: 'PBX_UNREACHABLE',
    isSilent: true,
  },
];

for (const { what, mischief, also, settings = {}, code, isSilent } of WRONG)
  test(`${what}: an incomplete end, and the test says so with a remedy`, async (t) => {
    const asterisk = await sim(t, 150);
    also?.(asterisk);
    if (mischief) asterisk.mischief = [mischief];
    const connector = isSilent ? impatient : patient;
    const { end } = await read(asterisk, settings, connector);
    t.match(end, { kind: 'incomplete', fault: { code, sentence: String, remedy: String } });
    t.notOk(JSON.stringify(end).includes(SECRET));
    const session = await connector.open(settingsOf(asterisk, settings), { log: () => undefined, signal });
    const steps = await session.test(signal);
    // what shows only while everybody is read cannot show in a test of one
    if (!/2110|2002/.test(String(mischief?.action)))
      t.match(steps.at(-1), { ok: false, fault: { code, remedy: String } });
  });

test('an endpoint that comes while the others are read', async (t) => {
  const asterisk = await sim(t);
  const before = () => {
    if (!asterisk.endpoints.some(({ name }) => name === '2999')) asterisk.endpoints.push({ name: '2999' });
  };
  asterisk.mischief = [{ action: /^PJSIPShowEndpoint 2002/, how: { before } }];
  t.match((await read(asterisk)).end, { kind: 'incomplete', fault: { sentence: /were changed while/ } });
  t.same((await read(asterisk)).end, { kind: 'complete' }, 'the next read is whole');
});

test('a name that is no UTF-8 holds up its own row only', async (t) => {
  const asterisk = await sim(t);
  const reader = createAmiReader('pbx');
  const bytes = Buffer.concat([
    Buffer.from('x\r\nFullname: M'),
    Buffer.from([0xfc]),
    Buffer.from('ller\r\n\r\n'),
  ]);
  t.equal(reader.push(bytes)[0]?.get('fullname'), 'M\uFFFDller');
  if (asterisk.boxes[1]) asterisk.boxes[1].fullname = 'M\uFFFDller';
  const { records, end } = await read(asterisk);
  t.same(end, { kind: 'complete' });
  t.match(records[1], { anchor: '2002', fault: { code: 'ROW_UNREADABLE' } });
  t.equal(records.filter(({ fault }) => fault).length, 1);
});

test('with TLS: the authority, a pin, a certificate that nobody has seen, one for another name', async (t) => {
  const asterisk = await startAsterisk({ people: 1, secret: SECRET, security: 'tls' });
  t.teardown(() => asterisk.close());
  const values = settingsOf(asterisk, { security: 'tls' });
  const endOf = async (more: object, host = asterisk.host) =>
    (await readSource(patient, { ...values, host }, more)).end;
  t.match(await endOf({ ca: asterisk.certificate.cert }), { kind: 'complete' });
  t.match(await endOf({}), { kind: 'incomplete', fault: { code: 'PBX_TLS' } });
  const first = await patient.open(values, { log: () => undefined, signal });
  const steps = await first.test(signal);
  t.match(steps[0], { ok: true, facts: /self-signed, SHA-256/ });
  const pins = first.facts?.().pins ?? {};
  t.match(await endOf({ pins }), { kind: 'complete' }, 'the pin that the test showed');
  const other = Object.fromEntries(Object.keys(pins).map((where) => [where, 'AA:BB']));
  t.match(await endOf({ pins: other }), { kind: 'incomplete', fault: { sentence: /another certificate/ } });
  t.match(
    await endOf({ ca: asterisk.certificate.cert }, 'localhost'),
    { kind: 'incomplete', fault: { code: 'PBX_TLS' } },
    'a certificate for another name',
  );
  t.notOk(
    asterisk.log.filter((line) => line === 'Challenge').length > 3,
    'nobody signs in where TLS is not right',
  );
});

test('plain where TLS is spoken, TLS where it is not', async (t) => {
  const plain = await sim(t);
  const wrong = await patient.open(settingsOf(plain, { security: 'tls' }), { log: () => undefined, signal });
  t.match((await wrong.test(signal))[0], {
    ok: false,
    fault: { code: 'PBX_TLS', sentence: /does not speak TLS/ },
  });
});

test('the host for the inventory', async (t) => {
  const asterisk = await sim(t);
  const session = await patient.open(settingsOf(asterisk), { log: () => undefined, signal });
  t.match(await session.inventory(signal), {
    host: '127.0.0.1',
    platformName: 'Asterisk',
    applications: [{ type: 'asterisk', version: '20.5.0' }],
  });
  await asterisk.allClosed();
  t.pass('its connection is closed');
});

test('the parser takes any bytes in any pieces, and never more than a message holds', (t) => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, (chunks) => {
      const reader = createAmiReader('pbx');
      for (const chunk of chunks)
        for (const message of reader.push(chunk)) if (message.size === 0) return false;
      return true;
    }),
    { numRuns: 2000 },
  );
  const key = fc.stringMatching(/^[A-Za-z]{1,12}$/);
  const value = fc.stringMatching(/^[!-~]{1,20}$/);
  fc.assert(
    fc.property(
      fc.dictionary(key, value, { minKeys: 1, maxKeys: 6 }),
      fc.integer({ min: 1, max: 30 }),
      (fields, at) => {
        const text = Buffer.from(`Asterisk Call Manager/7.0.3\r\n${actionText(fields)}`);
        const reader = createAmiReader('pbx');
        const found = [text.subarray(0, at), text.subarray(at)].flatMap((part) => reader.push(part));
        const [message] = found;
        return (
          reader.greeting === 'Asterisk Call Manager/7.0.3' &&
          found.length === 1 &&
          Object.entries(fields).every(([name]) => message?.has(name.toLowerCase()))
        );
      },
    ),
    { numRuns: 1000 },
  );
  const endless = createAmiReader('pbx');
  endless.push(Buffer.from('Asterisk Call Manager/7.0.3\r\n'));
  t.throws(() => endless.push(Buffer.alloc(MAX_MESSAGE_BYTES + 1, 'a')), { code: 'PBX_ANSWER_BAD' });
  const many = createAmiReader('pbx');
  t.throws(
    () => {
      for (let n = 0; n < 10_000; n++) many.push(Buffer.from(`Key${n}: ${'a'.repeat(100)}\r\n`));
    },
    { code: 'PBX_ANSWER_BAD' },
  );
  t.throws(() => actionText({ Username: 'a\r\nAction: Originate' }), { code: 'BAD_INPUT' });
  t.end();
});

test('caller IDs as people write them', (t) => {
  t.same(callerIdOf('"Ann Adams" <2001>'), { name: 'Ann Adams', number: '2001' });
  t.same(callerIdOf('Ann Adams <2001>'), { name: 'Ann Adams', number: '2001' });
  t.same(callerIdOf('<2001>'), { number: '2001' });
  t.same(callerIdOf('2001'), { number: '2001' });
  t.same(callerIdOf('Ann'), { name: 'Ann' });
  t.same(callerIdOf('<unknown>'), {});
  t.same(callerIdOf('"" <>'), {});
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (text) => typeof callerIdOf(text) === 'object'),
    { numRuns: 1000 },
  );
  t.end();
});
