/** Stages 5 and 6: what shall happen, who is detained and why, what the guard holds. The preview is this same object. */

import type { CanonicalUser } from '../../../contract/scim.ts';
import { nameOf } from '../../core/person-name.ts';
import type {
  KeyClaim,
  KeyField,
  OpEntry,
  OpKind,
  Person,
  PlanAction,
  PlanEntry,
  PlanSummary,
} from '../../core/ports/sync-store.ts';
import { sentenceOf } from '../../core/sync-reasons.ts';
import { aimOf, decide, type Moment } from './decide.ts';
import { type Decided, decidedNow } from './decisions.ts';
import { diff, retold } from './diff.ts';
import { CHUNK, type Cycle, frozenFor, sourceOf } from './engine.ts';
import { guard } from './guard.ts';
import { eachInPieces, sortedInPieces } from './sorted.ts';
import { type Conflict, type Standing, type Uniqueness, uniqueness } from './unique.ts';

export const DAY = 86_400_000;
/** People looked at before other work of the thread runs. */
const PEOPLE = 250;
/** People whose grace period is over, in one plan. */
const MOST_DELETED = 5000;

export type PlanItem = {
  readonly personId: number;
  readonly externalId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly live: boolean;
  /** Made by somebody else and adopted. */
  readonly adopted: boolean;
  /** What pages say of the person now. */
  readonly noted: PlanEntry | undefined;
  /** What is wanted; with the kind it makes the plan's hash. */
  readonly aim: string;
  /** Somebody let exactly this through: it is neither deferred nor held. */
  readonly released: boolean;
  entry: OpEntry;
  kind: OpKind;
  removal: boolean;
  /** Let through by a person. */
  confirmed: boolean;
  state: 'go' | 'detained' | 'held';
  code: string | undefined;
  why: string;
  /** Numbers that a person who left gives up for somebody else. */
  freed: readonly KeyField[];
  /** Undo: the user as it shall be, whatever the sources want. */
  readonly target?: CanonicalUser;
  /** The second operation for one change. */
  readonly followUp?: true;
};
export type Plan = {
  readonly hash: string;
  readonly items: readonly PlanItem[];
  readonly summary: PlanSummary;
};

/** Why a change is in the plan, as pages say it. */
export const WHY: Record<OpEntry, string> = {
  added: 'New in the source.',
  changed: 'Changed in the source.',
  removed: 'Not in the source any more.',
  disabled: 'Not active in the source any more.',
  enabled: 'Active in the source again.',
  deleted: 'Not in the source, and the grace period is over.',
  freed: 'Gives a number up for another person.',
};

function itemOf(person: Person, entry: OpEntry, kind: OpKind, released = false): PlanItem {
  return {
    personId: person.id,
    externalId: person.externalId,
    sourceId: person.sourceId,
    name: nameOf(person.desired?.user ?? person.confirmed, person.externalId),
    live: person.live,
    adopted: person.adopted,
    noted: person.plan,
    aim: aimOf(person),
    released,
    entry,
    kind,
    removal: false,
    confirmed: released,
    state: 'go',
    code: undefined,
    why: WHY[entry],
    freed: [],
  };
}

function momentFor(cycle: Cycle, person: Person, now: number, released: boolean): Moment {
  const { number, options } = cycle;
  const frozen = frozenFor(cycle, person);
  return {
    now,
    cycle: number,
    onDemand: options.onDemand || released,
    graceMs: options.graceDays * DAY,
    frozen,
  };
}

/** Nothing to send: the remote is as desired, or the person waits for the end of its grace period. */
function rest(cycle: Cycle, person: Person, settled: boolean, frozen: readonly string[]): void {
  if (settled && person.desired) {
    const ignored = diff(person.desired, person).filter((field) => frozen.includes(field));
    const others = person.issues.filter(({ code }) => code !== 'IGNORED_FIELD');
    person.issues = [...others, ...ignored.map((field) => ({ code: 'IGNORED_FIELD', field }))];
    person.settledHash = person.desiredHash;
    person.written = retold(person.desired, person);
    person.block = undefined;
    // back at a source, if only switched off: who leaves again has a grace period of their own
    person.disabledAt = undefined;
  }
  person.plan = undefined;
  person.todo = false;
  cycle.store.persons.save(person);
}

/** A person decided that nothing happens to this one: it wants nothing, and keeps what it has. */
function leaveAlone(cycle: Cycle, person: Person): void {
  person.plan = undefined;
  person.todo = false;
  cycle.store.persons.save(person);
  cycle.store.keys.setDesired(person.id, []);
}

/** What would be done if nothing stood in the way. */
function wouldBe(person: Person): readonly [OpEntry, OpKind] {
  const { live, remoteId, remoteGone, desired, confirmed } = person;
  if (!live) return ['removed', 'update'];
  if (remoteId === undefined || remoteGone) return ['added', 'create'];
  if (!desired || desired.user.active === confirmed?.active) return ['changed', 'update'];
  return [desired.user.active ? 'enabled' : 'disabled', 'update'];
}

function take(cycle: Cycle, person: Person, now: number, decided: Decided): PlanItem | undefined {
  if (decided.isQuiet(person)) {
    leaveAlone(cycle, person);
    return undefined;
  }
  const released = decided.isReleased(person);
  const moment = momentFor(cycle, person, now, released);
  const decision = decide(person, moment);
  const detained = (entry: OpEntry, kind: OpKind, code: string, why: string): PlanItem => ({
    ...itemOf(person, entry, kind, released),
    state: 'detained',
    code,
    why,
  });
  if (decision.do === 'send') {
    const { entry, kind, removal } = decision;
    if (sourceOf(cycle, person.sourceId)?.deferAll && !released)
      return detained(entry, kind, 'DEFERRED', sentenceOf('DEFERRED'));
    return { ...itemOf(person, entry, kind, released), removal };
  }
  if (decision.do === 'detain') return detained(...wouldBe(person), decision.code, decision.why);
  if (decision.do === 'forget') cycle.store.persons.remove(person.id);
  else rest(cycle, person, decision.do === 'settle', moment.frozen);
  if (released) cycle.store.decisions.dropOf(person.externalId, 'apply');
  return undefined;
}

async function collect(cycle: Cycle, now: number, decided: Decided): Promise<Map<number, PlanItem>> {
  const { persons } = cycle.store;
  const items = new Map<number, PlanItem>();
  const takeAll = (page: readonly Person[]) =>
    cycle.store.txSoon(() => {
      for (const person of page) {
        const item = take(cycle, person, now, decided);
        if (item) items.set(person.id, item);
      }
    });
  for (let after = 0; ; ) {
    const page = persons.todo(after, PEOPLE);
    takeAll(page);
    const last = page.at(-1);
    if (!last || page.length < PEOPLE) break;
    after = last.id;
    await cycle.breathe();
  }
  const before = now - cycle.options.graceDays * DAY;
  for (let [after, left] = [0, MOST_DELETED]; left > 0; left -= PEOPLE) {
    const page = persons.graceOver(before, after, Math.min(PEOPLE, left));
    takeAll(page);
    const last = page.at(-1);
    if (!last) break;
    after = last.id;
    await cycle.breathe();
  }
  return items;
}

/** How each person stands towards the keys that it holds or wants; who has nothing to do stays where it is. */
function standings(cycle: Cycle, items: ReadonlyMap<number, PlanItem>, decided: Decided) {
  const others = new Map<number, Standing>();
  const load = (id: number): Standing => {
    const person = cycle.store.persons.get(id);
    const name = nameOf(person?.desired?.user ?? person?.confirmed, person?.externalId ?? '');
    const stuck = person !== undefined && decided.isQuiet(person);
    return { live: person?.live ?? false, stuck, leaves: person?.disabledAt !== undefined, name };
  };
  return (id: number): Standing => {
    const item = items.get(id);
    if (item) {
      const isSoftDeleted = item.entry === 'deleted' || item.entry === 'freed';
      return {
        live: item.live,
        stuck: item.state !== 'go',
        leaves: !item.live && (item.state === 'go' || isSoftDeleted),
        name: item.name,
      };
    }
    const known = others.get(id) ?? load(id);
    others.set(id, known);
    return known;
  };
}

function why(conflict: Conflict): string {
  return `${sentenceOf(conflict.code)} ${conflict.value}: ${conflict.with}.`;
}

function detainConflicts(items: ReadonlyMap<number, PlanItem>, found: Uniqueness): void {
  for (const [personId, conflict] of found.conflicts) {
    const item = items.get(personId);
    if (item?.state !== 'go') continue;
    item.state = 'detained';
    item.code = conflict.code;
    item.why = why(conflict);
    item.removal = false;
  }
}

function freeNumbers(cycle: Cycle, items: Map<number, PlanItem>, found: Uniqueness): void {
  for (const [personId, freed] of found.freed) {
    const item = items.get(personId);
    if (item) item.freed = freed;
    else {
      const person = cycle.store.persons.get(personId);
      if (person?.remoteId !== undefined)
        items.set(personId, { ...itemOf(person, 'freed', 'update'), freed });
    }
  }
}

/** Source → how its read ended. */
export type Ends = ReadonlyMap<string, 'complete' | 'delta' | 'incomplete'>;

/** Codes that say nothing about the source: they are no sign of a bad read. */
const NOT_OF_THE_SOURCE = new Set([
  'REMOTE_DELETED',
  'REMOTE_CONFLICT',
  'REFUSED',
  'RETRY',
  'NOT_CONVERGED',
  'GAVE_UP',
  'DEFERRED',
]);

/**
 * Who is active at the remote. While a removal set is held the number cannot grow: newcomers do not buy a removal that
 * was stopped.
 */
function appliedFor(cycle: Cycle, sourceId: string): number {
  const now = cycle.store.persons.applied(sourceId);
  const atTrip = cycle.store.facts.get(`guard ${sourceId}`) ?? '';
  return atTrip === '' ? now : Math.min(now, Number(atTrip));
}

/** What the guard looks at, of one source's part of a plan. */
type Part = {
  /** Who would be removed, disabled or deleted. */
  readonly leaving: PlanItem[];
  /** By what the source says. */
  detained: number;
};

async function partsOf(cycle: Cycle, items: readonly PlanItem[]): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>();
  const look = (item: PlanItem) => {
    const part = parts.get(item.sourceId) ?? { leaving: [], detained: 0 };
    parts.set(item.sourceId, part);
    if (item.state === 'go' && (item.removal || item.entry === 'deleted')) part.leaving.push(item);
    if (item.live && item.state === 'detained' && !NOT_OF_THE_SOURCE.has(item.code ?? '')) part.detained++;
  };
  await eachInPieces(items, look, cycle.breathe);
  return parts;
}

function verdictFor(cycle: Cycle, own: Part, sourceId: string, now: number, ends: Ends) {
  const { persons, audit, facts } = cycle.store;
  const applied = appliedFor(cycle, sourceId);
  const verdict = guard({
    removals: own.leaving.filter((item) => item.removal && !item.released).length,
    removalsOfDay: audit.removalsSince(sourceId, now - DAY),
    applied,
    people: persons.live(sourceId),
    detained: own.detained,
    complete: ends.get(sourceId) === 'complete',
  });
  const key = `guard ${sourceId}`;
  const trip = verdict.held ? String(applied) : '';
  if ((facts.get(key) ?? '') !== trip) facts.set(key, trip);
  return verdict;
}

function hold(items: readonly PlanItem[], code: string, sentence: string): void {
  for (const item of items) {
    item.state = 'held';
    item.code = code;
    item.why = sentence;
  }
}

type Held = { readonly limit: number; readonly of: number; readonly sentence: string };

/** Holds the whole removal set of every source whose guard trips; after a broken read holds every removal. */
async function holdRemovals(
  cycle: Cycle,
  items: readonly PlanItem[],
  now: number,
  ends: Ends,
): Promise<Held | undefined> {
  let first: Held | undefined;
  const parts = await partsOf(cycle, items);
  for (const [sourceId, own] of parts) {
    if (ends.get(sourceId) === 'incomplete') {
      hold(own.leaving, 'SOURCE_INCOMPLETE', sentenceOf('SOURCE_INCOMPLETE'));
      continue;
    }
    const verdict = verdictFor(cycle, own, sourceId, now, ends);
    if (!verdict.held) continue;
    hold(
      own.leaving.filter((item) => item.removal && !item.released),
      'GUARD',
      verdict.sentence,
    );
    first ??= verdict;
  }
  for (const { leaving } of parts.values()) {
    const adopted = leaving.filter((item) => item.state === 'go' && item.adopted && !item.released);
    hold(adopted, 'ADOPTED', sentenceOf('ADOPTED'));
  }
  return first;
}

/** Same plan, same hash: made of what shall happen to whom, never of times or counters. */
async function hashOf(cycle: Cycle, items: readonly PlanItem[]): Promise<string> {
  const line = (i: PlanItem) =>
    [i.externalId, i.state === 'detained' ? `detained ${i.code}` : i.entry, i.aim, i.freed.join()].join('\t');
  const pieces: string[] = [];
  for (let at = 0; at < items.length; at += CHUNK) {
    if (at > 0) await cycle.breathe();
    pieces.push(
      cycle.digest(
        items
          .slice(at, at + CHUNK)
          .map(line)
          .join('\n'),
      ),
    );
  }
  return cycle.digest(pieces.join('\n'));
}

/** Order of sending: what frees a key before what may take it; then by identity, so that it never depends on reading. */
const RANK: Record<OpEntry, number> = {
  freed: 0,
  deleted: 0,
  removed: 0,
  disabled: 1,
  changed: 1,
  enabled: 2,
  added: 3,
};
const inOrder = (a: PlanItem, b: PlanItem) =>
  RANK[a.entry] - RANK[b.entry] || (a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0);

const COUNTED_AS: Record<OpEntry, 'added' | 'changed' | 'removed' | undefined> = {
  added: 'added',
  changed: 'changed',
  enabled: 'changed',
  disabled: 'changed',
  removed: 'removed',
  deleted: 'removed',
  freed: undefined,
};

async function summaryOf(
  cycle: Cycle,
  hash: string,
  items: readonly PlanItem[],
  now: number,
  guarded: Held | undefined,
): Promise<PlanSummary> {
  const counts = { added: 0, changed: 0, removed: 0, detained: 0, held: 0, live: 0 };
  let first: PlanItem | undefined;
  const look = (item: PlanItem) => {
    if (item.live) counts.live++;
    if (item.state === 'held') first ??= item;
    const as = item.state === 'go' ? COUNTED_AS[item.entry] : item.state;
    if (as) counts[as]++;
  };
  await eachInPieces(items, look, cycle.breathe);
  const { added, changed, removed, detained, held, live } = counts;
  return {
    hash,
    madeAt: now,
    approved: cycle.store.facts.get('approved') === '1',
    added,
    changed,
    removed,
    detained,
    unchanged: cycle.store.persons.liveTotal() - live,
    ...(first
      ? {
          held: {
            count: held,
            of: guarded?.of ?? held,
            limit: guarded?.limit ?? 0,
            sentence: guarded?.sentence ?? first.why,
          },
        }
      : {}),
  };
}

type Built = {
  readonly items: readonly PlanItem[];
  readonly hash: string;
  readonly guarded: Held | undefined;
};

async function contested(cycle: Cycle): Promise<KeyClaim[]> {
  const claims: KeyClaim[] = [];
  let piece = cycle.store.keys.contested();
  for (; piece.next; piece = cycle.store.keys.contested(piece.next)) {
    for (const claim of piece.claims) claims.push(claim);
    await cycle.breathe();
  }
  return [...claims, ...piece.claims];
}

/** @param released removals are not held: a person confirmed exactly this plan */
async function build(cycle: Cycle, ends: Ends, now: number, released: boolean): Promise<Built> {
  const decided = decidedNow(cycle);
  const found = await collect(cycle, now, decided);
  const claims = await contested(cycle);
  const judge = () => uniqueness(claims, standings(cycle, found, decided));
  detainConflicts(found, judge());
  const guarded = released ? undefined : await holdRemovals(cycle, [...found.values()], now, ends);
  // who is held keeps its keys, so that more may be detained now
  const last = judge();
  detainConflicts(found, last);
  freeNumbers(cycle, found, last);
  const items = await sortedInPieces([...found.values()], inOrder, cycle.breathe);
  const confirm = (item: PlanItem) => {
    item.confirmed = true;
  };
  if (released) await eachInPieces(items, confirm, cycle.breathe);
  return { items, hash: await hashOf(cycle, items), guarded };
}

/**
 * Makes the plan of this moment.
 * @param ends how the sources were read
 * @param confirm a plan's hash: if it is this plan's, what is held is let through
 */
export async function makePlan(cycle: Cycle, ends: Ends, confirm: string | undefined): Promise<Plan> {
  const now = cycle.now();
  const held = await build(cycle, ends, now, false);
  const { items, guarded } = confirm === held.hash ? await build(cycle, ends, now, true) : held;
  return { hash: held.hash, items, summary: await summaryOf(cycle, held.hash, items, now, guarded) };
}

const KIND: Record<OpEntry, PlanEntry['kind']> = {
  added: 'added',
  changed: 'changed',
  removed: 'removed',
  disabled: 'disabled',
  enabled: 'enabled',
  deleted: 'removed',
  freed: 'changed',
};

const ACTION: Record<OpEntry, PlanAction> = {
  added: 'add',
  changed: 'update',
  freed: 'update',
  removed: 'delete',
  deleted: 'delete',
  disabled: 'disable',
  enabled: 'enable',
};

function entryOf(item: PlanItem, now: number): PlanEntry {
  const { noted, code, why } = item;
  const kind = item.state === 'go' ? KIND[item.entry] : item.state;
  const since = noted?.kind === kind && noted.code === code ? noted.since : now;
  return { kind, action: ACTION[item.entry], why, since, ...(code === undefined ? {} : { code }) };
}

const sameEntry = (a: PlanEntry | undefined, b: PlanEntry | undefined) =>
  a?.kind === b?.kind && a?.code === b?.code && a?.why === b?.why && a?.action === b?.action;

/** Writes the plan down for the pages: only where it says something new. `goToo`: also what is not sent in this cycle. */
export async function notePlan(cycle: Cycle, plan: Plan, goToo: boolean): Promise<void> {
  const { persons } = cycle.store;
  const now = cycle.now();
  const entryFor = (item: PlanItem) => (goToo || item.state !== 'go' ? entryOf(item, now) : undefined);
  const news: PlanItem[] = [];
  const look = (item: PlanItem) => {
    if (!sameEntry(item.noted, entryFor(item))) news.push(item);
  };
  await eachInPieces(plan.items, look, cycle.breathe);
  for (let at = 0; at < news.length; at += PEOPLE) {
    cycle.store.tx(() => {
      for (const item of news.slice(at, at + PEOPLE)) {
        const person = persons.get(item.personId);
        if (!person) continue;
        person.plan = entryFor(item);
        persons.save(person);
      }
    });
    await cycle.breathe();
  }
}
