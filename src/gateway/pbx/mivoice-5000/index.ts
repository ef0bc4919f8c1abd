/** People from the directory of a MiVoice 5000, which is read by LDAP. What of it is public: docs/pbx/mivoice-5000.md. */
import { Type } from 'typebox';
import type { MappingRule, MappingValue } from '../../core/ports/connector.ts';
import { setting } from '../connector.ts';
import { directoryConnector } from '../ldap/directory.ts';
import { DIRECTORY_OPTIONS, DIRECTORY_PROPERTIES, LDAP_MAPPING } from '../ldap/settings.ts';

const { anchor: _anchor, filter: _filter, baseDn: _baseDn, ...others } = DIRECTORY_PROPERTIES;

const MivoiceSettings = Type.Object(
  {
    ...others,
    baseDn: Type.String({
      minLength: 1,
      maxLength: 1024,
      ...setting({
        title: 'Base DN',
        description: 'As it is set at the PBX’s directory; it is not published.',
        order: 7,
      }),
    }),
    filter: Type.Optional(
      Type.String({
        maxLength: 4096,
        ...setting({
          title: 'Filter',
          description: 'Leave empty for every entry that has a name.',
          examples: ['(telephoneNumber=*)'],
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
            'What stays the same when a person is renamed. Leave empty for entryUUID; if the directory has none, a number that is never given to another person.',
          examples: ['entryUUID', 'attr1'],
          order: 9,
        }),
      }),
    ),
  },
  DIRECTORY_OPTIONS,
);

const attr = (name: string): MappingValue => ({ attr: name });

/** mail, department and l are in the vendor's sample; the names of persons and numbers are those of inetOrgPerson. */
const MAPPING: readonly MappingRule[] = LDAP_MAPPING.map((rule): MappingRule => {
  if (rule.field === 'userName')
    return { field: 'userName', from: { lower: { firstOf: [attr('mail'), attr('uid')] } } };
  if (rule.field === 'location')
    return { field: 'location', from: { firstOf: [attr('l'), attr('physicalDeliveryOfficeName')] } };
  return rule;
});

export const mivoice5000 = directoryConnector({
  type: 'mivoice-5000',
  title: 'MiVoice 5000 directory',
  note: 'That its directory is read by LDAP, and the attributes mail, department and l, are public; base DN, identity and the other attributes are not, and stand here as other directories have them.',
  settings: MivoiceSettings,
  mapping: MAPPING,
  defaults: () => ({ anchor: 'entryUUID', filter: '(&(sn=*)(!(objectClass=organizationalUnit)))' }),
});
