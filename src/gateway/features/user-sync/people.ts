/** Stages 2–4, for records that changed: normalise → merge → validate → person. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import type { MappingRule } from '../../core/ports/connector.ts';
import {
  type Desired,
  type DirtyRecord,
  type Issue,
  KEY_KINDS,
  type KeyKind,
  type Person,
} from '../../core/ports/sync-store.ts';
import { detains } from '../../core/sync-reasons.ts';
import { BY_PERSON, overridden, overrides } from './decisions.ts';
import { type Cycle, type SyncSource, sourceOf } from './engine.ts';
import { keysOf, keyValue } from './keys.ts';
import { type Canonical, normalise, rawOf } from './mapping.ts';
import { type MergeOptions, merge, type Part, PROFILE } from './merge.ts';
import { validate } from './validate.ts';

type Overrides = ReturnType<typeof overrides>;

/** People in one transaction, at most: each writes several rows. */
const PEOPLE = 200;
/** After this long a transaction ends early, ms: other work of the thread, and people's decisions, wait for it. */
const LONGEST_MS = 20;

/** Same for the same desire, whatever its provenance. */
export function desireHash(digest: (text: string) => string, { user, cleared }: Desired): string {
  return digest(JSON.stringify([USER_FIELDS.map((field) => user[field] ?? null), user.active, cleared]));
}

function canonical(cycle: Cycle, record: DirtyRecord): Canonical | undefined {
  const source = sourceOf(cycle, record.sourceId);
  if (!source || record.fault) return undefined;
  return normalise(record.raw, { rules: source.mapping, phone: cycle.phone, country: source.country });
}

/** The one person who has this value and nobody from the record's source. */
function onlyOther(cycle: Cycle, record: DirtyRecord, kind: KeyKind, text: string): Person | undefined {
  const { keys, persons, records } = cycle.store;
  const others = keys.claimants({ kind, value: keyValue(kind, text) }).filter((id) => id !== record.personId);
  const [only] = others.filter((id) => !records.ofPerson(id).some((r) => r.sourceId === record.sourceId));
  return others.length === 1 && only !== undefined ? persons.get(only) : undefined;
}

/** An identity that a rule makes (a personnel number) is the same person's in every source that has such a rule. */
function joinByAnchor(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person | undefined {
  const { persons, records } = cycle.store;
  const known = said?.externalId === undefined ? undefined : persons.byExternalId(said.externalId);
  if (!known || known.id === record.personId) return undefined;
  return records.ofPerson(known.id).some((r) => r.sourceId === record.sourceId) ? undefined : known;
}

const moved = new WeakMap<Cycle, boolean>();

/** Have people of a source that was deleted been moved? Asked once a cycle, not for every row; a move makes a cycle of its own. */
function haveMoved(cycle: Cycle): boolean {
  const known = moved.get(cycle) ?? cycle.store.facts.get('moved') === '1';
  moved.set(cycle, known);
  return known;
}

/** Are there people whom another source than the record's own may know? Those of a deleted one have no rows at all. */
const mayJoin = (cycle: Cycle) => cycle.sources.length > 1 || haveMoved(cycle);

/** A record of another source joins the one person that has its identity, its e-mail address or the configured key. */
function join(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person | undefined {
  if (!mayJoin(cycle)) return undefined;
  const byAnchor = joinByAnchor(cycle, record, said);
  if (byAnchor) return byAnchor;
  const kinds: (KeyKind | undefined)[] = ['email', joinKeyOf(cycle, record.sourceId)];
  for (const kind of kinds) {
    const value = kind && said?.values.get(kind)?.value;
    const found = kind && typeof value === 'string' ? onlyOther(cycle, record, kind, value) : undefined;
    if (found) return found;
  }
  return undefined;
}

function joinKeyOf(cycle: Cycle, sourceId: string): KeyKind | undefined {
  const key = sourceOf(cycle, sourceId)?.joinBy;
  return KEY_KINDS.find((kind) => kind === key);
}

/** Made for this record alone, and nothing of it was ever sent: it may still turn out to be somebody known. */
function isLonely(cycle: Cycle, person: Person): boolean {
  const { records, ops } = cycle.store;
  return (
    mayJoin(cycle) &&
    person.remoteId === undefined &&
    !ops.ofPerson(person.id) &&
    records.ofPerson(person.id).length === 1
  );
}

function newPerson(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person {
  const { persons } = cycle.store;
  const wanted = said?.externalId ?? record.anchor;
  const externalId = persons.byExternalId(wanted) ? `${record.sourceId}:${record.anchor}` : wanted;
  return persons.fresh({ sourceId: record.sourceId, externalId });
}

type Found = { readonly person: Person; readonly isNew: boolean };

/** link → anchor → e-mail → configured key → a new person. Never by name. */
function personFor(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Found | undefined {
  const { persons, records } = cycle.store;
  const linked = record.personId === undefined ? undefined : persons.get(record.personId);
  if (linked) {
    const other = said && isLonely(cycle, linked) ? join(cycle, record, said) : undefined;
    if (!other) return { person: linked, isNew: false };
    records.settle(record.id, other.id);
    persons.remove(linked.id);
    return { person: other, isNew: false };
  }
  if (record.gone) return undefined;
  const known = join(cycle, record, said);
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

const targets = new WeakMap<readonly MappingRule[], ReadonlySet<string>>();

/** Fields that a source has a rule for. */
function targetsOf({ mapping }: SyncSource): ReadonlySet<string> {
  const known = targets.get(mapping) ?? new Set<string>(mapping.map(({ field }) => field));
  targets.set(mapping, known);
  return known;
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
        rules: targetsOf(source),
        raw: (rule) => {
          const from = source.mapping[rule]?.from;
          return from ? rawOf(from, record.raw) : '';
        },
      },
    ];
  });
}

/** Writes a person down, for the first time or again. @returns the same with its id */
function save({ store: { persons } }: Cycle, person: Person): Person {
  if (person.id === 0) return persons.insert(person);
  persons.save(person);
  return person;
}

/** An unreadable row keeps the last good state; its person is not moved, and not taken for gone. */
function keepLastGood(cycle: Cycle, person: Person, issues: readonly Issue[]): Person {
  person.live = true;
  person.issues = issues;
  person.todo = true;
  return save(cycle, person);
}

/** Fields that stand for a service of MiCollab: a value of them is a device, and it is removed by hand (S4). */
const SERVICES: readonly UserField[] = ['extension', 'phone', 'role'];

function mergeOptions(cycle: Cycle, person: Person): MergeOptions {
  const source = sourceOf(cycle, person.sourceId);
  const { featureProfile, validation } = source ?? {};
  const isNew = person.remoteId === undefined || person.desired?.provenance.role?.rule === PROFILE;
  return {
    // a person's own value stands by their decision, not by what was wanted before
    exists: (id) => id === BY_PERSON || sourceOf(cycle, id) !== undefined,
    ...(featureProfile !== undefined && isNew
      ? { featureProfile: { source: person.sourceId, role: featureProfile } }
      : {}),
    ...(validation === 'micollab' ? { services: SERVICES } : {}),
  };
}

/** D20: where telephone system and directory both know a person, the e-mail address is the directory's, or its UPN. */
function otherAddress(cycle: Cycle, here: readonly DirtyRecord[], said: readonly Part[]): Issue[] {
  const kindOf = ({ source }: Part) => sourceOf(cycle, source)?.kind;
  const email = (part: Part) => {
    const value = part.record.values.get('email')?.value;
    return typeof value === 'string' ? keyValue('email', value) : undefined;
  };
  const directories = said.filter((part) => kindOf(part) === 'directory');
  if (directories.length === 0) return [];
  const upn = here.flatMap(({ raw }) => [raw.userPrincipalName ?? raw.userprincipalname ?? []].flat());
  const known = new Set([...directories.map(email), ...upn.map((text) => keyValue('email', text))]);
  return said
    .filter((part) => kindOf(part) === 'pbx')
    .flatMap((part) => {
      const own = email(part);
      return own === undefined || known.has(own)
        ? []
        : [{ code: 'EMAIL_NOT_UPN', field: 'email', value: own }];
    });
}

/** Who waited for this address (or configured key) may be the one person who has it now. */
function wakeRivals(cycle: Cycle, person: Person, before: CanonicalUser | undefined): void {
  if (!before || !mayJoin(cycle)) return;
  const { keys, records } = cycle.store;
  for (const kind of KEY_KINDS) {
    const old = before[kind];
    if (old === undefined || old === person.desired?.user[kind]) continue;
    for (const id of keys.claimants({ kind, value: keyValue(kind, old) }))
      for (const record of id === person.id ? [] : records.ofPerson(id)) records.touch(record.id);
  }
}

function present(
  cycle: Cycle,
  person: Person,
  said: readonly Part[],
  findings: readonly Issue[],
  set: Overrides,
): Person {
  const { keys } = cycle.store;
  const source = sourceOf(cycle, person.sourceId);
  const before = person.desired?.user;
  const merged = merge(said, person.desired, mergeOptions(cycle, person));
  const desired = overridden(merged.desired, set.get(person.externalId));
  const { unblanked } = merged;
  const hash = desireHash(cycle.digest, desired);
  person.live = true;
  person.desired = desired;
  person.desiredHash = hash;
  person.issues = [
    ...validate(desired, { phone: cycle.phone, country: source?.country, profile: source?.validation }),
    ...unblanked.map((field) => ({ code: 'NEEDS_MANUAL_SERVICE_REMOVAL', field })),
    ...findings,
  ];
  if (person.block && person.block.hash !== hash) person.block = undefined;
  person.todo =
    hash !== person.settledHash || person.remoteGone || person.issues.some((i) => detains(i.code));
  if (!person.todo) person.plan = undefined;
  const saved = save(cycle, person);
  keys.setDesired(saved.id, keysOf(desired.user));
  wakeRivals(cycle, saved, before);
  return saved;
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

/** The source that answers for a person: the first one, as long as it has the person; then the next in precedence. */
function owner(cycle: Cycle, person: Person, here: readonly DirtyRecord[]): Person {
  if (here.some((record) => record.sourceId === person.sourceId)) return person;
  const [next] = here
    .flatMap(({ sourceId }) => sourceOf(cycle, sourceId) ?? [])
    .sort((a, b) => a.precedence - b.precedence || (a.id < b.id ? -1 : 1));
  if (!next) return person;
  cycle.store.sources.own(next.id, person.id);
  return { ...person, sourceId: next.id };
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
  if (!isNew) records.settle(record.id, person.id);
  const rows = isNew ? [record] : records.ofPerson(person.id);
  const here = rows.filter((r) => !r.gone);
  if (here.length === 0) {
    left(cycle, person);
    return;
  }
  for (const row of rows) if (row.gone) records.remove(row.id);
  const saved = made(cycle, owner(cycle, person, here), here, new Map([[record.id, said]]), set);
  if (isNew) records.settle(record.id, saved.id);
}

/** What the rows make of the person, written down. */
function made(
  cycle: Cycle,
  person: Person,
  here: readonly DirtyRecord[],
  said: ReadonlyMap<number, Canonical | undefined>,
  set: Overrides,
): Person {
  const issues = rowIssues(here);
  if (issues.length > 0) return keepLastGood(cycle, person, issues);
  const all = parts(cycle, here, said);
  const findings = [...here.flatMap((r) => r.findings), ...otherAddress(cycle, here, all)];
  return present(cycle, person, all, findings, set);
}

/** @returns how many were worked off: all, or as many as a short while allows; at least one */
function refreshFor(cycle: Cycle, dirty: readonly DirtyRecord[], set: Overrides): number {
  const begin = cycle.now();
  let done = 0;
  for (const record of dirty) {
    refresh(cycle, record, set);
    done++;
    if (cycle.now() - begin >= LONGEST_MS) break;
  }
  return done;
}

/**
 * Works off every dirty record; what is done is done, so that it resumes anywhere.
 * @param waiting sources that broke off and whose changes shall not flow before they are read whole
 */
export async function refreshPeople(cycle: Cycle, waiting: readonly string[] = []): Promise<void> {
  const { records, facts } = cycle.store;
  const set = overrides(cycle);
  let done = 0;
  for (;;) {
    const dirty = records.dirty(PEOPLE, waiting);
    if (dirty.length === 0) return;
    done += cycle.store.txSoon(() => {
      if (done === 0) facts.set('planOpen', '1');
      return refreshFor(cycle, dirty, set);
    });
    cycle.progress({ stage: 'normalise', done });
    await cycle.breathe();
  }
}
