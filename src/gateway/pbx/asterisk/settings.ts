/** What an Asterisk is asked for, and how its endpoints and voicemail boxes become people. */
import { type Static, Type } from 'typebox';
import type { MappingRule, MappingValue } from '../../core/ports/connector.ts';
import { setting } from '../connector.ts';

export const AsteriskSettings = Type.Object(
  {
    host: Type.String({
      minLength: 1,
      maxLength: 253,
      pattern: '^[A-Za-z0-9._:-]+$',
      ...setting({
        title: 'Host',
        description: 'Name or IP address. With encryption it must be the name in the certificate.',
        examples: ['asterisk.example.com', '192.0.2.20'],
        host: true,
        order: 1,
      }),
    }),
    security: Type.Enum(['tls', 'none'], {
      ...setting({
        title: 'Security',
        description:
          'Without encryption names and addresses cross the network in clear; the password itself is never sent.',
        default: 'tls',
        order: 2,
      }),
    }),
    port: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65_535,
        ...setting({
          title: 'Port',
          description: 'Leave empty for 5039 with TLS, or 5038 without.',
          examples: [5039, 5038],
          order: 3,
        }),
      }),
    ),
    username: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: '^[^\\r\\n]+$',
      ...setting({
        title: 'Manager user',
        description: 'A section of manager.conf that has system and reporting at write.',
        examples: ['cloudlink'],
        order: 4,
      }),
    }),
    password: Type.String({
      minLength: 1,
      maxLength: 1024,
      ...setting({ title: 'Password', secret: true, order: 5 }),
    }),
    driver: Type.Enum(['pjsip', 'sip'], {
      ...setting({
        title: 'Channel driver',
        description: 'PJSIP, or the old SIP driver that ended with Asterisk 20.',
        default: 'pjsip',
        order: 6,
      }),
    }),
    people: Type.Enum(['numbersOnly', 'everything'], {
      ...setting({
        title: 'Who is a person',
        description: 'Endpoints whose name is a number of 2 to 8 digits, or every endpoint, trunks too.',
        default: 'numbersOnly',
        order: 7,
      }),
    }),
    names: Type.Enum(['voicemail', 'callerId'], {
      ...setting({
        title: 'Names from',
        description:
          'Only voicemail boxes have e-mail addresses. A person without a box has the name of the caller ID.',
        default: 'voicemail',
        order: 8,
      }),
    }),
  },
  { additionalProperties: false },
);
export type AsteriskSettings = Static<typeof AsteriskSettings>;

/** Default ports of manager.conf: `port` and `tlsbindaddr`. */
export const portOf = ({ port, security }: AsteriskSettings) => port ?? (security === 'tls' ? 5039 : 5038);

const attr = (name: string): MappingValue => ({ attr: name });
const name: MappingValue = { trim: { firstOf: [attr('fullname'), attr('callerIdName')] } };
/** Up to eight digits are an extension, more (or a plus) a number of the public network. */
const SHORT = '^([0-9]{2,8})$';
const LONG = '^(\\+[0-9]{6,}|[0-9]{9,})$';

/** Asterisk has one name: its first word is taken as the given name, the rest as the family name. */
export const ASTERISK_MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [attr('email'), attr('endpoint')] } } },
  { field: 'givenName', from: { match: '^(\\S+)\\s+\\S', of: name, group: 1 } },
  { field: 'familyName', from: { firstOf: [{ match: '^\\S+\\s+(.+)$', of: name, group: 1 }, name] } },
  { field: 'displayName', from: name },
  { field: 'email', from: attr('email') },
  {
    field: 'extension',
    from: {
      firstOf: [
        { match: SHORT, of: attr('endpoint'), group: 1 },
        { match: SHORT, of: attr('callerIdNumber'), group: 1 },
      ],
    },
  },
  { field: 'phone', from: { e164: { match: LONG, of: attr('callerIdNumber'), group: 1 } } },
  // an endpoint is there or it is not: Asterisk cannot switch one off
  { field: 'active', from: { truth: attr('active'), otherwise: true } },
];
