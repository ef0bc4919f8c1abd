import { test } from 'tap';
import { replyTo } from '../../../../src/gateway/platform/mdns/answers.ts';
import { recordsFor } from '../../../../src/gateway/platform/mdns/records.ts';

const BOTH = ['192.0.2.7', '2001:db8::7'];
const SERVICES = [{ type: '_http._tcp', port: 80, txt: ['path=/'] }];
const INSTANCE = 'CloudLink gateway (cloudlink)._http._tcp.local';

type Known = { name: string; type: string; ttl: number; data: unknown };
function ask(
  name: string,
  type: string,
  more: { class?: string; known?: Known[]; addresses?: string[] } = {},
) {
  const records = recordsFor('cloudlink.local', more.addresses ?? BOTH, SERVICES);
  const questions = [{ name, type, class: more.class ?? 'IN' }];
  const { answers, additionals } = replyTo({ questions, answers: more.known ?? [] }, records);
  const words = (rs: typeof answers) => rs.map((r) => `${r.type} ${r.name}`);
  return { answers: words(answers), additionals: words(additionals), first: answers[0], all: additionals };
}

test('the host', async (t) => {
  t.same(ask('cloudlink.local', 'A'), {
    ...ask('CLOUDLINK.local', 'A'),
    answers: ['A cloudlink.local'],
    additionals: ['AAAA cloudlink.local'],
  });
  t.same(ask('cloudlink.local', 'ANY').answers, ['A cloudlink.local', 'AAAA cloudlink.local']);
  t.same(ask('7.2.0.192.in-addr.arpa', 'PTR').answers, ['PTR 7.2.0.192.in-addr.arpa']);
  t.same(ask('cloudlink.local', 'A', { class: 'UNKNOWN_32769' }).answers, ['A cloudlink.local'], 'QU');
  t.same(ask('cloudlink.local', 'A', { class: 'CH' }).answers, [], 'another class');
  t.same(ask('cloudlink-2.local', 'A').answers, [], 'another name');
  t.same(ask('cloudlink.local.evil.example', 'A').answers, []);
});

test('what there is not is denied (§6.1)', async (t) => {
  const four = { addresses: ['192.0.2.7'] };
  const { answers, first } = ask('cloudlink.local', 'AAAA', four);
  t.same(answers, ['NSEC cloudlink.local']);
  t.match(first, { unique: true, ttl: 120, data: { nextDomain: 'cloudlink.local', rrtypes: ['A'] } });
  t.same(ask('cloudlink.local', 'A', four).additionals, ['NSEC cloudlink.local'], 'said before it is asked');
  t.same(ask('cloudlink.local', 'HINFO').answers, ['NSEC cloudlink.local']);
  t.same(ask(INSTANCE, 'A').first?.data, { nextDomain: INSTANCE, rrtypes: ['SRV', 'TXT'] });
  t.same(ask('_http._tcp.local', 'TXT').answers, [], 'a shared name may have more at other hosts');
});

test('a service, with all that will be asked next', async (t) => {
  t.same(ask('_services._dns-sd._udp.local', 'PTR').answers, ['PTR _services._dns-sd._udp.local']);
  const browse = ask('_http._tcp.local', 'PTR');
  t.same(browse.answers, ['PTR _http._tcp.local']);
  t.same(browse.additionals, [
    `SRV ${INSTANCE}`,
    `TXT ${INSTANCE}`,
    'A cloudlink.local',
    'AAAA cloudlink.local',
  ]);
  t.same(ask(INSTANCE, 'SRV').additionals, ['A cloudlink.local', 'AAAA cloudlink.local']);
});

test('known answers are not repeated (§7.1)', async (t) => {
  const known = (ttl: number, data = INSTANCE) => ({
    known: [{ name: '_http._tcp.local', type: 'PTR', ttl, data }],
  });
  t.same(ask('_http._tcp.local', 'PTR', known(4500)).answers, []);
  t.same(ask('_http._tcp.local', 'PTR', known(2250)).answers, [], 'half of its life is left');
  t.same(ask('_http._tcp.local', 'PTR', known(2249)).answers.length, 1, 'less than half');
  t.same(
    ask('_http._tcp.local', 'PTR', known(4500, 'Printer._http._tcp.local')).answers.length,
    1,
    'another’s',
  );
});
