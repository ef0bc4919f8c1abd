/** Counting people at the end of a cycle, in pieces: in one go 200,000 of them hold the thread for half a second. */
import type { SourceCounts, Totals } from '../../core/ports/sync-store.ts';
import { type Cycle, didNumbersOf } from './engine.ts';
import { sortedInPieces } from './sorted.ts';

/** Ids of people looked at between two pauses: some 10 ms. */
const PIECE = 2000;

/** A PBX has DID numbers that are nobody's: where every source counted its own, that is the number (row A6). */
function didNumbers({ store, sources }: Cycle, ofPeople: number): number {
  const told = sources.map(({ id }) => store.facts.get(didNumbersOf(id)) ?? '');
  if (told.length === 0 || told.includes('')) return ofPeople;
  return told.reduce((sum, count) => sum + Number(count), 0);
}

async function sharedEmails({ store: { keys }, breathe }: Cycle): Promise<string[]> {
  const lines: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const piece = keys.sharedEmails(after);
    for (const line of piece.lines) lines.push(line);
    after = piece.next;
    await breathe();
  }
  return lines;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function add(sums: Map<string, SourceCounts>, own: SourceCounts): void {
  const { id, people, applied, detained } = sums.get(own.id) ?? {
    ...own,
    people: 0,
    applied: 0,
    detained: 0,
  };
  sums.set(own.id, {
    id,
    people: people + own.people,
    applied: applied + own.applied,
    detained: detained + own.detained,
  });
}

export type Counted = {
  readonly totals: Totals;
  /** Of the irregular e-mail lists: it tells a change. */
  readonly digest: string;
  readonly sourceCounts: readonly SourceCounts[];
};

export async function count(cycle: Cycle): Promise<Counted> {
  const { persons, sources } = cycle.store;
  const withoutEmail: string[] = [];
  const sums = new Map<string, SourceCounts>();
  const last = persons.lastId();
  for (let after = 0; after < last; after += PIECE) {
    for (const identity of persons.withoutEmail(after, after + PIECE)) withoutEmail.push(identity);
    for (const own of sources.counts(after, after + PIECE)) add(sums, own);
    await cycle.breathe();
  }
  const shared = await sharedEmails(cycle);
  const { users, didNumbers: ofPeople } = persons.totals();
  const inOrder = await sortedInPieces(withoutEmail, byText, cycle.breathe);
  return {
    totals: {
      users,
      didNumbers: didNumbers(cycle, ofPeople),
      withoutEmail: withoutEmail.length,
      sharedEmail: shared.length,
    },
    digest: cycle.digest([...inOrder, '', ...shared].join('\n')),
    sourceCounts: [...sums.values()].sort((a, b) => byText(a.id, b.id)),
  };
}
