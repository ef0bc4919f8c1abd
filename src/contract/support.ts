/** Support bundles (row A8): what a bundle is made of, and what its manifest says. */
import { type Static, Type } from 'typebox';
import { Instant, Problem, Uuid } from './common.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

export type SupportSourceRow = {
  readonly title: string;
  /** What a person reads before anything is collected. */
  readonly holds: string;
  /** Name inside the archive. */
  readonly file: string;
  /** Bytes of it at most, before it is packed. */
  readonly maxBytes: number;
  /** What stays of a longer one: whole lines of its end (a log), or of its start (lists with the newest first). */
  readonly keeps: 'start' | 'end';
};

/**
 * What a bundle has. The order is that of the archive and of who gets the room first: small and telling before long.
 * A SIP trace is no row: nothing records one, and the manifest says so (`NOT_RECORDED`).
 */
export const SUPPORT_SOURCES = {
  environment: {
    title: 'Program and host',
    holds:
      'Version, build, kind of installation, runtime, operating system, memory, the packages of this build',
    file: 'environment.json',
    maxBytes: 256 * KIB,
    keeps: 'start',
  },
  health: {
    title: 'Health',
    holds: 'Every check with its last result, alarms that stand and that went',
    file: 'health.json',
    maxBytes: 256 * KIB,
    keeps: 'start',
  },
  database: {
    title: 'Databases',
    holds: 'Integrity, schema versions and sizes; nothing of what they hold',
    file: 'database.json',
    maxBytes: 64 * KIB,
    keeps: 'start',
  },
  configuration: {
    title: 'Configuration',
    holds: 'Settings of a fixed list; of all others only that they are there',
    file: 'configuration.json',
    maxBytes: 64 * KIB,
    keeps: 'start',
  },
  status: {
    title: 'State',
    holds: 'Link to the cloud, PBX link, tunnels, what waits for the cloud',
    file: 'status.json',
    maxBytes: 256 * KIB,
    keeps: 'start',
  },
  jobs: {
    title: 'Jobs',
    holds: 'When each job ran, how it ended, when it is due',
    file: 'jobs.jsonl',
    maxBytes: 64 * KIB,
    keeps: 'start',
  },
  sync: {
    title: 'Sync runs',
    holds: 'Times, outcomes, counts and reason codes of the last runs; nobody’s name',
    file: 'sync-runs.jsonl',
    maxBytes: 512 * KIB,
    keeps: 'start',
  },
  inventory: {
    title: 'Inventory',
    holds: 'The last report: platforms, versions, licences, memory, partitions',
    file: 'inventory.json',
    maxBytes: MIB,
    keeps: 'start',
  },
  network: {
    title: 'Network',
    holds: 'Ports, addresses, name and time servers, whether there is a proxy, counted connections',
    file: 'network.json',
    maxBytes: 512 * KIB,
    keeps: 'start',
  },
  journal: {
    title: 'Log',
    holds: 'The last lines of this program’s log',
    file: 'journal.log',
    maxBytes: 8 * MIB,
    keeps: 'end',
  },
} as const satisfies Record<string, SupportSourceRow>;
export type SupportSourceName = keyof typeof SUPPORT_SOURCES;
export const SUPPORT_SOURCE_NAMES = Object.keys(SUPPORT_SOURCES) as SupportSourceName[];

/** Bytes of all sources together, before they are packed. */
export const SUPPORT_MAX_BYTES = 10 * MIB;

/** Why something was taken out of a text. */
export const SUPPORT_RULES = {
  known: 'Secrets that are stored on this gateway',
  key: 'Private keys',
  named: 'Values under names of secrets',
  header: 'Values of headers that carry secrets',
  token: 'Signed tokens',
  url: 'User and password in addresses',
  setupCode: 'Set-up codes',
  email: 'E-mail addresses',
  phone: 'Telephone numbers',
} as const;
export type SupportRule = keyof typeof SUPPORT_RULES;

/** What a bundle of a telephony gateway could have, and this one never records. */
export const NOT_RECORDED = ['No SIP trace is in it: this gateway records none.'] as const;

const rules = Object.keys(SUPPORT_RULES) as SupportRule[];
const Bytes = Type.Integer({ minimum: 0 });

/** How often each rule took something out; rules that took nothing are left out. */
export const SupportRemoved = Type.Partial(
  Type.Object(Object.fromEntries(rules.map((rule) => [rule, Bytes])) as Record<SupportRule, typeof Bytes>),
);
export type SupportRemoved = Static<typeof SupportRemoved>;

export const SupportSource = Type.Object({
  name: Type.Enum(SUPPORT_SOURCE_NAMES),
  file: Type.String(),
  /** Before it is packed; 0 where it could not be read. */
  bytes: Bytes,
  /** Left out, since it was longer than there is room for. */
  cutBytes: Bytes,
  removed: SupportRemoved,
  /** Why it could not be read; the others are there all the same. */
  error: Type.Optional(Type.Object({ code: Type.String(), sentence: Type.String() })),
});
export type SupportSource = Static<typeof SupportSource>;

/** `manifest.json` of a bundle; a preview is the manifest of what would be made now. */
export const SupportManifest = Type.Object({
  format: Type.Literal(1),
  madeAt: Instant,
  version: Type.String(),
  /** `offline`: by the command line, while the daemon did not answer. */
  by: Type.Enum(['daemon', 'offline']),
  bytes: Bytes,
  sources: Type.Array(SupportSource),
  removed: SupportRemoved,
  /** What somebody may look for in vain, a sentence each. */
  notRecorded: Type.Optional(Type.Array(Type.String())),
});
export type SupportManifest = Static<typeof SupportManifest>;

export const SupportBundle = Type.Object({
  id: Uuid,
  /** As a browser saves it. */
  name: Type.String(),
  /** Of the archive. */
  size: Bytes,
  /** Of the archive, hexadecimal. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  manifest: SupportManifest,
});
export type SupportBundle = Static<typeof SupportBundle>;

/** Newest first. */
export const SupportBundles = Type.Object({ bundles: Type.Array(SupportBundle) });
export type SupportBundles = Static<typeof SupportBundles>;

/** What `cloudlinkd support …` prints: the command reads it when no daemon answers. */
export const SupportAnswer = Type.Object({
  manifest: Type.Optional(SupportManifest),
  bundle: Type.Optional(SupportBundle),
  bundles: Type.Optional(Type.Array(SupportBundle)),
  problem: Type.Optional(Problem),
});
export type SupportAnswer = Static<typeof SupportAnswer>;

/** Bytes of one piece of an upload; the last one is shorter. */
export const SUPPORT_PIECE_BYTES = 256 * KIB;
/** Bytes of a bundle that the cloud takes. A bundle is packed, so it is well below what its sources may have. */
export const SUPPORT_UPLOAD_BYTES = 16 * MIB;
/** Answers say in this header how many bytes are there, also to HEAD. */
export const UPLOAD_OFFSET = 'upload-offset';

/** PUT and HEAD `/v1/gateway/support/<id>`: the id is that of the order, so that a repetition goes on with the same one. */
export const SupportUploadQuery = Type.Object({
  name: Type.String({ pattern: '^[A-Za-z0-9.-]{1,160}\\.zip$' }),
  sha256: SupportBundle.properties.sha256,
  madeAt: Instant,
});
export type SupportUploadQuery = Static<typeof SupportUploadQuery>;
export const SupportUploaded = Type.Object({ offset: Bytes, complete: Type.Boolean() });
export type SupportUploaded = Static<typeof SupportUploaded>;

/** What the console shows of a bundle that the cloud has whole. */
export const UploadedBundle = Type.Object({
  id: Uuid,
  name: Type.String(),
  size: Bytes,
  sha256: SupportBundle.properties.sha256,
  madeAt: Instant,
  storedAt: Instant,
});
export type UploadedBundle = Static<typeof UploadedBundle>;
/** Newest first. */
export const UploadedBundles = Type.Object({ bundles: Type.Array(UploadedBundle) });
export type UploadedBundles = Static<typeof UploadedBundles>;
