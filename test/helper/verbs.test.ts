import { test } from 'tap';
import type { AppError } from '../../src/base/errors.ts';
import {
  keptNetworkFile,
  TIME_SERVERS_FILE,
  NETWORK_TRIAL_FILE as TRIAL_FILE,
} from '../../src/contract/helper.ts';
import { dryHost, type Host } from '../../src/helper/host.ts';
import { networkFile } from '../../src/helper/network.ts';
import { perform } from '../../src/helper/verbs.ts';

const FLOOR = Date.UTC(2026, 0, 1);

function helper() {
  const said: string[] = [];
  const host = dryHost((line) => said.push(line));
  const context = {
    host,
    again: (verb: string) => ['/usr/bin/node', '/usr/lib/helper.js', `--verb=${verb}`],
    clockFloor: FLOOR,
  };
  const ask = async (verb: string, args: Record<string, unknown> = {}) => perform({ verb, args }, context);
  return { said, host, ask, context };
}

const codeOf = async (p: Promise<unknown>) =>
  p.then(
    () => 'nothing thrown',
    (e: AppError) => `${e.code}: ${e.message}`,
  );

test('every verb starts fixed programs with fixed words', async (t) => {
  const { said, ask } = helper();
  await ask('ping');
  t.same(said, [], 'ping does nothing');
  await ask('reboot');
  await ask('service.restart');
  await ask('clock.set', { to: FLOOR + 1500 });
  t.same(said, [
    'run /usr/bin/systemctl reboot --no-block',
    'run /usr/bin/systemctl restart --no-block -- cloudlinkd.service',
    'run /usr/bin/date --utc --set=@1767225601.500',
    'run /usr/sbin/hwclock --systohc --utc',
  ]);
});

test('slots: one fixed file, no name from outside', async (t) => {
  const { said, ask } = helper();
  for (const verb of ['rauc.install', 'rauc.activate-other', 'rauc.mark-good', 'rauc.give-up'])
    await ask(verb);
  t.same(said, [
    'run /usr/bin/systemd-run --unit=cloudlink-rauc-install.service --property=Type=oneshot --property=RemainAfterExit=yes --no-block -- /usr/bin/rauc install /var/lib/cloudlink/update/bundle.raucb',
    'run /usr/bin/rauc status mark-active other',
    'run /usr/bin/rauc status mark-good booted',
    'run /usr/bin/rauc status mark-active other',
    'run /usr/bin/rauc status mark-bad booted',
  ]);
  t.match(await codeOf(ask('rauc.install', { path: '/etc/shadow' })), /^ARGS_BAD/);
});

test('what is not in the table does not exist', async (t) => {
  const { said, ask } = helper();
  for (const verb of ['', 'toString', '__proto__', 'constructor', 'exec', 'reboot ', 'Reboot'])
    t.match(await codeOf(ask(verb)), /^VERB_UNKNOWN/, `verb ${JSON.stringify(verb)}`);
  t.same(said, []);
});

test('arguments are checked before anything happens', async (t) => {
  const { said, ask } = helper();
  const net = { port: 'eth0', mode: 'static', address: '10.0.0.2', prefix: 24, gateway: '10.0.0.1', dns: [] };
  const bad: [string, Record<string, unknown>][] = [
    ['reboot', { when: 'now' }],
    ['clock.set', {}],
    ['clock.set', { to: '2026' }],
    ['clock.set', { to: 1.5 }],
    ['network.apply', { ...net, port: 'eth0\n[Route]' }],
    ['network.apply', { ...net, port: '../../etc/passwd' }],
    ['network.apply', { ...net, port: '-f' }],
    ['network.apply', { ...net, address: '10.0.0.2\nDNS=6.6.6.6' }],
    ['network.apply', { ...net, address: '010.0.0.2' }],
    ['network.apply', { ...net, address: '256.0.0.1' }],
    ['network.apply', { ...net, prefix: 33 }],
    ['network.apply', { ...net, dns: ['1.1.1.1', 'x'] }],
    ['network.apply', { ...net, mode: 'dhcp' }],
    ['network.apply', { ...net, extra: 1 }],
    ['address.probe', { port: 'eth0', address: '-h' }],
    ['address.probe', { port: '--help', address: '10.0.0.1' }],
    ['time.servers', { servers: ['a b'] }],
    ['time.servers', { servers: ['a\nFallbackNTP=b'] }],
    ['time.servers', { servers: ['-a'] }],
    ['time.servers', { servers: ['a', 'b', 'c', 'd', 'e'] }],
  ];
  for (const [verb, args] of bad)
    t.match(await codeOf(ask(verb, args)), /^ARGS_BAD/, `${verb} ${JSON.stringify(args)}`);
  t.same(said, []);
});

test('a clock before this program or far in the future is refused', async (t) => {
  const { said, ask } = helper();
  t.match(await codeOf(ask('clock.set', { to: 0 })), /^CLOCK_ABSURD/);
  t.match(await codeOf(ask('clock.set', { to: FLOOR - 1 })), /^CLOCK_ABSURD/);
  t.match(await codeOf(ask('clock.set', { to: Date.UTC(2100, 0, 1) })), /^CLOCK_ABSURD/);
  t.same(said, []);
});

const STATIC = {
  port: 'eth0',
  mode: 'static' as const,
  address: '10.0.0.2',
  prefix: 24,
  gateway: '10.0.0.1',
  dns: ['10.0.0.1', '9.9.9.9'],
};

test('network settings as systemd-networkd reads them', async (t) => {
  t.match(networkFile({ port: 'eth0', mode: 'dhcp' }), /\[Match\]\nName=eth0\n\n\[Network\]\nDHCP=yes\n$/);
  t.match(
    networkFile({ port: 'eth0', mode: 'dhcp', dns: ['9.9.9.9'] }),
    /DHCP=yes\nDNS=9\.9\.9\.9\n\n\[DHCPv4\]\nUseDNS=no\n/,
    'no other name server is asked beside one’s own',
  );
  t.match(
    networkFile(STATIC),
    /DHCP=no\nIPv6AcceptRA=yes\nAddress=10\.0\.0\.2\/24\nGateway=10\.0\.0\.1\nDNS=10\.0\.0\.1\nDNS=9\.9\.9\.9\n$/,
  );
  const { gateway: _, ...second } = STATIC;
  t.notMatch(
    networkFile({ ...second, port: 'eth1' }),
    /Gateway/,
    'a second network, behind which nothing lies',
  );
  const json = /^# (\{.*\})$/m.exec(networkFile(STATIC))?.[1] ?? '';
  t.same(JSON.parse(json), STATIC, 'the daemon reads it back');
});

test('every port has a file of its own; a trial of another port ends the one before', async (t) => {
  const { host, said, ask } = helper();
  await ask('network.apply', STATIC);
  await ask('network.confirm');
  await ask('network.apply', { port: 'eth1', mode: 'dhcp' });
  await ask('network.apply', { ...STATIC, address: '10.0.0.3' });
  t.equal(said.filter((line) => line === `remove ${TRIAL_FILE}`).length, 2, 'eth1 is as it was before');
  await ask('network.confirm');
  t.match(await host.read(keptNetworkFile('eth0')), /10\.0\.0\.3/);
  t.equal(await host.read(keptNetworkFile('eth1')), undefined);
});

test('time servers: a drop-in of timesyncd, gone when there are none', async (t) => {
  const { host, said, ask } = helper();
  await ask('time.servers', { servers: ['time.example.com', '2001:db8::1'] });
  t.equal(
    await host.read(TIME_SERVERS_FILE),
    '# Written by cloudlinkd-helper.\n[Time]\nNTP=\nNTP=time.example.com 2001:db8::1\n',
  );
  await ask('time.servers', { servers: [] });
  t.equal(await host.read(TIME_SERVERS_FILE), undefined);
  t.equal(said.at(-1), 'run /usr/bin/systemctl try-restart -- systemd-timesyncd.service');
});

test('whether an address is free: by the exit code and the words of arping', async (t) => {
  const { said, host, ask, context } = helper();
  const args = { port: 'eth0', address: '10.0.0.2' };
  t.equal(await ask('address.probe', args), 'Nobody else has 10.0.0.2 on eth0.');
  t.match(said, [
    /^ask \/usr\/bin\/systemd-run .*--wait .*User=nobody.* \/usr\/bin\/arping -D -c 2 -w 2 -I eth0 10\.0\.0\.2$/,
  ]);
  const by = (code: number, stdout: string) =>
    codeOf(
      perform(
        { verb: 'address.probe', args },
        { ...context, host: { ...host, ask: async () => ({ code, stdout }) } },
      ),
    );
  t.equal(
    await by(
      1,
      'ARPING 10.0.0.2 from 0.0.0.0 eth0\nUnicast reply from 10.0.0.2 [CE:3A:15:D9:2A:55]  0.6ms\n',
    ),
    'ADDRESS_TAKEN: 10.0.0.2 belongs to another device on eth0, ce:3a:15:d9:2a:55.',
  );
  t.match(
    await by(2, 'Unicast reply from 10.0.0.2 [CE:3A:15:D9:2A:55]'),
    /^STEP_FAILED/,
    'only the code says that it is taken',
  );
  t.match(await by(1, ''), /^STEP_FAILED/, 'systemd-run’s own failure is no answer');
  t.match(await by(2, 'arping: Interface "eth0" is down'), /^STEP_FAILED/);
});

test('a network trial: the timer that ends it stands before anything changes', async (t) => {
  const { said, ask } = helper();
  await ask('network.apply', STATIC);
  t.same(said, [
    'run /usr/bin/systemctl stop --quiet -- cloudlink-network-revert.timer',
    'run /usr/bin/systemd-run --quiet --unit=cloudlink-network-revert --on-active=120s --timer-property=AccuracySec=1s /usr/bin/node /usr/lib/helper.js --verb=network.revert',
    `write ${TRIAL_FILE}`,
    'run /usr/bin/networkctl reload',
  ]);
  t.ok(TRIAL_FILE.startsWith('/run/'), 'the trial does not outlive a power cut');
});

test('confirm keeps it, revert takes it back, both only during a trial', async (t) => {
  const { host, ask } = helper();
  t.match(await codeOf(ask('network.confirm')), /^NO_TRIAL/);
  t.equal(await ask('network.revert'), 'Nothing was on trial.');

  await ask('network.apply', STATIC);
  await ask('network.confirm');
  t.equal(await host.read(keptNetworkFile('eth0')), networkFile(STATIC), 'kept');
  t.equal(await host.read(TRIAL_FILE), undefined, 'no longer on trial');

  await ask('network.apply', { port: 'eth0', mode: 'dhcp' });
  await ask('network.revert');
  t.equal(await host.read(keptNetworkFile('eth0')), networkFile(STATIC), 'the kept one is untouched');
  t.equal(await host.read(TRIAL_FILE), undefined);
});

test('when the timer cannot be started, nothing is changed', async (t) => {
  const { host, context } = helper();
  const failing: Host = {
    ...host,
    run: async (program, args) => {
      if (program === 'systemd-run') throw new Error('no D-Bus');
      await host.run(program, args);
    },
  };
  await t.rejects(perform({ verb: 'network.apply', args: STATIC }, { ...context, host: failing }));
  t.equal(await host.read(TRIAL_FILE), undefined);
});
