/** RFC 6762 on one link, with a clock that moves only when the test says so. */
import { decode } from 'dns-packet';
import { test } from 'tap';
import type { Channel, From, Outgoing } from '../../../../src/gateway/platform/mdns/channel.ts';
import { createLinkResponder } from '../../../../src/gateway/platform/mdns/link-responder.ts';
import type { Message } from '../../../../src/gateway/platform/mdns/packet.ts';
import { recordsFor, sameRecord } from '../../../../src/gateway/platform/mdns/records.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

const NAME = 'cloudlink.local';
const INSTANCE = 'CloudLink gateway (cloudlink)._http._tcp.local';
const RECORDS = recordsFor(NAME, ['192.0.2.7'], [{ type: '_http._tcp', port: 80, txt: ['path=/'] }]);
/** The address of another port of this host, on the same network. */
const OTHER_PORT = { name: NAME, type: 'A', data: '192.0.2.200' };
const PEER: From = { address: '192.0.2.9', port: 5353 };

type Sent = { at: number; to?: From; answer?: Outgoing; probe?: Message };

const message = (more: Partial<Message>): Message => ({
  type: 'query',
  id: 0,
  opcode: 'QUERY',
  rcode: 'NOERROR',
  flag_tc: false,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
  ...more,
});
const query = (name: string, type: string, more: Partial<Message> & { qu?: boolean } = {}) =>
  message({ questions: [{ name, type, class: more.qu ? 'UNKNOWN_32769' : 'IN' }], ...more });
const seen = (data: string, more: object = {}) => ({
  name: NAME,
  type: 'A',
  class: 'IN',
  ttl: 120,
  data,
  ...more,
});
const response = (...answers: ReturnType<typeof seen>[]) => message({ type: 'response', answers });

/** @param random what every draw gives */
function link(random = 0) {
  const clock = manualClock();
  const sent: Sent[] = [];
  const told: string[] = [];
  const channel: Channel = {
    respond: (answer, to) => sent.push({ at: clock.monotonic(), answer, ...(to ? { to } : {}) }),
    send: (bytes) => sent.push({ at: clock.monotonic(), probe: decode(bytes) as unknown as Message }),
    close: async () => undefined,
  };
  const responder = createLinkResponder({
    channel,
    clock,
    random: () => random,
    isOurs: (record) => [...RECORDS, OTHER_PORT].some((r) => sameRecord(record, r)),
    onPublished: () => told.push(`published at ${clock.monotonic()}`),
    onTaken: (by) => told.push(`taken by ${by}`),
  });
  const published = async () => {
    responder.start(RECORDS);
    await clock.advance(10_000);
    sent.length = 0;
    told.length = 0;
  };
  /** What the message makes it send within a second, with the ms that it took. */
  const after = async (m: Message, from = PEER) => {
    sent.length = 0;
    const begin = clock.monotonic();
    responder.receive(m, from);
    await clock.advance(999);
    return sent.map((s) => ({ ...s, at: s.at - begin }));
  };
  return { responder, clock, sent, told, published, after };
}
const answersOf = (s: Sent | undefined) => (s?.answer?.answers ?? []).map((a) => `${a.type} ${a.name}`);

test('three probes, 250 ms apart after a random pause, then two announcements', async (t) => {
  const { responder, clock, sent, told } = link(0.5);
  responder.start(RECORDS);
  await clock.advance(10_000);
  t.same(
    sent.map((s) => [s.at, s.probe ? 'probe' : 'answer']),
    [
      [125, 'probe'],
      [375, 'probe'],
      [625, 'probe'],
      [875, 'answer'],
      [1875, 'answer'],
    ],
  );
  t.same(told, ['published at 875']);
  t.same(
    sent[0]?.probe?.questions,
    [
      { name: NAME, type: 'ANY', class: 'UNKNOWN_32769' },
      { name: INSTANCE, type: 'ANY', class: 'UNKNOWN_32769' },
    ],
    'every name of our own, unicast answers wanted',
  );
  t.same(
    sent[0]?.probe?.authorities.map((r) => `${r.type} ${r.name}`),
    [`A ${NAME}`, `SRV ${INSTANCE}`, `TXT ${INSTANCE}`],
  );
  const announced = sent[3]?.answer?.answers as unknown as { type: string; name: string; flush: boolean }[];
  t.equal(announced.length, RECORDS.length);
  t.same(
    announced.filter((a) => !a.flush).map((a) => a.name),
    ['_services._dns-sd._udp.local', '_http._tcp.local'],
    'what other hosts may have too is sent without the cache-flush bit',
  );
});

test('nothing is answered before the name is ours', async (t) => {
  const { responder, clock, sent } = link();
  responder.start(RECORDS);
  await clock.advance(300);
  sent.length = 0;
  responder.receive(query(NAME, 'A'), PEER);
  await clock.advance(100);
  t.same(sent, []);
});

test('a name that is taken', async (t) => {
  for (const [what, m, taken] of [
    ['another address', response(seen('192.0.2.9')), true],
    ['another type, while it is probed', response(seen('fd00::9', { type: 'AAAA' })), true],
    ['in another case', response(seen('192.0.2.9', { name: 'CloudLink.local' })), true],
    ['our own words, from a reflector', response(seen('192.0.2.7')), false],
    ['our own words, from another port', response(seen('192.0.2.200')), false],
    ['a goodbye', response(seen('192.0.2.9', { ttl: 0 })), false],
    ['another name', response(seen('192.0.2.9', { name: 'office.local' })), false],
    [
      'a service that many have',
      response(seen('X._http._tcp.local', { name: '_http._tcp.local', type: 'PTR' })),
      false,
    ],
    ['an error', { ...response(seen('192.0.2.9')), rcode: 'REFUSED' }, false],
    ['another operation', { ...response(seen('192.0.2.9')), opcode: 'NOTIFY' }, false],
  ] as const) {
    const { responder, clock, told } = link();
    responder.start(RECORDS);
    await clock.advance(400);
    responder.receive(m, PEER);
    t.same(
      told,
      taken ? [what.startsWith('another type') ? 'taken by fd00::9' : 'taken by 192.0.2.9'] : [],
      what,
    );
  }
  const { responder, clock, told } = link();
  responder.start(RECORDS);
  await clock.advance(400);
  responder.receive(response(seen('192.0.2.9')), { ...PEER, port: 40_000 });
  t.same(told, [], 'responses from another port are not mDNS');
});

const rival = (data: string) =>
  message({ questions: [{ name: NAME, type: 'ANY', class: 'UNKNOWN_32769' }], authorities: [seen(data)] });

test('two hosts probe at the same time: the later records win', async (t) => {
  const winner = link();
  winner.responder.start(RECORDS);
  await winner.clock.advance(300);
  winner.responder.receive(rival('192.0.2.3'), PEER);
  await winner.clock.advance(450);
  t.same(winner.told, ['published at 750'], 'ours are later: it goes on');

  const loser = link();
  loser.responder.start(RECORDS);
  await loser.clock.advance(300);
  loser.sent.length = 0;
  loser.responder.receive(rival('192.0.2.9'), PEER);
  await loser.clock.advance(999);
  t.same(loser.sent, [], 'silent for a second');
  await loser.clock.advance(1);
  t.ok(loser.sent[0]?.probe, 'then it asks again');
  loser.responder.receive(response(seen('192.0.2.9')), PEER);
  t.same(loser.told, ['taken by 192.0.2.9']);

  for (const own of ['192.0.2.7', '192.0.2.200']) {
    const same = link();
    same.responder.start(RECORDS);
    await same.clock.advance(300);
    same.responder.receive(rival(own), PEER);
    await same.clock.advance(450);
    t.same(same.told, ['published at 750'], 'its own probe, from a reflector or its other port');
  }
});

test('defending', async (t) => {
  const { responder, clock, told, published, after, sent } = link();
  await published();
  const [defence] = await after({
    ...rival('192.0.2.9'),
    questions: [{ name: NAME, type: 'ANY', class: 'IN' }],
  });
  t.match(defence, { at: 0 }, 'a probe is answered at once');
  t.same(answersOf(defence), [`A ${NAME}`]);
  sent.length = 0;
  responder.receive(response(seen('192.0.2.9')), PEER);
  await clock.advance(0);
  t.ok(sent[0]?.probe, 'somebody who says it is theirs: back to probing');
  await clock.advance(750);
  t.same(told, ['published at 11749'], 'the other one did not defend it');
});

test('answers: at once for what is ours alone, 20 to 120 ms later for what is shared', async (t) => {
  for (const [random, delay] of [
    [0, 20],
    [0.5, 70],
  ] as const) {
    const { published, after } = link(random);
    await published();
    const [unique] = await after(query(NAME, 'A'));
    t.equal(unique?.at, 0);
    t.same(unique?.to, undefined, 'to everybody');
    const [shared] = await after(query('_http._tcp.local', 'PTR'));
    t.equal(shared?.at, delay);
    t.same(answersOf(shared), ['PTR _http._tcp.local']);
  }
});

test('a question for a unicast answer (§5.4)', async (t) => {
  const { published, after, clock } = link();
  await published();
  const [one] = await after(query(NAME, 'A', { qu: true }));
  t.same(one?.to, PEER, 'to who asked');
  t.match(one?.answer?.answers, [{ ttl: 120, flush: true }]);
  await clock.advance(30_000);
  const [all] = await after(query(NAME, 'A', { qu: true }));
  t.same(all?.to, undefined, 'everybody was not told for a quarter of its life');
});

test('a resolver that knows no mDNS (§6.7)', async (t) => {
  const { published, after } = link();
  await published();
  const from = { address: '192.0.2.9', port: 40_000 };
  const [answer, ...more] = await after(query(NAME, 'A', { id: 4711 }), from);
  t.same(more, []);
  t.same(answer?.to, from);
  t.match(answer, { at: 0, answer: { id: 4711, questions: [{ name: NAME, type: 'A', class: 'IN' }] } });
  const all = [...(answer?.answer?.answers ?? []), ...(answer?.answer?.additionals ?? [])];
  t.equal(all.length, 2);
  t.same(
    all.map((a) => a as object & { ttl: number; flush: boolean }).filter((a) => a.ttl > 10 || a.flush),
    [],
  );
  t.same(await after(query('office.local', 'A'), from), [], 'others’ names are not denied');
});

test('nothing is told to everybody twice a second (§6.2)', async (t) => {
  const { published, after, clock, responder, sent } = link();
  await published();
  t.equal((await after(query(NAME, 'A'))).length, 1);
  t.equal((await after(query(NAME, 'A'))).length, 0, '999 ms later');
  await clock.advance(1);
  t.equal((await after(query(NAME, 'A'))).length, 1);
  sent.length = 0;
  responder.receive({ ...rival('192.0.2.9'), questions: query(NAME, 'ANY').questions }, PEER);
  t.equal(sent.length, 1, 'who probes is answered within 250 ms, or would take the name');
});

test('known answers, also those that come in further packets (§7.2)', async (t) => {
  const { published, clock, sent, responder, after } = link(0);
  await published();
  const known = [{ name: '_http._tcp.local', type: 'PTR', class: 'IN', ttl: 4500, data: INSTANCE }];
  t.same(await after(query('_http._tcp.local', 'PTR', { answers: known })), []);
  await clock.advance(1_000);
  sent.length = 0;
  responder.receive(query('_http._tcp.local', 'PTR', { flag_tc: true }), PEER);
  await clock.advance(399);
  t.same(sent, [], 'it waits for the rest of the list');
  responder.receive(message({ answers: known }), PEER);
  await clock.advance(1_000);
  t.same(sent, []);
  responder.receive(query('_http._tcp.local', 'PTR', { flag_tc: true }), PEER);
  responder.receive(message({ answers: known }), { ...PEER, address: '192.0.2.10' });
  await clock.advance(1_000);
  t.equal(sent.length, 1, 'what another host knows is no reason to be silent');
});

test('goodbye, and silence after it', async (t) => {
  const { responder, published, sent, after, clock } = link();
  await published();
  responder.stop();
  t.equal(sent.length, 1);
  t.ok(sent[0]?.answer?.answers.every((a) => 'ttl' in a && a.ttl === 0));
  t.notOk(answersOf(sent[0]).includes('PTR _services._dns-sd._udp.local'), 'others have that very record');
  t.ok(answersOf(sent[0]).includes(`A ${NAME}`));
  t.same(await after(query(NAME, 'A')), []);
  t.equal(clock.pending, 0);

  const early = link();
  early.responder.start(RECORDS);
  await early.clock.advance(300);
  early.sent.length = 0;
  early.responder.stop();
  t.same(early.sent, [], 'who never had the name says no goodbye for it');
});
