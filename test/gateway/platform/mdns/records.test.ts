import { test } from 'tap';
import {
  recordsFor,
  type Seen,
  sameRecord,
  tiebreak,
} from '../../../../src/gateway/platform/mdns/records.ts';

const A = (data: string): Seen => ({ name: 'cloudlink.local', type: 'A', data });
const AAAA = (data: string): Seen => ({ name: 'cloudlink.local', type: 'AAAA', data });

test('the tiebreak of RFC 6762 §8.2', async (t) => {
  const rows: [string, Seen[], Seen[], -1 | 0 | 1][] = [
    [
      'the RFC’s example: 169.254.99.200 loses to 169.254.200.50',
      [A('169.254.99.200')],
      [A('169.254.200.50')],
      -1,
    ],
    ['bytes are unsigned', [A('10.0.0.200')], [A('10.0.0.100')], 1],
    ['the same', [A('10.0.0.1')], [A('10.0.0.1')], 0],
    ['the same in another order', [A('10.0.0.1'), A('10.0.0.2')], [A('10.0.0.2'), A('10.0.0.1')], 0],
    ['type comes before data', [AAAA('::1')], [A('255.255.255.255')], 1],
    ['who has more left is later', [A('10.0.0.1'), AAAA('fd00::1')], [A('10.0.0.1')], 1],
    ['the first difference decides', [A('10.0.0.1'), AAAA('ffff::1')], [A('10.0.0.2')], -1],
  ];
  for (const [what, ours, theirs, wanted] of rows) {
    t.equal(tiebreak(ours, theirs), wanted, what);
    t.equal(tiebreak(theirs, ours), wanted === 0 ? 0 : -wanted, `${what}, seen from the other host`);
  }
});

test('records are compared by what they say', async (t) => {
  const srv = (target: string) => ({ name: 'x.local', type: 'SRV', data: { port: 80, target } });
  t.ok(
    sameRecord({ ...A('10.0.0.1'), name: 'CloudLink.local' }, A('10.0.0.1')),
    'case of names means nothing',
  );
  t.ok(sameRecord(srv('CLOUDLINK.local'), { ...srv('cloudlink.local') }));
  t.notOk(sameRecord(srv('cloudlink.local'), srv('cloudlink-2.local')));
  t.ok(sameRecord(AAAA('fd00::1'), AAAA('fd00:0:0::0001')), 'one address written in two ways');
  const txt = (data: unknown) => ({ name: 'x.local', type: 'TXT', data });
  t.ok(sameRecord(txt(['path=/']), txt([Buffer.from('path=/')])), 'as the wire gives it');
  const own = ['path=/'];
  t.notOk(sameRecord(txt(own), txt(['PATH=/'])));
  t.same(own, ['path=/'], 'the codec does not write into our list');
  t.notOk(sameRecord(A('10.0.0.1'), AAAA('::ffff:10.0.0.1')));
});

test('what one link is told', async (t) => {
  const services = [{ type: '_http._tcp', port: 8080, txt: ['path=/'] }];
  const records = recordsFor('cloudlink-2.local', ['192.0.2.7', 'fe80::1%eth0'], services);
  const instance = 'CloudLink gateway (cloudlink-2)._http._tcp.local';
  t.match(
    records.map((r) => [r.name, r.type, r.data, r.unique, r.probed]),
    [
      ['cloudlink-2.local', 'A', '192.0.2.7', true, true],
      ['7.2.0.192.in-addr.arpa', 'PTR', 'cloudlink-2.local', true, false],
      ['cloudlink-2.local', 'AAAA', 'fe80::1', true, true],
      [/^1\.0.*ip6\.arpa$/, 'PTR', 'cloudlink-2.local', true, false],
      ['_services._dns-sd._udp.local', 'PTR', '_http._tcp.local', false, false],
      ['_http._tcp.local', 'PTR', instance, false, false],
      [instance, 'SRV', { port: 8080, target: 'cloudlink-2.local' }, true, true],
      [instance, 'TXT', ['path=/'], true, true],
    ],
  );
});
