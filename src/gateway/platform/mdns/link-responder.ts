/** One link's part of RFC 6762: probing (§8.1), the tiebreak (§8.2), announcing (§8.3), defending (§9), answering (§6). */
import type { Packet } from 'dns-packet';
import type { Clock, Random } from '../../../base/clock.ts';
import { replyTo } from './answers.ts';
import { type Channel, type From, MDNS_PORT } from './channel.ts';
import { sameName } from './names.ts';
import { encodeProbe, type Message, type SeenRecord, toAnswer, wantsUnicast } from './packet.ts';
import { type ResourceRecord, SERVICE_TYPES, tiebreak } from './records.ts';

const PROBES = 3;
const PROBE_EVERY_MS = 250;
/** After a lost tiebreak, until probing starts again. */
const LOST_MS = 1_000;
const ANNOUNCEMENTS = 2;
const SECOND_MS = 1_000;

export type LinkOptions = {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether a record says what this host itself says or said a moment ago, on whichever link. */
  readonly isOurs: (seen: SeenRecord) => boolean;
  readonly onPublished: () => void;
  /** Another host has one of our names. */
  readonly onTaken: (by: string) => void;
};

export type LinkResponder = {
  /** Probes and announces; whatever was before is forgotten. */
  start(records: readonly ResourceRecord[], afterMs?: number): void;
  receive(message: Message, from: From): void;
  /** Says goodbye for what was announced. */
  stop(): void;
  readonly published: boolean;
};

type Pending = { readonly from: string; readonly query: Message; readonly known: SeenRecord[]; send(): void };

const keyOf = (r: ResourceRecord) => `${r.type} ${r.name.toLowerCase()} ${JSON.stringify(r.data)}`;

/** What a person can look for: the address that the other host gives itself, of IPv4 where it has one. */
function addressIn(records: readonly SeenRecord[]): string | undefined {
  const found = records.find((r) => r.type === 'A') ?? records.find((r) => r.type === 'AAAA');
  return typeof found?.data === 'string' ? found.data : undefined;
}

export function createLinkResponder(options: LinkOptions): LinkResponder {
  const { channel, clock, random, isOurs } = options;
  let state: 'idle' | 'probing' | 'published' = 'idle';
  let records: readonly ResourceRecord[] = [];
  let timers = new Set<() => void>();
  let pending: Pending[] = [];
  /** Monotonic time of each record's last multicast. */
  const sentAt = new Map<string, number>();

  const later = (ms: number, f: () => void) => {
    const cancel = clock.after(ms, () => {
      timers.delete(cancel);
      f();
    });
    timers.add(cancel);
  };
  const quiet = () => {
    for (const cancel of timers) cancel();
    timers = new Set();
    pending = [];
  };
  const age = (r: ResourceRecord) => clock.monotonic() - (sentAt.get(keyOf(r)) ?? Number.NEGATIVE_INFINITY);
  const probed = () => records.filter((r) => r.probed);
  const isOurName = (name: string) => probed().some((r) => sameName(r.name, name));

  /** @param everyMs a record is not repeated to everybody sooner (§6.2) */
  const multicast = (
    answers: readonly ResourceRecord[],
    more: readonly ResourceRecord[],
    everyMs: number,
  ) => {
    const due = answers.filter((r) => age(r) >= everyMs);
    if (due.length === 0) return;
    for (const r of due) sentAt.set(keyOf(r), clock.monotonic());
    channel.respond({ answers: due.map((r) => toAnswer(r)), additionals: more.map((r) => toAnswer(r)) });
  };

  const announce = (left: number, pauseMs: number) => {
    multicast(records, [], 0);
    if (left > 1) later(pauseMs, () => announce(left - 1, pauseMs * 2));
  };
  const publish = () => {
    state = 'published';
    announce(ANNOUNCEMENTS, SECOND_MS);
    options.onPublished();
  };
  const probe = (left: number) => {
    if (left === 0) return publish();
    const own = probed();
    channel.send(encodeProbe([...new Set(own.map((r) => r.name))], own));
    later(PROBE_EVERY_MS, () => probe(left - 1));
  };
  /** A random pause, so that hosts that were switched on together do not speak together. */
  const startProbing = (afterMs: number) => {
    quiet();
    state = 'probing';
    later(afterMs + random() * PROBE_EVERY_MS, () => probe(PROBES));
  };

  /** Another host probes for the same name at the same time. */
  const settle = ({ authorities }: Message) => {
    const theirs = authorities.filter((r) => isOurName(r.name) && r.data !== undefined);
    if (theirs.length === 0 || theirs.every(isOurs)) return;
    const names = [...new Set(theirs.map((r) => r.name.toLowerCase()))];
    const lost = names.some(
      (name) =>
        tiebreak(
          probed().filter((r) => sameName(r.name, name)),
          theirs.filter((r) => sameName(r.name, name)),
        ) < 0,
    );
    if (lost) startProbing(LOST_MS);
  };

  /** For resolvers that ask from a port of their own and know nothing of mDNS (§6.7). */
  const answerLegacy = (query: Message, from: From) => {
    const { answers, additionals } = replyTo(query, records);
    if (answers.length === 0) return;
    const shape = (r: ResourceRecord) => toAnswer(r, { legacy: true });
    const questions = query.questions.map((q) => ({ ...q, class: 'IN' })) as Packet['questions'];
    channel.respond(
      { id: query.id, questions, answers: answers.map(shape), additionals: additionals.map(shape) },
      from,
    );
  };

  const answerNow = (query: Message, from: From, known: readonly SeenRecord[]) => {
    const { answers, additionals } = replyTo(query, records, known);
    if (answers.length === 0) return;
    const isProbe = query.authorities.length > 0;
    // what everybody was not told for a quarter of its life is told to all, so that caches stay fresh (§5.4)
    const unicast = (r: ResourceRecord) => query.questions.every(wantsUnicast) && age(r) < r.ttl * 250;
    const alone = answers.filter(unicast);
    const wide = answers.filter((r) => !unicast(r));
    const shape = (r: ResourceRecord) => toAnswer(r);
    if (alone.length > 0)
      channel.respond({ answers: alone.map(shape), additionals: additionals.map(shape) }, from);
    multicast(wide, additionals, isProbe ? PROBE_EVERY_MS : SECOND_MS);
  };

  /** Only who answers for a name alone may answer at once; more known answers are waited for (§6, §7.2). */
  const delayOf = (query: Message) => {
    if (query.flag_tc) return 400 + random() * 100;
    const shared = replyTo(query, records).answers.some((r) => !r.unique);
    return shared ? 20 + random() * 100 : 0;
  };

  const onQuery = (query: Message, from: From) => {
    if (state === 'probing') return settle(query);
    if (from.port !== MDNS_PORT) return answerLegacy(query, from);
    // a further packet of known answers, or a question of the same host: both say what it knows
    for (const one of pending) if (one.from === from.address) one.known.push(...query.answers);
    if (query.questions.length === 0) return;
    const delay = delayOf(query);
    if (delay === 0) return answerNow(query, from, []);
    const known: SeenRecord[] = [];
    const one = { from: from.address, query, known, send: () => answerNow(query, from, known) };
    pending.push(one);
    later(delay, () => {
      pending = pending.filter((p) => p !== one);
      one.send();
    });
  };

  const disputes = (seen: SeenRecord) => {
    if (seen.type === 'NSEC' || seen.class !== 'IN' || !seen.ttl || !isOurName(seen.name)) return false;
    const sameType = seen.type === 'A' || seen.type === 'AAAA' || probed().some((r) => r.type === seen.type);
    return (state === 'probing' || sameType) && !isOurs(seen);
  };
  const onResponse = (response: Message, from: From) => {
    if (from.port !== MDNS_PORT) return;
    const disputed = [...response.answers, ...response.additionals].filter(disputes);
    if (disputed.length === 0) return;
    if (state === 'probing') return options.onTaken(addressIn(disputed) ?? from.address.replace(/%.*$/, ''));
    // both go back to probing, and the tiebreak or the other's answer decides
    startProbing(0);
  };

  return {
    start(next, afterMs = 0) {
      records = next;
      startProbing(afterMs);
    },
    receive(message, from) {
      if (state === 'idle' || message.opcode !== 'QUERY' || message.rcode !== 'NOERROR') return;
      if (message.type === 'query') onQuery(message, from);
      else onResponse(message, from);
    },
    stop() {
      quiet();
      const gone = records.filter((r) => r.name !== SERVICE_TYPES);
      if (state === 'published') channel.respond({ answers: gone.map((r) => toAnswer(r, { ttl: 0 })) });
      state = 'idle';
    },
    get published() {
      return state === 'published';
    },
  };
}
