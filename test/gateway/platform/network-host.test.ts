import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Test, test } from 'tap';
import { keptNetworkFile, NETWORK_TRIAL_FILE, TIME_SERVERS_FILE } from '../../../src/contract/helper.ts';
import { createNetworkHost } from '../../../src/gateway/platform/network-host.ts';
import { networkFile } from '../../../src/helper/network.ts';
import { timeServersFile } from '../../../src/helper/time.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const STATIC = {
  port: 'eth0',
  mode: 'static',
  address: '10.0.0.2',
  prefix: 24,
  gateway: '10.0.0.1',
  dns: ['10.0.0.1'],
} as const;
const ROUTES = `Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask
eth1\t00000000\t0101A8C0\t0003\t0\t0\t2048\t00000000
eth0\t00000000\t0100000A\t0003\t0\t0\t1024\t00000000
eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF
`;

function fixture(t: Test, files: Record<string, string>, kind: 'standalone' | 'msl' | 'smbc' = 'standalone') {
  const root = temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return createNetworkHost({
    kind,
    helperSocket: join(root, 'helper.sock'),
    root,
    readPorts: () => [
      { name: 'eth0', link: true, addresses: ['10.0.0.2/24'] },
      { name: 'eth1', link: false, addresses: [] },
    ],
  });
}

test('what the helper writes is read back', async (t) => {
  const host = fixture(t, {
    [NETWORK_TRIAL_FILE]: networkFile({ port: 'eth1', mode: 'dhcp' }),
    [keptNetworkFile('eth0')]: networkFile({ ...STATIC, dns: [...STATIC.dns] }),
    [TIME_SERVERS_FILE]: timeServersFile(['a.example', '2001:db8::1']),
  });
  t.same(host.trial(), { port: 'eth1', mode: 'dhcp' });
  t.same(host.kept('eth0'), STATIC);
  t.equal(host.kept('eth1'), undefined);
  t.same(host.timeServers(), ['a.example', '2001:db8::1']);
});

test('files that say nothing: absent, somebody else’s, damaged, unfit', async (t) => {
  for (const text of ['', '[Match]\nName=eth0\n', '# {"port":"eth0"', '# {"port":"eth0","mode":"magic"}\n']) {
    const host = fixture(t, { [NETWORK_TRIAL_FILE]: text });
    t.equal(host.trial(), undefined, JSON.stringify(text));
  }
  const bare = fixture(t, {});
  t.equal(bare.trial(), undefined);
  t.same(bare.timeServers(), []);
  t.match(bare.ports(), [{ name: 'eth0', byDhcp: false, gateway: undefined, dns: [] }, { name: 'eth1' }]);
});

test('ports with their routers and what systemd-networkd says of them', async (t) => {
  const host = fixture(t, {
    'proc/net/route': ROUTES,
    'sys/class/net/eth0/ifindex': '2\n',
    'sys/class/net/eth1/ifindex': '3\n',
    'run/systemd/netif/links/2': 'ADMIN_STATE=configured\nDNS=10.0.0.1 9.9.9.9\nNTP=\n',
    'run/systemd/netif/leases/2': 'ADDRESS=10.0.0.2\n',
  });
  t.match(host.ports(), [
    { name: 'eth0', link: true, byDhcp: true, gateway: '10.0.0.1', dns: ['10.0.0.1', '9.9.9.9'] },
    { name: 'eth1', link: false, byDhcp: false, gateway: '192.168.1.1', dns: [] },
  ]);
});

test('why addresses cannot be changed here', async (t) => {
  const running = { 'run/systemd/netif/state': '', 'helper.sock': '' };
  t.equal(fixture(t, running).obstacle(), undefined);
  t.equal(fixture(t, running, 'msl').obstacle(), 'kind');
  t.equal(fixture(t, running, 'smbc').obstacle(), 'kind');
  t.equal(fixture(t, { 'run/systemd/netif/state': '' }).obstacle(), 'helper');
  t.equal(fixture(t, { 'helper.sock': '' }).obstacle(), 'networkd');
});
