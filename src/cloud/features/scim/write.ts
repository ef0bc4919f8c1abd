/** The four ways to change a user, on any store: a single request's, or the transaction of a bulk request. */
import type { ScimActor, ScimResource, ScimStore, UserRecord } from '../../core/ports/scim-store.ts';
import { checkSchemas, normalise } from './normalise.ts';
import { applyPatch, type PatchOperation, sameJson } from './patch.ts';
import { isObject, type Json } from './path.ts';
import { matchesTag } from './representation.ts';
import { ScimError } from './scim-error.ts';
import { checkUser, derived, inUse } from './user-rules.ts';

/** Who asks, and for which account. */
export type Caller = { readonly accountId: string; readonly actor: ScimActor };

/** A change that has happened, for whoever tells others about it. */
export type UserChange = {
  readonly accountId: string;
  readonly userId: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly version: number;
  readonly actor: ScimActor;
  readonly userName: string;
  readonly externalId?: string;
  /** Top-level attributes whose values differ; empty for a deletion. */
  readonly propertiesChanged: readonly string[];
};

/** `change` is absent where nothing differed: no new version, nobody is told. */
export type Written = { readonly user: UserRecord; readonly change?: UserChange };

/** `ifMatch`: the header, or the `version` of a bulk operation. */
export type Condition = { readonly ifMatch?: string };

/** How often a write is tried again when others come in between. */
const ATTEMPTS = 5;

export function resourceOf(body: unknown): ScimResource {
  if (!isObject(body)) throw new ScimError('invalidSyntax', 'The body is an object that describes a user.');
  checkSchemas(body);
  const resource = normalise(body);
  checkUser(resource);
  return resource;
}

function changedNames(before: Json, next: Json): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(next)]);
  names.delete('schemas');
  return [...names].filter((name) => !sameJson(before[name], next[name]));
}

function changeOf(
  kind: UserChange['kind'],
  { user, actor, before = {} }: { user: UserRecord; actor: ScimActor; before?: Json },
): UserChange {
  const { externalId, userName } = user.resource;
  return {
    accountId: user.accountId,
    userId: user.id,
    kind,
    version: user.version,
    actor,
    userName: String(userName),
    ...(typeof externalId === 'string' ? { externalId } : {}),
    propertiesChanged: kind === 'deleted' ? [] : changedNames(before, user.resource),
  };
}

const source = (actor: ScimActor) => ({
  syncedFrom: actor.gatewayId === undefined ? 'SCIM' : actor.name,
  ...(actor.gatewayId === undefined ? {} : { gatewayId: actor.gatewayId }),
  changedBy: actor.name,
});

export function notFound(id: string): ScimError {
  return new ScimError('notFound', `There is no user ${id.slice(0, 64)}.`);
}

export async function readUser(store: ScimStore, accountId: string, id: string): Promise<UserRecord> {
  const user = await store.read(accountId, id);
  if (!user) throw notFound(id);
  return user;
}

function checkCondition(user: UserRecord, { ifMatch }: Condition): void {
  if (ifMatch !== undefined && !matchesTag(ifMatch, user.version))
    throw new ScimError('precondition', `The user has changed: its version is ${user.version} now.`);
}

export function createWriter({ now, newId }: { now: () => number; newId: () => string }) {
  async function create(store: ScimStore, { accountId, actor }: Caller, body: unknown): Promise<Written> {
    const resource = resourceOf(body);
    const at = now();
    const user: UserRecord = {
      id: newId(),
      accountId,
      version: 1,
      createdAt: at,
      changedAt: at,
      resource,
      ...derived(resource),
      ...source(actor),
    };
    const outcome = await store.insert(user);
    if (outcome.state === 'taken') throw inUse(outcome.keys);
    return { user, change: changeOf('created', { user, actor }) };
  }

  function nextOf(before: UserRecord, resource: ScimResource, actor: ScimActor): UserRecord {
    const { gatewayId: _writtenBefore, ...kept } = before;
    const changedAt = Math.max(now(), before.changedAt);
    return {
      ...kept,
      version: before.version + 1,
      changedAt,
      resource,
      ...derived(resource),
      ...source(actor),
    };
  }

  /** Reads, changes and writes; again from the start when another write came in between. */
  async function change(
    store: ScimStore,
    caller: Caller,
    target: Condition & { readonly id: string; readonly to: (before: ScimResource) => ScimResource },
  ): Promise<Written> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await readUser(store, caller.accountId, target.id);
      checkCondition(before, target);
      const resource = target.to(before.resource);
      if (sameJson(resource, before.resource)) return { user: before };
      const user = nextOf(before, resource, caller.actor);
      const outcome = await store.update(before, user);
      if (outcome.state === 'taken') throw inUse(outcome.keys);
      if (outcome.state === 'written')
        return { user, change: changeOf('updated', { user, actor: caller.actor, before: before.resource }) };
    }
    throw new ScimError('busy', 'The user is being changed by others; try again.');
  }

  function replace(store: ScimStore, caller: Caller, given: Condition & { id: string; body: unknown }) {
    const resource = resourceOf(given.body);
    return change(store, caller, { ...given, to: () => resource });
  }

  function patch(
    store: ScimStore,
    caller: Caller,
    given: Condition & { id: string; operations: readonly PatchOperation[] },
  ) {
    const to = (before: ScimResource) => {
      const resource = applyPatch(before, given.operations);
      checkUser(resource);
      return resource;
    };
    return change(store, caller, { ...given, to });
  }

  async function remove(
    store: ScimStore,
    caller: Caller,
    given: Condition & { id: string },
  ): Promise<Written> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const user = await readUser(store, caller.accountId, given.id);
      checkCondition(user, given);
      if (await store.remove(user))
        return { user, change: changeOf('deleted', { user, actor: caller.actor }) };
    }
    throw new ScimError('busy', 'The user is being changed by others; try again.');
  }

  return { create, replace, patch, remove };
}
export type Writer = ReturnType<typeof createWriter>;
