/**
 * The gateway's own HTTP API, for its pages and the CLI (same routes over the Unix socket). All below `/api/`.
 * Roles: `setup` (the set-up code was given, nothing else exists yet), `admin`, `support` (reads). What comes
 * through the tunnel has role `admin` or `support` with `via: 'tunnel'`, which some routes refuse (NOT_OVER_TUNNEL).
 *
 * | method url                          | access        | body → answer |
 * | GET    /api/signpost                | anybody, http | → Signpost |
 * | POST   /api/link                    | anybody, http | → LinkState (starts a device authorization, or gives the running one) |
 * | GET    /api/link                    | anybody, http | → LinkState |
 * | POST   /api/link/token              | admin, not tunnel | ClaimTokenGiven → LinkState: links by a claim token |
 * | POST   /api/link/registered         | admin, not tunnel | → LinkState: links where the fingerprint was registered |
 * | DELETE /api/link                    | anybody, http | → 204, gives a running request up |
 * | GET    /api/me                      | anybody       | → Me |
 * | POST   /api/admin                   | anybody https | FirstAdmin → Me; the set-up code makes the first administrator |
 * | POST   /api/session                 | anybody https | SignIn → Me |
 * | DELETE /api/session                 | signed in     | → 204 |
 * | POST   /api/me/password             | signed in, not tunnel | PasswordChange → Me: every other session of the person ends |
 * | GET    /api/me/sessions             | signed in, not tunnel | → { sessions: OwnSession[] } |
 * | DELETE /api/me/sessions             | signed in, not tunnel | → 204: signs out everywhere, here too |
 * | GET    /api/people                  | admin, not tunnel | → { people: PersonView[] } |
 * | POST   /api/people                  | admin, not tunnel | NewPerson → PersonView |
 * | PUT    /api/people/:id              | admin, not tunnel | PersonChange → PersonView; a new password ends the person's sessions |
 * | DELETE /api/people/:id              | admin, not tunnel | → 204; never the last administrator |
 * | DELETE /api/people/:id/sessions     | admin, not tunnel | → 204: signs the person out everywhere |
 * | GET    /api/key                     | signed in     | → KeyView |
 * | POST   /api/key/rotate              | admin, not tunnel | → KeyView: starts, or goes on with, the change of the device key |
 * | POST   /api/unlink                  | admin         | → 204 |
 * | GET    /api/overview                | signed in     | → Overview |
 * | GET    /api/events/live             | signed in     | server-sent events: `overview` with Overview, at once and on change; `beat` every 15 s |
 * | GET    /api/debug                   | signed in     | → DebugFacts |
 * | GET    /api/licences                | signed in     | → Licences |
 * | GET    /api/site                    | signed in     | → SiteView or 404 |
 * | PUT    /api/site                    | admin         | Site → SiteView |
 * | GET    /api/pbx/types               | signed in     | → PbxTypes |
 * | GET    /api/pbx                     | signed in     | → PbxLink or 404 |
 * | PUT    /api/pbx                     | admin         | PbxLinkInput → PbxLink |
 * | DELETE /api/pbx                     | admin         | → 204 |
 * | POST   /api/pbx/test                | admin         | PbxLinkInput (or empty: the saved one) → PbxTestResult |
 * | POST   /api/pbx/connect             | admin         | → PbxTestResult; reads the users once, sends nothing, makes the plan |
 * | GET    /api/sync                    | signed in     | → SyncView |
 * | POST   /api/sync/run                | admin         | → SyncView (starts; the first one approves the first plan) |
 * | POST   /api/sync/preview            | admin         | → SyncView (reads, plans, sends nothing) |
 * | POST   /api/sync/confirm            | admin         | { planHash } → SyncView: releases held removals |
 * | PUT    /api/sync/schedule           | admin         | { minutes: 5–1440 } → SyncView |
 * | GET    /api/sync/changes?kind&q&after&limit | signed in | → Page of PlanChange |
 * | GET    /api/sync/irregular?list=none|shared&q&after&limit | signed in | → Page of IrregularUser |
 * | GET    /api/sync/irregular.csv?list&q | signed in   | → the whole list as text/csv |
 * | GET    /api/network                 | signed in     | → NetworkView (network-api.ts) |
 * | POST   /api/network/apply           | admin, not tunnel | PortInput → NetworkApplied: on trial for two minutes |
 * | POST   /api/network/confirm, /revert | admin, not tunnel | → NetworkView: keeps, or takes back, what is on trial |
 * | POST   /api/network/keep            | anybody https | KeepCode → 204: keeps it by the code of NetworkApplied |
 * | PUT    /api/network/time            | admin, not tunnel | TimeServersInput → NetworkView |
 * | PUT/DELETE /api/network/proxy       | admin, not tunnel | ProxyInput → NetworkView; DELETE: as configured |
 * | PUT/DELETE /api/network/ca          | admin, not tunnel | AuthoritiesInput → NetworkView |
 * | POST   /api/onboarding/complete     | admin         | → Overview |
 * | GET    /api/drafts/:form            | signed in     | → Draft or 404 |
 * | PUT    /api/drafts/:form            | admin         | DraftInput → Draft |
 * | DELETE /api/drafts/:form            | admin         | → 204 |
 * | GET    /api/tunnels                 | signed in     | → { targets: Target[] } |
 * | POST   /api/tunnels                 | admin, not tunnel | TargetInput → Target |
 * | DELETE /api/tunnels/:id             | admin, not tunnel | → 204 |
 * | POST   /api/tunnels/:id/start, /stop | admin        | → Target |
 * | POST   /api/tunnels/start-all, /stop-all | admin    | → { targets } |
 * | POST   /api/tunnels/:id/confirm     | admin, not tunnel | { fingerprint } → Target: accepts a proposed target or a certificate |
 * | GET    /api/sessions                | signed in     | → { sessions: LocalSession[] } |
 * | POST   /api/sessions/:id/end        | admin, not tunnel | → 204 |
 * | PUT    /api/tunnels/:id/consent     | admin, not tunnel | ConsentPolicy → Target |
 * | GET    /api/looks                   | signed in     | → { looks: LookPolicy[] } |
 * | PUT    /api/looks/:look/consent     | admin, not tunnel | ConsentPolicy → LookPolicy |
 * | GET    /api/access-requests         | signed in     | → { requests: AccessRequest[] }: waiting ones first |
 * | POST   /api/access-requests/:id/approve, /deny | admin, not tunnel | → AccessRequest |
 * | GET    /api/access-log?q&targetId&person&sessionId&after&limit | signed in | → Page of AccessLine |
 * | GET    /api/access-log.csv, .jsonl  | signed in     | → the same as a file; every record with its hash |
 * | POST   /api/access-log/verify       | signed in     | → AccessVerdict |
 * | GET    /api/outflow?day             | signed in     | → OutflowView: since the start, or of one day |
 * | GET    /api/inventory               | signed in     | → InventoryView |
 * | POST   /api/inventory/report        | admin         | → InventoryView |
 * | PUT    /api/inventory/licence       | admin         | LicenceInput → InventoryView: it goes before what is read |
 * | DELETE /api/inventory/licence       | admin         | → InventoryView: what is read counts again |
 * | GET    /api/jobs                    | signed in     | → { jobs: JobView[] } |
 * | GET    /api/health                  | signed in     | → { checks: CheckView[] } |
 * | POST   /api/health/run              | admin         | → { checks: CheckView[] } |
 * | GET    /api/health/report           | signed in     | → the last results as text/plain, for a ticket |
 * | GET    /api/logs?lines              | admin         | → { lines: string[] } |
 * | POST   /api/restart                 | admin         | → Ordered: the program ends and is started again |
 * | POST   /api/reboot                  | admin         | → Ordered: the host starts again |
 * | GET    /api/alive                   | anybody, http | → { alive: true } for HEALTHCHECK; says nothing else |
 *
 * What two people may change at once (site, PBX link, sync schedule, drafts) has a version. A change that names the
 * version it began from (`If-Match: "5"`, or `If-None-Match: *` where there was none; RFC 9110 §13.1) is refused with
 * 412 CHANGED_MEANWHILE when somebody was faster. One that names none is taken.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { AccountAddress } from './claim.ts';
import { Fault, Instant, PlatformKind } from './common.ts';
import { EnteredLicence, InventoryReport } from './inventory.ts';
import { LOOKS } from './look.ts';
import { AlarmStatus, SyncCounts } from './status.ts';
import { TargetState } from './tunnel.ts';

/** One page of a list. `next` is given to `after` for more; absent at the end. */
export function PageOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), total: Type.Integer(), next: Type.Optional(Type.String()) });
}

export const CheckView = Type.Object({
  code: Type.String(),
  title: Type.String(),
  state: Type.Enum(['ok', 'warning', 'critical', 'unknown']),
  facts: Type.String(),
  remedy: Type.Optional(Type.String()),
  at: Type.Optional(Instant),
});
export type CheckView = Static<typeof CheckView>;

export const LinkState = Type.Object({
  state: Type.Enum(['unlinked', 'starting', 'waiting', 'checking', 'linked', 'failed']),
  userCode: Type.Optional(Type.String()),
  verificationUri: Type.Optional(Type.String()),
  verificationUriComplete: Type.Optional(Type.String()),
  /** The QR code of verificationUriComplete as an SVG path's `d`, in a square of `qrSize` modules. */
  qrPath: Type.Optional(Type.String()),
  qrSize: Type.Optional(Type.Integer()),
  expiresAt: Type.Optional(Instant),
  /** Somebody is signed in at the cloud and looks at this request. */
  seenBy: Type.Optional(Type.String()),
  wrongCodes: Type.Optional(Type.Integer()),
  error: Type.Optional(Fault),
});
export type LinkState = Static<typeof LinkState>;

/** The device key and its change (contract: Identity). */
export const KeyView = Type.Object({
  /** Of the key in use. */
  fingerprint: Type.String(),
  rotation: Type.Enum(['none', 'running', 'failed']),
  /** Of the key that takes its place. */
  nextFingerprint: Type.Optional(Type.String()),
  startedAt: Type.Optional(Instant),
  error: Type.Optional(Fault),
});
export type KeyView = Static<typeof KeyView>;

/** The second way of claiming (contract: Claiming). */
export const ClaimTokenGiven = Type.Object(
  { token: Type.String({ minLength: 16, maxLength: 128, secret: true }) },
  { additionalProperties: false },
);

/** What anybody on the LAN may know. No secrets, no names of persons. */
export const Signpost = Type.Object({
  name: Type.String(),
  kind: PlatformKind,
  kindTitle: Type.String(),
  version: Type.String(),
  lanAddress: Type.Optional(Type.String()),
  fingerprint: Type.String(),
  linked: Type.Boolean(),
  accountName: Type.Optional(Type.String()),
  consoleUrl: Type.Optional(Type.String()),
  /** `https://<host>:<port>/` of this gateway with its own certificate. */
  httpsUrl: Type.Optional(Type.String()),
  certificateFingerprint: Type.Optional(Type.String()),
  /** How far the way to the cloud is, in words. */
  checks: Type.Array(CheckView),
  link: LinkState,
  time: Instant,
});
export type Signpost = Static<typeof Signpost>;

export const Role = Type.Enum(['setup', 'admin', 'support']);
export type Role = Static<typeof Role>;

export const Me = Type.Object({
  signedIn: Type.Boolean(),
  name: Type.Optional(Type.String()),
  role: Type.Optional(Role),
  via: Type.Optional(Type.Enum(['local', 'tunnel', 'cli'])),
  /** No local administrator exists yet: the page asks for the set-up code. */
  needsFirstAdmin: Type.Boolean(),
  /** Sent back as `x-csrf-token` with every change. */
  csrf: Type.Optional(Type.String()),
});
export type Me = Static<typeof Me>;

/** What a person signs in with; no control characters, no blanks around it. */
export const PersonName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[^\\s\\p{Cc}]([^\\p{Cc}]*[^\\s\\p{Cc}])?$',
});
/** Length is the only rule of composition (NIST SP 800-63B §3.1.1.2); what is easily guessed is refused by the gateway. */
export const PASSWORD_LEAST = 12;
const NewPassword = Type.String({ minLength: PASSWORD_LEAST, maxLength: 256, secret: true });
/** One that exists: what is too short is wrong, and not told apart. */
const TypedPassword = Type.String({ minLength: 1, maxLength: 256, secret: true });

export const FirstAdmin = Type.Object(
  {
    setupCode: Type.String({ minLength: 12, maxLength: 32, secret: true }),
    name: PersonName,
    password: NewPassword,
  },
  { additionalProperties: false },
);
export const SignIn = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 64 }),
    password: TypedPassword,
  },
  { additionalProperties: false },
);

export const PasswordChange = Type.Object(
  { current: TypedPassword, password: NewPassword },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

/** A local person. `support` reads; `admin` may do everything. */
export const LocalRole = Type.Enum(['admin', 'support']);
export type LocalRole = Static<typeof LocalRole>;
export const NewPerson = Type.Object(
  { name: PersonName, role: LocalRole, password: NewPassword },
  { additionalProperties: false },
);
export type NewPerson = Static<typeof NewPerson>;
export const PersonChange = Type.Object(
  { role: Type.Optional(LocalRole), password: Type.Optional(NewPassword) },
  { additionalProperties: false },
);
export type PersonChange = Static<typeof PersonChange>;
export const PersonView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: LocalRole,
  createdAt: Instant,
  /** Browsers in which the person is signed in now. */
  sessions: Type.Integer(),
  /** Of those sessions; absent when there are none. */
  lastUsedAt: Type.Optional(Instant),
  /** Who asks. */
  you: Type.Boolean(),
});
export type PersonView = Static<typeof PersonView>;
export const OwnSession = Type.Object({
  openedAt: Instant,
  usedAt: Instant,
  /** When it ends at the latest. */
  endsAt: Instant,
  /** The one that asks. */
  here: Type.Boolean(),
});
export type OwnSession = Static<typeof OwnSession>;

export const Site = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128 }),
    address: Type.Optional(Type.String({ maxLength: 256 })),
    city: Type.String({ minLength: 1, maxLength: 128 }),
    /** ISO 3166-1 alpha-2. */
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    province: Type.String({ minLength: 1, maxLength: 128 }),
    postalCode: Type.String({ minLength: 1, maxLength: 32 }),
    /** IANA zone, e.g. `America/Toronto`. */
    zone: Type.String({ minLength: 1, maxLength: 64 }),
  },
  { additionalProperties: false },
);
export type Site = Static<typeof Site>;

/** Who saved a thing last. `version` is what `If-Match` takes. */
export const Saved = Type.Object({ version: Type.Integer(), at: Instant, by: Type.String() });
export type Saved = Static<typeof Saved>;

/** The site, and who saved it; without that when a program before versions did. */
export const SiteView = Type.Object({ ...Site.properties, saved: Type.Optional(Saved) });
export type SiteView = Static<typeof SiteView>;

/** Values of a form that nobody has saved yet, by field. Never a secret. */
const DraftValues = Type.Record(
  Type.String({ maxLength: 64 }),
  Type.Union([Type.String({ maxLength: 2048 }), Type.Number(), Type.Boolean()]),
  { maxProperties: 64 },
);
/** Names of forms: `site`, `pbx-type`, `pbx.ldap`. */
export const DraftForm = Type.String({ pattern: '^(site|pbx-type|pbx\\.[a-z0-9-]{1,40})$' });
/** What was typed into a form: kept by the gateway, so that another browser goes on with it. */
export const DraftInput = Type.Object(
  {
    values: DraftValues,
    /** Version of what was saved when the typing began; absent where nothing was. */
    base: Type.Optional(Type.Integer()),
    /** A random name of the tab, so that a page knows its own draft. */
    tab: Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }),
  },
  { additionalProperties: false },
);
export type DraftInput = Static<typeof DraftInput>;
export const Draft = Type.Object({
  values: DraftValues,
  base: Type.Optional(Type.Integer()),
  tab: Type.String(),
  saved: Saved,
});
export type Draft = Static<typeof Draft>;

/** Something was ordered that goes on after the answer. */
export const Ordered = Type.Object({ sentence: Type.String() });
export type Ordered = Static<typeof Ordered>;

/** The audit chain of user synchronisation: every change at the remote, each row hashed with the one before it. */
export const SyncAudit = Type.Object({
  /** False before the first sync with this version. */
  known: Type.Boolean(),
  rows: Type.Integer(),
  /** First row that is not what was written, or is missing. */
  brokenAt: Type.Optional(Type.Integer()),
});
export type SyncAudit = Static<typeof SyncAudit>;

/**
 * A settings form, made from the connector's settings schema. `schema` is JSON Schema with per-property
 * `title`, `description` (help), `examples`, `default`, and of ours `secret: true`, `order: number`,
 * `showIf: { key, equals }`. `dependentRequired` names settings that need each other: both are entered, or neither.
 */
export const PbxType = Type.Object({
  type: Type.String(),
  title: Type.String(),
  /** What is public fact and what is our own shape, one sentence. */
  note: Type.String(),
  /** What whoever chooses this type must have done before. */
  notice: Type.Optional(Type.String()),
  schema: Type.Unknown(),
  /** Values that this kind of gateway proposes: where the PBX is on the same host, its address. */
  proposed: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export const PbxTypes = Type.Object({ types: Type.Array(PbxType) });
export type PbxTypes = Static<typeof PbxTypes>;

export const PbxLinkInput = Type.Object(
  {
    type: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 128 }),
    /** Values by the type's schema. A secret left out keeps the stored one, unless the host changes. */
    values: Type.Record(Type.String(), Type.Unknown(), { secret: true }),
  },
  { additionalProperties: false },
);
export type PbxLinkInput = Static<typeof PbxLinkInput>;
export const PbxLink = Type.Object({
  type: Type.String(),
  name: Type.String(),
  /** Without secrets. */
  values: Type.Record(Type.String(), Type.Unknown()),
  /** Names of the secrets that are stored. */
  secretsSet: Type.Array(Type.String()),
  savedAt: Instant,
  connected: Type.Boolean(),
  saved: Type.Optional(Saved),
});
export type PbxLink = Static<typeof PbxLink>;

export const PbxTestResult = Type.Object({
  ok: Type.Boolean(),
  steps: Type.Array(
    Type.Object({
      title: Type.String(),
      /** `clock`: whether the source and the gateway agree on the time. */
      about: Type.Optional(Type.Enum(['clock'])),
      ok: Type.Boolean(),
      facts: Type.String(),
      error: Type.Optional(Fault),
    }),
  ),
  users: Type.Optional(Type.Integer()),
  didNumbers: Type.Optional(Type.Integer()),
});
export type PbxTestResult = Static<typeof PbxTestResult>;

export const SyncProgress = Type.Object({
  /** read · normalise · merge · validate · diff · apply · record */
  stage: Type.String(),
  step: Type.Integer(),
  steps: Type.Integer(),
  done: Type.Integer(),
  total: Type.Optional(Type.Integer()),
  sentence: Type.String(),
});
export type SyncProgress = Static<typeof SyncProgress>;

export const SyncView = Type.Object({
  state: Type.Enum(['never', 'running', 'inSync', 'attention', 'failed', 'paused', 'awaitingApproval']),
  scheduleMinutes: Type.Integer(),
  /** Who set the schedule last; absent while it is the default. */
  scheduleSaved: Type.Optional(Saved),
  lastRunAt: Type.Optional(Instant),
  lastDurationMs: Type.Optional(Type.Integer()),
  nextRunAt: Type.Optional(Instant),
  users: Type.Integer(),
  didNumbers: Type.Integer(),
  withoutEmail: Type.Integer(),
  sharedEmail: Type.Integer(),
  counts: Type.Optional(SyncCounts),
  progress: Type.Optional(SyncProgress),
  /** The current plan: what a sync would do, or what is held. */
  plan: Type.Optional(
    Type.Object({
      hash: Type.String(),
      madeAt: Instant,
      approved: Type.Boolean(),
      added: Type.Integer(),
      changed: Type.Integer(),
      removed: Type.Integer(),
      detained: Type.Integer(),
      unchanged: Type.Integer(),
      held: Type.Optional(
        Type.Object({
          count: Type.Integer(),
          of: Type.Integer(),
          limit: Type.Integer(),
          sentence: Type.String(),
        }),
      ),
    }),
  ),
  error: Type.Optional(Fault),
});
export type SyncView = Static<typeof SyncView>;

export const PlanChange = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['added', 'changed', 'removed', 'disabled', 'enabled', 'detained', 'held']),
  name: Type.String(),
  extension: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  /** Why: words, with the reason code for what is detained. */
  why: Type.String(),
  code: Type.Optional(Type.String()),
  fields: Type.Array(
    Type.Object({
      field: Type.String(),
      from: Type.Optional(Type.String()),
      to: Type.Optional(Type.String()),
    }),
  ),
});
export type PlanChange = Static<typeof PlanChange>;

export const IrregularUser = Type.Object({
  name: Type.String(),
  extension: Type.Optional(Type.String()),
  department: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
});
export type IrregularUser = Static<typeof IrregularUser>;

/**
 * Who is asked before a remote session may open. `ask`: somebody on site, each time. `hour`: as `ask`, and a yes holds
 * for the same person and target for one hour. `always`: the named people need no question, everybody else is asked.
 * Targets of `use: service` know `off` and `on` only: the cloud's own code may not, or may, call them.
 */
export const ConsentMode = Type.Enum(['ask', 'hour', 'always', 'off', 'on']);
export type ConsentMode = Static<typeof ConsentMode>;
/** A kind of call that the cloud's own code may make: the path, and everything below it. */
export const AllowedCall = Type.Object(
  {
    method: Type.Enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: Type.String({ pattern: '^/[^\\s?#%;\\\\]*$', maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type AllowedCall = Static<typeof AllowedCall>;
export const ConsentPolicy = Type.Object(
  {
    mode: ConsentMode,
    /** E-mail addresses as the cloud gives them, for `always`: this trusts the cloud's word on who somebody is. */
    people: Type.Array(Type.String({ minLength: 3, maxLength: 254 }), { maxItems: 50 }),
    /** Of a service that is on; reading alone when nothing is named. */
    calls: Type.Optional(Type.Array(AllowedCall, { maxItems: 20 })),
  },
  { additionalProperties: false },
);
export type ConsentPolicy = Static<typeof ConsentPolicy>;

/** A look of the cloud at the customer's data that is no target: the gateway's logs, traces of calls. */
export const LookName = Type.Enum([...LOOKS]);
export const LookPolicy = Type.Object({ look: LookName, consent: ConsentPolicy });
export type LookPolicy = Static<typeof LookPolicy>;

/** A question for consent (contract: Tunnels), while it waits and how it was answered. */
export const AccessRequest = Type.Object({
  id: Type.String(),
  sessionId: Type.String(),
  targetId: Type.String(),
  /** "MSL: Server Manager", as it was called then. */
  targetName: Type.String(),
  personName: Type.String(),
  personEmail: Type.String(),
  reason: Type.Optional(Type.String()),
  ticket: Type.Optional(Type.String()),
  askedAt: Instant,
  expiresAt: Instant,
  /** `ended`: nobody was asked any more (withdrawn, the tunnel stopped, the gateway restarted). */
  state: Type.Enum(['waiting', 'approved', 'denied', 'unanswered', 'ended']),
  answeredAt: Type.Optional(Instant),
  /** Who answered, or why it ended. */
  answeredBy: Type.Optional(Type.String()),
});
export type AccessRequest = Static<typeof AccessRequest>;

export const Target = Type.Object({
  id: Type.String(),
  component: Type.String(),
  tunnel: Type.String(),
  description: Type.String(),
  use: Type.Enum(['browser', 'service']),
  application: Type.String(),
  protocol: Type.Enum(['http', 'https', 'internal']),
  host: Type.String(),
  port: Type.Integer(),
  /** SHA-256 of the target's certificate that was confirmed. */
  fingerprint: Type.Optional(Type.String()),
  /** A certificate that was seen and waits to be confirmed. */
  seenFingerprint: Type.Optional(Type.String()),
  confirmed: Type.Boolean(),
  builtIn: Type.Boolean(),
  state: TargetState,
  since: Instant,
  tunnelUp: Type.Optional(Type.Object({ up: Type.Boolean(), at: Instant })),
  targetUp: Type.Optional(
    Type.Object({ up: Type.Boolean(), at: Instant, error: Type.Optional(Type.String()) }),
  ),
  error: Type.Optional(Type.String()),
  sessions: Type.Integer(),
  consent: ConsentPolicy,
});
export type Target = Static<typeof Target>;

export const TargetInput = Type.Object(
  {
    component: Type.String({ minLength: 1, maxLength: 64 }),
    tunnel: Type.String({ minLength: 1, maxLength: 64 }),
    description: Type.Optional(Type.String({ maxLength: 200 })),
    application: Type.Optional(Type.String({ maxLength: 64 })),
    use: Type.Optional(Type.Enum(['browser', 'service'])),
    protocol: Type.Enum(['http', 'https']),
    host: Type.String({ minLength: 1, maxLength: 253 }),
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
  },
  { additionalProperties: false },
);
export type TargetInput = Static<typeof TargetInput>;

export const LocalSession = Type.Object({
  id: Type.String(),
  targetId: Type.String(),
  personName: Type.String(),
  personEmail: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  ticket: Type.Optional(Type.String()),
  /** Who or what let it in: "approved by Ina". */
  consent: Type.Optional(Type.String()),
  openedAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant,
  requests: Type.Integer(),
  endedAt: Type.Optional(Instant),
  /** In words: "idle", "ended by Ina". */
  endedBecause: Type.Optional(Type.String()),
});
export type LocalSession = Static<typeof LocalSession>;

export const AccessLine = Type.Object({
  n: Type.Integer(),
  at: Instant,
  sessionId: Type.String(),
  person: Type.String(),
  /** Why the person came, as typed at the launch. */
  reason: Type.Optional(Type.String()),
  ticket: Type.Optional(Type.String()),
  targetId: Type.String(),
  method: Type.String(),
  path: Type.String(),
  /** How it ended; absent while it is open, and for good when the gateway was stopped in the middle of it. */
  status: Type.Optional(Type.Integer()),
  bytes: Type.Optional(Type.Integer()),
  endedAt: Type.Optional(Instant),
});
export type AccessLine = Static<typeof AccessLine>;

export const InventoryView = Type.Object({
  report: Type.Optional(InventoryReport),
  lastAt: Type.Optional(Instant),
  lastChangedAt: Type.Optional(Instant),
  lastWasSame: Type.Optional(Type.Boolean()),
  nextAt: Type.Optional(Instant),
  /** The licence of this host that somebody entered; it goes before what the host's files say. */
  entered: Type.Optional(EnteredLicence),
});
export type InventoryView = Static<typeof InventoryView>;

/** An alarm that stood in the last 7 days and does not any more. */
export const ClearedAlarm = Type.Object({
  code: Type.String(),
  severity: AlarmStatus.properties.severity,
  title: Type.String(),
  /** Of the last time that it stood. */
  since: Instant,
  clearedAt: Instant,
  /** How often it stood in these days. */
  times: Type.Integer({ minimum: 1 }),
});
export type ClearedAlarm = Static<typeof ClearedAlarm>;

export const JobView = Type.Object({
  name: Type.String(),
  title: Type.String(),
  running: Type.Boolean(),
  dueAt: Instant,
  lastStartedAt: Type.Optional(Instant),
  lastEndedAt: Type.Optional(Instant),
  lastOutcome: Type.Optional(Type.String()),
  lastSentence: Type.Optional(Type.String()),
});
export type JobView = Static<typeof JobView>;

/** What the debug view shows beside the overview. */
export const DebugFacts = Type.Object({
  at: Instant,
  /** Of Node, without the `v`. */
  runtime: Type.String(),
  /** When this machine was started: one id for each start. */
  bootId: Type.String(),
  /** Bytes, as Node's process.memoryUsage() names them. */
  memory: Type.Object({ rss: Type.Integer(), heapUsed: Type.Integer(), heapTotal: Type.Integer() }),
  /** With what SQLite keeps beside the file; files that are not there yet are left out. */
  databases: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Integer() })),
  /** Chain head and count of the access log's records (contract: Tunnels). */
  accessLog: Type.Object({ count: Type.Integer(), head: Type.String() }),
});
export type DebugFacts = Static<typeof DebugFacts>;

/** The product first, then every package that is part of it. Empty when it runs from its sources. */
export const Licences = Type.Object({
  packages: Type.Array(
    Type.Object({
      name: Type.String(),
      version: Type.String(),
      /** SPDX expression as the package says it, or `UNKNOWN`. */
      licence: Type.String(),
      /** Absent where the package ships none. */
      text: Type.Optional(Type.String()),
    }),
  ),
});
export type Licences = Static<typeof Licences>;
/** Steps of the set-up pages (row A2); `sync` takes the place of `pbx` and `connect` on an SMBC. */
export const SetupStepName = Type.Enum(['gateway', 'pbx', 'connect', 'sync', 'deployment']);
export type SetupStepName = Static<typeof SetupStepName>;

/** Everything the dashboard's first screen needs. */
export const Overview = Type.Object({
  time: Instant,
  name: Type.String(),
  kind: PlatformKind,
  kindTitle: Type.String(),
  version: Type.String(),
  startedAt: Instant,
  lanAddress: Type.Optional(Type.String()),
  /** Every address under which another machine on the LAN reaches the pages. */
  addresses: Type.Optional(Type.Array(Type.String())),
  /** Where the pages begin: `http://<address>/`. */
  pageUrl: Type.Optional(Type.String()),
  fingerprint: Type.String(),
  linked: Type.Boolean(),
  account: Type.Optional(
    Type.Object({
      name: Type.String(),
      number: Type.String(),
      region: Type.String(),
      state: Type.Enum(['active', 'deactivated']),
      linkedAt: Instant,
      linkedBy: Type.String(),
      /** What the account's own address prefills on the Gateway page (row A4). */
      address: Type.Optional(AccountAddress),
      /** The console's list of this account's users. */
      usersUrl: Type.Optional(Type.String()),
    }),
  ),
  cloud: Type.Object({
    url: Type.Optional(Type.String()),
    online: Type.Boolean(),
    transport: Type.Optional(Type.String()),
    since: Instant,
    reason: Type.Optional(Type.String()),
  }),
  site: Type.Optional(Site),
  onboarding: Type.Object({
    siteSaved: Type.Boolean(),
    pbxSaved: Type.Boolean(),
    connected: Type.Boolean(),
    completed: Type.Boolean(),
  }),
  setup: Type.Object({
    /** In order; this gateway's kind decides. */
    steps: Type.Array(Type.Object({ name: SetupStepName, done: Type.Boolean() })),
    /** The first that is not done; absent when set-up is complete. */
    next: Type.Optional(SetupStepName),
    /** Whether this gateway sets the addresses of its host (standalone and virtual appliances). */
    network: Type.Boolean(),
  }),
  /** Network settings are on trial: gone by themselves then, unless somebody keeps them. */
  networkTrial: Type.Optional(Type.Object({ endsAt: Instant })),
  /** The cloud has ordered a reset to factory default; it happens then, unless somebody here cancels it. */
  reset: Type.Optional(Type.Object({ dueAt: Instant, who: Type.String() })),
  /** Forms that somebody is typing into, or left without saving. */
  drafts: Type.Array(Type.Object({ form: Type.String(), tab: Type.String(), saved: Saved })),
  pbx: Type.Optional(
    Type.Object({
      type: Type.String(),
      title: Type.String(),
      name: Type.String(),
      connected: Type.Boolean(),
      checkedAt: Type.Optional(Instant),
      error: Type.Optional(Type.String()),
    }),
  ),
  sync: SyncView,
  targets: Type.Array(Target),
  looks: Type.Optional(Type.Array(LookPolicy)),
  /** Questions for consent that wait for an answer on site. */
  accessRequests: Type.Optional(Type.Array(AccessRequest)),
  sessions: Type.Array(LocalSession),
  inventory: Type.Object({
    lastAt: Type.Optional(Instant),
    nextAt: Type.Optional(Instant),
    lastWasSame: Type.Optional(Type.Boolean()),
    platforms: Type.Integer(),
    applications: Type.Integer(),
  }),
  alarms: Type.Array(AlarmStatus),
  /** The last one first. */
  clearedAlarms: Type.Optional(Type.Array(ClearedAlarm)),
  jobs: Type.Array(JobView),
  outbox: Type.Object({ waiting: Type.Integer(), bytes: Type.Integer(), dropped: Type.Integer() }),
});
export type Overview = Static<typeof Overview>;
