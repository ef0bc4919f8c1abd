/** Stages 2–4, for records that changed: normalise → merge → validate → person. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import { fail } from '../../core/errors.ts';
import type { MappingRule } from '../../core/ports/connector.ts';
import {
  type Desired,
  type DirtyRecord,
  type Issue,
  KEY_FIELDS,
  type KeyField,
  type Person,
} from '../../core/ports/sync-store.ts';
import { detains } from '../../core/sync-reasons.ts';
import { BY_PERSON, overridden, overrides } from './decisions.ts';
import { retold } from './diff.ts';
import { type Cycle, type SyncSource, sourceOf } from './engine.ts';
import { keysOf, keyValue } from './keys.ts';
import { type Canonical, normalise, rawOf } from './mapping.ts';
import { type MergeOptions, merge, type Part, PROFILE } from './merge.ts';
import { keysFor } from './outcome.ts';
import { validate } from './validate.ts';

type Overrides = ReturnType<typeof overrides>;

/** People in one transaction, at most: each writes several rows. */
const PEOPLE = 200;
/** After this long a transaction ends early, ms: other work of the thread, and people's decisions, wait for it. */
const LONGEST_MS = 20;

/**
 * Rounds over the dirty records of one cycle. Two or three are usual; each further one is for people of one source who
 * are found, by what another says of them, to be somebody else's.
 */
const MOST_ROUNDS = 200;

/** Same for the same desire, whatever its provenance. */
export function desireHash(digest: (text: string) => string, { user, cleared }: Desired): string {
  return digest(JSON.stringify([USER_FIELDS.map((field) => user[field] ?? null), user.active, cleared]));
}

function canonical(cycle: Cycle, record: DirtyRecord): Canonical | undefined {
  const source = sourceOf(cycle, record.sourceId);
  if (!source || record.fault) return undefined;
  return normalise(record.raw, { rules: source.mapping, phone: cycle.phone, country: source.country });
}

/** Sources that have this person now. */
const sourcesOfPerson = ({ store }: Cycle, id: number) =>
  store.records.ofPerson(id).flatMap(({ gone, sourceId }) => (gone ? [] : [sourceId]));

/** The one other person who has this value, unless the record's own source knows somebody with it already. */
function onlyOther(cycle: Cycle, record: DirtyRecord, kind: KeyField, text: string): Person | undefined {
  const { keys, persons } = cycle.store;
  const others = keys.claimants({ kind, value: keyValue(kind, text) }).filter((id) => id !== record.personId);
  const [only] = others;
  if (only === undefined || others.length > 1) return undefined;
  return sourcesOfPerson(cycle, only).includes(record.sourceId) ? undefined : persons.get(only);
}

/** An identity that a rule makes (a personnel number) is the same person's in every source that has such a rule. */
function joinByAnchor(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person | undefined {
  const { persons } = cycle.store;
  const known = said?.externalId === undefined ? undefined : persons.byExternalId(said.externalId);
  if (!known || known.id === record.personId) return undefined;
  return sourcesOfPerson(cycle, known.id).includes(record.sourceId) ? undefined : known;
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
  const kinds: (KeyField | undefined)[] = ['email', joinKeyOf(cycle, record.sourceId)];
  for (const kind of kinds) {
    const value = kind && said?.values.get(kind)?.value;
    const found = kind && typeof value === 'string' ? onlyOther(cycle, record, kind, value) : undefined;
    if (found) return found;
  }
  return undefined;
}

function joinKeyOf(cycle: Cycle, sourceId: string): KeyField | undefined {
  const key = sourceOf(cycle, sourceId)?.joinBy;
  return KEY_FIELDS.find((kind) => kind === key);
}

/** Nothing of this person was ever sent. */
const isUnsent = ({ store }: Cycle, person: Person) =>
  person.remoteId === undefined && !store.ops.ofPerson(person.id);

/** Made for this record alone, and nothing of it was ever sent: it may still turn out to be somebody known. */
const isLonely = (cycle: Cycle, person: Person): boolean =>
  mayJoin(cycle) && isUnsent(cycle, person) && sourcesOfPerson(cycle, person.id).length === 1;

/** For an identity that somebody else has already. */
const ownName = ({ sourceId, anchor }: DirtyRecord) => `${sourceId}:${anchor}`;

/** Record → how often it was taken from its person in this cycle. */
const partings = new WeakMap<Cycle, Map<number, number>>();
/**
 * A record may have to be taken from one person and then from another, while those who share the address are worked off
 * one after the other.
 */
const MOST_PARTINGS = 8;

/**
 * Whose records they are is asked anew, but for that which made the person. Not for ever: what comes together again and
 * again has another reason to (an identity, the configured key), and stays together.
 */
function takeApart(cycle: Cycle, person: Person, here: readonly DirtyRecord[]): void {
  const { records } = cycle.store;
  const times = partings.get(cycle) ?? new Map<number, number>();
  partings.set(cycle, times);
  const made = (record: DirtyRecord) => [record.anchor, ownName(record)].includes(person.externalId);
  const maker = here.find(made) ?? here[0];
  const others = here.filter(({ id }) => id !== maker?.id && (times.get(id) ?? 0) < MOST_PARTINGS);
  if (!maker || others.length === 0) return;
  records.touch(maker.id);
  for (const { id } of others) {
    times.set(id, (times.get(id) ?? 0) + 1);
    records.unlink(id);
  }
}

/** As long as nothing of the person was sent: records of several sources that one e-mail address has brought together. */
function partIfJoinedBy(cycle: Cycle, email: string, person: Person): void {
  const here = cycle.store.records.ofPerson(person.id).filter(({ gone }) => !gone);
  if (new Set(here.map(({ sourceId }) => sourceId)).size < 2 || !isUnsent(cycle, person)) return;
  const says = (record: DirtyRecord) => {
    const value = canonical(cycle, record)?.values.get('email')?.value;
    return typeof value === 'string' && keyValue('email', value) === email;
  };
  if (new Set(here.filter(says).map(({ sourceId }) => sourceId)).size > 1) takeApart(cycle, person, here);
}

/**
 * One source has this address twice now: whose record the other source's is cannot be told any more. As long as nothing
 * was sent, it is as if the two had never been joined; who is at the remote keeps what was found out when it could be.
 */
function partAmbiguous(cycle: Cycle, person: Person): void {
  const address = person.desired?.user.email;
  if (address === undefined || !mayJoin(cycle)) return;
  const { keys, persons } = cycle.store;
  const email = keyValue('email', address);
  const rivals = keys.claimants({ kind: 'email', value: email }).filter((id) => id !== person.id);
  if (rivals.length === 0) return;
  const own = sourcesOfPerson(cycle, person.id);
  for (const id of rivals) {
    const rival = persons.get(id);
    if (!rival || !sourcesOfPerson(cycle, id).some((source) => own.includes(source))) continue;
    partIfJoinedBy(cycle, email, rival);
    partIfJoinedBy(cycle, email, person);
  }
}

function newPerson(cycle: Cycle, record: DirtyRecord, said: Canonical | undefined): Person {
  const { persons } = cycle.store;
  let externalId = said?.externalId ?? record.anchor;
  // the person of whom this record once was may have kept its name
  for (let n = 1; persons.byExternalId(externalId); n++)
    externalId = n === 1 ? ownName(record) : `${ownName(record)}:${n}`;
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

/**
 * Writes a person down, for the first time or again.
 * @param here records of somebody new, who gets them at once: what follows asks for a person's records
 * @returns the same with its id
 */
function save({ store: { persons, records } }: Cycle, person: Person, here: readonly DirtyRecord[]): Person {
  if (person.id !== 0) {
    persons.save(person);
    return person;
  }
  const saved = persons.insert(person);
  for (const { id } of here) records.settle(id, saved.id);
  return saved;
}

/** An unreadable row keeps the last good state; its person is not moved, and not taken for gone. */
function keepLastGood(
  cycle: Cycle,
  person: Person,
  here: readonly DirtyRecord[],
  issues: readonly Issue[],
): void {
  person.live = true;
  person.issues = issues;
  person.todo = true;
  save(cycle, person, here);
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

/**
 * Who waits for an address (or configured key) may be the one person who gives it up now, or who has it from now on: its
 * records are looked at again.
 */
function wakeRivals(cycle: Cycle, person: Person, before: CanonicalUser | undefined): void {
  if (!mayJoin(cycle)) return;
  const { keys, persons, records } = cycle.store;
  const now = person.live ? person.desired?.user : undefined;
  for (const kind of KEY_FIELDS) {
    const [old, fresh] = [before?.[kind], now?.[kind]];
    if (old === fresh) continue;
    const values = new Set(
      [old, fresh].flatMap((text) => (text === undefined ? [] : [keyValue(kind, text)])),
    );
    const rivals = [...values].flatMap((value) => keys.claimants({ kind, value }));
    for (const id of new Set(rivals)) {
      const rival = id === person.id ? undefined : persons.get(id);
      if (!rival || !isLonely(cycle, rival)) continue;
      for (const record of records.ofPerson(id)) if (!record.gone) records.touch(record.id);
    }
  }
}

function present(
  cycle: Cycle,
  person: Person,
  here: readonly DirtyRecord[],
  known: ReadonlyMap<number, Canonical | undefined>,
  set: Overrides,
): void {
  const said = parts(cycle, here, known);
  const findings = [...here.flatMap((row) => row.findings), ...otherAddress(cycle, here, said)];
  const { keys, ops } = cycle.store;
  const source = sourceOf(cycle, person.sourceId);
  // who had left wanted nothing any more
  const before = person.live ? person.desired?.user : undefined;
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
  if (!person.todo) {
    person.plan = undefined;
    person.written = retold(desired, person);
  }
  const saved = save(cycle, person, here);
  keys.setDesired(saved.id, keysOf(desired.user, source?.validation));
  // a profile that was chosen later: what its people hold already counts too
  if (source?.validation === 'micollab' && !ops.ofPerson(saved.id))
    keys.setApplied(saved.id, keysFor(cycle, saved, saved.confirmed));
  wakeRivals(cycle, saved, before);
  partAmbiguous(cycle, saved);
}

/** Every record has left. Who never came to the remote, or vanished there, is forgotten at once. */
function left(cycle: Cycle, person: Person): void {
  const { persons, keys, ops } = cycle.store;
  keys.setDesired(person.id, []);
  wakeRivals(cycle, { ...person, live: false }, person.desired?.user);
  const isRemote = person.remoteId !== undefined && !person.remoteGone;
  if (!isRemote && !ops.ofPerson(person.id)) {
    // the row has changed: who comes back is asked about anew
    for (const kind of ['cancelled', 'undone'] as const)
      cycle.store.decisions.dropOf(person.externalId, kind);
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
  // an anchor is remembered as long as its person lives by another source, unless its own source says it by a new one
  for (const row of rows) {
    if (!row.gone) continue;
    if (here.some(({ sourceId }) => sourceId === row.sourceId)) records.remove(row.id);
    else records.settle(row.id, person.id);
  }
  const owned = owner(cycle, person, here);
  const issues = rowIssues(here);
  if (issues.length > 0) keepLastGood(cycle, owned, here, issues);
  else present(cycle, owned, here, new Map([[record.id, said]]), set);
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
 * Dirty records, page by page, in rounds from the first to the last. Working one off may wake others: those ahead come in
 * the same round, those behind in the next.
 * @throws AppError SYNC_ENDLESS past the last round
 */
function dirtyInRounds(cycle: Cycle, waiting: readonly string[]) {
  const { records } = cycle.store;
  const places: { here?: DirtyRecord | undefined; gone?: DirtyRecord | undefined } = {};
  let rounds = 0;
  const page = (where: keyof typeof places): readonly DirtyRecord[] => {
    const rest = records.dirty(PEOPLE, waiting, where === 'gone', places[where]);
    if (rest.length > 0 || !places[where]) return rest;
    places[where] = undefined;
    const again = records.dirty(PEOPLE, waiting, where === 'gone');
    if (again.length === 0 || ++rounds < MOST_ROUNDS) return again;
    cycle.log('the same rows are dirty again and again', {
      rounds,
      rows: again.map(({ id }) => id).join(' '),
    });
    throw fail('SYNC_ENDLESS');
  };
  return {
    next(): readonly DirtyRecord[] {
      // who is there comes before who is not, so that a person who goes from one source to another in one cycle never leaves
      const here = page('here');
      return here.length > 0 ? here : page('gone');
    },
    /** @param last worked off */
    pass(last: DirtyRecord | undefined): void {
      if (last) places[last.gone ? 'gone' : 'here'] = last;
    },
  };
}

/**
 * Works off every dirty record; what is done is done, so that it resumes anywhere.
 * @param waiting sources that broke off and whose changes shall not flow before they are read whole
 * @throws AppError SYNC_ENDLESS: a defect of ours, since nothing that sources say can make it happen as far as we know
 */
export async function refreshPeople(cycle: Cycle, waiting: readonly string[] = []): Promise<void> {
  const { facts, txSoon } = cycle.store;
  const set = overrides(cycle);
  const rounds = dirtyInRounds(cycle, waiting);
  let done = 0;
  for (let dirty = rounds.next(); dirty.length > 0; dirty = rounds.next()) {
    const worked = txSoon(() => {
      if (done === 0) facts.set('planOpen', '1');
      return refreshFor(cycle, dirty, set);
    });
    rounds.pass(dirty[worked - 1]);
    done += worked;
    cycle.progress({ stage: 'normalise', done });
    await cycle.breathe();
  }
}
