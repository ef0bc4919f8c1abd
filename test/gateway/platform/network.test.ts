import { test } from 'tap';
import { readBootId } from '../../../src/gateway/platform/boot.ts';
import {
  createNetworkWatch,
  defaultPort,
  defaultRoute,
  lanAddresses,
  type NetworkChange,
  type NetworkState,
  readNetwork,
} from '../../../src/gateway/platform/network.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const at = (address: string, more: object = {}) => ({
  address,
  netmask: '255.255.255.0',
  mac: '02:00:00:00:00:01',
  internal: false,
  family: 'IPv4' as const,
  cidr: `${address}/24`,
  ...more,
});
const six = { family: 'IPv6' as const, scopeid: 0 };

test('addresses of the LAN, the likeliest first', async (t) => {
  const all = {
    lo: [at('127.0.0.1', { internal: true })],
    docker0: [at('172.17.0.1')],
    eth1: [at('10.1.0.9')],
    eth0: [at('2001:db8::7', six), at('192.0.2.7'), at('fe80::1', six), at('169.254.3.4')],
  };
  const addresses = (preferred?: string) => lanAddresses(all, preferred).map((a) => a.address);
  t.same(addresses(), ['192.0.2.7', '10.1.0.9', '2001:db8::7', '172.17.0.1']);
  t.equal(addresses('eth1')[0], '10.1.0.9', 'the port with the default route');
  t.same(lanAddresses({}), [], 'no network at all');
  t.match(lanAddresses(all)[0], { port: 'eth0', cidr: '192.0.2.7/24', mac: '02:00:00:00:00:01' });
});

test('the default route with the lowest metric', async (t) => {
  const table = [
    'Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT',
    'eth1 00000000 0101A8C0 0003 0 0 600 00000000 0 0 0',
    'eth0 00000000 0102A8C0 0003 0 0 100 00000000 0 0 0',
    'eth0 0002A8C0 00000000 0001 0 0 50 00FFFFFF 0 0 0',
  ].join('\n');
  t.equal(defaultPort(table), 'eth0');
  t.equal(defaultPort(''), undefined);
});

test('the boot id is the kernel’s', async (t) => {
  t.match(readBootId(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  t.equal(readBootId(), readBootId(), 'the same within a boot');
});

test('a change is told once, and only a change', async (t) => {
  const clock = manualClock();
  let now: NetworkState = {
    addresses: ['127.0.0.1', '192.0.2.7'],
    lan: lanAddresses({ eth0: [at('192.0.2.7')] }),
  };
  const told: [readonly string[], NetworkChange][] = [];
  const watch = createNetworkWatch({
    clock,
    read: () => now,
    onChange: ({ addresses }, change) => told.push([addresses, change]),
  });
  watch.start();
  await clock.advance(10_000);
  t.same(told, [], 'what it finds at the start is no change');
  const whole = now;
  const pulled = { ...now, addresses: ['127.0.0.1'] };
  const seen = async (next: NetworkState, ms: number) => {
    now = next;
    await clock.advance(ms);
    return told.splice(0);
  };
  t.same(await seen(pulled, 9_000), [[['127.0.0.1'], 'lost']]);
  t.same(await seen(whole, 9_000), [[whole.addresses, 'back']], 'a cable that was put back');
  t.same(await seen(pulled, 3_000), [[['127.0.0.1'], 'lost']]);
  t.same(await seen(pulled, 9_000), [], 'is waited for');
  t.same(await seen(pulled, 3_000), [[['127.0.0.1'], 'other']], 'and then no more');
  t.same(await seen(whole, 3_000), [[whole.addresses, 'other']], 'what comes then is another network');
  const other = { ...now, addresses: ['127.0.0.1', '192.0.2.8'] };
  t.same(await seen(pulled, 3_000), [[['127.0.0.1'], 'lost']]);
  t.same(await seen(other, 3_000), [[other.addresses, 'other']], 'another address in its place');
  t.same(
    await seen({ ...other, port: 'eth1' }, 3_000),
    [[other.addresses, 'other']],
    'another way out with the same addresses',
  );
  watch.stop();
  t.equal(clock.pending, 0);
});

test('this host as it is', async (t) => {
  const { addresses } = readNetwork();
  t.ok(
    addresses.includes('127.0.0.1'),
    'loopback too: connections to a proxy on this host are no stale ones',
  );
  t.same(addresses, [...new Set(addresses)].sort());
});

test('the router of the default route', async (t) => {
  const head = 'Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n';
  const row = (port: string, gateway: string, flags: string, metric: number) =>
    `${port} 00000000 ${gateway} ${flags} 0 0 ${metric} 00000000 0 0 0\n`;
  t.same(defaultRoute(head + row('eth1', '0101A8C0', '0003', 600) + row('eth0', '0102A8C0', '0003', 100)), {
    port: 'eth0',
    address: '192.168.2.1',
  });
  t.same(defaultRoute(head + row('ppp0', '00000000', '0001', 0)), { port: 'ppp0' }, 'from point to point');
  t.equal(defaultRoute(head + row('*', '00000000', '0201', 0)), undefined, 'a route that refuses');
});
