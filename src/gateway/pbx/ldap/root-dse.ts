/** What a server says of itself (RFC 4512 §5.1), and which server it is. */
import { hash } from 'node:crypto';
import type { LdapClient } from './client.ts';
import type { LdapAttributes } from './message.ts';
import { guidText } from './record.ts';

export type RootDse = {
  readonly controls: ReadonlySet<string>;
  readonly namingContexts: readonly string[];
  readonly defaultNamingContext: string | undefined;
  /** Active Directory: the domain controller's own entry. */
  readonly dsServiceName: string | undefined;
  /** Active Directory: its last update sequence number. */
  readonly highestCommittedUsn: string | undefined;
  /** What kind of server it is, as far as it says (RFC 3045, and what each says beside). */
  readonly product: string | undefined;
};

const ATTRIBUTES = [
  'supportedControl',
  'namingContexts',
  'defaultNamingContext',
  'dsServiceName',
  'highestCommittedUSN',
  'vendorName',
  'vendorVersion',
  'objectClass',
];

/** The attributes of one entry; undefined when it is not there or may not be seen. */
async function entryOf(
  client: LdapClient,
  base: string,
  attributes: readonly string[],
): Promise<LdapAttributes | undefined> {
  const pages = client.exchangeSearch({ base, scope: 'base', filter: '(objectClass=*)', attributes });
  let found: LdapAttributes | undefined;
  for await (const message of pages) if (message.kind === 'entry') found ??= message.attributes;
  return found;
}

/** RFC 3045 where a server has it; OpenLDAP has a class of its own for this entry, Active Directory its service. */
function productOf(values: (name: string) => readonly string[]): string | undefined {
  const vendor = [values('vendorName')[0], values('vendorVersion')[0]].filter(Boolean).join(' ');
  if (vendor !== '') return vendor;
  if (values('dsServiceName').length > 0) return 'Active Directory';
  return values('objectClass').includes('OpenLDAProotDSE') ? 'OpenLDAP' : undefined;
}

export async function readRootDse(client: LdapClient): Promise<RootDse> {
  const attributes = await entryOf(client, '', ATTRIBUTES);
  const values = (name: string): string[] => {
    for (const [spelt, found] of attributes ?? [])
      if (spelt.toLowerCase() === name.toLowerCase()) return found.map((value) => value.toString());
    return [];
  };
  return {
    controls: new Set(values('supportedControl')),
    namingContexts: values('namingContexts'),
    defaultNamingContext: values('defaultNamingContext')[0],
    dsServiceName: values('dsServiceName')[0],
    highestCommittedUsn: values('highestCommittedUSN')[0],
    product: productOf(values),
  };
}

/** By parts, since a pattern for the spaces around commas takes the square of a name that is full of spaces. */
const plainDn = (dn: string) =>
  dn
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .join(',');

/** The naming context that holds `base`: the longest of those that end it. */
export function contextOf(dse: RootDse, base: string): string | undefined {
  const below = plainDn(base);
  const holding = dse.namingContexts.filter((context) => {
    const root = plainDn(context);
    return root !== '' && (below === root || below.endsWith(`,${root}`));
  });
  return holding.sort((a, b) => b.length - a.length)[0] ?? dse.defaultNamingContext;
}

/**
 * Names the one server. Active Directory: the domain controller and its invocation id, which a restore from a backup
 * changes (MS-ADTS §3.1.1.1.9). Others: the identity of the naming context, which a directory that was made anew has not.
 */
export async function serverOf(client: LdapClient, dse: RootDse, base: string): Promise<string> {
  const { dsServiceName } = dse;
  const entry = dsServiceName ?? contextOf(dse, base) ?? base;
  const attribute = dsServiceName === undefined ? 'entryUUID' : 'invocationId';
  const id = (await entryOf(client, entry, [attribute]))?.first(attribute);
  const text = id === undefined ? '' : dsServiceName === undefined ? id.toString() : guidText(id);
  return hash('sha256', `${entry}\n${text}`, 'base64url');
}
