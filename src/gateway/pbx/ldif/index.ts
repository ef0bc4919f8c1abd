/** People from an LDIF file on this host, as every directory can export them. */
import { Type } from 'typebox';
import type { Connector } from '../../core/ports/connector.ts';
import { checkedSettings, setting } from '../connector.ts';
import { fileSession, pathSetting } from '../files/session.ts';
import { LDAP_MAPPING } from '../ldap/settings.ts';

const Settings = Type.Object(
  {
    path: pathSetting({
      description: 'An LDIF file in the gateway’s import folder.',
      examples: ['people.ldif', '/var/lib/cloudlink/import/people.ldif'],
    }),
    anchor: Type.Optional(
      Type.String({
        maxLength: 128,
        pattern: '^([A-Za-z][A-Za-z0-9;-]*)?$',
        ...setting({
          title: 'Identity attribute',
          description:
            'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID where there is none. With dn, somebody who is renamed or moved is somebody new.',
          examples: ['entryUUID', 'objectGUID', 'employeeNumber'],
          order: 2,
        }),
      }),
    ),
  },
  { additionalProperties: false },
);

export const ldif: Connector = {
  type: 'ldif',
  title: 'LDIF file',
  note: 'LDIF as directories write it (RFC 2849), entries and changes; which attribute is the identity is our choice.',
  settings: Settings,
  capabilities: { delta: false, inventory: false, interfaces: false },
  mapping: LDAP_MAPPING,
  absent: 'clear',
  open: async (values, context) =>
    fileSession(checkedSettings(Settings, values), context, async (settings) =>
      (await import('./read.ts')).openLdif(settings),
    ),
};
