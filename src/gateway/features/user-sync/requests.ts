/** One plan item → the operation that brings it about, from the person as it is now. Pure. */
import { type CanonicalUser, USER_FIELDS } from '../../../contract/scim.ts';
import type { ValidationProfile } from '../../../contract/sync-api.ts';
import type { RemoteOp } from '../../core/ports/scim.ts';
import type { Key, Person } from '../../core/ports/sync-store.ts';
import { asideName, type ChangedField, diff, patched } from './diff.ts';
import { keysOf, keyValue, loginOf } from './keys.ts';
import type { PlanItem } from './plan.ts';

export type Request = {
  readonly op: RemoteOp;
  /** What the remote user holds afterwards. */
  readonly keys: readonly Key[];
  readonly fields: readonly ChangedField[];
};

const CHANGED: readonly ChangedField[] = [...USER_FIELDS, 'active'];

/** What is wanted of somebody who left: off, and without the numbers that somebody else waits for. */
function farewell(item: PlanItem, confirmed: CanonicalUser): { user: CanonicalUser; fields: ChangedField[] } {
  const fields: ChangedField[] = item.freed.filter((kind) => confirmed[kind] !== undefined);
  const user: Record<string, unknown> = { ...confirmed };
  for (const field of fields) delete user[field];
  if (item.entry === 'removed') fields.push('active');
  return { user: { ...user, active: false } as CanonicalUser, fields };
}

/** What the sources say about requests to a person. */
export type RequestRules = {
  /** Never patched. */
  readonly frozen: readonly string[];
  readonly profile: ValidationProfile | undefined;
};

function update(
  opId: string,
  person: Person,
  user: CanonicalUser,
  fields: readonly ChangedField[],
  { profile }: Pick<RequestRules, 'profile'>,
): Request {
  const confirmed = person.confirmed ?? user;
  const { remoteId = '', externalId } = person;
  return {
    op: { opId, kind: 'update', remoteId, externalId, user, fields, confirmed },
    keys: keysOf(patched(confirmed, user, fields), profile),
    fields,
  };
}

/** Undefined when there is nothing left to do. */
export function requestFor(
  item: PlanItem,
  person: Person,
  opId: string,
  rules: RequestRules,
): Request | undefined {
  const { confirmed, desired, externalId } = person;
  if (item.kind === 'delete') {
    const op = {
      opId,
      kind: 'delete',
      remoteId: person.remoteId ?? '',
      userName: confirmed?.userName ?? '',
    } as const;
    return person.remoteId === undefined ? undefined : { op, keys: [], fields: [] };
  }
  if (item.target) {
    const { target } = item;
    const fields = CHANGED.filter((field) => target[field] !== confirmed?.[field]);
    return fields.length === 0 ? undefined : update(opId, person, target, fields, rules);
  }
  if (!person.live) {
    if (!confirmed) return undefined;
    const { user, fields } = farewell(item, confirmed);
    return fields.length === 0 ? undefined : update(opId, person, user, fields, rules);
  }
  if (!desired) return undefined;
  if (person.remoteId === undefined) {
    const op = { opId, kind: 'create', externalId, user: desired.user } as const;
    return { op, keys: keysOf(desired.user, rules.profile), fields: [] };
  }
  const fields = diff(desired, person).filter((field) => !rules.frozen.includes(field));
  return fields.length === 0 ? undefined : update(opId, person, desired.user, fields, rules);
}

/**
 * One step aside in a ring of people who exchange values: names and addresses take a value that nobody can have
 * (RFC 2606: .invalid), numbers are left empty for a moment.
 */
export function stepAside(
  person: Person,
  wanted: readonly Key[],
  opId: string,
  token: string,
  rules: RequestRules,
): Request | undefined {
  const { confirmed } = person;
  if (!confirmed) return undefined;
  const user: Record<string, unknown> = { ...confirmed };
  const fields: ChangedField[] = [];
  for (const { kind, value } of wanted) {
    // a login is part of the user name
    const field = kind === 'login' ? 'userName' : kind;
    const own = kind === 'login' ? loginOf(confirmed.userName) : confirmed[kind];
    if (own === undefined || keyValue(kind, own) !== value || fields.includes(field)) continue;
    fields.push(field);
    if (field === 'userName' || field === 'email') user[field] = asideName(token);
    else delete user[field];
  }
  return fields.length === 0 ? undefined : update(opId, person, user as CanonicalUser, fields, rules);
}
