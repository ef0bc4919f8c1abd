/**
 * Support logs of an account (row C7): what somebody reported, or what came with a support bundle of a gateway.
 *
 * | method url                                       | access        | body → answer |
 * | GET  /api/support-logs?…                         | administrator | → Page of SupportLogView |
 * | POST /api/support-logs                           | administrator | SupportLogInput → SupportLogDetail |
 * | GET  /api/support-logs/facets?account            | administrator | → SupportLogFacets |
 * | GET  /api/support-logs/:id                       | administrator | → SupportLogDetail |
 * | PUT  /api/support-logs/:id                       | partner       | SupportLogChange → SupportLogDetail |
 * | POST /api/support-logs/:id/attachments?name      | administrator | bytes → SupportLogDetail |
 * | GET  /api/support-logs/:id/attachments/:file     | supportFiles  | → the attachment |
 * | GET  /api/support-logs/:id/export                | supportFiles  | → a zip file |
 */
import { type Static, Type } from 'typebox';
import { AccountNumber, Instant, Uuid } from './common.ts';

export const SUPPORT_STATES = ['Open', 'Reported', 'Resolved'] as const;
export type SupportState = (typeof SUPPORT_STATES)[number];

/** What a log is about. A bundle of a gateway is about `gateway`. */
export const SUPPORT_PRODUCTS = [
  'gateway',
  'sync',
  'remote',
  'inventory',
  'pbx',
  'console',
  'other',
] as const;
export type SupportProduct = (typeof SUPPORT_PRODUCTS)[number];

const MIB = 1024 * 1024;
/** Bytes of one attachment that a person adds. */
export const ATTACHMENT_BYTES = 10 * MIB;
/** Attachments that people add to one log. */
export const ATTACHMENTS_MOST = 10;
/** Bytes of all attachments that people added to logs of one account. */
export const ACCOUNT_ATTACHMENT_BYTES = 500 * MIB;
/** A reminder goes out so often while a log is open. */
export const REMINDER_MS = 7 * 86_400_000;
/** The list of products to filter by has those of logs of so long. */
export const PRODUCTS_SEEN_MS = 60 * 86_400_000;

const Line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });

export const SupportLogView = Type.Object({
  id: Uuid,
  title: Type.String(),
  product: Type.Enum(SUPPORT_PRODUCTS),
  state: Type.Enum(SUPPORT_STATES),
  createdAt: Instant,
  changedAt: Instant,
  reporter: Type.Object({ id: Type.String(), name: Type.String(), email: Type.Optional(Type.String()) }),
  account: Type.Object({
    number: AccountNumber,
    name: Type.String(),
    partner: Type.Optional(AccountNumber),
  }),
  gateway: Type.Optional(Type.Object({ id: Uuid, name: Type.String() })),
  attachments: Type.Integer({ minimum: 0 }),
});
export type SupportLogView = Static<typeof SupportLogView>;

export const SupportNote = Type.Object({
  id: Uuid,
  at: Instant,
  by: Type.String(),
  text: Type.String(),
  /** What the state became with it. */
  state: Type.Optional(Type.Enum(SUPPORT_STATES)),
});
export type SupportNote = Static<typeof SupportNote>;

/** Types of attachments; they are told from the bytes, never from what the sender says. */
export const ATTACHMENT_TYPES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'application/zip',
  'text/plain',
] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

export const SupportAttachment = Type.Object({
  id: Uuid,
  name: Type.String(),
  type: Type.Enum(ATTACHMENT_TYPES),
  size: Type.Integer({ minimum: 0 }),
  at: Instant,
  by: Type.String(),
  /** Came as a support bundle of the gateway. */
  bundle: Type.Boolean(),
  /** False: it was a bundle that the cloud does not keep any more. */
  kept: Type.Boolean(),
});
export type SupportAttachment = Static<typeof SupportAttachment>;

export const SupportLogDetail = Type.Object({
  ...SupportLogView.properties,
  description: Type.String(),
  /** Counts changes of state and notes; a change names the one that it began from. */
  revision: Type.Integer({ minimum: 1 }),
  remindAt: Type.Optional(Instant),
  /** Oldest first. */
  notes: Type.Array(SupportNote),
  files: Type.Array(SupportAttachment),
});
export type SupportLogDetail = Static<typeof SupportLogDetail>;

export const SupportLogInput = Type.Object(
  {
    /** A partner names it; a customer’s is its own. */
    account: Type.Optional(AccountNumber),
    title: Line(200),
    product: Type.Enum(SUPPORT_PRODUCTS),
    description: Type.String({ maxLength: 10_000 }),
    gatewayId: Type.Optional(Uuid),
  },
  { additionalProperties: false },
);
export type SupportLogInput = Static<typeof SupportLogInput>;

export const SupportLogChange = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    state: Type.Enum(SUPPORT_STATES),
    note: Type.Optional(Line(5000)),
  },
  { additionalProperties: false },
);
export type SupportLogChange = Static<typeof SupportLogChange>;

export const SUPPORT_SORTS = ['created', 'title', 'product', 'state', 'reporter'] as const;
export type SupportSort = (typeof SUPPORT_SORTS)[number];

const several = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Optional(Type.Array(item, { maxItems: 100 }));
export const SupportLogQuery = Type.Object({
  account: several(AccountNumber),
  /** Part of the title. */
  q: Type.Optional(Type.String({ maxLength: 200 })),
  product: several(Type.Enum(SUPPORT_PRODUCTS)),
  state: several(Type.Enum(SUPPORT_STATES)),
  gateway: Type.Optional(Uuid),
  sort: Type.Optional(Type.Enum(SUPPORT_SORTS)),
  order: Type.Optional(Type.Enum(['asc', 'desc'])),
  after: Type.Optional(Type.String({ maxLength: 2000 })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});

export const SupportLogFacets = Type.Object({
  total: Type.Integer({ minimum: 0 }),
  open: Type.Integer({ minimum: 0 }),
  /** Of logs of the last 60 days (S3:1352). */
  products: Type.Array(Type.Enum(SUPPORT_PRODUCTS)),
});
export type SupportLogFacets = Static<typeof SupportLogFacets>;
