/** What an answer means for the person. Every function runs inside the transaction that closes the operation. */
import type { CanonicalUser, UserField } from '../../../contract/scim.ts';
import { nameOf } from '../../core/person-name.ts';
import type { RemoteOutcome } from '../../core/ports/scim.ts';
import type {
  AuditEntry,
  Block,
  Key,
  OpEntry,
  OpenOp,
  Person,
  Provenance,
} from '../../core/ports/sync-store.ts';
import { aimOf } from './decide.ts';
import { patched, retold, unfrozen } from './diff.ts';
import { type Cycle, frozenFor, isUndoing, sourceOf } from './engine.ts';
import { keysOf } from './keys.ts';
import type { Request } from './requests.ts';

const DAY = 86_400_000;
const GIVE_UP_MS = 28 * DAY;

/** Keys that the remote shows, as the person's profile counts them. */
export const keysFor = (
  { sources }: Pick<Cycle, 'sources'>,
  { sourceId }: Person,
  user: CanonicalUser | undefined,
): Key[] => keysOf(user, sourceOf({ sources }, sourceId)?.validation);

/** A change at the remote: into the chain, and into the list of what this run did. `person` is as it was before. */
function audit(
  cycle: Cycle,
  person: Person,
  op: OpenOp,
  kind: AuditEntry['kind'],
  fields: readonly string[],
): void {
  const { sourceId, externalId, confirmed: before } = person;
  const at = cycle.now();
  cycle.store.audit.append({
    at,
    cycleId: cycle.id,
    actor: cycle.options.actor,
    sourceId,
    externalId,
    kind,
    fields,
    confirmed: op.confirmed,
  });
  const { changes } = cycle.store;
  // an undo needs them to its end, also when it is cut off
  if (!cycle.asked.changed && !isUndoing(cycle)) {
    changes.forgetBefore(cycle.number);
    cycle.asked.changed = true;
  }
  changes.add({
    cycle: cycle.number,
    personId: person.id,
    externalId,
    sourceId,
    name: nameOf(person.desired?.user ?? before, externalId),
    kind,
    at,
    fields,
    before,
  });
}

const COUNTED: Partial<Record<OpEntry, 'added' | 'changed' | 'removed'>> = {
  added: 'added',
  changed: 'changed',
  enabled: 'changed',
  disabled: 'changed',
  removed: 'removed',
  deleted: 'removed',
};

function count(cycle: Cycle, entry: OpEntry): void {
  const counted = COUNTED[entry];
  if (counted) cycle.counts[counted]++;
}

/** Where a value came from that no source says any more. */
const lost = ({ sourceId }: Person): Provenance => ({ source: sourceId, rule: -1, raw: '' });

/** Fields that are ours from now on, each with where it came from. */
function noteWritten(person: Person, fields: readonly string[] | undefined): void {
  const provenance = person.desired?.provenance ?? {};
  if (fields === undefined) {
    person.written = { ...provenance };
    return;
  }
  const written: Record<string, unknown> = { ...person.written };
  for (const field of fields) {
    const from = provenance[field as keyof typeof provenance];
    if (from && person.live) written[field] = from;
    else if (person.confirmed?.[field as UserField] === undefined) delete written[field];
    // put back by an undo, or kept by a server that was to remove it: it is there by our doing
    else written[field] ??= lost(person);
  }
  person.written = written;
}

/** Retry after 1, 2, 4 … cycles, at most 24 hours apart, for 28 days; what the remote refused for good once a day. */
export function blockAfter(
  cycle: Pick<Cycle, 'number' | 'now'>,
  person: Pick<Person, 'block' | 'live' | 'desiredHash'>,
  failure: {
    readonly code: string;
    readonly sentence: string;
    readonly remedy: string;
    readonly retryable: boolean;
  },
): Block {
  const hash = aimOf(person);
  const earlier = person.block?.hash === hash ? person.block : undefined;
  const now = cycle.now();
  const since = earlier?.since ?? now;
  const count = (earlier?.count ?? 0) + 1;
  const base = { ...failure, hash, since, count, cycle: cycle.number };
  if (now - since >= GIVE_UP_MS) return { ...base, code: 'GAVE_UP', retryable: false };
  const daily = { ...base, retryAt: now + DAY };
  return failure.retryable ? { ...daily, retryCycle: cycle.number + 2 ** Math.min(count - 1, 30) } : daily;
}

function setBlock(
  cycle: Cycle,
  person: Person,
  code: string,
  fault: { readonly sentence: string; readonly remedy: string },
  retryable: boolean,
): void {
  const { sentence, remedy } = fault;
  person.block = blockAfter(cycle, person, { code, sentence, remedy, retryable });
  person.todo = true;
  cycle.store.persons.save(person);
}

/** The grace period runs from the moment that the remote shows somebody off; whoever is on there again has none. */
function noteGrace(cycle: Cycle, person: Person, op: OpenOp, user: CanonicalUser): void {
  // a server that keeps somebody active has not been left by him
  if (op.entry === 'removed') person.disabledAt = user.active ? undefined : cycle.now();
  else if (person.live || user.active) person.disabledAt = undefined;
}

/** What is wanted and was not sent: an adopted user has other values, a detour leads back, somebody changed something there. */
function stillOpen(cycle: Cycle, person: Person, sent: readonly string[]): readonly string[] {
  if (!person.live || !person.desired) return [];
  return unfrozen(person.desired, person, [...frozenFor(cycle, person), ...sent]);
}

/** The remote has what we sent. Returns true when the user is not yet as desired. */
function confirm(
  cycle: Cycle,
  person: Person,
  op: OpenOp,
  user: CanonicalUser,
  fields: readonly string[] | undefined,
): boolean {
  person.confirmed = user;
  const isDetour = op.entry === 'freed' && person.live;
  if (!isDetour) noteWritten(person, fields);
  if (person.live && person.desired) person.written = retold(person.desired, person);
  person.remoteGone = false;
  person.block = undefined;
  person.plan = undefined;
  noteGrace(cycle, person, op, user);
  // what was taken back is not what is wanted: the next plan asks whether a person's word still keeps it so
  const isTakenBack = op.hash !== aimOf(person);
  const isOpen = !isTakenBack && stillOpen(cycle, person, isDetour ? [] : (fields ?? [])).length > 0;
  person.settledHash = isOpen ? undefined : op.hash;
  person.todo = isOpen || isTakenBack;
  cycle.store.persons.saveRemote(person);
  cycle.store.keys.setApplied(person.id, keysFor(cycle, person, user));
  return isOpen;
}

function vanished(cycle: Cycle, person: Person, op: OpenOp): void {
  const { persons, keys } = cycle.store;
  keys.setApplied(person.id, []);
  audit(cycle, person, op, 'gone', []);
  if (!person.live) {
    if (op.entry === 'removed' || op.entry === 'deleted') count(cycle, op.entry);
    persons.remove(person.id);
    return;
  }
  person.remoteGone = true;
  person.confirmed = undefined;
  person.settledHash = undefined;
  person.todo = true;
  persons.save(person);
}

/** Who left is forgotten; who is still at a source, and was taken back by a person, is not at the remote any more. */
function deleted(cycle: Cycle, person: Person): void {
  const { persons, keys } = cycle.store;
  keys.setApplied(person.id, []);
  if (!person.live) {
    persons.remove(person.id);
    return;
  }
  const nothing = {
    remoteId: undefined,
    remoteVersion: undefined,
    confirmed: undefined,
    settledHash: undefined,
  };
  persons.save({ ...person, ...nothing, written: {}, block: undefined, disabledAt: undefined });
}

/** An operation that certainly did nothing: the person holds what it held. */
function undone(cycle: Cycle, person: Person): void {
  cycle.store.keys.setApplied(person.id, keysFor(cycle, person, person.confirmed));
}

function done(
  cycle: Cycle,
  person: Person,
  op: OpenOp,
  request: Request,
  outcome: Extract<RemoteOutcome, { state: 'done' }>,
  isFollowUp: boolean,
): boolean {
  const { fields, op: remote } = request;
  const { kind } = remote;
  audit(cycle, person, op, outcome.adopted ? 'adopted' : op.entry, fields);
  if (!isFollowUp) count(cycle, op.entry);
  if (op.confirmed) cycle.store.decisions.dropOf(person.externalId, 'apply');
  if (remote.kind === 'delete') {
    deleted(cycle, person);
    return false;
  }
  const sent = remote.user;
  const assumed = kind === 'create' ? sent : patched(person.confirmed, sent, fields);
  person.remoteId = outcome.remoteId;
  person.remoteVersion = outcome.version;
  if (outcome.adopted) person.adopted = true;
  const user = outcome.confirmed ?? assumed;
  const isOpen =
    user !== undefined && confirm(cycle, person, op, user, kind === 'create' ? undefined : fields);
  // a server that changes something else with every update is not followed for ever
  return isOpen && !isFollowUp;
}

/**
 * Records one outcome.
 * @param sent `isFollowUp`: the second operation for one change, not counted again
 * @returns true when the person needs one more update in this cycle
 */
export function recordOutcome(
  cycle: Cycle,
  sent: {
    readonly person: Person;
    readonly op: OpenOp;
    readonly request: Request;
    readonly isFollowUp: boolean;
  },
  outcome: RemoteOutcome,
): boolean {
  const { person, op, request, isFollowUp } = sent;
  const { ops } = cycle.store;
  if (outcome.state === 'unknown') {
    ops.setUnknown(op.opId);
    return false;
  }
  ops.close(op.opId);
  switch (outcome.state) {
    case 'done':
      return done(cycle, person, op, request, outcome, isFollowUp);
    case 'gone':
      vanished(cycle, person, op);
      return false;
    case 'notConverged':
      audit(cycle, person, op, op.entry, request.fields);
      person.remoteId = outcome.remoteId;
      confirm(
        cycle,
        person,
        op,
        outcome.confirmed,
        request.op.kind === 'create' ? undefined : request.fields,
      );
      person.settledHash = undefined;
      setBlock(cycle, person, 'NOT_CONVERGED', outcome.fault, false);
      return false;
    case 'conflict':
      undone(cycle, person);
      setBlock(cycle, person, 'REMOTE_CONFLICT', outcome.fault, false);
      return false;
    case 'failed':
      undone(cycle, person);
      setBlock(cycle, person, outcome.retryable ? 'RETRY' : 'REFUSED', outcome.fault, outcome.retryable);
      return false;
  }
}

/** It never went out: as if it had not been tried. */
export function recordUnsent(cycle: Cycle, op: OpenOp): void {
  cycle.store.ops.close(op.opId);
  const person = cycle.store.persons.get(op.personId);
  if (person) undone(cycle, person);
}

/** Closes an operation whose answer never came, by what the remote shows now (write-ahead: `unknown`). */
export function recordFound(
  cycle: Cycle,
  op: OpenOp,
  found:
    | {
        readonly remoteId: string;
        readonly version?: string;
        readonly user: CanonicalUser;
        readonly adopted: boolean;
      }
    | undefined,
): void {
  const { ops, persons, keys } = cycle.store;
  ops.close(op.opId);
  const person = persons.get(op.personId);
  if (!person) return;
  if (!found) {
    if (op.kind === 'create') undone(cycle, person);
    else if (op.kind === 'delete') {
      audit(cycle, person, op, op.entry, []);
      count(cycle, op.entry);
      deleted(cycle, person);
    } else vanished(cycle, person, op);
    return;
  }
  const { confirmed } = person;
  const isDone = op.kind === 'create' || op.fields.some((field) => found.user[field] !== confirmed?.[field]);
  if (isDone) {
    audit(cycle, person, op, found.adopted ? 'adopted' : op.entry, op.kind === 'create' ? [] : op.fields);
    count(cycle, op.entry);
  }
  person.remoteId = found.remoteId;
  person.remoteVersion = found.version;
  person.confirmed = found.user;
  if (found.adopted) person.adopted = true;
  noteSent(person, op);
  noteGrace(cycle, person, op, found.user);
  // whatever was settled before, the remote shows something else now: also when the old is wanted again
  person.settledHash = undefined;
  person.todo = true;
  persons.save(person);
  keys.setApplied(person.id, keysFor(cycle, person, found.user));
}

/**
 * It arrived, or did not: what it was to write is ours if it is there, also where something else is wanted by now. What
 * is not there is nobody's: whoever adds it later keeps it.
 */
function noteSent(person: Person, op: OpenOp): void {
  const provenance = person.desired?.provenance ?? {};
  const written: Record<string, Provenance> = { ...person.written };
  for (const field of op.fields) {
    if (person.confirmed?.[field] === undefined) delete written[field];
    else written[field] = provenance[field] ?? person.written[field] ?? lost(person);
  }
  person.written = written;
}
