import { test } from 'tap';
import { isOnSite } from '../../../src/gateway/platform/site-network.ts';

test('a host is on site when every address it leads to is private, and none is this machine’s', async (t) => {
  const resolved = (...addresses: string[]) => isOnSite('pbx.contoso.example', async () => addresses);
  for (const address of ['10.1.2.3', '172.31.0.1', '192.168.10.5', '100.64.0.1', 'fd00::7'])
    t.equal(await resolved(address), true, address);
  for (const address of [
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    'fe80::1',
    '172.32.0.1',
    '203.0.113.7',
    '2001:db8::1',
  ])
    t.equal(await resolved(address), false, address);
  t.equal(await resolved('10.1.2.3', '203.0.113.7'), false, 'one of two leads away');
  t.equal(await resolved(), false);
  t.equal(await isOnSite('10.1.2.3'), true, 'an address is its own');
  t.equal(await isOnSite('localhost'), false);
  t.equal(await isOnSite('nobody.invalid'), false, 'a name that nobody knows');
});
