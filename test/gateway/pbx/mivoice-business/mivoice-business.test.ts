/** The connector against the simulator over TLS: reads, failures, certificates, test steps, facts. */
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import { Platform } from '../../../../src/contract/inventory.ts';
import type { Pins, ReadEnd, SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { checkValues, hostKeys, hostOf } from '../../../../src/gateway/core/settings-form.ts';
import {
  createMivoiceBusiness,
  mivoiceBusiness,
} from '../../../../src/gateway/pbx/mivoice-business/index.ts';
import { addressOf } from '../../../../src/gateway/pbx/mivoice-business/settings.ts';
import { isLanAddress } from '../../../../src/gateway/pbx/mivoice-business/test-link.ts';
import { type Mischief, type SimOptions, startMivoiceBusiness } from '../../../fakes/mivoice-business.ts';
import { makeAuthority, makeSelfSigned, makeServer } from '../../../helpers/certificates.ts';

const SECRET = 'a password that nobody may see';
const MICOLLAB_SECRET = 'another password';
const NOW = Date.now();

type World = {
  timeoutMs?: number;
  resolve?: (host: string) => Promise<readonly string[]>;
  pins?: Pins;
  trusted?: boolean;
};

/** One certificate for all: making one takes longer than a test. */
const CERTIFICATE = makeSelfSigned('127.0.0.1');

async function rig(t: Test, options: Partial<SimOptions> = {}) {
  const sim = await startMivoiceBusiness({
    people: 7,
    password: SECRET,
    micollabPassword: MICOLLAB_SECRET,
    ...(options.host ? {} : { certificate: await CERTIFICATE }),
    ...options,
  });
  t.teardown(() => sim.close());
  const values = { host: sim.address, mbgHost: sim.address, mbgPassword: SECRET };
  const both = { ...values, micollabHost: sim.address, micollabPassword: MICOLLAB_SECRET };
  const logged: unknown[] = [];
  const open = (given: Record<string, unknown> = values, world: World = {}) => {
    const { timeoutMs = 10_000, resolve = async () => ['192.168.1.7'], pins, trusted = true } = world;
    return createMivoiceBusiness({ timeoutMs, resolve, now: () => NOW }).open(given, {
      log: (...line) => logged.push(line),
      signal: new AbortController().signal,
      ...(trusted ? { ca: sim.certificate.cert } : {}),
      ...(pins ? { pins } : {}),
    });
  };
  const read = async (given?: Record<string, unknown>, world?: World) => {
    const session = await open(given, world);
    const records: SourceRecord[] = [];
    const pages = session.users(new AbortController().signal);
    let step = await pages.next();
    for (; !step.done; step = await pages.next()) records.push(...step.value);
    await session.close();
    const end = step.value as ReadEnd;
    t.notMatch(
      JSON.stringify([end, logged, sim.log]),
      new RegExp(`${SECRET}|${MICOLLAB_SECRET}|session-\\d`),
    );
    return { records, end };
  };
  const steps = async (given?: Record<string, unknown>, world?: World) => {
    const session = await open(given, world);
    const done = await session.test(new AbortController().signal);
    const facts = session.facts?.() ?? {};
    await session.close();
    t.notMatch(JSON.stringify([done, facts, logged]), new RegExp(`${SECRET}|${MICOLLAB_SECRET}`));
    return { done, last: done.at(-1), facts };
  };
  return { sim, values, both, open, read, steps };
}

test('everything of one moment: numbers over several pages, groups, DID numbers', async (t) => {
  const { sim, read } = await rig(t, { people: 900 });
  sim.groups.push({ kind: 'PRG', pilot: '2001', members: ['2002'] });
  const { records, end } = await read();
  t.match(end, { kind: 'complete', didNumbers: 900 });
  t.equal(records.length, 900 + 300 + 1);
  t.match(
    records.find(({ anchor }) => anchor === 'node-1/2000'),
    {
      raw: {
        kind: 'device',
        node: 'node-1',
        number: '2000',
        type: '6930 IP',
        firstName: 'Ann',
        email: 'user0@example.com',
        did: ['+16135550000'],
      },
    },
  );
  t.match(records.at(-1), { raw: { kind: 'group', group: 'PRG', pilot: '2001', members: ['2002'] } });
  const pages = sim.log.filter((line) => line.startsWith('GET /pbx/v1/devices'));
  t.equal(pages.length, 3);
  t.equal(sim.sessions.size, 0, 'its session is ended');
});

const FAILURES: [what: string, mischief: Mischief, code: string, sentence: RegExp][] = [
  ['half an answer', { path: /devices/, how: 'half' }, 'SOURCE_INCOMPLETE', /broke off in the middle/],
  ['a dropped connection', { path: /groups/, how: 'drop' }, 'SOURCE_INCOMPLETE', /broke off/],
  ['no JSON', { path: /devices/, how: 'noJson' }, 'PBX_ANSWER_BAD', /no JSON/],
  ['another shape', { path: /dids/, how: 'otherShape' }, 'PBX_ANSWER_BAD', /another shape/],
  ['an answer without end', { path: /devices/, how: 'oversize' }, 'PBX_ANSWER_BAD', /too large/],
  ['500', { path: /devices/, how: { status: 500 } }, 'PBX_ANSWER_BAD', /status 500/],
  ['503 from the MBG', { path: /mbg/, how: { status: 503 } }, 'PBX_ANSWER_BAD', /status 503/],
  ['a redirect is not followed', { path: /system/, how: { status: 302 } }, 'PBX_ANSWER_BAD', /status 302/],
  ['pages that go round', { path: /devices/, how: 'goesRound' }, 'SOURCE_INCOMPLETE', /goes round/],
  [
    'fewer rows than it says',
    { path: /devices/, how: 'fewer' },
    'SOURCE_INCOMPLETE',
    /has 13 rows .* gave 10/,
  ],
];
for (const [what, mischief, code, sentence] of FAILURES)
  test(`${what}: incomplete, nobody comes, and it says what to do`, async (t) => {
    const { sim, read } = await rig(t);
    sim.mischief = [mischief];
    const { records, end } = await read();
    t.match(end, { kind: 'incomplete', fault: { code, sentence, remedy: /\w/ } });
    t.same(records, []);
  });

test('a PBX that says nothing is given up', async (t) => {
  const { sim, read } = await rig(t);
  sim.mischief = [{ path: /devices/, how: 'silent' }];
  const { records, end } = await read(undefined, { timeoutMs: 300 });
  t.match(end, { kind: 'incomplete', fault: { code: 'PBX_UNREACHABLE', sentence: /in time/ } });
  t.same(records, []);
});

test('the border of a page that moved: the same row twice counts once', async (t) => {
  const { sim, read } = await rig(t, { people: 600 });
  sim.mischief = [{ path: /devices/, how: 'duplicate' }];
  const { records, end } = await read();
  t.match(end, { kind: 'complete' });
  t.equal(new Set(records.map(({ anchor }) => anchor)).size, 800);
  t.equal(records.length, 800);
});

test('changed while it was read: read again; three times running: incomplete', async (t) => {
  const { sim, read } = await rig(t, { people: 600 });
  let moves = 2;
  const move = (asked: number) => {
    const [device] = sim.devices;
    if (moves-- > 0 && device) {
      device.lastName = `Moved ${asked}`;
      sim.changed();
    }
  };
  sim.mischief = [{ path: /groups/, how: { before: move } }];
  const first = await read();
  t.equal(first.end.kind, 'complete');
  t.match(first.records.find(({ anchor }) => anchor === 'node-1/2000')?.raw, { lastName: /Moved 2/ });
  moves = 99;
  const second = await read();
  t.match(second.end, {
    kind: 'incomplete',
    fault: { code: 'SOURCE_INCOMPLETE', sentence: /changed while/ },
  });
  t.same(second.records, []);
});

test('a row that cannot be read is kept with its number; one without a number makes the list incomplete', async (t) => {
  const { sim, read } = await rig(t);
  Object.assign(sim.devices[0] ?? {}, { email: 17 });
  const { records, end } = await read();
  t.equal(end.kind, 'complete');
  t.match(
    records.find(({ anchor }) => anchor === 'node-1/2000'),
    { fault: { code: 'ROW_UNREADABLE', sentence: /2000.*email/, remedy: /\w/ } },
  );
  t.equal(records.filter(({ fault }) => fault).length, 1);
  Object.assign(sim.devices[0] ?? {}, { email: 'a@example.com', number: '' });
  t.match((await read()).end, {
    kind: 'incomplete',
    fault: { code: 'SOURCE_INCOMPLETE', sentence: /number/ },
  });
  sim.devices.shift();
  sim.groups.push({ kind: 'PRG', pilot: '2001', members: [7 as unknown as string] });
  t.match((await read()).end, { kind: 'incomplete', fault: { sentence: /group PRG 2001/ } });
});

test('emoji, 300 characters and controls come through as they are', async (t) => {
  const { sim, read } = await rig(t);
  const firstName = '👩‍🚀'.repeat(60);
  const lastName = 'Ł'.repeat(300);
  Object.assign(sim.devices[0] ?? {}, { firstName, lastName, department: 'a\u0000b' });
  const { records } = await read();
  t.match(records.find(({ anchor }) => anchor === 'node-1/2000')?.raw, {
    firstName,
    lastName,
    department: 'a\u0000b',
  });
});

const TITLES = [
  'Reach the PBX',
  'Certificate of the PBX',
  'Product',
  'Reach the MBG',
  'Sign in at the MBG',
  'Read numbers and groups',
  'Version',
  'Clock',
  'Reach MiCollab',
  'Sign in at MiCollab',
  'MiCollab’s name leads to the LAN',
];

test('the test says step by step what it found, and the facts hold no secret', async (t) => {
  const { sim, both, values, steps } = await rig(t);
  const { done, facts } = await steps(both);
  t.same(
    done.map(({ title }) => title),
    TITLES,
  );
  t.ok(done.every(({ ok, fault }) => ok && !fault));
  t.match(done[5], { facts: '10 numbers, 0 groups, 7 DID numbers on Ottawa' });
  t.match(facts, {
    mbg: 'reachable',
    micollab: 'resolvesToLan',
    placement: 'withPbx',
    nodes: [{ host: 'mivb.example.com', gateway: true, daemon: true }],
    pins: { [sim.address]: 'ca' },
  });
  t.equal(sim.sessions.size, 0);
  const short = await steps(values);
  t.same(
    short.done.map(({ title }) => title),
    TITLES.slice(0, 8),
  );
  t.notOk('micollab' in short.facts);
  sim.state.gatewayOnNode = false;
  t.equal((await steps(values)).facts.placement, 'apart');
});

type Wrong = [
  what: string,
  at: number,
  code: string,
  sentence: RegExp,
  spoil: (r: Awaited<ReturnType<typeof rig>>) => Record<string, unknown>,
];
const WRONGS: Wrong[] = [
  [
    'nothing listens',
    0,
    'PBX_UNREACHABLE',
    /nothing listens/,
    ({ both }) => ({ ...both, host: '127.0.0.1:1' }),
  ],
  [
    'another product',
    2,
    'PBX_PRODUCT',
    /no MiVoice Business.* It is MX-ONE/,
    ({ sim, both }) => {
      sim.state.pbx = 'MX-ONE';
      return both;
    },
  ],
  [
    'some web server',
    2,
    'PBX_PRODUCT',
    /interface for CloudLink is off/,
    ({ sim, both }) => {
      sim.mischief = [{ path: /pbx.*product/, how: { status: 404 } }];
      return both;
    },
  ],
  [
    'the MBG is none',
    3,
    'PBX_PRODUCT',
    /no MiVoice Border Gateway/,
    ({ sim, both }) => {
      sim.state.mbg = 'MiVoice Business';
      return both;
    },
  ],
  [
    'wrong MBG password',
    4,
    'PBX_CREDENTIALS',
    /refused the MBG Password/,
    ({ both }) => ({ ...both, mbgPassword: 'no' }),
  ],
  [
    'the PBX does not know the MBG',
    5,
    'PBX_CREDENTIALS',
    /refused the session/,
    ({ sim, both }) => {
      sim.state.takesSessionsOfMbg = false;
      return both;
    },
  ],
  [
    'no right to read',
    5,
    'PBX_PERMISSION',
    /does not let the user cloudlink/,
    ({ sim, both }) => {
      sim.state.mayRead = false;
      return both;
    },
  ],
  [
    'too old',
    6,
    'PBX_VERSION',
    /9\.4\.0\.25 is older than 10\.0/,
    ({ sim, both }) => {
      sim.state.version = '9.4.0.25';
      return both;
    },
  ],
  [
    'a version that is none',
    6,
    'PBX_VERSION',
    /older/,
    ({ sim, both }) => {
      sim.state.version = 'unknown';
      return both;
    },
  ],
  [
    'MiCollab is not there',
    8,
    'PBX_UNREACHABLE',
    /nothing listens/,
    ({ both }) => ({ ...both, micollabHost: '127.0.0.1:1' }),
  ],
  [
    'wrong MiCollab password',
    9,
    'PBX_CREDENTIALS',
    /refused the MiCollab Password/,
    ({ both }) => ({ ...both, micollabPassword: 'no' }),
  ],
];
for (const [what, at, code, sentence, spoil] of WRONGS)
  test(`test: ${what}`, async (t) => {
    const r = await rig(t);
    const { done, last, facts } = await r.steps(spoil(r));
    t.equal(done.length, at + 1, 'it stops there');
    t.match(last, { title: TITLES[at], ok: false, fault: { code, sentence, remedy: /\w/ } });
    t.equal(facts.mbg, at > 3 ? 'reachable' : 'configured');
    t.equal(facts.micollab, at > 8 ? 'reachable' : 'configured');
    t.equal(r.sim.sessions.size, 0);
    if (at < 4)
      t.notOk(
        r.sim.log.some((line) => line.includes('session')),
        'no password was sent',
      );
  });

test('warnings: a clock that differs, a MiCollab name that leads out of the LAN', async (t) => {
  const { sim, both, steps } = await rig(t);
  sim.state.clockAhead = -7200;
  const { done, facts } = await steps(both, { resolve: async () => ['192.168.1.7', '203.0.113.9'] });
  t.ok(done.every(({ ok }) => ok));
  t.match(done[7], { fault: { code: 'PBX_CLOCK', sentence: /behind/, remedy: /time server/ } });
  t.match(done[10], {
    fault: { code: 'MICOLLAB_NOT_LAN', sentence: /203\.0\.113\.9, which/, remedy: /LAN/ },
  });
  t.equal(facts.micollab, 'reachable');
  for (const lan of ['10.1.2.3', '172.31.255.1', '192.168.0.1', '127.0.0.1', 'fd00::1', 'fe80::1', '::1'])
    t.ok(isLanAddress(lan), lan);
  for (const wan of ['8.8.8.8', '172.32.0.1', '2001:db8::1']) t.notOk(isLanAddress(wan), wan);
});

test('self-signed certificates: looked at once, pinned, never exchanged unseen', async (t) => {
  const { sim, values, steps, read } = await rig(t);
  const unseen = await read(values, { trusted: false });
  t.match(unseen.end, { kind: 'incomplete', fault: { code: 'PBX_TLS', sentence: /nobody has looked at/ } });
  t.same(sim.log, [], 'nothing was sent');

  const { done, facts } = await steps(values, { trusted: false });
  t.match(done[1], { ok: true, facts: /^self-signed, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/ });
  const pins = facts.pins ?? {};
  t.match(pins[sim.address], /^[0-9A-F]{2}:/);
  t.equal((await read(values, { trusted: false, pins })).end.kind, 'complete');

  const asked = sim.log.length;
  for (const other of ['AB:CD', 'ca']) {
    const changed = await read(values, { trusted: false, pins: { [sim.address]: other } });
    t.match(changed.end, { kind: 'incomplete', fault: { code: 'PBX_TLS', sentence: /another certificate/ } });
    const tested = await steps(values, { trusted: false, pins: { [sim.address]: other } });
    t.match(tested.last, { title: TITLES[1], ok: false, fault: { code: 'PBX_TLS' } });
  }
  t.equal(sim.log.length, asked, 'and nothing is sent');
});

test('certificates of others: an authority that is not known, another name', async (t) => {
  const authority = await makeAuthority('Somebody');
  const foreign = await rig(t, { certificate: await makeServer({ authority, host: '127.0.0.1' }) });
  const unknown = await foreign.steps(undefined, { trusted: false });
  t.match(unknown.last, {
    ok: false,
    fault: { code: 'PBX_TLS', sentence: /not trusted/, remedy: /authority/ },
  });
  const misnamed = await rig(t, { certificate: await makeSelfSigned('pbx.example.com') });
  const named = await misnamed.steps();
  t.match(named.last, { ok: false, fault: { code: 'PBX_TLS', sentence: /ALTNAME/ } });
});

test('IPv6 literals', async (t) => {
  const { sim, read, steps } = await rig(t, { host: '::1' });
  t.match(sim.address, /^\[::1\]:\d+$/);
  t.equal((await read()).end.kind, 'complete');
  t.equal((await steps()).last?.ok, true);
  t.same(addressOf('fd00::1'), { host: 'fd00::1', port: 443 });
  t.same(addressOf('[fd00::1]'), { host: 'fd00::1', port: 443 });
  t.same(addressOf('[fd00::1]:8443'), { host: 'fd00::1', port: 8443 });
  t.same(addressOf('pbx.example.com:8443'), { host: 'pbx.example.com', port: 8443 });
  t.same(addressOf('pbx.example.com'), { host: 'pbx.example.com', port: 443 });
  for (const [typed, host] of [
    ['fd00::1', 'fd00::1'],
    ['[fd00::1]:8443', 'fd00::1'],
    ['[fd00::1]', 'fd00::1'],
    ['pbx:8443', 'pbx'],
    ['10.0.0.1', '10.0.0.1'],
    ['', undefined],
    [undefined, undefined],
  ] as const)
    t.equal(hostOf(typed), host, String(typed));
});

test('the form: five fields of A5, the three hosts, both MiCollab fields or none', async (t) => {
  const { settings, notice } = mivoiceBusiness;
  const titles = Object.values(settings.properties).map(({ title }: { title?: string }) => title);
  t.same(titles, [
    'PBX IP Address or FQDN',
    'MBG IP Address or FQDN',
    'MBG Password',
    'MiCollab IP Address or FQDN',
    'MiCollab Password',
  ]);
  t.same(settings.required, ['host', 'mbgHost', 'mbgPassword']);
  t.equal(notice, 'Please ensure that you are using a Cloudlink gateway blade with the MIVB');
  t.same(hostKeys(settings), ['host', 'mbgHost', 'micollabHost']);
  const full = { host: 'pbx', mbgHost: 'mbg', mbgPassword: 'x' };
  checkValues(settings, full);
  checkValues(settings, { ...full, micollabHost: 'mc', micollabPassword: 'y' });
  const half = [
    [
      { micollabHost: 'mc' },
      'micollabPassword',
      'Enter MiCollab Password, or leave MiCollab IP Address or FQDN empty too.',
    ],
    [
      { micollabPassword: 'y' },
      'micollabHost',
      'Enter MiCollab IP Address or FQDN, or leave MiCollab Password empty too.',
    ],
  ] as const;
  for (const [given, field, sentence] of half) {
    const fields = [{ field: `values.${field}`, sentence }];
    t.throws(() => checkValues(settings, { ...full, ...given }), { code: 'BAD_INPUT', fields });
    await t.rejects(
      mivoiceBusiness.open(
        { ...full, ...given },
        { log: () => undefined, signal: new AbortController().signal },
      ),
      { code: 'BAD_INPUT', fields: [{ field, sentence }] },
    );
  }
  for (const host of ['https://pbx', 'user@pbx', 'pbx/path', 'a b', 'pbx?x', '[::1', 'pbx:123456', ''])
    t.throws(() => checkValues(settings, { ...full, host }), { code: 'BAD_INPUT' }, host);
});

test('inventory: the PBX’s host, its applications and licence; proposals on the link’s own hosts', async (t) => {
  const { both, open, sim } = await rig(t);
  const session = await open(both);
  const platform = await session.inventory(new AbortController().signal);
  t.ok(Value.Check(Platform, platform));
  t.match(platform, {
    collectedBy: 'connector',
    platformType: 'msl',
    platformName: 'Mitel Standard Linux',
    version: '11.0.110.0',
    licence: { number: '51316006', type: 'perpetual', expiresOn: '2027-06-30' },
    applications: [
      {
        type: 'mivoice-business',
        version: '10.0.1.18',
        interfaces: ['mivoice-business-admin', 'mivoice-business-rest'],
      },
      { type: 'mitel-border-gateway', version: '11.5.0.89', interfaces: ['mbg-admin'] },
      { type: 'cloudlink-gateway', interfaces: [] },
    ],
  });
  t.same(
    session.interfaces().map(({ component, tunnel, use }) => `${component}: ${tunnel} (${use})`),
    [
      'MSL: Server Manager (browser)',
      'MSL: MSL REST interface (service)',
      'MiVoice Business: administration web interface (browser)',
      'MiVoice Business: REST interface (service)',
      'MiVoice Border Gateway: administration web interface (browser)',
      'MiCollab: administration web interface (browser)',
    ],
  );
  for (const proposal of session.interfaces())
    t.match(proposal, {
      description: 'Remote access via Mitel Administration',
      host: '127.0.0.1',
      port: sim.port,
      protocol: 'https',
    });
  sim.mischief = [{ path: /system/, how: { status: 500 } }];
  await t.rejects(session.inventory(new AbortController().signal), { code: 'PBX_ANSWER_BAD' });
  await session.close();
});
