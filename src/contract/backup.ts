/**
 * Backups: one file each, in the age format (https://age-encryption.org/v1). Inside it: the line `cloudlink-backup 1`,
 * the manifest as one line of JSON, then the bytes of its files in its order.
 */
import { type Static, Type } from 'typebox';
import { Fault, Instant, PlatformKind, Problem } from './common.ts';

/** Of the container inside. A program reads its own number and older ones. */
export const BACKUP_FORMAT = 1;
/** End of a backup's name. */
export const BACKUP_END = '.cloudlink-backup';
export const PASSPHRASE_LEAST = 12;
/** A recipient of the age format: X25519, or its hybrid with ML-KEM. */
export const Recipient = Type.String({ pattern: '^age1(pq1)?[a-z0-9]{58,4000}$' });
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** Relative, without a step up; `/` between folders. */
export const BackupPath = Type.String({
  pattern: '^(?!/)(?!.*(^|/)\\.{1,2}(/|$))[^\\\\\\u0000-\\u001f]+$',
  maxLength: 1024,
});

export const BackupManifest = Type.Object({
  format: Type.Integer({ minimum: 1 }),
  madeAt: Instant,
  /** Of the program that made it. */
  version: Type.String(),
  gateway: Type.Object({
    name: Type.String(),
    kind: Type.String(),
    /** Thumbprint of the device key (RFC 7638); none when the key could not be read. */
    fingerprint: Type.Optional(Type.String()),
    /** Digest of what tells this hardware from another (its machine-id). */
    hardware: Type.String(),
    gatewayId: Type.Optional(Type.String()),
    account: Type.Optional(Type.String()),
  }),
  /** Newest migration in each database. */
  migrations: Type.Object({ state: Type.Integer(), sync: Type.Integer() }),
  files: Type.Array(
    Type.Object({
      path: BackupPath,
      bytes: Type.Integer({ minimum: 0 }),
      sha256: Sha256,
      /** Checked by SQLite when it is restored. */
      database: Type.Boolean(),
    }),
    { maxItems: 10_000 },
  ),
});
export type BackupManifest = Static<typeof BackupManifest>;

/** A backup that was made and verified: its file restored into a temporary folder and checked. */
export const BackupMade = Type.Object({
  file: Type.String(),
  /** Of the encrypted file. */
  bytes: Type.Integer(),
  sha256: Sha256,
  madeAt: Instant,
  verifiedAt: Instant,
  files: Type.Integer(),
  encryption: Type.Enum(['passphrase', 'recipient']),
});
export type BackupMade = Static<typeof BackupMade>;

/** What a restore would do. Nothing has been changed. */
export const BackupPlan = Type.Object({
  backup: Type.Object({
    madeAt: Instant,
    version: Type.String(),
    name: Type.String(),
    kind: Type.String(),
    account: Type.Optional(Type.String()),
    fingerprint: Type.Optional(Type.String()),
    files: Type.Integer(),
    bytes: Type.Integer(),
  }),
  /** What is here now and goes. */
  now: Type.Object({
    version: Type.String(),
    account: Type.Optional(Type.String()),
    fingerprint: Type.Optional(Type.String()),
    /** When something was last written. */
    changedAt: Type.Optional(Type.Integer()),
  }),
  /** `kept`: this device's own; `changed`: that of the backup, and another one with the first word to the cloud. */
  key: Type.Enum(['kept', 'changed', 'none']),
  sameHardware: Type.Boolean(),
  replaces: Type.Array(Type.String()),
  needsBytes: Type.Integer(),
  freeBytes: Type.Integer(),
});
export type BackupPlan = Static<typeof BackupPlan>;

export const BackupStep = Type.Enum(['copy', 'encrypt', 'verify', 'read', 'check', 'replace']);
export type BackupStep = Static<typeof BackupStep>;
/** Percent of the step's bytes. */
export const BackupProgress = Type.Object({
  step: BackupStep,
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
});
export type BackupProgress = Static<typeof BackupProgress>;

/** One line of what `cloudlinkd backup` prints: some of progress, then one answer. */
export const BackupLine = Type.Object({
  progress: Type.Optional(BackupProgress),
  made: Type.Optional(BackupMade),
  plan: Type.Optional(BackupPlan),
  manifest: Type.Optional(BackupManifest),
  /** `staged`: it is put in place at the gateway's next start. `placed`: it is in place. */
  restore: Type.Optional(Type.Enum(['staged', 'placed'])),
  /** Where it is staged. */
  dataDir: Type.Optional(Type.String()),
  recipient: Type.Optional(Recipient),
  problem: Type.Optional(Problem),
});
export type BackupLine = Static<typeof BackupLine>;

/** How the last restore ended. */
export const RestoreEnd = Type.Object({
  at: Instant,
  end: Type.Enum(['restored', 'returned']),
  /** When the backup was made. */
  madeAt: Instant,
  name: Type.String(),
});
export type RestoreEnd = Static<typeof RestoreEnd>;

export const BackupSchedule = Type.Object(
  {
    /** Absolute; it must be there, so that a stick that is not plugged in fills no other disk. */
    folder: Type.String({ pattern: '^/', maxLength: 1024 }),
    everyDays: Type.Integer({ minimum: 1, maximum: 31 }),
    keep: Type.Integer({ minimum: 1, maximum: 100 }),
    recipient: Type.Optional(Recipient),
  },
  { additionalProperties: false },
);
export type BackupSchedule = Static<typeof BackupSchedule>;
export const BackupScheduleInput = Type.Object(
  {
    ...BackupSchedule.properties,
    /** Kept as a secret of this gateway; none: the one that is kept stays. */
    passphrase: Type.Optional(Type.String({ minLength: PASSPHRASE_LEAST, maxLength: 1024, secret: true })),
  },
  { additionalProperties: false },
);
export type BackupScheduleInput = Static<typeof BackupScheduleInput>;

export const BackupView = Type.Object({
  schedule: Type.Optional(BackupSchedule),
  /** The last good one, wherever it was written. */
  last: Type.Optional(BackupMade),
  /** Why the last one by schedule was not made. */
  fault: Type.Optional(Type.Object({ at: Instant, ...Fault.properties })),
  /** In the schedule's folder, newest first. */
  files: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Integer(), at: Type.Integer() })),
  /** Older than twice the schedule's days. */
  stale: Type.Boolean(),
  running: Type.Optional(BackupProgress),
  /** A restore that is put in place at the next start. */
  staged: Type.Boolean(),
  lastRestore: Type.Optional(RestoreEnd),
  /** Whose data it is: `cloudlink backup` works on the files of the gateway that it speaks to, and of no other. */
  of: Type.Object({ dataDir: Type.String(), name: Type.String(), kind: PlatformKind }),
});
export type BackupView = Static<typeof BackupView>;
