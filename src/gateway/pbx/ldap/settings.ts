/** What a directory is asked for, and how its attributes become a person. */
import { type Static, Type } from 'typebox';
import type { MappingRule, MappingValue } from '../../core/ports/connector.ts';
import { setting } from '../connector.ts';

/** Settings of every kind of directory. */
export const DIRECTORY_PROPERTIES = {
  host: Type.String({
    minLength: 1,
    maxLength: 253,
    pattern: '^[A-Za-z0-9._:-]+$',
    ...setting({
      title: 'Host',
      description: 'Name or IP address. With encryption it must be the name in the certificate.',
      examples: ['ldap.example.com', '192.0.2.10'],
      order: 2,
    }),
  }),
  security: Type.Enum(['starttls', 'ldaps', 'none'], {
    ...setting({
      title: 'Security',
      description: 'Without encryption the password and the people’s data cross the network in clear.',
      default: 'starttls',
      order: 3,
    }),
  }),
  port: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65535,
      ...setting({
        title: 'Port',
        description: 'Leave empty for 389, or 636 with LDAPS.',
        examples: [389, 636],
        order: 4,
      }),
    }),
  ),
  bindDn: Type.Optional(
    Type.String({
      maxLength: 1024,
      ...setting({
        title: 'Bind DN',
        description:
          'The user that reads; Active Directory also takes user@domain. Leave it and the password empty to read anonymously.',
        examples: ['cn=cloudlink,dc=example,dc=com', 'cloudlink@example.com'],
        order: 5,
      }),
    }),
  ),
  bindPassword: Type.Optional(
    Type.String({ maxLength: 1024, ...setting({ title: 'Password', secret: true, order: 6 }) }),
  ),
  baseDn: Type.String({
    minLength: 1,
    maxLength: 1024,
    ...setting({
      title: 'Base DN',
      description: 'Where people are; everything below it is searched.',
      examples: ['ou=people,dc=example,dc=com'],
      order: 7,
    }),
  }),
  filter: Type.Optional(
    Type.String({
      maxLength: 4096,
      ...setting({
        title: 'Filter',
        description: 'Leave empty for everybody.',
        examples: ['(&(objectClass=inetOrgPerson)(telephoneNumber=*))'],
        order: 8,
      }),
    }),
  ),
  anchor: Type.Optional(
    Type.String({
      maxLength: 64,
      pattern: '^([A-Za-z][A-Za-z0-9-]*)?$',
      ...setting({
        title: 'Identity attribute',
        description:
          'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID in Active Directory.',
        examples: ['entryUUID', 'objectGUID', 'nsUniqueId'],
        order: 9,
      }),
    }),
  ),
  read: Type.Enum(['changes', 'everybody'], {
    ...setting({
      title: 'Each sync reads',
      description:
        'Changes only, where the directory can tell them. Choose everybody if what it tells cannot be relied on.',
      default: 'changes',
      order: 10,
    }),
  }),
};

export const DIRECTORY_OPTIONS = {
  additionalProperties: false,
  // RFC 4513 §5.1.2: a name without a password signs nobody in and yet succeeds; an anonymous bind has neither
  dependentRequired: { bindDn: ['bindPassword'], bindPassword: ['bindDn'] },
};

const DirectorySettings = Type.Object(DIRECTORY_PROPERTIES);
export type DirectorySettings = Static<typeof DirectorySettings>;

export const LdapSettings = Type.Object(
  {
    preset: Type.Enum(['generic', 'activeDirectory'], {
      ...setting({
        title: 'Kind of directory',
        description: 'Decides the filter and the identity of a person where they are left empty.',
        default: 'generic',
        order: 1,
      }),
    }),
    ...DIRECTORY_PROPERTIES,
  },
  DIRECTORY_OPTIONS,
);
type LdapSettings = Static<typeof LdapSettings>;

type Defaults = { readonly anchor: string; readonly filter: string };
export const ACTIVE_DIRECTORY: Defaults = {
  anchor: 'objectGUID',
  filter: '(&(objectCategory=person)(objectClass=user))',
};
const PRESETS: Readonly<Record<LdapSettings['preset'], Defaults>> = {
  generic: { anchor: 'entryUUID', filter: '(objectClass=inetOrgPerson)' },
  activeDirectory: ACTIVE_DIRECTORY,
};

export const defaultsOf = (settings: DirectorySettings): Defaults =>
  PRESETS[(settings as LdapSettings).preset];
export const portOf = (settings: Pick<DirectorySettings, 'port' | 'security'>) =>
  settings.port ?? (settings.security === 'ldaps' ? 636 : 389);

const attr = (name: string): MappingValue => ({ attr: name });
const firstOf = (...names: string[]): MappingValue => ({ firstOf: names.map(attr) });
/** telephoneNumber holds either: up to seven digits are an extension, more (or a plus) a number of the public network. */
const SHORT = '^\\s*([0-9]{2,7})\\s*$';
const LONG = '^\\s*(\\+.*|(?:[^0-9]*[0-9]){8}.*)$';

/** One mapping for both presets: an attribute that a directory lacks is absent. (004: the vendor's LDAP attributes.) */
export const LDAP_MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: firstOf('mail', 'userPrincipalName', 'uid', 'sAMAccountName') } },
  { field: 'givenName', from: attr('givenName') },
  { field: 'familyName', from: attr('sn') },
  { field: 'displayName', from: firstOf('displayName', 'cn') },
  { field: 'email', from: attr('mail') },
  { field: 'extension', from: { firstOf: [attr('ipPhone'), { match: SHORT, of: attr('telephoneNumber') }] } },
  { field: 'phone', from: { e164: { match: LONG, of: attr('telephoneNumber') } } },
  { field: 'mobile', from: { e164: attr('mobile') } },
  { field: 'department', from: firstOf('department', 'ou', 'departmentNumber') },
  { field: 'location', from: firstOf('physicalDeliveryOfficeName', 'l') },
  { field: 'role', from: attr('employeeType') },
  // ADS_UF_ACCOUNTDISABLE; a directory without the attribute knows no disabled people
  { field: 'active', from: { bitClear: attr('userAccountControl'), bit: 2, otherwise: true } },
];

function attributesIn(value: MappingValue): readonly string[] {
  if ('attr' in value) return [value.attr];
  return Object.values(value).flatMap((inner: unknown) =>
    [inner]
      .flat()
      .flatMap((one) => (typeof one === 'object' && one !== null ? attributesIn(one as MappingValue) : [])),
  );
}

/** Attributes that a mapping reads, each once. */
export const attributesOf = (mapping: readonly MappingRule[]): readonly string[] => [
  ...new Set(mapping.flatMap((rule) => attributesIn(rule.from))),
];
/** Attributes that are asked for, beside the identity. */
export const LDAP_ATTRIBUTES: readonly string[] = attributesOf(LDAP_MAPPING);
