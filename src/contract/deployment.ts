/** Deployment e-mails (row A7; S3:651-687): who gets one, who cannot, and how far the sending is. */
import { type Static, Type } from 'typebox';
import { AccountNumber, Fault, Instant } from './common.ts';

/** Languages of the e-mails, by their primary subtag (RFC 5646). */
export const MAIL_LANGUAGES = ['en', 'fr', 'de', 'es', 'pt'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];
const MailLanguage = Type.Enum([...MAIL_LANGUAGES]);

/** Chosen users of one request at most; more are sent to by `all`. */
export const CHOSEN_MOST = 1000;
/** People that an answer names at most; the counts are always of all. */
export const NAMED_MOST = 200;

/** Why a user gets no e-mail. */
export const SKIP_REASONS = ['noEmail', 'badEmail', 'sharedEmail', 'inactive', 'waiting', 'unknown'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Either `userIds` or `all`. */
export const DeploymentOrder = Type.Object(
  {
    account: Type.Optional(AccountNumber),
    userIds: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: CHOSEN_MOST }),
    ),
    all: Type.Optional(Type.Literal(true)),
    /** Only users whose gateway is linked to a PBX of this type; '' those whose PBX is not known. */
    pbxType: Type.Optional(Type.String({ maxLength: 64 })),
    /** For people whose own language is not known; kept for the account. */
    language: Type.Optional(MailLanguage),
    /** Says what would be queued, and queues nothing. */
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type DeploymentOrder = Static<typeof DeploymentOrder>;

export const DeploymentAnswer = Type.Object({
  queued: Type.Integer(),
  /** The first of those who get none. */
  skipped: Type.Array(
    Type.Object({ userId: Type.String(), name: Type.String(), reason: Type.Enum([...SKIP_REASONS]) }),
    { maxItems: NAMED_MOST },
  ),
  /** Reason → users, over all of them. */
  reasons: Type.Record(Type.String(), Type.Integer()),
  /** PBX type → e-mails; '' where no gateway told one. */
  pbxTypes: Type.Record(Type.String(), Type.Integer()),
});
export type DeploymentAnswer = Static<typeof DeploymentAnswer>;

export const DeploymentProgress = Type.Object({
  /** What keeps the cloud from sending: no mail server is configured. */
  unavailable: Type.Optional(Fault),
  /** Of people whose own is not known. */
  language: MailLanguage,
  /** Of the newest order, and what an older one left waiting. */
  waiting: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer(),
  orderedAt: Type.Optional(Instant),
  orderedBy: Type.Optional(Type.String()),
  /** What the mail server said to an e-mail that is tried again. */
  waitingBecause: Type.Optional(Type.String()),
  failures: Type.Array(
    Type.Object({
      userId: Type.String(),
      name: Type.String(),
      address: Type.String(),
      sentence: Type.String(),
    }),
    { maxItems: NAMED_MOST },
  ),
});
export type DeploymentProgress = Static<typeof DeploymentProgress>;
