/** The PBX types and directories: one row a type. A new one is a folder beside this file and a row here. */
import { fail } from '../core/errors.ts';
import type { Connector } from '../core/ports/connector.ts';
import { activeDirectory } from './active-directory/index.ts';
import { csv } from './csv/index.ts';
import { ldap } from './ldap/index.ts';
import { ldif } from './ldif/index.ts';
import { mivoice5000 } from './mivoice-5000/index.ts';
import { mivoiceBusiness } from './mivoice-business/index.ts';
import { mivoiceOffice250 } from './mivoice-office-250/index.ts';
import { mivoiceOffice400 } from './mivoice-office-400/index.ts';
import { mxOne } from './mx-one/index.ts';
import { xlsx } from './xlsx/index.ts';

export const CONNECTORS: readonly Connector[] = [
  mivoiceBusiness,
  mivoiceOffice250,
  mivoiceOffice400,
  mivoice5000,
  mxOne,
  ldap,
  activeDirectory,
  csv,
  ldif,
  xlsx,
];

/** @throws AppError BAD_INPUT when there is no such type; names those that there are */
export function connectorOf(type: string): Connector {
  const found = CONNECTORS.find((connector) => connector.type === type);
  if (found) return found;
  const known = CONNECTORS.map((connector) => connector.type).join(', ');
  throw fail('BAD_INPUT', {
    sentence: 'There is no such PBX type.',
    fields: [{ field: 'type', sentence: `The type must be one of ${known}.` }],
  });
}
