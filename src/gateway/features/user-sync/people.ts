/** Stages 2–4, for records that changed: normalise → merge → validate → person. */
import { USER_FIELDS } from '../../../contract/scim.ts';
import type { Desired, DirtyRecord, Issue, Person } from '../../core/ports/sync-store.ts';
import { detains } from '../../core/sync-reasons.ts';
import { overridden, overrides } from './decisions.ts';
import { type Cycle, sourceOf } from './engine.ts';
import { keysOf, keyValue } from './keys.ts';
import { type Canonical, normalise } from './mapping.ts';
import { merge, type Part } from './merge.ts';
import { validate } from './validate.ts';

type Overrides = ReturnType<typeof overrides>;

/** People in one transaction: each writes several rows. */
const PEOPLE = 100;

/** Same for the same desire, whatever its provenance. */
export function desireHash(digest: (text: string) => string, { user, cleared }: Desired): string {
  return digest(JSON.stringify([USER_FIELDS.map((field) => user[field] ?? null), user.active, cleared]));
}

function canonical(cycle: Cycle, record: DirtyRecord): Canonical | undefined {
  const source = sourceOf(cycle, record.sourceId);
  if (!source || record.fault) return undefined;
  return normalise(record.raw, { rules: source.mapping, phone: cycle.phone, country: source.country });
}

/** A record of another source joins the one person that has its e-mail address and nobody from this source. */
function joinByEmail(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person | undefined {
  const email = said?.values.get('email')?.value;
  if (cycle.sources.length < 2 || typeof email !== 'string') return undefined;
  const { keys, persons, records } = cycle.store;
  const others = keys.claimants({ kind: 'email', value: keyValue('email', email) });
  const [only] = others.filter((id) => !records.ofPerson(id).some((r) => r.sourceId === record.sourceId));
  return others.length === 1 && only !== undefined ? persons.get(only) : undefined;
}

function newPerson(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person {
  const { persons } = cycle.store;
  const wanted = said?.externalId ?? record.anchor;
  const externalId = persons.byExternalId(wanted) ? `${record.sourceId}:${record.anchor}` : wanted;
  return persons.add({ sourceId: record.sourceId, externalId });
}

type Found = { readonly person: Person; readonly isNew: boolean };

/** link → anchor → e-mail → a new person. Never by name. */
function personFor(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Found | undefined {
  if (record.personId !== undefined) {
    const person = cycle.store.persons.get(record.personId);
    return person && { person, isNew: false };
  }
  if (record.gone) return undefined;
  const known = joinByEmail(cycle, record, said);
  return { person: known ?? newPerson(cycle, record, said), isNew: known === undefined };
}

function rowIssues(present: readonly DirtyRecord[]): Issue[] {
  return present.flatMap((record) => {
    if (record.fault) return [{ code: record.fault.code, sentence: record.fault.sentence }];
    return record.duplicate
      ? [
          {
            code: 'DUP_ID',
            value: record.anchor,
            sentence: `The identity “${record.anchor}” is there more than once in the source.`,
          },
        ]
      : [];
  });
}

/** @param known what is normalised already */
function parts(
  cycle: Cycle,
  present: readonly DirtyRecord[],
  known: ReadonlyMap<number, Canonical | undefined>,
): Part[] {
  return present.flatMap((record) => {
    const source = sourceOf(cycle, record.sourceId);
    const said = known.get(record.id) ?? canonical(cycle, record);
    if (!source || !said) return [];
    return [
      {
        source: source.id,
        precedence: source.precedence,
        absent: source.absent,
        anchor: record.anchor,
        record: said,
      },
    ];
  });
}

/** An unreadable row keeps the last good state; its person is not moved, and not taken for gone. */
function keepLastGood(cycle: Cycle, person: Person, issues: readonly Issue[]): void {
  person.live = true;
  person.issues = issues;
  person.todo = true;
  cycle.store.persons.save(person);
}

function present(
  cycle: Cycle,
  person: Person,
  said: readonly Part[],
  findings: readonly Issue[],
  set: Overrides,
): void {
  const { persons, keys } = cycle.store;
  const country = sourceOf(cycle, person.sourceId)?.country;
  const desired = overridden(merge(said, person.desired), set.get(person.externalId));
  const hash = desireHash(cycle.digest, desired);
  person.live = true;
  person.desired = desired;
  person.desiredHash = hash;
  person.issues = [...validate(desired, cycle.phone, country), ...findings];
  if (person.block && person.block.hash !== hash) person.block = undefined;
  person.todo =
    hash !== person.settledHash || person.remoteGone || person.issues.some((i) => detains(i.code));
  if (!person.todo) person.plan = undefined;
  persons.save(person);
  keys.setDesired(person.id, keysOf(desired.user));
}

/** Every record has left. Who never came to the remote, or vanished there, is forgotten at once. */
function left(cycle: Cycle, person: Person): void {
  const { persons, keys, ops } = cycle.store;
  keys.setDesired(person.id, []);
  const isRemote = person.remoteId !== undefined && !person.remoteGone;
  if (!isRemote && !ops.ofPerson(person.id)) {
    persons.remove(person.id);
    return;
  }
  person.live = false;
  person.issues = [];
  person.block = undefined;
  person.settledHash = undefined;
  person.plan = undefined;
  person.todo = true;
  persons.save(person);
}

function refresh(cycle: Cycle, record: DirtyRecord, set: Overrides): void {
  const { records } = cycle.store;
  const said = record.gone ? undefined : canonical(cycle, record);
  const found = personFor(cycle, record, said);
  if (!found) {
    records.remove(record.id);
    return;
  }
  const { person, isNew } = found;
  records.settle(record.id, person.id);
  const all = isNew ? [record] : records.ofPerson(person.id);
  const here = all.filter((r) => !r.gone);
  if (here.length === 0) {
    left(cycle, person);
    return;
  }
  for (const gone of all) if (gone.gone) records.remove(gone.id);
  const issues = rowIssues(here);
  if (issues.length > 0) keepLastGood(cycle, person, issues);
  else
    present(
      cycle,
      person,
      parts(cycle, here, new Map([[record.id, said]])),
      here.flatMap((r) => r.findings),
      set,
    );
}

/** Works off every dirty record; what is done is done, so that it resumes anywhere. */
export async function refreshPeople(cycle: Cycle): Promise<void> {
  const { records, facts } = cycle.store;
  const set = overrides(cycle);
  let done = 0;
  for (;;) {
    const dirty = records.dirty(PEOPLE);
    if (dirty.length === 0) return;
    cycle.store.txSoon(() => {
      if (done === 0) facts.set('planOpen', '1');
      for (const record of dirty) refresh(cycle, record, set);
    });
    done += dirty.length;
    cycle.progress({ stage: 'normalise', done });
    await cycle.breathe();
  }
}
