/**
 * The attributes of a User as data (RFC 7643 §4.1, §4.3, §7). One table drives /Schemas, the checking of what comes
 * in, filters, patches and projection.
 */
import { SCIM_ENTERPRISE, SCIM_TELEPHONY, SCIM_USER } from '../../../contract/scim.ts';

export type Attribute = {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'dateTime' | 'reference' | 'binary' | 'complex';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readWrite' | 'readOnly';
  readonly returned: 'default' | 'always';
  readonly uniqueness: 'none' | 'server';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
};

export type Schema = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
};

const PLAIN: Attribute = {
  name: '',
  type: 'string',
  multiValued: false,
  description: '',
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
};

const text = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
  ...PLAIN,
  name,
  description,
  ...more,
});
const complex = (name: string, description: string, subAttributes: readonly Attribute[]): Attribute =>
  text(name, description, { type: 'complex', subAttributes });

const PRIMARY = text('primary', 'True for the preferred one; at most one value has it.', { type: 'boolean' });
const typed = (types?: readonly string[]) =>
  text('type', 'What the value is for.', types ? { canonicalValues: types } : {});

/** A multi-valued attribute with the usual sub-attributes (RFC 7643 §2.4). */
const many = (
  name: string,
  description: string,
  options: { types?: readonly string[]; value?: Partial<Attribute> } = {},
): Attribute => ({
  ...complex(name, description, [
    text('value', 'The value itself.', options.value),
    text('display', 'The value for people to read.'),
    typed(options.types),
    PRIMARY,
  ]),
  multiValued: true,
});

const ADDRESS: Attribute = {
  ...complex('addresses', 'Postal addresses. `formatted` of type work is shown as the location.', [
    text('formatted', 'The whole address as one text.'),
    text('streetAddress', 'Street and number.'),
    text('locality', 'City.'),
    text('region', 'State or province.'),
    text('postalCode', 'Postal code.'),
    text('country', 'Country.'),
    typed(['work', 'home', 'other']),
    PRIMARY,
  ]),
  multiValued: true,
};

const GROUPS: Attribute = {
  ...many('groups', 'Groups of the user. Groups are not kept here, so there are none.'),
  mutability: 'readOnly',
};

export const CORE_SCHEMA: Schema = {
  id: SCIM_USER,
  name: 'User',
  description: 'User account',
  attributes: [
    text('userName', 'Name to sign in with, unique in the account without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', 'The parts of the name.', [
      text('formatted', 'The whole name.'),
      text('familyName', 'Last name.'),
      text('givenName', 'First name.'),
      text('middleName', 'Middle names.'),
      text('honorificPrefix', 'Title before the name.'),
      text('honorificSuffix', 'Suffix after the name.'),
    ]),
    text('displayName', 'The name that is shown.'),
    text('nickName', 'Casual name.'),
    text('profileUrl', 'Address of a page about the user.', {
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    text('title', 'Job title.'),
    text('userType', 'Relation to the organisation.'),
    text('preferredLanguage', 'Language, as in Accept-Language.'),
    text('locale', 'Locale for dates and numbers.'),
    text('timezone', 'Time zone, as in the IANA database.'),
    text('active', 'False: the account is disabled.', { type: 'boolean' }),
    many('emails', 'E-mail addresses. The one of type work is unique in the account.', {
      types: ['work', 'home', 'other'],
    }),
    many(
      'phoneNumbers',
      'Numbers: mobile and work in E.164, other is the extension; each unique in the account.',
      {
        types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
      },
    ),
    many('ims', 'Instant messaging addresses.'),
    many('photos', 'Addresses of photos.', {
      types: ['photo', 'thumbnail'],
      value: { type: 'reference', referenceTypes: ['external'], caseExact: true },
    }),
    ADDRESS,
    GROUPS,
    many('entitlements', 'Things that the user may have.'),
    many('roles', 'Roles; the primary one is the role of the telephone user.'),
    many('x509Certificates', 'Certificates (base64 of DER).', { value: { type: 'binary', caseExact: true } }),
  ],
};

export const ENTERPRISE_SCHEMA: Schema = {
  id: SCIM_ENTERPRISE,
  name: 'EnterpriseUser',
  description: 'Enterprise user',
  attributes: [
    text('employeeNumber', 'Number of the employee.'),
    text('costCenter', 'Cost centre.'),
    text('organization', 'Organisation.'),
    text('division', 'Division.'),
    text('department', 'Department.'),
    complex('manager', 'The manager.', [
      text('value', 'Id of the manager’s User.', { caseExact: true }),
      text('$ref', 'Address of the manager’s User.', {
        type: 'reference',
        referenceTypes: ['User'],
        caseExact: true,
      }),
      text('displayName', 'The manager’s name.'),
    ]),
  ],
};

export const TELEPHONY_SCHEMA: Schema = {
  id: SCIM_TELEPHONY,
  name: 'TelephonyUser',
  description: 'What a telephone user has and the core schema lacks',
  attributes: [
    text('pbx', 'Name of the PBX that the user belongs to.'),
    text('node', 'Node of that PBX.'),
    text('deskphone', 'Directory number of the desk phone.'),
    text('softphone', 'Directory number of the soft phone.'),
    text('login', 'Login name at the PBX.'),
  ],
};

export const EXTENSIONS: readonly Schema[] = [ENTERPRISE_SCHEMA, TELEPHONY_SCHEMA];
export const SCHEMAS: readonly Schema[] = [CORE_SCHEMA, ...EXTENSIONS];

/** Attributes that every resource has (RFC 7643 §3.1); not listed by /Schemas. */
export const COMMON: readonly Attribute[] = [
  text('schemas', 'Schemas of the resource.', {
    type: 'reference',
    multiValued: true,
    mutability: 'readOnly',
    returned: 'always',
  }),
  text('id', 'Given by this server, never used again.', {
    mutability: 'readOnly',
    returned: 'always',
    caseExact: true,
  }),
  text('externalId', 'Given by the client, unique in the account.', { caseExact: true }),
  {
    ...complex('meta', 'About the resource.', [
      text('resourceType', 'User.', { caseExact: true }),
      text('created', 'When it was made.', { type: 'dateTime' }),
      text('lastModified', 'When it was changed.', { type: 'dateTime' }),
      text('location', 'Its address.', { type: 'reference', caseExact: true }),
      text('version', 'Its ETag.', { caseExact: true }),
    ]),
    mutability: 'readOnly',
  },
];

/** Names are compared without regard to case (RFC 7643 §2.1). */
export function findAttribute(list: readonly Attribute[], name: string): Attribute | undefined {
  const wanted = name.toLowerCase();
  return list.find((attribute) => attribute.name.toLowerCase() === wanted);
}

/** Attributes at the top of a resource, extensions aside. */
export const TOP: readonly Attribute[] = [...COMMON, ...CORE_SCHEMA.attributes];

export function findExtension(urn: string): Schema | undefined {
  const wanted = urn.toLowerCase();
  return EXTENSIONS.find((schema) => schema.id.toLowerCase() === wanted);
}
