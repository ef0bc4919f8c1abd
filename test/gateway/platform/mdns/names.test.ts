import { test } from 'tap';
import { isLinkName, nextName, reverseName } from '../../../../src/gateway/platform/mdns/names.ts';

test('the next name, counted as avahi counts', async (t) => {
  const long = 'a'.repeat(63);
  for (const [name, next] of [
    ['cloudlink.local', 'cloudlink-2.local'],
    ['cloudlink-2.local', 'cloudlink-3.local'],
    ['cloudlink-9.local', 'cloudlink-10.local'],
    ['cloudlink-0.local', 'cloudlink-0-2.local'],
    ['gw-7-b.local', 'gw-7-b-2.local'],
    ['2.local', '2-2.local'],
    [`${long}.local`, `${'a'.repeat(61)}-2.local`],
    [`${'a'.repeat(61)}-9.local`, `${'a'.repeat(60)}-10.local`],
    [`${'a'.repeat(60)}-bc.local`, `${'a'.repeat(60)}-2.local`],
  ] as const) {
    t.equal(nextName(name), next, name);
    t.ok(isLinkName(nextName(name)), 'it is a name that mDNS can carry');
  }
});

test('which names mDNS carries', async (t) => {
  for (const [name, carried] of [
    ['cloudlink.local', true],
    ['CloudLink.LOCAL', true],
    ['a.local', true],
    ['gateway.example.com', false],
    ['gw.office.local', false],
    ['local', false],
    ['-gw.local', false],
    ['gw-.local', false],
    [`${'a'.repeat(64)}.local`, false],
  ] as const)
    t.equal(isLinkName(name), carried, name);
});

test('reverse names', async (t) => {
  t.equal(reverseName('192.0.2.7'), '7.2.0.192.in-addr.arpa');
  const zeros = (n: number) => Array(n).fill('0').join('.');
  t.equal(reverseName('2001:db8::7'), `7.${zeros(23)}.8.b.d.0.1.0.0.2.ip6.arpa`);
  t.equal(reverseName('fe80::1%eth0'), `1.${zeros(28)}.8.e.f.ip6.arpa`);
  t.equal(reverseName('::1'), `1.${zeros(31)}.ip6.arpa`);
});
