/** What a user must be beyond the schema's types, and what follows from one: unique keys, names, search text. */
import { SCIM_ENTERPRISE } from '../../../contract/scim.ts';
import type { KeyKind, ScimResource, UniqueKey, UserRecord } from '../../core/ports/scim-store.ts';
import { folded } from './evaluate.ts';
import { isObject, type Json } from './path.ts';
import { TOP } from './schema.ts';
import { quote, ScimError } from './scim-error.ts';

/** Row C10: the sentence that the vendor's people know, followed by what it is about. */
export const IN_USE = 'One or more of the attribute values are already in use';

/** E.164 with its plus sign; national forms are the client's to convert (S3:6567). */
const E164 = /^\+[1-9]\d{1,14}$/;

export const elements = (resource: ScimResource, name: string): readonly Json[] => {
  const list = resource[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
};

const hasType = (type: string) => (item: Json) => folded(String(item.type ?? ''), false) === type;

/** Texts under `key` of the elements of a type. */
function typedValues(resource: ScimResource, name: string, type: string): string[] {
  return elements(resource, name)
    .filter(hasType(type))
    .flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

const textAt = (resource: ScimResource, name: string): string[] => {
  const value = resource[name];
  return typeof value === 'string' ? [value] : [];
};

/** Where the unique values lie, and as what a client knows them. */
const KEYS: readonly {
  readonly kind: KeyKind;
  readonly path: string;
  readonly caseExact: boolean;
  readonly of: (resource: ScimResource) => readonly string[];
}[] = [
  { kind: 'userName', path: 'userName', caseExact: false, of: (r) => textAt(r, 'userName') },
  { kind: 'externalId', path: 'externalId', caseExact: true, of: (r) => textAt(r, 'externalId') },
  {
    kind: 'email',
    path: 'emails[type eq "work"].value',
    caseExact: false,
    of: (r) => typedValues(r, 'emails', 'work'),
  },
  {
    kind: 'mobile',
    path: 'phoneNumbers[type eq "mobile"].value',
    caseExact: false,
    of: (r) => typedValues(r, 'phoneNumbers', 'mobile'),
  },
  {
    kind: 'phone',
    path: 'phoneNumbers[type eq "work"].value',
    caseExact: false,
    of: (r) => typedValues(r, 'phoneNumbers', 'work'),
  },
  {
    kind: 'extension',
    path: 'phoneNumbers[type eq "other"].value',
    caseExact: false,
    of: (r) => typedValues(r, 'phoneNumbers', 'other'),
  },
];

/** The keys that a user claims; a value listed twice is claimed once. */
export function keysOf(resource: ScimResource): UniqueKey[] {
  return KEYS.flatMap(({ kind, caseExact, of }) =>
    [...new Set(of(resource).map((value) => folded(value, caseExact)))].map((value) => ({ kind, value })),
  );
}

/** The comparable form of a value that is looked up by its key. */
export function keyForm(kind: KeyKind | 'id' | 'anyEmail', value: string): string {
  return folded(value, kind === 'id' || kind === 'externalId');
}

/** The refusal that names every attribute whose value somebody else has. */
export function inUse(taken: readonly UniqueKey[]): ScimError {
  const paths = KEYS.filter(({ kind }) => taken.some((key) => key.kind === kind)).map(({ path }) => path);
  return new ScimError('uniqueness', `${IN_USE}: ${paths.join(', ')}.`);
}

function checkNumbers(resource: ScimResource): void {
  for (const type of ['mobile', 'work']) {
    const wrong = typedValues(resource, 'phoneNumbers', type).find((number) => !E164.test(number));
    if (wrong !== undefined)
      throw new ScimError(
        'invalidValue',
        `phoneNumbers[type eq "${type}"].value must be in E.164 format, such as +441632960123; ${quote(wrong)} is not.`,
      );
  }
}

function checkPrimary(resource: ScimResource): void {
  for (const { name, multiValued } of TOP) {
    if (multiValued && elements(resource, name).filter((item) => item.primary === true).length > 1)
      throw new ScimError('invalidValue', `${name} has more than one primary value.`);
  }
}

/** @throws ScimError invalidValue with the attribute named. */
export function checkUser(resource: ScimResource): void {
  const { userName } = resource;
  if (typeof userName !== 'string' || userName.trim() === '')
    throw new ScimError('invalidValue', 'userName is required.');
  checkPrimary(resource);
  checkNumbers(resource);
}

/** The fields of a telephone user, as the contract's SCIM_PLACE lays them. */
export function fieldsOf(resource: ScimResource) {
  const name = isObject(resource.name) ? resource.name : {};
  const enterprise = resource[SCIM_ENTERPRISE];
  const roles = elements(resource, 'roles');
  const role = roles.find((item) => item.primary === true) ?? roles.find(hasType('primary'));
  const [work] = elements(resource, 'addresses').filter(hasType('work'));
  return {
    userName: String(resource.userName),
    givenName: optional(name.givenName),
    familyName: optional(name.familyName),
    displayName: optional(resource.displayName),
    email: typedValues(resource, 'emails', 'work')[0],
    extension: typedValues(resource, 'phoneNumbers', 'other')[0],
    phone: typedValues(resource, 'phoneNumbers', 'work')[0],
    mobile: typedValues(resource, 'phoneNumbers', 'mobile')[0],
    department: isObject(enterprise) ? optional(enterprise.department) : undefined,
    location: optional(work?.formatted),
    role: optional(role?.value),
  };
}

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The name that is shown: displayName, else first and last name, else userName. */
export function shownName(resource: ScimResource): string {
  const { displayName, givenName, familyName, userName } = fieldsOf(resource);
  return displayName ?? ([givenName, familyName].filter(Boolean).join(' ') || userName);
}

/** What is stored beside the resource so that indexes and searches have it. */
export function derived(
  resource: ScimResource,
): Pick<UserRecord, 'keys' | 'emails' | 'active' | 'sortName' | 'searchText'> {
  const fields = fieldsOf(resource);
  const addresses = elements(resource, 'emails').flatMap(({ value }) =>
    typeof value === 'string' ? [folded(value, false)] : [],
  );
  const words = [shownName(resource), ...Object.values(fields)].filter((word) => word !== undefined);
  return {
    keys: keysOf(resource),
    emails: [...new Set(addresses)],
    active: resource.active !== false,
    sortName: folded(shownName(resource), false),
    searchText: folded([...new Set(words)].join('\n'), false),
  };
}
