/** The form of a MiVoice Business link (row A5, S3:6924-6950), and how its numbers become people. */
import { isIPv6 } from 'node:net';
import { type Static, Type } from 'typebox';
import type { MappingRule } from '../../core/ports/connector.ts';
import { setting } from '../connector.ts';

/** A name, an IPv4 or IPv6 address; a port behind it where it is not 443: `pbx.example.com:8443`, `[fd00::1]:8443`. */
const HOST =
  '^([A-Za-z0-9._-]+(:[0-9]{1,5})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?)$';
const host = (title: string, description: string, order: number, example: string) =>
  Type.String({
    minLength: 1,
    maxLength: 260,
    pattern: HOST,
    ...setting({ title, description, examples: [example], host: true, order }),
  });
const password = (title: string, description: string, order: number) =>
  Type.String({ minLength: 1, maxLength: 1024, ...setting({ title, description, secret: true, order }) });

const tick = (title: string, description: string, order: number) =>
  Type.Optional(Type.Boolean(setting({ title, description, default: false, order })));

export const MivoiceBusinessSettings = Type.Object(
  {
    host: host(
      'PBX IP Address or FQDN',
      'Where numbers and groups are read. No password goes there: the MBG vouches for this gateway.',
      1,
      'mivb.example.com',
    ),
    mbgHost: host(
      'MBG IP Address or FQDN',
      'The MiVoice Border Gateway where this gateway signs in.',
      2,
      'mbg.example.com',
    ),
    mbgPassword: password(
      'MBG Password',
      'Of the user cloudlink at the MBG; it opens the PBX’s interface too.',
      3,
    ),
    micollabHost: Type.Optional(
      host(
        'MiCollab IP Address or FQDN',
        'Needed for integrations that use MiCollab. The name must lead to MiCollab’s LAN address.',
        4,
        'micollab.example.com',
      ),
    ),
    micollabPassword: Type.Optional(password('MiCollab Password', 'Of the user cloudlink at MiCollab.', 5)),
    softphoneMac: tick(
      'App Server Port needs a softphone’s MAC',
      'An App Server Port is a MiNet softphone only where its MAC starts with A1:21:00.',
      6,
    ),
  },
  {
    additionalProperties: false,
    dependentRequired: { micollabHost: ['micollabPassword'], micollabPassword: ['micollabHost'] },
  },
);
export type MivoiceBusinessSettings = Static<typeof MivoiceBusinessSettings>;

export type Address = { readonly host: string; readonly port: number };

/** `fd00::1`, `[fd00::1]:8443`, `pbx:8443` … → host without brackets, and port. */
export function addressOf(text: string): Address {
  if (isIPv6(text)) return { host: text, port: 443 };
  const { hostname, port } = new URL(`https://${text}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port) };
}

const attr = (name: string) => ({ attr: name });

/** Over what the device rules make: one row a person. The extension is the deskphone's, else the softphone's. */
export const MIVOICE_BUSINESS_MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [attr('email'), attr('number')] } } },
  { field: 'givenName', from: attr('firstName') },
  { field: 'familyName', from: attr('lastName') },
  { field: 'displayName', from: { concat: [attr('firstName'), attr('lastName')] } },
  { field: 'email', from: attr('email') },
  { field: 'extension', from: attr('number') },
  { field: 'phone', from: { e164: attr('did') } },
  { field: 'mobile', from: { e164: attr('mobile') } },
  { field: 'department', from: attr('department') },
  { field: 'location', from: attr('location') },
  { field: 'active', from: { truth: attr('active'), otherwise: true } },
];
