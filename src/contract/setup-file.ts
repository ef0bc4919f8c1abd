/**
 * The file of an unattended set-up: `cloudlink setup --file site.json` (docs/setup-file.md). Every part may be left
 * out; what is not in the file stays as it is.
 */
import { type Static, Type } from 'typebox';
import { AccountNumber } from './common.ts';
import { LocalRole, PersonName, Site } from './local-api.ts';

const closed = { additionalProperties: false } as const;

/** Where a secret stands. A clear text is taken only from a file that others of the host cannot read. */
export const SecretSource = Type.Union([
  Type.String({ minLength: 1, maxLength: 4096 }),
  Type.Object({ fromFile: Type.String({ minLength: 1, maxLength: 4096 }) }, closed),
  Type.Object(
    { fromEnv: Type.String({ minLength: 1, maxLength: 256, pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }) },
    closed,
  ),
  Type.Object({ fromStdin: Type.Literal(true) }, closed),
]);
export type SecretSource = Static<typeof SecretSource>;

const LinkPart = Type.Object(
  {
    method: Type.Enum(['token', 'registered', 'code'], {
      description:
        'token: by a claim token of the console. registered: the console knows the fingerprint. code: prints a code and an address, and waits for a person.',
    }),
    token: Type.Optional(SecretSource),
    account: Type.Optional({
      ...AccountNumber,
      description: 'The Account ID that the gateway must belong to in the end; another one is refused.',
    }),
  },
  closed,
);

const PbxPart = Type.Object(
  {
    type: Type.String({ minLength: 1, maxLength: 64, description: 'See: cloudlink pbx types.' }),
    name: Type.String({ minLength: 1, maxLength: 128 }),
    values: Type.Record(Type.String(), Type.Unknown(), {
      description:
        'The settings of this type: cloudlink pbx types TYPE. A value may be { "fromFile": … } or { "fromEnv": … }.',
    }),
  },
  closed,
);

const SyncPart = Type.Object(
  {
    scheduleMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 1440 })),
    approveFirstSync: Type.Optional(
      Type.Boolean({
        description:
          'Send the first plan without anybody having looked at it. Without it, the plan waits for a person.',
      }),
    ),
  },
  closed,
);

const TunnelPart = Type.Object(
  {
    component: Type.String({ minLength: 1, maxLength: 64 }),
    tunnel: Type.String({ minLength: 1, maxLength: 64 }),
    url: Type.Optional(
      Type.String({
        maxLength: 300,
        description:
          'Where the target is. Left out for one that the gateway has already, or that the PBX proposes.',
      }),
    ),
    description: Type.Optional(Type.String({ maxLength: 200 })),
    application: Type.Optional(Type.String({ maxLength: 64 })),
    use: Type.Optional(Type.Enum(['browser', 'service'])),
    fingerprint: Type.Optional(
      Type.String({ maxLength: 128, description: 'SHA-256 of the certificate of an https target.' }),
    ),
    start: Type.Optional(Type.Boolean({ description: 'Start the tunnel. Default: true.' })),
  },
  closed,
);
export type TunnelPart = Static<typeof TunnelPart>;

const PersonPart = Type.Object({ name: PersonName, role: LocalRole, password: SecretSource }, closed);
export type PersonPart = Static<typeof PersonPart>;

export const SetupFile = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    link: Type.Optional(LinkPart),
    site: Type.Optional(Site),
    pbx: Type.Optional(PbxPart),
    sync: Type.Optional(SyncPart),
    tunnels: Type.Optional(Type.Array(TunnelPart, { maxItems: 100 })),
    people: Type.Optional(Type.Array(PersonPart, { maxItems: 100 })),
    complete: Type.Optional(
      Type.Boolean({ description: 'Complete the onboarding at the end. Default: true.' }),
    ),
  },
  { ...closed, title: 'Set-up file of a CloudLink gateway' },
);
export type SetupFile = Static<typeof SetupFile>;

/** All of it; what docs/setup-file.md and `cloudlink setup --example` show. */
export const EXAMPLE: SetupFile = {
  link: { method: 'token', token: { fromFile: '/run/secrets/claim-token' }, account: '123456789' },
  site: {
    name: 'Ballad Industries, Ottawa',
    address: '350 Legget Drive',
    city: 'Ottawa',
    country: 'CA',
    province: 'Ontario',
    postalCode: 'K2K 2W7',
    zone: 'America/Toronto',
  },
  pbx: {
    type: 'mivoice-business',
    name: 'MiVoice Business Ottawa',
    values: {
      host: '192.168.10.5',
      mbgHost: '192.168.10.6',
      mbgPassword: { fromFile: '/run/secrets/mbg-password' },
    },
  },
  sync: { scheduleMinutes: 20, approveFirstSync: false },
  tunnels: [
    {
      component: 'MiVoice Business',
      tunnel: 'administration web interface',
      url: 'https://192.168.10.5',
      application: 'mivoice-business',
      fingerprint:
        '3F:8A:11:0C:5B:92:77:D4:E0:1F:66:AB:C3:58:29:F0:7E:44:B1:9D:08:6C:F2:A5:13:DD:70:4E:95:2B:C8:61',
      start: true,
    },
    { component: 'CloudLink Gateway', tunnel: 'Gateway portal' },
  ],
  people: [{ name: 'Priya Nair', role: 'admin', password: { fromEnv: 'CLOUDLINK_ADMIN_PASSWORD' } }],
  complete: true,
};
