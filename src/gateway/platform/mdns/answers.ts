/** What a query is answered with. Pure: the same questions and records give the same answer. */
import { sameName } from './names.ts';
import { isInternet, type Message, type Question, type SeenRecord } from './packet.ts';
import { type ResourceRecord, sameRecord } from './records.ts';

export type Reply = { readonly answers: ResourceRecord[]; readonly additionals: ResourceRecord[] };

const isAddress = (r: ResourceRecord) => r.type === 'A' || r.type === 'AAAA';

/** What of this name there is not (§6.1): the types that there are. Undefined for names that are not ours alone. */
function nsec(name: string, all: readonly ResourceRecord[]): ResourceRecord | undefined {
  const own = all.filter((r) => r.unique && sameName(r.name, name));
  const [first] = own;
  if (!first) return undefined;
  const rrtypes = [...new Set(own.map((r) => r.type))];
  const ttl = Math.min(...own.map((r) => r.ttl));
  return {
    name: first.name,
    type: 'NSEC',
    data: { nextDomain: first.name, rrtypes },
    ttl,
    unique: true,
    probed: true,
  };
}

function answer(question: Question, all: readonly ResourceRecord[]): ResourceRecord[] {
  if (!isInternet(question)) return [];
  const named = all.filter((r) => sameName(r.name, question.name));
  const found = question.type === 'ANY' ? named : named.filter((r) => r.type === question.type);
  const denial = found.length > 0 ? undefined : nsec(question.name, all);
  return denial ? [denial] : found;
}

/** Whether the asker has it already for at least half of its life (§7.1). */
export function isKnown(record: ResourceRecord, known: readonly SeenRecord[]): boolean {
  return known.some((k) => (k.ttl ?? 0) * 2 >= record.ttl && sameRecord(k, record));
}

/** What somebody who got this will ask next (RFC 6763 §12; §6.1 for the address family that there is not). */
function related(record: ResourceRecord, all: readonly ResourceRecord[]): ResourceRecord[] {
  const named = (name: string) => all.filter((r) => sameName(r.name, name));
  if (record.type === 'PTR' && !record.unique) return named(record.data).filter((r) => r.type !== 'PTR');
  if (record.type === 'SRV') return named(record.data.target);
  if (!isAddress(record)) return [];
  const addresses = named(record.name).filter(isAddress);
  const denial = new Set(addresses.map((r) => r.type)).size > 1 ? undefined : nsec(record.name, all);
  return denial ? [...addresses, denial] : addresses;
}

/** Twice: the pointer's service, and then the service's host. */
function additionalTo(answers: readonly ResourceRecord[], all: readonly ResourceRecord[]): ResourceRecord[] {
  const out: ResourceRecord[] = [];
  const add = (records: readonly ResourceRecord[]) => {
    for (const r of records) if (![...answers, ...out].some((o) => sameRecord(o, r))) out.push(r);
  };
  for (const record of answers) add(related(record, all));
  for (const record of [...out]) add(related(record, all));
  return out;
}

const unlike = (records: readonly ResourceRecord[]) =>
  records.filter((r, i) => records.findIndex((o) => sameRecord(o, r)) === i);

/**
 * @param all what this link may be told
 * @param known records that need not be said, beside those that the query itself names
 */
export function replyTo(
  query: Pick<Message, 'questions' | 'answers'>,
  all: readonly ResourceRecord[],
  known: readonly SeenRecord[] = [],
): Reply {
  const have = [...query.answers, ...known];
  const found = unlike(query.questions.flatMap((q) => answer(q, all)));
  const answers = found.filter((r) => !isKnown(r, have));
  return { answers, additionals: additionalTo(answers, all).filter((r) => !isKnown(r, have)) };
}
