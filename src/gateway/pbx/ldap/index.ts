/** People from an LDAP directory: OpenLDAP and its like; Active Directory too, which has a row of its own with better defaults. */
import { directoryConnector } from './directory.ts';
import { defaultsOf, LDAP_MAPPING, LdapSettings } from './settings.ts';

export const ldap = directoryConnector({
  type: 'ldap',
  title: 'LDAP directory',
  note: 'LDAP version 3 (RFC 4511) with paging (RFC 2696) and content synchronisation (RFC 4533), as public directories speak it; nothing of it is our own.',
  settings: LdapSettings,
  mapping: LDAP_MAPPING,
  defaults: defaultsOf,
});
