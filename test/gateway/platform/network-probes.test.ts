/** Ports and default gateway: the kernel's own words, and hosts of a LAN in network namespaces. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { defaultPort6, neighbourOf, readPorts } from '../../../src/gateway/platform/network-probes.ts';
import { type Host, makeLan } from '../../helpers/lan.ts';
import { needs, needsRoot } from '../../helpers/needs.ts';

const PROGRAM = new URL('../../helpers/network-program.ts', import.meta.url).pathname;

test('ports that lead to a network; one that is switched off has no carrier to read', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ports-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const port = (name: string, files: Record<string, string>) => {
    mkdirSync(join(folder, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), `${text}\n`);
  };
  port('eth1', { type: '1', flags: '0x1003', carrier: '0' });
  port('eth0', { type: '1', flags: '0x1003', carrier: '1' });
  port('eth2', { type: '1', flags: '0x1002' });
  port('lo', { type: '772', flags: '0x9', carrier: '1' });
  port('docker0', { type: '1', flags: '0x1003', carrier: '1' });
  port('tunl0', { type: '768', flags: '0x80' });
  port('ifb0', { type: '1', flags: '0x82' });
  const six = { family: 'IPv6' as const, scopeid: 0 };
  const at = { netmask: '', mac: '', internal: false };
  const all = {
    eth0: [
      { ...at, family: 'IPv4' as const, address: '192.0.2.7', cidr: '192.0.2.7/24' },
      { ...at, ...six, address: 'fe80::7', cidr: null },
    ],
  };
  t.same(readPorts(folder, all), [
    { name: 'eth0', link: true, addresses: ['192.0.2.7/24', 'fe80::7'] },
    { name: 'eth1', link: false, addresses: [] },
    { name: 'eth2', link: undefined, addresses: [] },
  ]);
});

test('who has answered for an address', async (t) => {
  const table = `IP address       HW type     Flags       HW address            Mask     Device
192.0.2.1        0x1         0x2         02:00:00:00:00:fe     *        eth0
192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0
192.0.2.5        0x1         0x6         02:00:00:00:00:05     *        eth0
`;
  t.equal(neighbourOf(table, '192.0.2.1', 'eth0'), '02:00:00:00:00:fe');
  t.equal(neighbourOf(table, '192.0.2.5', 'eth0'), '02:00:00:00:00:05', 'written by hand');
  t.equal(neighbourOf(table, '192.0.2.1', 'eth1'), undefined, 'on another port');
  t.equal(neighbourOf(table, '192.0.2.9', 'eth0'), undefined, 'asked for in vain');
  t.equal(neighbourOf('', '192.0.2.1', 'eth0'), undefined);
});

test('the default route of IPv6', async (t) => {
  const [none, any] = ['0'.repeat(32), 'fe80'.padEnd(32, '0')];
  const row = (to: string, length: string, metric: string, port: string) =>
    `${to} ${length} ${none} 00 ${any} ${metric} 00000001 00000000 00000003     ${port}`;
  const refuses = row(none, '00', 'ffffffff', 'lo');
  t.equal(defaultPort6(refuses), undefined);
  const table = [
    row(none, '00', '00000400', 'eth1'),
    row(none, '00', '00000064', 'eth0'),
    row(any, '40', '00000001', 'eth2'),
    refuses,
  ].join('\n');
  t.equal(defaultPort6(table), 'eth0');
  t.equal(defaultPort6(''), undefined);
});

type Found = Record<
  'CABLE' | 'ADDRESS' | 'DEFAULT_GATEWAY',
  { state: string; facts: string; remedy?: string }
>;

async function look(host: Host): Promise<Found> {
  return JSON.parse(await host.run(process.execPath, PROGRAM)) as Found;
}

/** A host that sees its own ports in /sys, as every host does. */
async function world(t: Test, ...addresses: string[]) {
  const lan = await makeLan(t);
  const host = await lan.host(...addresses);
  await host.run('mount', '-t', 'sysfs', 'sysfs', '/sys');
  return { lan, host };
}

const able = (t: Test) => needsRoot(t) && needs(t, 'ip');

test('a router that answers, one that says nothing, and none', async (t) => {
  if (!able(t)) return;
  const { lan, host } = await world(t, '10.77.0.7/24');
  t.match(await look(host), {
    CABLE: { state: 'ok', facts: 'Link on eth0.' },
    ADDRESS: { state: 'ok', facts: /^10\.77\.0\.7\/24 on eth0/ },
    DEFAULT_GATEWAY: { state: 'critical', facts: /^There is no default gateway/, remedy: /router/ },
  });
  await host.run('ip', 'route', 'add', 'default', 'via', '10.77.0.1');
  t.match((await look(host)).DEFAULT_GATEWAY, {
    state: 'critical',
    facts: 'The default gateway 10.77.0.1 does not answer on eth0.',
    remedy: /subnet mask/,
  });
  const router = await lan.host('10.77.0.1/24');
  const [{ address: mac }] = JSON.parse(await router.run('ip', '-j', 'link', 'show', 'eth0'));
  t.match((await look(host)).DEFAULT_GATEWAY, {
    state: 'ok',
    facts: `10.77.0.1 answers on eth0 (${mac}).`,
  });
  // a firewall of a router that lets nothing be seen of it: its hardware address is enough
  await host.run('ip', 'neigh', 'flush', 'all');
  await router.run('ip', 'rule', 'add', 'blackhole', 'to', '10.77.0.7');
  t.match((await look(host)).DEFAULT_GATEWAY, { state: 'ok' }, 'a router that drops what it is sent');
});

test('IPv6 alone, with a router', async (t) => {
  if (!able(t)) return;
  const { host } = await world(t, 'fd00::7/64');
  await host.run('ip', '-6', 'route', 'add', 'default', 'via', 'fd00::1');
  t.match(await look(host), {
    ADDRESS: { state: 'ok', facts: 'fd00::7/64 on eth0.' },
    DEFAULT_GATEWAY: { state: 'ok', facts: 'The way out is eth0.' },
  });
});

test('no DHCP server: only the address that a host gives itself', async (t) => {
  if (!able(t)) return;
  const { host } = await world(t, '169.254.3.4/16');
  t.match(await look(host), {
    CABLE: { state: 'ok' },
    ADDRESS: { state: 'critical', facts: /^Only 169\.254\.3\.4\/16 on eth0/, remedy: /DHCP/ },
  });
  await host.run('ip', 'addr', 'flush', 'dev', 'eth0');
  t.match((await look(host)).ADDRESS, { state: 'critical', facts: 'No IP address on eth0.' });
});

test('the cable is pulled, the port is switched off, the port is gone', async (t) => {
  if (!able(t)) return;
  const { lan, host } = await world(t, '10.77.0.7/24');
  await lan.unplug(host, 'eth0');
  t.match(await look(host), {
    CABLE: { state: 'critical', facts: 'No link on eth0.', remedy: /Plug the cable in/ },
    ADDRESS: { state: 'unknown' },
  });
  await host.run('ip', 'link', 'set', 'eth0', 'down');
  t.match((await look(host)).CABLE, { state: 'critical', facts: 'Switched off: eth0.' });
  await host.run('ip', 'link', 'del', 'eth0');
  t.match((await look(host)).CABLE, { state: 'critical', facts: 'This host has no network port.' });
});
