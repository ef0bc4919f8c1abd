import { test } from 'tap';
import { type Interfaces, linksFrom } from '../../../../src/gateway/platform/mdns/ports.ts';
import { isServedAt } from '../../../../src/gateway/platform/network.ts';

const four = (address: string, bits = 24) => ({
  address,
  cidr: `${address}/${bits}`,
  netmask: '',
  mac: '02:00:00:00:00:01',
  internal: false,
  family: 'IPv4' as const,
});
const six = (address: string, bits = 64) => ({ ...four(address, bits), family: 'IPv6' as const, scopeid: 2 });
const LO = { ...four('127.0.0.1', 8), internal: true };
const every = () => true;
const words = (all: Interfaces, serves: (address: string) => boolean = every) =>
  linksFrom(all, serves).map((l) => `${l.port} ${l.family} from ${l.source}: ${l.addresses.join(' ')}`);

test('a link for each port and family, told its own addresses alone', async (t) => {
  const all = {
    lo: [LO],
    eth0: [four('192.0.2.7'), six('2001:db8::7'), six('fe80::1')],
    eth1: [four('10.1.0.9')],
    docker0: [four('172.17.0.1')],
  };
  t.same(words(all), [
    'eth0 IPv4 from 192.0.2.7: 192.0.2.7 2001:db8::7',
    'eth0 IPv6 from fe80::1%eth0: 192.0.2.7 2001:db8::7',
    'eth1 IPv4 from 10.1.0.9: 10.1.0.9',
  ]);
  t.same(words(all, isServedAt('0.0.0.0')), [
    'eth0 IPv4 from 192.0.2.7: 192.0.2.7',
    'eth0 IPv6 from fe80::1%eth0: 192.0.2.7',
    'eth1 IPv4 from 10.1.0.9: 10.1.0.9',
  ]);
  t.same(words(all, isServedAt('10.1.0.9')), ['eth1 IPv4 from 10.1.0.9: 10.1.0.9']);
  t.same(words(all, isServedAt('127.0.0.1')), [], 'pages on loopback are nobody else’s');
});

test('link-local addresses only where there is nothing better', async (t) => {
  t.same(words({ eth0: [four('169.254.7.7', 16), six('fe80::1')] }), [
    'eth0 IPv4 from 169.254.7.7: 169.254.7.7 fe80::1',
    'eth0 IPv6 from fe80::1%eth0: 169.254.7.7 fe80::1',
  ]);
  t.same(words({ br0: [], docker0: [four('172.17.0.1')] }), ['docker0 IPv4 from 172.17.0.1: 172.17.0.1']);
  t.same(words({}), []);
});

test('who is on the link (§11)', async (t) => {
  const [v4, v6] = linksFrom({ eth0: [four('192.0.2.7'), six('2001:db8::7'), six('fe80::1')] }, every);
  for (const [source, on4, on6] of [
    ['192.0.2.200', true, false],
    ['192.0.3.1', false, false],
    ['203.0.113.9', false, false],
    ['fe80::99%eth0', false, true],
    ['fe80::99%eth1', false, false],
    ['2001:db8::1234', false, true],
    ['2001:db8:1::1', false, false],
    ['rubbish', false, false],
  ] as const) {
    t.equal(v4?.holds(source), on4, `${source} on IPv4`);
    t.equal(v6?.holds(source), on6, `${source} on IPv6`);
  }
});

test('a change of anything is another link', async (t) => {
  const key = (...infos: Interfaces[string] & object) => linksFrom({ eth0: infos }, every)[0]?.key;
  t.equal(key(four('192.0.2.7')), key(four('192.0.2.7')));
  t.not(key(four('192.0.2.7')), key(four('192.0.2.8')));
  t.not(key(four('192.0.2.7')), key(four('192.0.2.7', 16)));
  t.not(key(four('192.0.2.7')), key(four('192.0.2.7'), six('2001:db8::7')));
});
