/**
 * What people decided about single persons (row D7): taken up at the start of a cycle, asked for when it plans. A
 * decision is written down by the gateway whether or not a cycle runs; it is bound to what was seen when it was made.
 */
import type { UserField } from '../../../contract/scim.ts';
import type { Decision, Desired, Person } from '../../core/ports/sync-store.ts';
import { aimOf } from './decide.ts';
import type { Cycle } from './engine.ts';

/** Where an overriding value comes from, in the place of a source's id. */
export const BY_PERSON = 'person';

/** The person is looked at again, from the rows on. */
function wake(cycle: Cycle, person: Person): void {
  const { persons, records, facts } = cycle.store;
  person.todo = true;
  persons.save(person);
  // of who left, the rows say nothing more
  if (person.live) records.markDirtyOf(person.id);
  facts.set('planOpen', '1');
}

/** D17, the verb *create again*. Whatever else is wrong with the person still counts. */
function forgetRemote(person: Person): void {
  if (!person.remoteGone) return;
  Object.assign(person, { remoteGone: false, remoteId: undefined, settledHash: undefined, block: undefined });
}

function takeUp(cycle: Cycle, decision: Decision): void {
  const { decisions, persons } = cycle.store;
  const person = persons.byExternalId(decision.externalId);
  const isUsedUp = decision.revoked || decision.kind === 'recreate' || (decision.kind === 'apply' && !person);
  if (isUsedUp) decisions.drop(decision.id);
  else decisions.taken(decision.id);
  if (!person) return;
  if (decision.kind === 'recreate') {
    forgetRemote(person);
    decisions.dropOf(person.externalId, 'left');
  }
  // tried at once, and counted anew
  if (decision.kind === 'apply') person.block = undefined;
  wake(cycle, person);
}

/** Everything that people decided since the last cycle. */
export function takeUpDecisions(cycle: Cycle): void {
  const fresh = cycle.store.decisions.fresh().filter(({ kind }) => kind !== 'stale');
  if (fresh.length === 0) return;
  cycle.store.tx(() => {
    for (const decision of fresh) takeUp(cycle, decision);
  });
}

/** Decisions by person, as of now. */
export type Decided = {
  /** Nothing of this person is sent or shown as open: ignored, cancelled, left, undone. */
  isQuiet(person: Person): boolean;
  /** A person let exactly this through. */
  isReleased(person: Person): boolean;
};

const ALWAYS: ReadonlySet<string> = new Set(['ignored', 'left']);
const UNTIL_CHANGED: ReadonlySet<string> = new Set(['cancelled', 'undone']);

/** Decisions that no longer fit what they were made about are forgotten on the way. */
export function decidedNow(cycle: Cycle): Decided {
  const { decisions, records } = cycle.store;
  const byPerson = Map.groupBy(decisions.all(), ({ externalId }) => externalId);
  const holds = (person: Person, decision: Decision): boolean => {
    if (ALWAYS.has(decision.kind)) return true;
    if (!UNTIL_CHANGED.has(decision.kind)) return false;
    if (decision.hash === records.hashOfPerson(person.id)) return true;
    decisions.drop(decision.id);
    return false;
  };
  return {
    isQuiet: (person) => (byPerson.get(person.externalId) ?? []).some((decision) => holds(person, decision)),
    isReleased(person) {
      const apply = byPerson.get(person.externalId)?.find(({ kind }) => kind === 'apply');
      if (!apply) return false;
      if (apply.hash === aimOf(person)) return true;
      decisions.drop(apply.id);
      return false;
    },
  };
}

/** Values that people set in place of the sources', by person. */
export function overrides(cycle: Cycle): ReadonlyMap<string, Decision> {
  const set = cycle.store.decisions.all().filter(({ kind, revoked }) => kind === 'modified' && !revoked);
  return new Map(set.map((decision) => [decision.externalId, decision]));
}

/** What is wanted, with a person's values in place of the sources'. An empty value clears. */
export function overridden(desired: Desired, decision: Decision | undefined): Desired {
  if (!decision) return desired;
  const user: Record<string, unknown> = { ...desired.user };
  const provenance: Record<string, unknown> = { ...desired.provenance };
  const cleared = new Set<UserField>(desired.cleared);
  for (const [key, value] of Object.entries(decision.values)) {
    const field = key as UserField;
    if (value === '') {
      if (field === 'userName') continue;
      delete user[field];
      delete provenance[field];
      cleared.add(field);
    } else {
      user[field] = value;
      provenance[field] = { source: BY_PERSON, rule: -1, raw: value };
      cleared.delete(field);
    }
  }
  return { user: user as Desired['user'], provenance, cleared: [...cleared] };
}
