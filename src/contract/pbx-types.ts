/** What a PBX type is called, by its id: a status has the id, and a console shows the name. */
export const PBX_TYPE_TITLES: Readonly<Record<string, string>> = {
  'mivoice-business': 'MiVoice Business',
  'mivoice-office-250': 'MiVoice Office 250',
  'mivoice-office-400': 'MiVoice Office 400',
  'mivoice-5000': 'MiVoice 5000 directory',
  'mx-one': 'MX-ONE',
  asterisk: 'Asterisk',
  freepbx: 'FreePBX',
  '3cx': '3CX',
  ldap: 'LDAP directory',
  'active-directory': 'Active Directory',
  csv: 'CSV file',
  ldif: 'LDIF file',
  xlsx: 'Excel workbook',
};
