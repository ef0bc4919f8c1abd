/**
 * Stage 7: batches of 100, each written down as `sent` before its request. Whether a key is free is asked of the books
 * at the moment of sending, so that a request never takes what another user still holds, whatever failed before it.
 */
import { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import type { RemoteOp, RemoteOutcome } from '../../core/ports/scim.ts';
import type { Key, OpenOp, Person } from '../../core/ports/sync-store.ts';
import { aimOf } from './decide.ts';
import { type Cycle, frozenFor, sourceOf } from './engine.ts';
import { keyId } from './keys.ts';
import { blockAfter, recordOutcome, recordUnsent } from './outcome.ts';
import type { PlanItem } from './plan.ts';
import { type Request, type RequestRules, requestFor, stepAside } from './requests.ts';

const BATCH = 100;
/** Turns of the loop until a request is on the wire. */
const TURNS_TO_LEAVE = 2;

type Sending = {
  readonly item: PlanItem;
  /** Nobody else writes to a person who has an open operation. */
  readonly person: Person;
  readonly op: OpenOp;
  readonly request: Request;
  readonly isFollowUp: boolean;
};

const UNDONE = 'undone';

const rulesFor = (cycle: Cycle, person: Person): RequestRules => ({
  frozen: frozenFor(cycle, person),
  profile: sourceOf(cycle, person.sourceId)?.validation,
});

/** Keys that somebody else holds, or may hold. */
function taken(cycle: Cycle, person: Person, keys: readonly Key[]): Key[] {
  return keys.filter((key) => {
    const holder = cycle.store.keys.holder(key);
    return holder !== undefined && holder !== person.id;
  });
}

const writtenBy = ({ desired }: Person) =>
  Object.keys(desired?.provenance ?? {}) as (keyof Person['written'])[];

/** Writes the intention down: what the power cut will find. */
function markSent(cycle: Cycle, item: PlanItem, person: Person, request: Request): Sending {
  const { op: remote, keys } = request;
  const op: OpenOp = {
    opId: remote.opId,
    personId: person.id,
    kind: remote.kind,
    state: 'sent',
    userName: remote.kind === 'delete' ? remote.userName : remote.user.userName,
    sentAt: cycle.now(),
    // what is taken back is not what is wanted
    hash: item.target || (item.kind === 'delete' && person.live) ? UNDONE : aimOf(person),
    entry: item.entry,
    confirmed: item.confirmed,
    fields: remote.kind === 'create' ? writtenBy(person) : request.fields,
  };
  cycle.store.ops.add(op);
  cycle.store.keys.reserve(person.id, keys);
  return { item, person, op, request, isFollowUp: item.followUp === true };
}

type Prepared = Sending | 'blocked' | 'nothing';

function prepare(cycle: Cycle, item: PlanItem): Prepared {
  const person = cycle.store.persons.get(item.personId);
  if (!person || cycle.store.ops.ofPerson(item.personId)) return 'nothing';
  const request = requestFor(item, person, cycle.newId(), rulesFor(cycle, person));
  if (!request) return 'nothing';
  return taken(cycle, person, request.keys).length > 0 ? 'blocked' : markSent(cycle, item, person, request);
}

/** Ops without an answer are unknown: they are looked up, not repeated. */
function complete(
  ops: readonly RemoteOp[],
  outcomes: readonly RemoteOutcome[],
  thrown?: AppError,
): RemoteOutcome[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.opId, outcome]));
  const { code, message: sentence, remedy } = thrown ?? fail('SCIM_ANSWER_BAD');
  return ops.map(
    ({ opId }) => byId.get(opId) ?? { opId, state: 'unknown', fault: { code, sentence, remedy } },
  );
}

function outcomesOf(thrown: unknown): readonly RemoteOutcome[] {
  const outcomes = thrown instanceof AppError ? thrown.facts.outcomes : undefined;
  return Array.isArray(outcomes) ? (outcomes as RemoteOutcome[]) : [];
}

/** The queue of one cycle. */
function queueOf(items: readonly PlanItem[]) {
  let waiting = items.filter((item) => item.state === 'go');
  // by position: taking the first of a long list off moves all others in memory
  let at = 0;
  let blocked: PlanItem[] = [];
  let progress = false;
  return {
    /** The next of those not yet tried; the blocked ones come again while anything moves. */
    next(): PlanItem | undefined {
      if (at === waiting.length && progress) {
        waiting = blocked;
        at = 0;
        blocked = [];
        progress = false;
      }
      return at < waiting.length ? waiting[at++] : undefined;
    },
    block: (item: PlanItem) => void blocked.push(item),
    /** An answer came: what was blocked is worth another look. */
    moved() {
      progress = true;
    },
    again(item: PlanItem) {
      blocked.push(item);
      progress = true;
    },
    /** Blocked with nothing on its way: a ring, or somebody whose own operation failed. */
    stuck: (): readonly PlanItem[] => blocked,
    get size() {
      return waiting.length - at + blocked.length;
    },
  };
}
type Queue = ReturnType<typeof queueOf>;

function nextBatch(cycle: Cycle, queue: Queue): Sending[] {
  const batch: Sending[] = [];
  while (batch.length < BATCH) {
    const item = queue.next();
    if (!item) break;
    const prepared = prepare(cycle, item);
    if (prepared === 'blocked') queue.block(item);
    else if (prepared !== 'nothing') batch.push(prepared);
  }
  return batch;
}

/**
 * Breaks a ring: of the blocked, the first one that holds what another blocked one wants steps aside for a moment.
 * Each person at most once a cycle.
 */
function breakRing(cycle: Cycle, queue: Queue, stepped: Set<number>): Sending[] {
  const { persons } = cycle.store;
  const wanted = new Map<number, Key[]>();
  for (const item of queue.stuck()) {
    const person = persons.get(item.personId);
    const request = person && requestFor(item, person, '', rulesFor(cycle, person));
    for (const key of person && request ? taken(cycle, person, request.keys) : []) {
      const holder = cycle.store.keys.holder(key);
      if (holder !== undefined) wanted.set(holder, [...(wanted.get(holder) ?? []), key]);
    }
  }
  const first = queue.stuck().find((item) => wanted.has(item.personId) && !stepped.has(item.personId));
  const person = first && persons.get(first.personId);
  if (!first || !person) return [];
  stepped.add(person.id);
  const keys = wanted.get(person.id) ?? [];
  const token = cycle
    .digest(`${person.externalId} ${keys.map(keyId).join(' ')}`)
    .slice(0, 8)
    .toLowerCase();
  const name = token.replaceAll(/[^a-z0-9]/g, '0');
  const request = stepAside(person, keys, cycle.newId(), name, rulesFor(cycle, person));
  return request ? [markSent(cycle, { ...first, entry: 'freed', kind: 'update' }, person, request)] : [];
}

/** Whoever is still blocked at the end waits for the next cycle, and pages say for what. */
function detainStuck(cycle: Cycle, queue: Queue): void {
  cycle.store.tx(() => {
    for (const item of queue.stuck()) {
      const person = cycle.store.persons.get(item.personId);
      if (!person || cycle.store.ops.ofPerson(person.id)) continue;
      const sentence = 'It waits for a value that another user still has at the remote.';
      const failure = { code: 'SWAP', sentence, remedy: 'The next cycle tries again.', retryable: true };
      person.block = blockAfter(cycle, person, failure);
      person.todo = true;
      cycle.store.persons.save(person);
    }
  });
}

type Sent = { readonly outcomes: readonly RemoteOutcome[]; readonly thrown?: unknown };
const NOTHING_SENT: Sent = { outcomes: [] };

/** Never throws: what was thrown is part of what is known. */
async function send(cycle: Cycle, batch: readonly Sending[]): Promise<Sent> {
  const ops = batch.map(({ request }) => request.op);
  try {
    return { outcomes: complete(ops, await cycle.scim.apply(ops, cycle.signal)) };
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : undefined;
    return { outcomes: complete(ops, outcomesOf(thrown), error), thrown };
  }
}

/** The job stopped before these went out: nothing of theirs failed. */
function dropUnsent(
  cycle: Cycle,
  batch: readonly Sending[],
  outcomes: readonly RemoteOutcome[],
  thrown: unknown,
): readonly RemoteOutcome[] {
  if (!(thrown instanceof AppError)) return outcomes;
  const isUnsent = (outcome: RemoteOutcome) =>
    outcome.state === 'failed' && outcome.retryable && outcome.fault.code === thrown.code;
  const unsent = new Set(outcomes.filter(isUnsent).map((outcome) => outcome.opId));
  for (const { op } of batch) if (unsent.has(op.opId)) recordUnsent(cycle, op);
  return outcomes.filter((outcome) => !unsent.has(outcome.opId));
}

function record(
  cycle: Cycle,
  queue: Queue,
  batch: readonly Sending[],
  outcomes: readonly RemoteOutcome[],
): void {
  const byId = new Map(outcomes.map((outcome) => [outcome.opId, outcome]));
  for (const sent of batch) {
    const { item, op } = sent;
    const outcome = byId.get(op.opId);
    if (!outcome) continue;
    const again = recordOutcome(cycle, sent, outcome);
    queue.moved();
    // an adopted user is not yet as desired; one that stepped aside is still in the queue
    if (again && op.entry !== 'freed')
      queue.again({ ...item, entry: 'changed', kind: 'update', followUp: true });
  }
}

type Answered = { readonly batch: readonly Sending[]; readonly outcomes: readonly RemoteOutcome[] };
const NONE: Answered = { batch: [], outcomes: [] };

/** The remote's last word in this run, and what was written down behind it goes back: it was not tried. */
function stop(
  cycle: Cycle,
  queue: Queue,
  last: Answered & { readonly thrown: unknown },
  unsent: readonly Sending[],
): never {
  const { batch, outcomes, thrown } = last;
  cycle.store.tx(() => {
    record(cycle, queue, batch, dropUnsent(cycle, batch, outcomes, thrown));
    for (const { op } of unsent) recordUnsent(cycle, op);
  });
  throw cycle.signal.aborted ? fail('SYNC_ABORTED', { cause: thrown }) : thrown;
}

/**
 * Sends what the plan lets go, batch by batch. While the remote works on one, the answers to the batch before are
 * recorded and the batch after is written down, in one transaction: the remote does not wait for our disk.
 * @throws AppError SCIM_UNREACHABLE, SCIM_AUTH, SYNC_ABORTED after everything that is known was recorded
 */
export async function carryOut(cycle: Cycle, items: readonly PlanItem[]): Promise<void> {
  const { store, signal } = cycle;
  const queue = queueOf(items);
  const total = queue.size;
  const stepped = new Set<number>();
  let next = store.tx(() => nextBatch(cycle, queue));
  let answered = NONE;
  for (;;) {
    const batch = next;
    const flight = batch.length > 0 ? send(cycle, batch) : undefined;
    // the request leaves before the disk is waited for: a kept connection takes its next one in the second turn
    for (let turn = 0; flight && turn < TURNS_TO_LEAVE; turn++) await cycle.breathe();
    store.tx(() => {
      record(cycle, queue, answered.batch, answered.outcomes);
      next = nextBatch(cycle, queue);
      if (next.length === 0 && !flight) next = breakRing(cycle, queue, stepped);
    });
    cycle.progress({ stage: 'apply', done: total - queue.size - batch.length - next.length, total });
    if (!flight && next.length === 0) break;
    const { outcomes, thrown } = (await flight) ?? NOTHING_SENT;
    if (thrown !== undefined || signal.aborted) stop(cycle, queue, { batch, outcomes, thrown }, next);
    answered = { batch, outcomes };
  }
  detainStuck(cycle, queue);
}
