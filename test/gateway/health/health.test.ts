import { test } from 'tap';
import { Value } from 'typebox/value';
import { toFault } from '../../../src/base/errors.ts';
import { CheckView } from '../../../src/contract/local-api.ts';
import { AlarmStatus } from '../../../src/contract/status.ts';
import { ERRORS, fail } from '../../../src/gateway/core/errors.ts';
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
const SIGNED_IN = { title: 'Sign in', ok: true, facts: 'cn=reader' };
const PBX_TIME = { title: 'Clock', about: 'clock', ok: true } as const;
const fault = (code: Parameters<typeof fail>[0], sentence?: string) =>
  toFault(fail(code, sentence ? { sentence } : {}));
const gone = (code: string) => ({ ok: false, code, words: code }) as const;

/** A host on which everything is well. */
const PROBES: Probes = {
  ports: async () => [
    { name: 'eth0', link: true, addresses: ['192.0.2.7/24', 'fe80::7/64'] },
    { name: 'eth1', link: false, addresses: [] },
  ],
  duplicate: async () => ({ taken: false, sentence: 'Nobody else has it.' }),
  gateway: async () => ({ port: 'eth0', address: '192.0.2.254', answers: true, mac: '02:00:00:00:00:fe' }),
  disk: async () => ({ freeBytes: 8 * GIB, totalBytes: 16 * GIB }),
  memory: async () => ({ availableBytes: GIB, totalBytes: 2 * GIB, ownBytes: GIB / 8 }),
  clockSynchronised: async () => true,
  resolve: async () => ({ ok: true, addresses: ['192.0.2.1'] }),
  connect: async () => ({ ok: true }),
  proxyConnect: async () => ({ ok: true, status: 200 }),
  certificate: async () => SHOWN,
  databases: async () => [{ name: 'state.db' }],
  doors: async () => [{ name: 'the control socket' }, { name: 'port 80' }],
};
const STATE: HealthState = {
  cloud: () => CLOUD,
  proxy: () => undefined,
  channel: () => ({ online: true, transport: 'websocket', since: 0 }),
  cloudNow: () => NOW,
  hello: async () => ({ name: 'CloudLink', time: NOW }),
  setsNetwork: () => true,
  mdns: () => ({
    state: 'published',
    by: 'gateway',
    name: 'cloudlink.local',
    configured: 'cloudlink.local',
  }),
  pbx: () => ({ name: 'Head office', host: '192.0.2.9', port: 636 }),
  clockFloor: () => NOW,
  syncAudit: async () => ({ count: 4 }),
  accessLog: async () => ({ at: NOW, ok: true, records: 0, first: 1, faults: [], cloud: { compared: 0 } }),
  pbxTest: async () => ({ ok: true, steps: [SIGNED_IN, { ...PBX_TIME, facts: 'no difference' }] }),
  sync: () => ({ detained: 0 }),
  tunnelsDown: () => [],
  licences: () => [],
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
  for (const check of PRECHECKS) t.ok(CHECKS.includes(check), check.code);
});

test('the prechecks of the signpost tell of an inspected TLS and of the cloud', async (t) => {
  const { health: it } = health({
    probes: {
      certificate: async () => ({
        ...SHOWN,
        trusted: false,
        reason: 'SELF_SIGNED_CERT_IN_CHAIN',
        authority: 'Proxy',
      }),
    },
  });
  t.ok(it.prechecks().every((view) => view.state === 'unknown'));
  await it.run();
  t.match(it.prechecks(), [
    { code: 'CLOCK', state: 'ok' },
    { code: 'DNS', state: 'ok' },
    { code: 'PROXY', state: 'ok' },
    { code: 'TLS', state: 'critical' },
    { code: 'CLOUD', state: 'ok' },
    { code: 'WEBSOCKET', state: 'ok' },
  ]);
});

test('a costly check is made once a day by itself, at once by a person, and again while something is wrong', async (t) => {
  let looks = 0;
  let problem: string | undefined;
  const { health: it, clock } = health({
    probes: {
      databases: async () => {
        looks += 1;
        return [{ name: 'state.db', ...(problem === undefined ? {} : { problem }) }];
      },
    },
  });
  const { signal } = new AbortController();
  t.equal((await it.runDue(signal)).length, CHECKS.length, 'at the start');
  await clock.advance(23 * 3_600_000);
  t.match(
    (await it.runDue(signal)).find((view) => view.code === 'DISK'),
    { state: 'ok', at: clock.now() },
    'what costs nothing is looked at',
  );
  t.equal(looks, 1);
  await it.run();
  t.equal(looks, 2);
  await clock.advance(24 * 3_600_000);
  problem = 'page 7 is gone';
  await it.runDue(signal);
  problem = undefined;
  await it.runDue(signal);
  t.equal(looks, 4, 'what was wrong is looked at again');
  t.notOk(it.alarms().some((alarm) => alarm.code === 'DATABASE'));
});

test('a signal ends the checks', async (t) => {
  const { health: it } = health({ probes: { databases: () => new Promise(() => undefined) } });
  const abort = new AbortController();
  const run = it.runDue(abort.signal);
  abort.abort();
  t.match(
    (await run).find((view) => view.code === 'DATABASE'),
    { state: 'unknown', facts: /given up/ },
  );
});

test('work that needs disk and time waits while they are critical, and is told why', async (t) => {
  const { health: it, clock } = health({
    probes: { disk: async () => ({ freeBytes: GIB / 1024, totalBytes: GIB }) },
    state: { cloudNow: () => NOW - 3_600_000 },
  });
  t.equal(it.allows('DISK'), true, 'nobody has looked');
  await it.run();
  t.equal(it.allows('DISK'), 'Disk space: 1.0 MiB of 1.0 GiB are free.');
  t.equal(it.allows('CLOCK'), 'Time: The clock is 3600 s ahead of the cloud’s.');
  t.equal(it.allows('MEMORY'), true);
  t.equal(clock.now(), NOW);
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
    'a clock before this program was built',
    'CLOCK',
    { state: { cloudNow: () => undefined, clockFloor: () => NOW + 1 } },
    'critical',
    /past for certain/,
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
  ['no cloud to ask the proxy for', 'PROXY', { state: { cloud: () => undefined } }, 'unknown', /No cloud/],
  ['the local REST service', 'REST_CONNECT_FAILURE', {}, 'ok', /on the control socket, port 80\./],
  [
    'one door of it is shut',
    'REST_CONNECT_FAILURE',
    { probes: { doors: async () => [{ name: 'a' }, { name: 'port 80', problem: 'ECONNREFUSED' }] } },
    'critical',
    /does not answer on port 80: ECONNREFUSED\.$/,
    /Restart the gateway/,
  ],
  [
    'before it has started',
    'REST_CONNECT_FAILURE',
    { probes: { doors: async () => [] } },
    'unknown',
    /not been started/,
  ],
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
  ['the name is known', 'MDNS', {}, 'ok', /^This gateway is cloudlink\.local; this program answers/],
  [
    'another device has the name',
    'MDNS',
    {
      state: {
        mdns: () => ({
          state: 'published',
          by: 'avahi',
          name: 'cloudlink-2.local',
          configured: 'cloudlink.local',
          conflict: { name: 'cloudlink.local', address: '192.0.2.9', at: NOW },
        }),
      },
    },
    'warning',
    /^Another device \(192\.0\.2\.9\) is called cloudlink\.local; this gateway is cloudlink-2\.local/,
    /http:\/\/cloudlink-2\.local\//,
  ],
  [
    'no name can be made known',
    'MDNS',
    {
      state: {
        mdns: () => ({
          state: 'failed',
          name: 'cloudlink.local',
          configured: 'cloudlink.local',
          reason: 'It cannot be made known (EADDRINUSE).',
        }),
      },
    },
    'warning',
    /EADDRINUSE/,
    /UDP port 5353/,
  ],
  [
    'switched off',
    'MDNS',
    {
      state: {
        mdns: () => ({ state: 'off', name: 'gw.example', configured: 'gw.example', reason: 'It is off.' }),
      },
    },
    'unknown',
    /It is off/,
  ],
  [
    'no network yet',
    'MDNS',
    { state: { mdns: () => ({ state: 'waiting', name: 'x.local', configured: 'x.local' }) } },
    'unknown',
    /^x\.local is not made known yet\.$/,
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
  ['one cable of two', 'CABLE', {}, 'ok', /^Link on eth0\. No link on eth1\.$/],
  [
    'the cable is out',
    'CABLE',
    { probes: { ports: async () => [{ name: 'eth0', link: false, addresses: [] }] } },
    'critical',
    /^No link on eth0\.$/,
    /Plug the cable in/,
  ],
  [
    'the port is switched off',
    'CABLE',
    { probes: { ports: async () => [{ name: 'eth0', link: undefined, addresses: [] }] } },
    'critical',
    /^Switched off: eth0\.$/,
    /switch it on/,
  ],
  ['no port', 'CABLE', { probes: { ports: async () => [] } }, 'critical', /no network port/, /adapter/],
  ['an address of DHCP', 'ADDRESS', {}, 'ok', /^192\.0\.2\.7\/24 on eth0\.$/],
  [
    'IPv6 alone',
    'ADDRESS',
    {
      probes: {
        ports: async () => [{ name: 'eth0', link: true, addresses: ['fe80::7/64', '2001:db8::7/64'] }],
      },
    },
    'ok',
    /^2001:db8::7\/64 on eth0\.$/,
  ],
  [
    'no DHCP server',
    'ADDRESS',
    {
      probes: {
        ports: async () => [{ name: 'eth0', link: true, addresses: ['169.254.3.4/16', 'fe80::7/64'] }],
      },
    },
    'critical',
    /^Only 169\.254\.3\.4\/16 on eth0, which/,
    /DHCP server serves/,
  ],
  [
    'no address',
    'ADDRESS',
    { probes: { ports: async () => [{ name: 'eth0', link: true, addresses: ['fe80::7/64'] }] } },
    'critical',
    /^No IP address on eth0\.$/,
    /Static/,
  ],
  [
    'an address on a port without a cable is no news',
    'ADDRESS',
    { probes: { ports: async () => [{ name: 'eth0', link: false, addresses: ['192.0.2.7/24'] }] } },
    'unknown',
    /once a port has a link/,
  ],
  ['nobody else has the address', 'DUPLICATE_ADDRESS', {}, 'ok', /^Nobody else has 192\.0\.2\.7 on eth0\.$/],
  [
    'somebody has it too',
    'DUPLICATE_ADDRESS',
    {
      probes: { duplicate: async () => ({ taken: true, sentence: '192.0.2.7 belongs to another device.' }) },
    },
    'critical',
    /belongs to another device/,
    /another address/,
  ],
  [
    'no helper to ask',
    'DUPLICATE_ADDRESS',
    { probes: { duplicate: async () => undefined } },
    'unknown',
    /privileged helper/,
  ],
  [
    'IPv6 alone: the kernel asks by itself',
    'DUPLICATE_ADDRESS',
    { probes: { ports: async () => [{ name: 'eth0', link: true, addresses: ['2001:db8::7/64'] }] } },
    'unknown',
    /IPv4/,
  ],
  [
    'the router answers',
    'DEFAULT_GATEWAY',
    {},
    'ok',
    /^192\.0\.2\.254 answers on eth0 \(02:00:00:00:00:fe\)/,
  ],
  [
    'a router behind a line, or of IPv6',
    'DEFAULT_GATEWAY',
    { probes: { gateway: async () => ({ port: 'ppp0' }) } },
    'ok',
    /^The way out is ppp0\.$/,
  ],
  [
    'nobody has the router’s address',
    'DEFAULT_GATEWAY',
    { probes: { gateway: async () => ({ port: 'eth0', address: '192.0.2.254', answers: false }) } },
    'critical',
    /192\.0\.2\.254 does not answer on eth0/,
    /subnet mask/,
  ],
  [
    'no route',
    'DEFAULT_GATEWAY',
    { probes: { gateway: async () => undefined }, state: { channel: () => undefined } },
    'critical',
    /no default gateway, so/,
    /router’s address/,
  ],
  [
    'no route, and a proxy on this network',
    'DEFAULT_GATEWAY',
    {
      probes: { gateway: async () => undefined },
      state: { channel: () => undefined, proxy: () => PROXY },
    },
    'ok',
    /is the proxy/,
  ],
  [
    'no route, and a cloud on this network',
    'DEFAULT_GATEWAY',
    { probes: { gateway: async () => undefined } },
    'ok',
    /reached without one/,
  ],
  ['the PBX takes the password', 'PBX_SIGN_IN', {}, 'ok', /^Sign in: cn=reader\.$/],
  [
    'no PBX to sign in at',
    'PBX_SIGN_IN',
    { state: { pbxTest: async () => undefined } },
    'unknown',
    /No PBX link/,
  ],
  ...(['PBX_CREDENTIALS', 'PBX_PERMISSION', 'PBX_UNREACHABLE'] as const).map(
    (code): Row => [
      code,
      'PBX_SIGN_IN',
      {
        state: {
          pbxTest: async () => ({
            ok: false,
            steps: [{ title: 'Sign in', ok: false, facts: '', error: fault(code) }],
          }),
        },
      },
      'critical',
      new RegExp(`^Sign in: ${ERRORS[code].sentence}`),
      new RegExp(`^${ERRORS[code].remedy}`),
    ],
  ),
  [
    'something to look at',
    'PBX_SIGN_IN',
    {
      state: {
        pbxTest: async () => ({
          ok: true,
          steps: [SIGNED_IN, { title: 'MiCollab', ok: true, facts: '', error: fault('MICOLLAB_NOT_LAN') }],
        }),
      },
    },
    'warning',
    /^MiCollab: /,
  ],
  ['both clocks agree', 'PBX_CLOCK', {}, 'ok', /no difference/],
  ['no PBX to compare with', 'PBX_CLOCK', { state: { pbxTest: async () => undefined } }, 'unknown', /No PBX/],
  [
    'the clock of the PBX is off',
    'PBX_CLOCK',
    {
      state: {
        pbxTest: async () => ({
          ok: true,
          steps: [SIGNED_IN, { ...PBX_TIME, facts: '', error: fault('PBX_CLOCK', 'It is 300 s ahead.') }],
        }),
      },
    },
    'warning',
    /^It is 300 s ahead\.$/,
    /same time server/,
  ],
  [
    'the clock of the PBX does not hide that the password is right',
    'PBX_SIGN_IN',
    {
      state: {
        pbxTest: async () => ({
          ok: true,
          steps: [SIGNED_IN, { ...PBX_TIME, facts: '', error: fault('PBX_CLOCK') }],
        }),
      },
    },
    'ok',
    /^Sign in: cn=reader\.$/,
  ],
  [
    'a directory tells no time',
    'PBX_CLOCK',
    { state: { pbxTest: async () => ({ ok: true, steps: [SIGNED_IN] }) } },
    'unknown',
    /does not tell its time/,
  ],
  [
    'a PBX that refused',
    'PBX_CLOCK',
    { state: { pbxTest: async () => ({ ok: false, steps: [] }) } },
    'unknown',
    /Known once/,
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

test('the gateway never signs in at a PBX by itself, and its answer to a person is no alarm', async (t) => {
  let asked = 0;
  const state = {
    pbxTest: async () => {
      asked++;
      return {
        ok: false,
        steps: [{ title: 'Sign in', ok: false, facts: '', error: fault('PBX_CREDENTIALS') }],
      };
    },
  };
  const { health: it } = health({ state });
  await it.runDue(new AbortController().signal);
  t.equal(asked, 0);
  const view = () => it.views().find(({ code }) => code === 'PBX_SIGN_IN');
  t.match(view(), { state: 'unknown', facts: /somebody asks/ });
  await it.run();
  t.ok(asked > 0);
  t.match(view(), { state: 'critical', remedy: /right credentials/ });
  t.same(it.alarms(), []);
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
    events.emit('channel.state', { state: 'waiting', reason: 'The line is dead.' });
    events.emit('channel.state', { state: 'waiting', reason: 'The line is dead.' });
    events.emit('channel.state', { state: 'online' });
  }
  t.same(it.alarms(), []);
  t.equal(heard.length, 6);
  events.emit('channel.state', { state: 'waiting', reason: 'The line is dead.' });
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
  events.emit('channel.state', { state: 'waiting' });
  t.same(it.alarms(), [], 'stopped');
});

test('a gateway that is off on purpose, or connecting again', async (t) => {
  const { health: it, events } = health();
  it.start();
  events.emit('channel.state', { state: 'connecting' });
  t.same(it.alarms(), [], 'not broken before it was tried');
  events.emit('channel.state', { state: 'waiting', reason: 'The line is dead.' });
  events.emit('channel.state', { state: 'connecting' });
  t.match(it.alarms(), [{ code: 'CL_CONNECT_FAILURE' }], 'stands while it tries');
  events.emit('channel.state', { state: 'off', reason: 'This gateway is not linked.' });
  t.same(it.alarms(), []);
});

test('cloud login: raised, said more exactly, cleared by the next token or on purpose', async (t) => {
  const { health: it, events, heard } = health();
  it.start();
  for (const clear of [
    () => events.emit('login.state', { up: true }),
    () => events.emit('link.changed', { linked: false }),
    () => events.emit('account.state', { state: 'deactivated' }),
  ]) {
    heard.length = 0;
    events.emit('login.state', { up: false, sentence: 'The token endpoint answers 503.' });
    events.emit('login.state', { up: false, sentence: 'The cloud does not know this gateway.' });
    t.match(it.alarms(), [
      { code: 'AUTHSERVICE_DOWN', severity: 'critical', facts: /^The cloud does not know this gateway\./ },
    ]);
    clear();
    t.same(it.alarms(), []);
    t.same(heard, ['Alarm raised: AUTHSERVICE_DOWN', 'Alarm cleared: AUTHSERVICE_DOWN']);
  }
});

test('a part that did not start stands as an alarm; two that failed alike are two', async (t) => {
  const { health: it, events } = health();
  it.start();
  events.emit('feature.failed', {
    feature: 'store',
    code: 'STORE_CORRUPT',
    sentence: 'Kept aside.',
    remedy: 'r',
  });
  for (const feature of ['sync', 'tunnels', 'sync'])
    events.emit('feature.failed', { feature, code: 'INTERNAL', sentence: 'It broke.', remedy: 'r' });
  t.match(it.alarms(), [
    { code: 'STORE_CORRUPT', severity: 'critical', facts: 'Kept aside.', remedy: 'r' },
    { code: 'FEATURE_SYNC', title: 'A part of this gateway does not work: sync' },
    { code: 'FEATURE_TUNNELS' },
  ]);
  t.ok(it.alarms().every((alarm) => Value.Check(AlarmStatus, alarm)));
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
