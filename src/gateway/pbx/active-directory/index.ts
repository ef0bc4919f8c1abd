/** People from Active Directory: the LDAP client with its defaults, DirSync and update sequence numbers. */
import { Type } from 'typebox';
import type { MappingRule } from '../../core/ports/connector.ts';
import { setting } from '../connector.ts';
import { directoryConnector } from '../ldap/directory.ts';
import { ACTIVE_DIRECTORY, DIRECTORY_OPTIONS, DIRECTORY_PROPERTIES, LDAP_MAPPING } from '../ldap/settings.ts';

const { security, bindDn: _bindDn, baseDn: _baseDn, anchor: _anchor, ...others } = DIRECTORY_PROPERTIES;

/** The identity is objectGUID and no setting: everything else can be given to another person. */
const ActiveDirectorySettings = Type.Object(
  {
    ...others,
    security: { ...security, default: 'ldaps' },
    bindDn: Type.Optional(
      Type.String({
        maxLength: 1024,
        ...setting({
          title: 'User',
          description: 'An ordinary user that may read, as user@domain or as a DN.',
          examples: ['cloudlink@corp.example.com', 'cn=cloudlink,cn=Users,dc=corp,dc=example,dc=com'],
          order: 5,
        }),
      }),
    ),
    baseDn: Type.String({
      minLength: 1,
      maxLength: 1024,
      ...setting({
        title: 'Base DN',
        description:
          'The domain or the organisational unit where people are; everything below it is searched.',
        examples: ['dc=corp,dc=example,dc=com', 'ou=Staff,dc=corp,dc=example,dc=com'],
        order: 7,
      }),
    }),
  },
  DIRECTORY_OPTIONS,
);

/** Attributes that only other directories have are not asked for. */
const MAPPING: readonly MappingRule[] = LDAP_MAPPING.map((rule): MappingRule => {
  if (rule.field === 'userName')
    return {
      field: 'userName',
      from: {
        lower: { firstOf: [{ attr: 'mail' }, { attr: 'userPrincipalName' }, { attr: 'sAMAccountName' }] },
      },
    };
  if (rule.field === 'department') return { field: 'department', from: { attr: 'department' } };
  return rule;
});

export const activeDirectory = directoryConnector({
  type: 'active-directory',
  title: 'Active Directory',
  note: 'LDAP as Microsoft documents it (MS-ADTS), with DirSync and update sequence numbers; nothing of it is our own.',
  settings: ActiveDirectorySettings,
  mapping: MAPPING,
  defaults: () => ACTIVE_DIRECTORY,
});
