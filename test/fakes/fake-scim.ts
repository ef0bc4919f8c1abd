/**
 * A remote user directory in memory behind the ScimPort, with faults. It watches invariant 8 itself: two users that
 * share a unique key are an error the moment they do, whether or not the server would have refused them.
 */
import { type CanonicalUser, USER_FIELDS } from '../../src/contract/scim.ts';
import { fail } from '../../src/gateway/core/errors.ts';
import type { RemoteOp, RemoteOutcome, RemoteUser, ScimPort } from '../../src/gateway/core/ports/scim.ts';

/** What becomes of one operation. `lost`: done, and the answer is lost. `dropped`: never arrives, no answer. */
export type FakeFault = 'none' | 'lost' | 'dropped' | 'refuse' | 'busy' | 'down' | 'stubborn';

export type FakeScim = ScimPort & {
  readonly users: Map<string, RemoteUser>;
  /** Decides for each operation; also called with `find`. */
  fault: (op: RemoteOp | { readonly kind: 'find' }) => FakeFault;
  /** Called before and after each operation: a test that kills the process throws here. */
  onStep: () => void;
  /** Makes a user for every create, as servers without unique names do: only the caller's own books prevent doubles. */
  careless: boolean;
  /** Keys that two users shared, with when. */
  readonly shared: string[];
  /** Operations that arrived, in order. */
  readonly arrived: RemoteOp[];
  opens: number;
  plant(user: CanonicalUser, more?: Partial<RemoteUser>): RemoteUser;
};

const KINDS = ['userName', 'email', 'extension', 'phone', 'mobile'] as const;
const folded = (kind: string, value: string) =>
  kind === 'userName' || kind === 'email' ? value.normalize('NFC').toLowerCase() : value;

function without(user: CanonicalUser, desired: CanonicalUser, fields: readonly string[]): CanonicalUser {
  const result: Record<string, unknown> = { ...user };
  for (const field of fields) {
    const value = desired[field as keyof CanonicalUser];
    if (value === undefined) delete result[field];
    else result[field] = value;
  }
  return result as CanonicalUser;
}

export function fakeScim(): FakeScim {
  const users = new Map<string, RemoteUser>();
  const shared: string[] = [];
  const arrived: RemoteOp[] = [];
  let serial = 0;
  let requests = 0;

  const byName = (userName: string) =>
    [...users.values()].find((u) => folded('userName', u.user.userName) === folded('userName', userName));
  const byExternal = (externalId: string) => [...users.values()].find((u) => u.externalId === externalId);

  const watch = () => {
    const seen = new Map<string, string>();
    for (const { id, user } of users.values()) {
      for (const kind of KINDS) {
        const value = user[kind];
        if (!value) continue;
        const key = `${kind} ${folded(kind, value)}`;
        if (seen.has(key)) shared.push(`${key} after ${arrived.length} operations`);
        seen.set(key, id);
      }
    }
  };
  const put = (user: RemoteUser) => {
    users.set(user.id, user);
    watch();
    return user;
  };
  const step = () => {
    requests++;
    scim.onStep();
  };

  const create = (op: Extract<RemoteOp, { kind: 'create' }>): RemoteOutcome => {
    const { opId, externalId, user } = op;
    const held = scim.careless ? undefined : (byName(user.userName) ?? byExternal(externalId));
    if (!held) {
      const made = put({ id: `r${++serial}`, externalId, user, administrator: false });
      return { opId, state: 'done', remoteId: made.id, confirmed: made.user };
    }
    if (held.externalId === externalId)
      return { opId, state: 'done', remoteId: held.id, confirmed: held.user };
    if (!held.externalId && !held.administrator) {
      put({ ...held, externalId });
      return { opId, state: 'done', remoteId: held.id, confirmed: held.user, adopted: true };
    }
    const fault = { code: 'REMOTE_CONFLICT', sentence: 'Somebody else has it.', remedy: 'Look.' };
    return { opId, state: 'conflict', fault, holder: held.id };
  };
  const update = (op: Extract<RemoteOp, { kind: 'update' }>, stubborn: boolean): RemoteOutcome => {
    const { opId, remoteId } = op;
    const held = users.get(remoteId);
    if (!held)
      return { opId, state: 'gone', fault: { code: 'REMOTE_DELETED', sentence: 'Gone.', remedy: 'Decide.' } };
    if (stubborn) {
      const fault = { code: 'NOT_CONVERGED', sentence: 'It keeps the old value.', remedy: 'Look.' };
      return { opId, state: 'notConverged', fault, remoteId, confirmed: held.user };
    }
    const now = put({ ...held, user: without(held.user, op.user, op.fields) });
    return { opId, state: 'done', remoteId, confirmed: now.user };
  };
  const carry = (op: RemoteOp, stubborn: boolean): RemoteOutcome => {
    arrived.push(op);
    if (op.kind === 'create') return create(op);
    if (op.kind === 'update') return update(op, stubborn);
    users.delete(op.remoteId);
    return { opId: op.opId, state: 'done', remoteId: op.remoteId, confirmed: undefined };
  };
  const unknown = (opId: string): RemoteOutcome => {
    const fault = { code: 'SCIM_UNREACHABLE', sentence: 'No answer.', remedy: 'Try again.' };
    return { opId, state: 'unknown', fault };
  };
  const answer = (op: RemoteOp, fault: FakeFault): RemoteOutcome => {
    const { opId } = op;
    const refusal = { code: 'REFUSED', sentence: 'The server said no.', remedy: 'Correct it.' };
    if (fault === 'dropped') return unknown(opId);
    if (fault === 'refuse' || fault === 'busy')
      return { opId, state: 'failed', fault: refusal, retryable: fault === 'busy' };
    const outcome = carry(op, fault === 'stubborn');
    return fault === 'lost' ? unknown(opId) : outcome;
  };

  const scim: FakeScim = {
    users,
    shared,
    arrived,
    opens: 0,
    careless: false,
    fault: () => 'none',
    onStep: () => undefined,
    async open() {
      scim.opens++;
      requests++;
    },
    async apply(ops) {
      const outcomes: RemoteOutcome[] = [];
      for (const op of ops) {
        step();
        const fault = scim.fault(op);
        if (fault === 'down') throw fail('SCIM_UNREACHABLE', { facts: { outcomes } });
        outcomes.push(answer(op, fault));
        scim.onStep();
        await Promise.resolve();
      }
      return outcomes;
    },
    async find({ remoteId, userName, externalId }) {
      step();
      if (scim.fault({ kind: 'find' }) === 'down') throw fail('SCIM_UNREACHABLE');
      if (remoteId !== undefined) return users.get(remoteId);
      const named = userName === undefined ? undefined : byName(userName);
      return named ?? (externalId === undefined ? undefined : byExternal(externalId));
    },
    async compare(remoteId, expected) {
      step();
      if (scim.fault({ kind: 'find' }) === 'down') throw fail('SCIM_UNREACHABLE');
      const found = users.get(remoteId);
      if (!found) return undefined;
      const fields = ([...USER_FIELDS, 'active'] as const).filter(
        (field) => expected[field] !== undefined && expected[field] !== found.user[field],
      );
      return { found, fields };
    },
    async total() {
      step();
      return users.size;
    },
    get requests() {
      return requests;
    },
    plant(user, more = {}) {
      return put({ id: `r${++serial}`, user, administrator: false, ...more });
    },
  };
  return scim;
}
