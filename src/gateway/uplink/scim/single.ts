/** One operation by requests of its own: the rules C2, C3, C4 and C6. */
import type { CanonicalUser } from '../../../contract/scim.ts';
import type { RemoteOp, RemoteOutcome } from '../../core/ports/scim.ts';
import type { Capabilities } from './capabilities.ts';
import { type Answer, isOk, NoAnswer, type ScimHttp } from './http.ts';
import { type Lookup, userPath } from './lookup.ts';
import { conflict, done, gone, idOf, notConverged, obstacle, refused } from './outcomes.ts';
import { type Change, multiNames, patchBody } from './patch.ts';
import { differences, externalIdOf, type Resource, resourceOf, toResource, withUser } from './resource.ts';

export type CreateOp = Extract<RemoteOp, { kind: 'create' }>;
export type UpdateOp = Extract<RemoteOp, { kind: 'update' }>;
export type DeleteOp = Extract<RemoteOp, { kind: 'delete' }>;

export type Single = {
  /** @param lookFirst it may have been carried out already */
  create(op: CreateOp, signal: AbortSignal, lookFirst?: boolean): Promise<RemoteOutcome>;
  update(op: UpdateOp, signal: AbortSignal): Promise<RemoteOutcome>;
  remove(op: DeleteOp, signal: AbortSignal): Promise<RemoteOutcome>;
  /** What follows a 404 for an update (C6). */
  relocate(op: UpdateOp, signal: AbortSignal): Promise<RemoteOutcome>;
  /** What follows an update or a create that was accepted (C3). `after` is read when it is not given. */
  settle(
    op: CreateOp | UpdateOp,
    id: string,
    after: Resource | undefined,
    signal: AbortSignal,
  ): Promise<RemoteOutcome>;
};

/** A version that no server gave to anything: one that still accepts it ignores If-Match. */
const WRONG_VERSION = 'W/"cloudlink-no-such-version"';
const TRIES = 3;
/** After so many PATCHes that only a PUT could mend, PATCH is not tried any more. */
const PATCH_FAILURES = 2;

const changeOf = (op: CreateOp | UpdateOp, found?: Resource): Change =>
  op.kind === 'update'
    ? op
    : {
        user: op.user,
        externalId: op.externalId,
        confirmed: { userName: op.user.userName, active: op.user.active },
        fields: found
          ? [
              ...differences(found.raw, op.user),
              ...(externalIdOf(found) === op.externalId ? [] : (['externalId'] as const)),
            ]
          : [],
      };

export function createSingle(options: {
  readonly http: ScimHttp;
  readonly capabilities: Capabilities;
  readonly lookup: Lookup;
}): Single {
  const { http, capabilities, lookup } = options;
  let patchFailures = 0;

  const version = (resource: Resource) => (capabilities.now.etag === 'proven' ? resource.version : undefined);
  const finished = (op: RemoteOp, resource: Resource, user: CanonicalUser, adopted: boolean) =>
    done(op, { id: resource.id, version: version(resource) }, user, adopted);

  const goesByPut = (current: Resource | undefined) =>
    capabilities.now.patch === 'absent' && current !== undefined;

  /** PATCH or PUT with If-Match where that is proven; proves it on the way where it is not known. */
  async function sendChange(
    id: string,
    change: Change,
    current: Resource | undefined,
    signal: AbortSignal,
  ): Promise<Answer> {
    const ask = {
      path: userPath(id),
      ...(current && goesByPut(current)
        ? {
            method: 'PUT' as const,
            body: withUser(current.raw, change.user, change.externalId, change.confirmed),
          }
        : { method: 'PATCH' as const, body: patchBody(change, current?.raw) }),
    };
    const has = current?.version;
    if (has === undefined || capabilities.now.etag === 'absent') return http.send(ask, signal);
    if (capabilities.now.etag === 'proven') return http.send({ ...ask, ifMatch: has }, signal);
    // a server that keeps versions refuses this; one that ignores them does what was wanted anyway
    const proof = await http.send({ ...ask, ifMatch: WRONG_VERSION }, signal);
    capabilities.learn({ etag: proof.status === 412 ? 'proven' : 'absent' });
    return proof.status === 412 ? http.send({ ...ask, ifMatch: has }, signal) : proof;
  }

  async function putOnce(
    id: string,
    change: Change,
    current: Resource,
    signal: AbortSignal,
  ): Promise<Resource | undefined> {
    const body = withUser(current.raw, change.user, change.externalId, change.confirmed);
    const answer = await http.send({ method: 'PUT', path: userPath(id), body }, signal);
    return (isOk(answer) ? resourceOf(answer.body, answer.etag) : undefined) ?? lookup.byId(id, signal);
  }

  /** C3: what came back is compared; a mismatch is put right by one PUT, or it is NOT_CONVERGED. */
  async function converge(
    op: CreateOp | UpdateOp,
    change: Change,
    first: Resource,
    context: { readonly adopted: boolean; readonly signal: AbortSignal; readonly wasPut?: boolean },
  ): Promise<RemoteOutcome> {
    const left = (resource: Resource) => differences(resource.raw, change.user, change);
    if (left(first).length === 0) {
      capabilities.noteKept(change.user);
      return finished(op, first, change.user, context.adopted);
    }
    if (context.wasPut) return notConverged(op, first, left(first));
    const second = await putOnce(first.id, change, first, context.signal);
    if (!second) return gone(op);
    const fields = left(second);
    if (fields.length > 0) return notConverged(op, second, fields);
    if (op.kind === 'update' && ++patchFailures >= PATCH_FAILURES) capabilities.learn({ patch: 'absent' });
    return finished(op, second, change.user, context.adopted);
  }

  /** Carries a change out on one user. undefined: that user is not there. */
  async function change(
    op: CreateOp | UpdateOp,
    id: string,
    known: Resource | undefined,
    context: { readonly adopted: boolean; readonly signal: AbortSignal },
  ): Promise<RemoteOutcome | undefined> {
    const { signal } = context;
    const what = changeOf(op, known);
    let current = known;
    for (let n = 1; ; n++) {
      const needed = multiNames(what).length > 0 || capabilities.now.patch === 'absent';
      if (!current && needed) {
        current = await lookup.byId(id, signal);
        if (!current) return undefined;
      }
      // asked before: another lane may learn meanwhile that there is no PATCH
      const wasPut = goesByPut(current);
      const answer = await sendChange(id, what, current, signal);
      if (answer.status === 404) return undefined;
      if (answer.status === 412 && n < TRIES) {
        current = await lookup.byId(id, signal);
        if (!current) return undefined;
        // refused also with the version just read: this server's If-Match is of no use
        if (n === TRIES - 1) capabilities.learn({ etag: 'absent' });
        continue;
      }
      if ((answer.status === 501 || answer.status === 405) && !wasPut) {
        capabilities.learn({ patch: 'absent' });
        continue;
      }
      if (answer.status < 200 || answer.status > 299) return refused(op, answer);
      const after =
        (isOk(answer) ? resourceOf(answer.body, answer.etag) : undefined) ?? (await lookup.byId(id, signal));
      return after ? converge(op, what, after, { ...context, wasPut }) : undefined;
    }
  }

  /** C4: an existing user is taken over only if its externalId is ours or empty, and never an administrator. */
  async function adopt(
    op: CreateOp | UpdateOp,
    found: Resource,
    signal: AbortSignal,
  ): Promise<RemoteOutcome> {
    const why = obstacle(found, op.externalId);
    if (why) return conflict(op, found, why);
    const adopted = externalIdOf(found) !== op.externalId;
    const what = changeOf(op, found);
    if (op.kind === 'create' && what.fields.length === 0) return finished(op, found, op.user, adopted);
    const target =
      op.kind === 'update' && adopted ? { ...op, fields: [...op.fields, 'externalId' as const] } : op;
    return (await change(target, found.id, found, { adopted, signal })) ?? gone(op);
  }

  async function holderOf(
    userNames: readonly string[],
    externalId: string,
    signal: AbortSignal,
  ): Promise<Resource | undefined> {
    for (const userName of new Set(userNames)) {
      const found = await lookup.byUserName(userName, signal);
      if (found) return found;
    }
    return lookup.byExternalId(externalId, signal);
  }

  /** The answer to a POST; undefined when none came. */
  async function post(op: CreateOp, signal: AbortSignal): Promise<Answer | undefined> {
    try {
      const body = toResource(op.user, op.externalId);
      return await http.send({ method: 'POST', path: '/Users', body, once: true }, signal);
    } catch (error) {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    }
  }

  async function settle(
    op: CreateOp | UpdateOp,
    id: string,
    after: Resource | undefined,
    signal: AbortSignal,
  ): Promise<RemoteOutcome> {
    const found = after ?? (await lookup.byId(id, signal));
    if (!found) return gone(op);
    return converge(op, changeOf(op), found, { adopted: false, signal });
  }

  async function create(op: CreateOp, signal: AbortSignal, lookFirst = false): Promise<RemoteOutcome> {
    let last: Answer | undefined;
    for (let n = 0; n < TRIES; n++) {
      if (n > 0 || lookFirst) {
        const holder = await holderOf([op.user.userName], op.externalId, signal);
        if (holder) return adopt(op, holder, signal);
      }
      last = await post(op, signal);
      if (!last) continue;
      const after = isOk(last) ? resourceOf(last.body, last.etag) : undefined;
      if (after) return settle(op, after.id, after, signal);
      const id = last.status === 201 ? idOf(last) : undefined;
      if (id !== undefined) return settle(op, id, undefined, signal);
      const resolvable = last.status === 409 || last.status >= 500 || last.status < 300;
      if (!resolvable) return refused(op, last);
    }
    const holder = await holderOf([op.user.userName], op.externalId, signal);
    if (holder) return adopt(op, holder, signal);
    return refused(op, last ?? { status: 504, body: undefined });
  }

  async function relocate(op: UpdateOp, signal: AbortSignal): Promise<RemoteOutcome> {
    const found = await holderOf([op.confirmed.userName, op.user.userName], op.externalId, signal);
    if (!found || found.id === op.remoteId) return gone(op);
    return adopt(op, found, signal);
  }

  return {
    create,
    relocate,
    settle,
    async update(op, signal) {
      const outcome = await change(op, op.remoteId, undefined, { adopted: false, signal });
      return outcome ?? relocate(op, signal);
    },
    async remove(op, signal) {
      const there = { id: op.remoteId };
      let last: Answer | undefined;
      for (let n = 0; n < TRIES; n++) {
        try {
          last = await http.send({ method: 'DELETE', path: userPath(op.remoteId), once: true }, signal);
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error;
          last = undefined;
        }
        if (last && (last.status < 300 || last.status === 404 || last.status === 410))
          return done(op, there, undefined);
        if (last && last.status < 500) return refused(op, last);
        // some servers answer 500 to a second DELETE: what counts is whether the user is there
        if (!(await lookup.byId(op.remoteId, signal))) return done(op, there, undefined);
      }
      return refused(op, last ?? { status: 504, body: undefined });
    },
  };
}
