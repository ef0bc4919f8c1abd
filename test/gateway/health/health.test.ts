import { test } from 'tap';
import { Value } from 'typebox/value';
import { CheckView } from '../../../src/contract/local-api.ts';
import { AlarmStatus } from '../../../src/contract/status.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus, type Events } from '../../../src/gateway/core/events.ts';
import type { Probes } from '../../../src/gateway/core/ports/probes.ts';
import {
  bytes,
  type CheckOutcome,
  type HealthCheck,
  type HealthState,
} from '../../../src/gateway/features/health/check.ts';
import { createHealth } from '../../../src/gateway/features/health/health.ts';
import { CHECKS, PRECHECKS } from '../../../src/gateway/features/health/index.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const GIB = 1024 ** 3;
const CLOUD = { host: 'cloud.example', port: 443, tls: true };
const PROXY = { host: 'proxy.example', port: 3128 };
const NOW = Date.UTC(2026, 10, 23, 12);
const SHOWN = {
  ok: true,
  trusted: true,
  authority: 'ISRG Root X1',
  customerAuthority: false,
  validTo: NOW + 60 * 86_400_000,
} as const;
const gone = (code: string) => ({ ok: false, code, words: code }) as const;

/** A host on which everything is well. */
const PROBES: Probes = {
  disk: async () => ({ freeBytes: 8 * GIB, totalBytes: 16 * GIB }),
  memory: async () => ({ availableBytes: GIB, totalBytes: 2 * GIB, ownBytes: GIB / 8 }),
  clockSynchronised: async () => true,
  resolve: async () => ({ ok: true, addresses: ['192.0.2.1'] }),
  connect: async () => ({ ok: true }),
  proxyConnect: async () => ({ ok: true, status: 200 }),
  certificate: async () => SHOWN,
  databases: async () => [{ name: 'state.db' }],
};
const STATE: HealthState = {
  cloud: () => CLOUD,
  proxy: () => undefined,
  channel: () => ({ online: true, transport: 'websocket', since: 0 }),
  cloudNow: () => NOW,
  hello: async () => ({ name: 'CloudLink', time: NOW }),
  pbx: () => ({ name: 'Head office', host: '192.0.2.9', port: 636 }),
  syncAudit: async () => ({ count: 4 }),
};

function bus() {
  const heard: string[] = [];
  const events = createEventBus((_, error) => {
    throw error;
  });
  events.on('audit', (e: Events['audit']) => heard.push(`${e.action}: ${e.asset}`));
  return { events, heard };
}

function health(
  more: { probes?: Partial<Probes>; state?: Partial<HealthState>; checks?: HealthCheck[] } = {},
) {
  const clock = manualClock(NOW);
  const { events, heard } = bus();
  const errors: unknown[] = [];
  const it = createHealth({
    probes: { ...PROBES, ...more.probes },
    state: { ...STATE, ...more.state },
    clock,
    events,
    onError: (_, error) => errors.push(error),
    ...(more.checks ? { checks: more.checks } : {}),
  });
  return { health: it, clock, events, heard, errors };
}

test('a broken audit chain raises an alarm, and a person who accepted it ends that', async (t) => {
  let found: { count: number; brokenAt?: number } | undefined = { count: 9, brokenAt: 7 };
  const { health: it } = health({ state: { syncAudit: async () => found } });
  await it.run(['SYNC_AUDIT']);
  t.match(it.alarms(), [
    { code: 'SYNC_AUDIT', severity: 'critical', facts: /^Row 7 /, remedy: /sync verify --accept/ },
  ]);
  found = undefined;
  t.match(await it.run(['SYNC_AUDIT']), [{ state: 'unknown' }]);
  t.equal(it.alarms().length, 1, 'not to know is no news');
  found = { count: 9 };
  await it.run(['SYNC_AUDIT']);
  t.same(it.alarms(), []);
});

test('a table of checks, each with its own code', async (t) => {
  t.equal(new Set(CHECKS.map((c) => c.code)).size, CHECKS.length);
  for (const code of PRECHECKS)
    t.ok(
      CHECKS.some((c) => c.code === code),
      code,
    );
});

test('all is well', async (t) => {
  const { health: it } = health();
  const views = await it.run();
  t.same(
    views.filter((v) => v.state !== 'ok'),
    [],
  );
  t.ok(views.every((v) => Value.Check(CheckView, v) && v.at === NOW));
  t.same(it.alarms(), []);
});

test('nothing is known before anything was asked', async (t) => {
  const { health: it } = health();
  t.ok(it.views().every((v) => v.state === 'unknown' && v.at === undefined && Value.Check(CheckView, v)));
});

type Row = [string, string, Parameters<typeof health>[0], CheckOutcome['state'], RegExp, RegExp?];
const rows: Row[] = [
  [
    'a full disk',
    'DISK',
    { probes: { disk: async () => ({ freeBytes: 1e6, totalBytes: GIB }) } },
    'critical',
    /976\.6 KiB of 1\.0 GiB/,
    /Free space/,
  ],
  [
    'a filling disk',
    'DISK',
    { probes: { disk: async () => ({ freeBytes: GIB / 4, totalBytes: GIB }) } },
    'warning',
    /256\.0 MiB/,
  ],
  [
    'little memory',
    'MEMORY',
    { probes: { memory: async () => ({ availableBytes: 1, totalBytes: GIB, ownBytes: 1 }) } },
    'warning',
    /^1 B of/,
  ],
  [
    'a damaged database',
    'DATABASE',
    { probes: { databases: async () => [{ name: 'state.db', problem: 'page 7 is never used' }] } },
    'critical',
    /state\.db: page 7/,
    /kept aside/,
  ],
  ['no database yet', 'DATABASE', { probes: { databases: async () => [] } }, 'unknown', /no database/],
  ['a clock a minute behind', 'CLOCK', { state: { cloudNow: () => NOW + 60_000 } }, 'warning', /60 s behind/],
  [
    'a clock an hour ahead',
    'CLOCK',
    { state: { cloudNow: () => NOW - 3_600_000 } },
    'critical',
    /3600 s ahead of/,
    /time server/,
  ],
  [
    'offline, the time service knows',
    'CLOCK',
    { state: { cloudNow: () => undefined } },
    'ok',
    /synchronised/,
  ],
  [
    'offline, not synchronised',
    'CLOCK',
    { state: { cloudNow: () => undefined }, probes: { clockSynchronised: async () => false } },
    'warning',
    /not synchronised/,
  ],
  [
    'offline, nobody knows',
    'CLOCK',
    { state: { cloudNow: () => undefined }, probes: { clockSynchronised: async () => undefined } },
    'unknown',
    /Nothing here says/,
  ],
  [
    'a name that does not exist',
    'DNS',
    { probes: { resolve: async () => gone('ENOTFOUND') } },
    'critical',
    /cloud\.example has no address/,
    /spelling/,
  ],
  [
    'no name server',
    'DNS',
    { probes: { resolve: async () => gone('EAI_AGAIN') } },
    'critical',
    /EAI_AGAIN/,
    /name servers/,
  ],
  [
    'with a proxy its own name is asked for',
    'DNS',
    { state: { proxy: () => PROXY } },
    'ok',
    /^proxy\.example is/,
  ],
  ['no cloud address', 'DNS', { state: { cloud: () => undefined } }, 'unknown', /No cloud address/],
  ['no proxy', 'PROXY', {}, 'ok', /directly/],
  [
    'a proxy that wants credentials',
    'PROXY',
    { state: { proxy: () => PROXY }, probes: { proxyConnect: async () => ({ ok: true, status: 407 }) } },
    'critical',
    /user name and password/,
  ],
  [
    'a proxy that forbids',
    'PROXY',
    { state: { proxy: () => PROXY }, probes: { proxyConnect: async () => ({ ok: true, status: 403 }) } },
    'critical',
    /status 403/,
    /CONNECT to cloud\.example:443/,
  ],
  [
    'a proxy that is not there',
    'PROXY',
    { state: { proxy: () => PROXY }, probes: { proxyConnect: async () => gone('ECONNREFUSED') } },
    'critical',
    /proxy\.example:3128 cannot be reached/,
  ],
  [
    'an inspecting firewall is named',
    'TLS',
    {
      probes: {
        certificate: async () => ({
          ...SHOWN,
          trusted: false,
          reason: 'SELF_SIGNED_CERT_IN_CHAIN',
          authority: 'Acme Firewall CA',
        }),
      },
    },
    'critical',
    /“Acme Firewall CA”.*inspects TLS/,
    /Exempt cloud\.example/,
  ],
  [
    'a clock that is wrong looks like a bad certificate',
    'TLS',
    { probes: { certificate: async () => ({ ...SHOWN, trusted: false, reason: 'CERT_NOT_YET_VALID' }) } },
    'critical',
    /By this gateway’s clock/,
    /clock first/,
  ],
  [
    'another name',
    'TLS',
    {
      probes: {
        certificate: async () => ({ ...SHOWN, trusted: false, reason: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      },
    },
    'critical',
    /ALTNAME/,
  ],
  [
    'the customer’s authority',
    'TLS',
    { probes: { certificate: async () => ({ ...SHOWN, customerAuthority: true }) } },
    'ok',
    /added here/,
  ],
  [
    'a certificate that ends',
    'TLS',
    { probes: { certificate: async () => ({ ...SHOWN, validTo: NOW + 3 * 86_400_000 }) } },
    'warning',
    /in 3 days/,
  ],
  ['offline', 'TLS', { probes: { certificate: async () => gone('ENETUNREACH') } }, 'unknown', /ENETUNREACH/],
  [
    'a cloud that is away',
    'CLOUD',
    {
      state: {
        hello: async () => {
          throw fail('CLOUD_UNREACHABLE');
        },
      },
    },
    'critical',
    /cannot be reached/,
    /keeps trying/,
  ],
  ['not linked', 'WEBSOCKET', { state: { channel: () => undefined } }, 'unknown', /linked/],
  [
    'offline',
    'WEBSOCKET',
    { state: { channel: () => ({ online: false, transport: 'poll', since: 0 }) } },
    'unknown',
    /not connected/,
  ],
  [
    'blocked',
    'WEBSOCKET',
    { state: { channel: () => ({ online: true, transport: 'poll', since: 0 }) } },
    'warning',
    /blocks WebSockets/,
    /Upgrade/,
  ],
  ['no PBX', 'PBX', { state: { pbx: () => undefined } }, 'unknown', /No PBX link/],
  [
    'nothing listens',
    'PBX',
    { probes: { connect: async () => gone('ECONNREFUSED') } },
    'critical',
    /192\.0\.2\.9:636/,
    /nothing listens/,
  ],
  [
    'a PBX that is off',
    'PBX',
    { probes: { connect: async () => gone('EHOSTUNREACH') } },
    'critical',
    /EHOSTUNREACH/,
    /firewall/,
  ],
];
for (const [what, code, more, state, facts, remedy] of rows)
  test(`${code}: ${what}`, async (t) => {
    const [view] = await health(more).health.run([code]);
    t.equal(view?.state, state);
    t.match(view?.facts, facts);
    t.ok(state === 'ok' || state === 'unknown' || view?.remedy, 'what is wrong has a remedy');
    if (remedy) t.match(view?.remedy, remedy);
  });

/** A check that finds what the test says. */
function steered(code = 'X') {
  const says = { outcome: { state: 'ok', facts: 'fine' } as CheckOutcome };
  const check: HealthCheck = { code, title: 'A thing', run: async () => says.outcome };
  return { says, check };
}

test('an alarm is raised once, stands, and clears by itself', async (t) => {
  const { says, check } = steered();
  const { health: it, clock, heard } = health({ checks: [check] });
  says.outcome = { state: 'warning', facts: 'low', remedy: 'do' };
  await it.run();
  await clock.advance(1000);
  says.outcome = { state: 'critical', facts: 'lower', remedy: 'do' };
  await it.run();
  const [alarm] = it.alarms();
  t.ok(Value.Check(AlarmStatus, alarm));
  t.match(alarm, { code: 'X', severity: 'critical', facts: 'lower', since: NOW }, 'since the first');
  says.outcome = { state: 'unknown', facts: 'offline' };
  await it.run();
  t.equal(it.alarms().length, 1, 'not to know is no news');
  says.outcome = { state: 'ok', facts: 'fine' };
  await it.run();
  t.same(it.alarms(), []);
  t.same(heard, ['Alarm raised: X', 'Alarm cleared: X'], 'the history has one line each');
});

test('a check that throws or hangs is unknown and holds nothing up', async (t) => {
  const { check } = steered('FINE');
  const throws: HealthCheck = {
    code: 'THROWS',
    title: 't',
    run: async () => Promise.reject(new Error('defect')),
  };
  let aborted = false;
  const hangs: HealthCheck = {
    code: 'HANGS',
    title: 't',
    run: ({ signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
      }),
  };
  const { health: it, clock, errors } = health({ checks: [throws, hangs, check] });
  const running = it.run();
  await clock.advance(20_000);
  t.same(
    (await running).map((v) => v.state),
    ['unknown', 'unknown', 'ok'],
  );
  t.equal(aborted, true);
  t.equal(errors.length, 1);
  t.equal(clock.pending, 0);
});

test('the connection to the cloud: raised at once, cleared by itself, counted', async (t) => {
  const { health: it, events, heard, clock } = health();
  it.start();
  for (let i = 0; i < 3; i++) {
    events.emit('channel.state', { online: false, reason: 'The line is dead.' });
    events.emit('channel.state', { online: false, reason: 'The line is dead.' });
    events.emit('channel.state', { online: true });
  }
  t.same(it.alarms(), []);
  t.equal(heard.length, 6);
  events.emit('channel.state', { online: false, reason: 'The line is dead.' });
  t.match(it.alarms(), [
    {
      code: 'CL_CONNECT_FAILURE',
      severity: 'critical',
      facts: 'The line is dead. Raised 4 times in 24 hours.',
    },
  ]);
  await clock.advance(25 * 3_600_000);
  t.match(it.alarms(), [{ facts: 'The line is dead.' }], 'the count is of a day');
  events.emit('link.changed', { linked: false });
  t.same(it.alarms(), [], 'an unlinked gateway is offline on purpose');
  it.stop();
  events.emit('channel.state', { online: false });
  t.same(it.alarms(), [], 'stopped');
});

test('cloud login and the local REST service', async (t) => {
  const { health: it, events } = health();
  it.start();
  events.emit('service.state', {
    service: 'cloud-login',
    up: false,
    sentence: 'The token endpoint answers 503.',
  });
  events.emit('service.state', { service: 'local-rest', up: false });
  t.match(it.alarms(), [
    { code: 'AUTHSERVICE_DOWN', facts: 'The token endpoint answers 503.' },
    { code: 'REST_CONNECT_FAILURE' },
  ]);
  events.emit('service.state', { service: 'cloud-login', up: true });
  events.emit('service.state', { service: 'local-rest', up: true });
  t.same(it.alarms(), []);
});

test('sizes in words', async (t) => {
  t.same([0, 1, 1023, 1024, 1536, 1.2 * GIB].map(bytes), [
    '0 B',
    '1 B',
    '1023 B',
    '1.0 KiB',
    '1.5 KiB',
    '1.2 GiB',
  ]);
});
