/**
 * The cloud console's HTTP API, below `/api/`. Signed in by a session cookie (`__Host-session` on https,
 * `session` on loopback http); every change carries `x-csrf-token` from `GET /api/me`.
 *
 * | method url                                  | body → answer |
 * | GET    /api/me                              | → ConsoleMe |
 * | POST   /api/session                         | { email, password } → ConsoleMe |
 * | DELETE /api/session                         | → 204 |
 * | POST   /api/invite/look                     | { token } → InviteView: whose it is; does not spend it |
 * | POST   /api/invite                          | { token, password } → ConsoleMe: chooses the password, signs in |
 * | GET    /api/overview?account                | → OverviewView: what needs attention |
 * | GET    /api/accounts?q&state&after&limit    | → Page of AccountView (a partner: its customers; a customer: itself) |
 * | POST   /api/accounts                        | AccountInput → AccountView (partner only) |
 * | GET    /api/accounts/:number                | → AccountView |
 * | POST   /api/accounts/:number/deactivate     | { typed: 'deactivate' } → AccountView |
 * | POST   /api/accounts/:number/reactivate     | { typed: 'reactivate' } → AccountView |
 * | GET    /api/claims/:userCode                | → ClaimView (marks it as seen) |
 * | POST   /api/claims/:userCode/approve        | { account: number, setupCode } → ClaimView |
 * | POST   /api/claims/:userCode/deny           | → 204 |
 * | GET    /api/gateways?account&q&after&limit  | → Page of GatewayView |
 * | GET    /api/gateways/:id                    | → GatewayView |
 * | DELETE /api/gateways/:id                    | { typed: 'unlink' } → 204 |
 * | POST   /api/gateways/:id/commands           | { name, args?, reason?, ticket? } → CommandView |
 * | GET    /api/gateways/:id/commands?after&limit | → Page of CommandView, without their values |
 * | GET    /api/commands/:id                    | → CommandView |
 * | POST   /api/commands/:id/withdraw           | → 204; of an order that waits for consent on site |
 * | GET    /api/live?account                    | server-sent events: `changed` { kind, id } — read again |
 * | POST   /api/gateways/:id/launch             | { targetId, reason?, ticket? } → LaunchTicket, or LaunchWaiting: asked on site |
 * | POST   /api/gateways/:id/targets/:targetId/check | → InterfaceCheck: does the REST interface answer? |
 * | POST   /api/launches/:id/ticket             | → LaunchTicket; the launcher's only, once the site has said yes |
 * | GET    /api/launches?account                | → { sessions: LaunchView[] } |
 * | POST   /api/launches/:id/end                | → 204 |
 * | GET    /api/inventory/platforms?…           | → Page of PlatformView; parameters of lists: console-lists.ts |
 * | GET    /api/inventory/platforms.csv?…       | → CSV of all that match |
 * | GET    /api/inventory/platforms/:id         | → PlatformView |
 * | GET    /api/inventory/applications?…        | → Page of ApplicationView |
 * | GET    /api/inventory/applications/:id      | → ApplicationView |
 * | GET    /api/inventory/facets?account        | → InventoryFacets |
 * | GET    /api/users?…                         | → Page of UserView |
 * | GET    /api/users/counts?account            | → UserCounts |
 * | GET    /api/users/:id                       | → UserView |
 * | DELETE /api/users/:id                       | { typed: 'delete' } → 204 |
 * | POST   /api/users/deployment               | DeploymentOrder → DeploymentAnswer (contract/deployment.ts) |
 * | GET    /api/users/deployment?account       | → DeploymentProgress |
 * | GET    /api/events?…                        | → Page of EventView |
 * | GET    /api/events.csv?…                    | → CSV of all that match, or of those named by `id` |
 * | GET    /api/events/facets?…                 | → EventFacets |
 * | GET    /api/accounts/:number/claim-tokens   | → { tokens: ClaimTokenView[] }: those that are still good |
 * | POST   /api/accounts/:number/claim-tokens   | ClaimTokenInput → ClaimTokenView, with the token this once |
 * | DELETE /api/accounts/:number/claim-tokens/:id | → 204 |
 * | GET    /api/accounts/:number/findings-mail | → FindingsMailView: does the one who asks get new findings by e-mail |
 * | PUT    /api/accounts/:number/findings-mail | FindingsMailChoice → FindingsMailView |
 * | …      /api/support-logs…                   | see contract/support-logs.ts |
 * | GET    /api/accounts/:number/scim-keys      | → ScimKeyState |
 * | POST   /api/accounts/:number/scim-keys      | → ScimKeys (voids the older) |
 */
import { type Static, Type } from 'typebox';
import { AccountNumber, Fault, Instant, PlatformKind, Uuid } from './common.ts';
import { MAIL_LANGUAGES } from './deployment.ts';
import { Application, Partition, ReportedLicence } from './inventory.ts';
import { UserDetails } from './scim.ts';
import { GatewayStatus } from './status.ts';
import { TargetStatus } from './tunnel.ts';

export const ConsoleMe = Type.Object({
  signedIn: Type.Boolean(),
  person: Type.Optional(
    Type.Object({
      id: Uuid,
      name: Type.String(),
      email: Type.String(),
      role: Type.Enum(['partner', 'admin', 'user']),
    }),
  ),
  account: Type.Optional(
    Type.Object({ number: AccountNumber, name: Type.String(), kind: Type.Enum(['partner', 'customer']) }),
  ),
  csrf: Type.Optional(Type.String()),
  /** The cloud's time; ages on the pages are reckoned from it. */
  time: Instant,
});
export type ConsoleMe = Static<typeof ConsoleMe>;

/** What an invitation is for, and the rule of the password that is to be chosen. */
export const InviteView = Type.Object({
  name: Type.String(),
  email: Type.String(),
  account: Type.Object({ number: AccountNumber, name: Type.String() }),
  /** Fewest characters. */
  passwordMin: Type.Integer(),
});
export type InviteView = Static<typeof InviteView>;

export const AccountInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128 }),
    region: Type.Optional(Type.String({ maxLength: 64 })),
    address: Type.Optional(
      Type.Object({
        street: Type.Optional(Type.String()),
        city: Type.Optional(Type.String()),
        country: Type.Optional(Type.String()),
        province: Type.Optional(Type.String()),
        postalCode: Type.Optional(Type.String()),
      }),
    ),
    /** At least one (S3:298-412). */
    supportContacts: Type.Array(Type.String({ format: 'email', maxLength: 254 }), {
      minItems: 1,
      maxItems: 20,
    }),
    /** The account's first administrator; a one-time sign-in link is returned once. */
    admin: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 128 }),
      email: Type.String({ format: 'email', maxLength: 254 }),
    }),
  },
  { additionalProperties: false },
);
export type AccountInput = Static<typeof AccountInput>;

export const AccountView = Type.Object({
  number: AccountNumber,
  name: Type.String(),
  kind: Type.Enum(['partner', 'customer']),
  state: Type.Enum(['active', 'deactivated']),
  region: Type.String(),
  supportContacts: Type.Array(Type.String()),
  createdAt: Instant,
  gateways: Type.Integer(),
  users: Type.Integer(),
  /** Row A3, of the first gateway; and what stands beside it. */
  integrationStatus: Type.String(),
  integrationNote: Type.Optional(Type.String()),
  pbxType: Type.Optional(Type.String()),
  /** Set once, in the answer to POST /api/accounts: the administrator's one-time link to choose a password. */
  inviteUrl: Type.Optional(Type.String()),
});
export type AccountView = Static<typeof AccountView>;

/** New findings of user synchronisation by e-mail (row D9): off until a person chooses it, an account each. */
export const FindingsMailChoice = Type.Union([
  Type.Object(
    { on: Type.Literal(true), language: Type.Enum([...MAIL_LANGUAGES]) },
    { additionalProperties: false },
  ),
  Type.Object({ on: Type.Literal(false) }, { additionalProperties: false }),
]);
export type FindingsMailChoice = Static<typeof FindingsMailChoice>;
export const FindingsMailView = Type.Object({
  on: Type.Boolean(),
  /** The person's own. */
  address: Type.String(),
  /** Is a mail server configured? */
  canSend: Type.Boolean(),
});
export type FindingsMailView = Static<typeof FindingsMailView>;

export const ClaimView = Type.Object({
  userCode: Type.String(),
  state: Type.Enum(['waiting', 'checking', 'wrongCode', 'approved', 'denied', 'expired', 'ended']),
  name: Type.String(),
  kind: PlatformKind,
  version: Type.String(),
  lanAddress: Type.Optional(Type.String()),
  publicAddress: Type.String(),
  /** The approver comes from the same public address. */
  samePublicAddress: Type.Boolean(),
  /** JWK thumbprint, 43 characters, shown in groups of four. */
  fingerprint: Type.String(),
  askedAt: Instant,
  expiresAt: Instant,
  wrongCodes: Type.Integer(),
  accounts: Type.Array(Type.Object({ number: AccountNumber, name: Type.String(), region: Type.String() })),
  /** After approval: the gateway, and the ticket that opens its own pages. */
  gatewayId: Type.Optional(Uuid),
  /** After approval: the gateway's own page, where the person came from. Always a private address. */
  returnUri: Type.Optional(Type.String()),
  /** Its key is still linked here, in words; approving ends that link. */
  replaces: Type.Optional(Type.String()),
  error: Type.Optional(Fault),
});
export type ClaimView = Static<typeof ClaimView>;

/** With a fingerprint the gateway of that key needs no token; its administrator runs `cloudlink link --registered`. */
export const ClaimTokenInput = Type.Object(
  {
    /** As the gateway shows it: 43 characters, with or without blanks between the groups. */
    fingerprint: Type.Optional(Type.String({ maxLength: 80 })),
  },
  { additionalProperties: false },
);
export type ClaimTokenInput = Static<typeof ClaimTokenInput>;

/** The second way of claiming. Single use, 24 hours. */
export const ClaimTokenView = Type.Object({
  id: Uuid,
  /** 256 bits; in the answer to its making, and never again. */
  token: Type.Optional(Type.String()),
  /** Of the device key that it was registered for, instead of a token. */
  fingerprint: Type.Optional(Type.String()),
  createdAt: Instant,
  createdBy: Type.String(),
  expiresAt: Instant,
});
export type ClaimTokenView = Static<typeof ClaimTokenView>;

export const GatewayView = Type.Object({
  id: Uuid,
  name: Type.String(),
  account: Type.Object({ number: AccountNumber, name: Type.String() }),
  kind: PlatformKind,
  version: Type.String(),
  fingerprint: Type.String(),
  online: Type.Boolean(),
  /** Since when it is online, or was last seen. */
  since: Instant,
  transport: Type.Optional(Type.String()),
  linkedAt: Instant,
  linkedBy: Type.String(),
  integrationStatus: Type.String(),
  integrationNote: Type.Optional(Type.String()),
  users: Type.Integer(),
  /** Last status that the gateway sent; `status.at` is its age. */
  status: Type.Optional(GatewayStatus),
  targets: Type.Array(TargetStatus),
});
export type GatewayView = Static<typeof GatewayView>;

export const CommandView = Type.Object({
  id: Uuid,
  gatewayId: Uuid,
  name: Type.String(),
  title: Type.String(),
  issuedBy: Type.String(),
  issuedAt: Instant,
  expiresAt: Instant,
  state: Type.Enum(['waiting', 'sent', 'running', 'done', 'failed', 'unknown', 'expired']),
  percent: Type.Optional(Type.Integer()),
  sentence: Type.Optional(Type.String()),
  endedAt: Type.Optional(Instant),
  error: Type.Optional(Fault),
  value: Type.Optional(Type.Unknown()),
});
export type CommandView = Static<typeof CommandView>;

/** Something that wants a person, with the page of the gateway it is about. */
const Attention = Type.Object({
  gatewayId: Uuid,
  gatewayName: Type.String(),
  account: Type.Object({ number: AccountNumber, name: Type.String() }),
  /** Since when, or when it happened. */
  at: Instant,
  sentence: Type.Optional(Type.String()),
  remedy: Type.Optional(Type.String()),
  /** Row of an error or alarm table, or the integration status of row A3. */
  code: Type.Optional(Type.String()),
  critical: Type.Optional(Type.Boolean()),
});
export type Attention = Static<typeof Attention>;

const Attentions = Type.Object({
  /** How many there are; `items` are the first of them. */
  total: Type.Integer(),
  items: Type.Array(Attention),
});

/** What the dashboard says first. */
export const OverviewView = Type.Object({
  /** Customer accounts in sight, deactivated ones apart. */
  accounts: Type.Integer(),
  gateways: Type.Integer(),
  online: Type.Integer(),
  offline: Attentions,
  /** One entry a gateway: its gravest alarm; `total` counts gateways. */
  alarms: Attentions,
  /** Orders of the last 24 h that failed or whose end is unknown. */
  failed: Attentions,
  /** Linked and not onboarded to the end. */
  setUp: Attentions,
});
export type OverviewView = Static<typeof OverviewView>;

/** The console posts `token` in a form to `url` (POST /.launch); 60 s, once. */
export const LaunchTicket = Type.Object({
  state: Type.Literal('opening'),
  sessionId: Uuid,
  url: Type.String(),
  token: Type.String(),
  expiresAt: Instant,
});
export type LaunchTicket = Static<typeof LaunchTicket>;

/** Somebody on site is asked. The change is told by the live channel; `POST /api/launches/:id/end` takes the question back. */
export const LaunchWaiting = Type.Object({
  state: Type.Literal('waiting'),
  sessionId: Uuid,
  /** When the question ends without an answer. */
  expiresAt: Instant,
});
export type LaunchWaiting = Static<typeof LaunchWaiting>;
export const LaunchAnswer = Type.Union([LaunchTicket, LaunchWaiting]);
export type LaunchAnswer = Static<typeof LaunchAnswer>;

export const LaunchView = Type.Object({
  id: Uuid,
  gatewayId: Uuid,
  gatewayName: Type.String(),
  targetId: Type.String(),
  title: Type.String(),
  personName: Type.String(),
  /** The person who reads this launched it; only they get its ticket. */
  mine: Type.Boolean(),
  reason: Type.Optional(Type.String()),
  ticket: Type.Optional(Type.String()),
  openedAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant,
  /** `waiting`: for consent on site. `opening`: let in, and its browser has not come yet. */
  state: Type.Enum(['waiting', 'opening', 'open', 'ended']),
  endedBecause: Type.Optional(Type.String()),
});
export type LaunchView = Static<typeof LaunchView>;

/** What a REST interface behind a gateway answered to the cloud's own code. */
export const InterfaceCheck = Type.Object({
  at: Instant,
  method: Type.String(),
  path: Type.String(),
  /** Any status is an answer of the interface itself. */
  status: Type.Integer(),
});
export type InterfaceCheck = Static<typeof InterfaceCheck>;

export const PlatformView = Type.Object({
  id: Type.String(),
  account: Type.Object({ number: AccountNumber, name: Type.String() }),
  gatewayId: Uuid,
  host: Type.String(),
  platformType: Type.String(),
  platformName: Type.String(),
  systemFamily: Type.String(),
  applicationTypes: Type.Array(Type.String()),
  version: Type.String(),
  licence: ReportedLicence,
  swaStatus: Type.String(),
  /** Calendar day of expiry, in words of the list. */
  expiresOn: Type.Optional(Type.String()),
  platformId: Type.String(),
  memoryBytes: Type.Optional(Type.Integer()),
  processor: Type.Optional(Type.String()),
  partitions: Type.Array(Partition),
  applications: Type.Array(Application),
  reportedAt: Instant,
  collectedAt: Instant,
  stale: Type.Boolean(),
  /** What the Portal column shows: a started browser target to launch, or why there is none. */
  portal: Type.Object({
    state: Type.Enum(['launch', 'stopped', 'offline', 'none']),
    targetId: Type.Optional(Type.String()),
    sentence: Type.Optional(Type.String()),
  }),
});
export type PlatformView = Static<typeof PlatformView>;

export const ApplicationView = Type.Object({
  id: Type.String(),
  account: Type.Object({ number: AccountNumber, name: Type.String() }),
  gatewayId: Uuid,
  platformId: Type.String(),
  host: Type.String(),
  type: Type.String(),
  version: Type.String(),
  reportedAt: Instant,
  stale: Type.Boolean(),
  portal: PlatformView.properties.portal,
});
export type ApplicationView = Static<typeof ApplicationView>;

export const UserView = Type.Object({
  id: Type.String(),
  account: AccountNumber,
  userName: Type.String(),
  displayName: Type.String(),
  ...UserDetails,
  active: Type.Boolean(),
  /** `Synced from SCIM`, or the gateway's name. */
  syncedFrom: Type.Optional(Type.String()),
  changedAt: Instant,
  /** Name of who changed it last. */
  changedBy: Type.String(),
});
export type UserView = Static<typeof UserView>;

/** Row C9 (S3:2155-2330). */
export const EventView = Type.Object({
  id: Uuid,
  account: AccountNumber,
  actorName: Type.String(),
  actorId: Type.String(),
  action: Type.String(),
  eventType: Type.String(),
  asset: Type.String(),
  at: Instant,
  propertiesChanged: Type.Array(Type.String()),
  /** `Core Details`. */
  details: Type.Record(Type.String(), Type.Unknown()),
  /** Where it came from: the account and, where one told it, the gateway. */
  extraDetails: Type.Record(Type.String(), Type.String()),
  /** Words by which the search finds it. */
  logTags: Type.Array(Type.String()),
});
export type EventView = Static<typeof EventView>;

/** Whether there is a key, never the key. */
export const ScimKeyState = Type.Object({
  baseUrl: Type.String(),
  createdAt: Type.Optional(Instant),
  createdBy: Type.Optional(Type.String()),
});
export type ScimKeyState = Static<typeof ScimKeyState>;

/** Shown once. */
export const ScimKeys = Type.Object({ baseUrl: Type.String(), token: Type.String(), createdAt: Instant });
export type ScimKeys = Static<typeof ScimKeys>;
