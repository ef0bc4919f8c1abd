/**
 * The canonical user as a SCIM resource and back (contract: SCIM_PLACE). Names of attributes and types, and values, are
 * compared without regard to case (C10): servers change it, and RFC 7643 §2.1 lets them.
 */
import {
  type CanonicalUser,
  SCIM_ENTERPRISE,
  SCIM_PLACE,
  SCIM_USER,
  USER_FIELDS,
  type UserField,
} from '../../../contract/scim.ts';
import type { RemoteUser } from '../../core/ports/scim.ts';

export type Json = Readonly<Record<string, unknown>>;
export type ChangedField = UserField | 'active' | 'externalId';
export type MultiName = 'emails' | 'phoneNumbers' | 'addresses' | 'roles';

/** A user as the server has it. `raw` keeps what we do not know, so that a PUT does not lose it. */
export type Resource = { readonly id: string; readonly version: string | undefined; readonly raw: Json };

const MULTI_NAMES: readonly MultiName[] = ['emails', 'phoneNumbers', 'addresses', 'roles'];
const OF_THE_SERVER = ['id', 'meta', 'groups', 'schemas'] as const;
const ADMINISTRATOR = /admin|partner|owner/i;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The attribute of that name, in whatever case the server writes it. */
export function attribute(object: unknown, name: string): unknown {
  if (!isObject(object)) return undefined;
  if (Object.hasOwn(object, name)) return object[name];
  const key = keyOf(object, name);
  return key === undefined ? undefined : object[key];
}

function keyOf(object: Json, name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === lower);
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** A number where the server gives one, also as text; an object has no business there, and has no number. */
export const numberOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;

/** As text; empty for what is neither a text nor a number: an object may have no text at all. */
export const wordOf = (value: unknown): string => text(value) ?? '';

/** Two values say the same. Telephone numbers may come back as `tel:` URIs or with separators (RFC 7643 §4.1.2). */
export function same(a: string | undefined, b: string | undefined, telephone = false): boolean {
  if (a === undefined || b === undefined) return a === b;
  const plain = (value: string) => {
    const folded = value.normalize('NFC').trim().toLowerCase();
    return telephone ? folded.replace(/^tel:/, '').replace(/[\s().-]/g, '') : folded;
  };
  return a === b || plain(a) === plain(b);
}

/** A path with dots or an URN prefix as the names from the outside in. */
function namesOf(path: string): readonly string[] {
  const urn = `${SCIM_ENTERPRISE}:`;
  return path.startsWith(urn) ? [SCIM_ENTERPRISE, path.slice(urn.length)] : path.split('.');
}

/** Fields by where they lie, worked out once: this is asked for every field of every user that is sent. */
const SINGLE: readonly { readonly field: UserField; readonly names: readonly string[] }[] =
  USER_FIELDS.flatMap((field) => {
    const place = SCIM_PLACE[field];
    return 'path' in place ? [{ field, names: namesOf(place.path) }] : [];
  });
const AT: ReadonlyMap<
  MultiName,
  readonly { readonly field: UserField; readonly type: string; readonly key: string }[]
> = new Map(
  MULTI_NAMES.map((name) => [
    name,
    USER_FIELDS.flatMap((field) => {
      const place = SCIM_PLACE[field];
      return 'multi' in place && place.multi === name ? [{ field, type: place.type, key: place.key }] : [];
    }),
  ]),
);

const singular = (raw: unknown, path: string) =>
  text(namesOf(path).reduce<unknown>((value, name) => attribute(value, name), raw));

/** The elements of a multi-valued attribute. A lone object counts as a list of one. */
export function elements(raw: Json, name: MultiName): readonly Json[] {
  const value = attribute(raw, name);
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return list.filter(isObject);
}

const truth = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : typeof value === 'string' ? value.toLowerCase() === 'true' : undefined;

/** An element lies where the field does. A role is `primary` by its type or by its mark (`roles[primary eq "True"]`). */
function isOfType(element: Json, type: string): boolean {
  const own = text(attribute(element, 'type'));
  if (type === 'primary') return same(own, type) || truth(attribute(element, 'primary')) === true;
  return same(own, type);
}

/** All values that lie where the field does; several where somebody else added one. */
export function valuesAt(raw: Json, field: UserField): readonly string[] {
  const place = SCIM_PLACE[field];
  if ('path' in place) return [singular(raw, place.path) ?? []].flat();
  return elements(raw, place.multi)
    .filter((element) => isOfType(element, place.type))
    .map((element) => text(attribute(element, place.key)))
    .filter((value) => value !== undefined);
}

const isTelephone = (field: UserField) => {
  const place = SCIM_PLACE[field];
  return 'multi' in place && place.multi === 'phoneNumbers';
};

/** An element that we wrote: at the place of one of our fields, with the value that we wrote there. */
function isOurs(element: Json, name: MultiName, users: readonly CanonicalUser[]): boolean {
  return USER_FIELDS.some((field) => {
    const place = SCIM_PLACE[field];
    if ('path' in place || place.multi !== name || !isOfType(element, place.type)) return false;
    const value = text(attribute(element, place.key));
    return users.some((user) => user[field] !== undefined && same(user[field], value, isTelephone(field)));
  });
}

/** A role is `primary` by its mark alone: real servers refuse the type "primary", which RFC 7643 does not list. */
function ownElements(user: CanonicalUser, name: MultiName): Json[] {
  const own: Json[] = [];
  for (const { field, type, key } of AT.get(name) ?? []) {
    const value = user[field];
    if (value === undefined) continue;
    const mark = field === 'email' || field === 'role' ? { primary: true } : {};
    own.push({ [key]: value, ...(field === 'role' ? {} : { type }), ...mark });
  }
  return own;
}

/** At most one value is primary (RFC 7643 §2.4), and that is ours; the others stay, without the mark. */
function withoutMark(element: Json): Json {
  const { primary: _primary, ...rest } = element;
  return rest;
}

/**
 * A whole multi-valued attribute (C2): ours as desired, and every value of the server's that we did not write.
 * @param confirmed what we wrote before
 */
export function wholeAttribute(
  raw: Json | undefined,
  name: MultiName,
  desired: CanonicalUser,
  confirmed: CanonicalUser | undefined,
): readonly Json[] {
  const written = confirmed ? [desired, confirmed] : [desired];
  const foreign = raw ? elements(raw, name).filter((element) => !isOurs(element, name, written)) : [];
  const own = ownElements(desired, name);
  const marked = own.some((element) => element.primary === true);
  return [...own, ...(marked ? foreign.map(withoutMark) : foreign)];
}

/** A new user's resource. */
export function toResource(user: CanonicalUser, externalId: string): Json {
  return withUser({}, user, externalId, undefined);
}

/**
 * A resource with our fields as desired and all else as it was: the body of a PUT.
 * `id`, `meta` and `groups` are the server's own and are left out.
 */
export function withUser(
  raw: Json,
  user: CanonicalUser,
  externalId: string,
  confirmed: CanonicalUser | undefined,
): Json {
  const isNew = Object.keys(raw).length === 0;
  const next: Record<string, unknown> = isNew ? {} : structuredClone(raw);
  for (const name of isNew ? [] : OF_THE_SERVER) drop(next, name);
  put(next, ['externalId'], externalId);
  put(next, ['active'], user.active);
  for (const { field, names } of SINGLE) put(next, names, user[field]);
  for (const name of MULTI_NAMES) {
    const list = wholeAttribute(raw, name, user, confirmed);
    put(next, [name], list.length > 0 ? list : undefined);
  }
  return { schemas: schemasOf(raw, next), ...next };
}

function schemasOf(raw: Json, next: Json): readonly string[] {
  const had = attribute(raw, 'schemas');
  const names = new Set(Array.isArray(had) ? had.filter((s): s is string => typeof s === 'string') : []);
  names.add(SCIM_USER);
  if (attribute(next, SCIM_ENTERPRISE) !== undefined) names.add(SCIM_ENTERPRISE);
  return [...names];
}

function drop(object: Record<string, unknown>, name: string): void {
  const key = keyOf(object, name);
  if (key !== undefined) delete object[key];
}

/** Sets or (undefined) removes a value; an object that becomes empty goes too. */
function put(object: Record<string, unknown>, names: readonly string[], value: unknown): void {
  const [name, ...inner] = names;
  if (name === undefined) return;
  const key = keyOf(object, name) ?? name;
  let next = value;
  if (inner.length > 0) {
    const child: Record<string, unknown> = isObject(object[key]) ? { ...object[key] } : {};
    put(child, inner, value);
    next = Object.keys(child).length > 0 ? child : undefined;
  }
  if (next === undefined) delete object[key];
  else object[key] = next;
}

/**
 * What of the desired is not there (C3). A value that we wrote before and do not want any more must be gone; what others
 * added does not count. `active` and `externalId` count only where the server shows them.
 */
export function differences(
  raw: Json,
  desired: CanonicalUser,
  more: { readonly externalId?: string; readonly confirmed?: CanonicalUser } = {},
): readonly ChangedField[] {
  const fields: ChangedField[] = USER_FIELDS.filter((field) => {
    const there = valuesAt(raw, field);
    const want = desired[field];
    const had = more.confirmed?.[field];
    const equal = (a: string, b: string) => same(a, b, isTelephone(field));
    if (want !== undefined && !there.some((value) => equal(value, want))) return true;
    return (
      had !== undefined &&
      (want === undefined || !equal(had, want)) &&
      there.some((value) => equal(value, had))
    );
  });
  const active = truth(attribute(raw, 'active'));
  if (active !== undefined && active !== desired.active) fields.push('active');
  const externalId = text(attribute(raw, 'externalId'));
  if (more.externalId !== undefined && externalId !== undefined && externalId !== more.externalId)
    fields.push('externalId');
  return fields;
}

/** The canonical user as it lies in a resource; the first value where there are several. */
export function canonicalOf(raw: Json): CanonicalUser {
  const user: Record<string, string | boolean> = {
    userName: singular(raw, 'userName') ?? '',
    active: truth(attribute(raw, 'active')) ?? true,
  };
  for (const field of USER_FIELDS) {
    const [value] = valuesAt(raw, field);
    if (value !== undefined) user[field] = value;
  }
  return user as CanonicalUser;
}

/** A resource of an answer; undefined when it is none (no id). The ETag header wins over meta.version. */
export function resourceOf(body: unknown, etag?: string): Resource | undefined {
  const id = text(attribute(body, 'id'));
  if (!isObject(body) || id === undefined) return undefined;
  return { id, version: etag ?? text(attribute(attribute(body, 'meta'), 'version')), raw: body };
}

export const externalIdOf = (resource: Resource) => text(attribute(resource.raw, 'externalId'));
export const userNameOf = (resource: Resource) => text(attribute(resource.raw, 'userName'));

/** A role, or the kind of user, says that this person administers: never adopted (C4). */
export function isAdministrator(raw: Json): boolean {
  const words = [
    attribute(raw, 'userType'),
    ...elements(raw, 'roles').flatMap((role) => [attribute(role, 'value'), attribute(role, 'display')]),
  ];
  return words.some((word) => typeof word === 'string' && ADMINISTRATOR.test(word));
}

export function remoteUserOf(resource: Resource, keepVersion: boolean): RemoteUser {
  const externalId = externalIdOf(resource);
  return {
    id: resource.id,
    ...(externalId === undefined ? {} : { externalId }),
    ...(keepVersion && resource.version !== undefined ? { version: resource.version } : {}),
    user: canonicalOf(resource.raw),
    administrator: isAdministrator(resource.raw),
  };
}
