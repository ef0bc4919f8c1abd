/** Names of settings and choices as words, where a schema gives none. */

/** Names that are written in their own way. */
const OWN_WAY: Readonly<Record<string, string>> = {
  activeDirectory: 'Active Directory',
  http: 'HTTP',
  https: 'HTTPS',
  ldap: 'LDAP',
  ldaps: 'LDAPS',
  pjsip: 'PJSIP',
  sip: 'SIP',
  starttls: 'StartTLS',
  tls: 'TLS',
};

/** `pbxHost` → `Pbx host`, where a schema gives no title. Names with digits (`windows-1252`) stay as they are. */
export function spoken(key: string): string {
  const own = OWN_WAY[key];
  if (own || /\d/.test(key)) return own ?? key;
  const words = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
