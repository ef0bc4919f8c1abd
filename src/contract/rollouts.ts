/**
 * Releases that the cloud distributes, and their rollouts to gateways ring by ring. The cloud cannot sign: what it
 * serves is verified by the gateways (contract/update.ts).
 *
 * | method url                              | access        | body → answer |
 * | GET  /api/releases                      | administrator | → ReleasesView |
 * | GET  /api/rollouts?after&limit          | partner       | → Page of RolloutView, newest first |
 * | POST /api/rollouts                      | partner       | RolloutInput → RolloutView: its first ring begins |
 * | POST /api/rollouts/preview              | partner       | RolloutInput → RolloutPreview; nothing is stored |
 * | GET  /api/rollouts/:id                  | partner       | → RolloutView |
 * | GET  /api/rollouts/:id/gateways?…       | partner       | → Page of RolloutGateway |
 * | POST /api/rollouts/:id/approve          | partner       | RolloutStep → RolloutView: the next ring begins |
 * | POST /api/rollouts/:id/resume           | partner       | RolloutStep → RolloutView: goes on in spite of the failures |
 * | POST /api/rollouts/:id/abort            | partner       | RolloutStep → RolloutView: no further gateway; what waits is given up |
 */
import { type Static, Type } from 'typebox';
import { AccountNumber, Fault, Instant, Uuid } from './common.ts';
import { ReleaseForm, ReleaseVersion } from './update.ts';

/** One file of a release: for one kind of hardware, in one form. */
export const ReleaseFile = Type.Object({
  path: Type.String(),
  bytes: Type.Integer({ minimum: 0 }),
  form: ReleaseForm,
  hardware: Type.Array(Type.String()),
  /** Whether the file lies in the cloud's folder in the length that its metadata says. */
  present: Type.Boolean(),
});

export const ReleaseView = Type.Object({
  version: ReleaseVersion,
  /** Once it is committed, nothing below is installed any more. */
  floor: ReleaseVersion,
  releasedAt: Type.Optional(Instant),
  notes: Type.Optional(Type.String()),
  files: Type.Array(ReleaseFile),
});
export type ReleaseView = Static<typeof ReleaseView>;

export const ReleasesView = Type.Object({
  /** Newest first. */
  releases: Type.Array(ReleaseView),
  /** When gateways that are online take the metadata no longer; by role. Absent while there is none. */
  metadata: Type.Optional(
    Type.Object({
      timestampExpiresAt: Instant,
      snapshotExpiresAt: Instant,
      targetsExpiresAt: Instant,
    }),
  ),
  /** Why the folder cannot be read as a repository. */
  problem: Type.Optional(Fault),
});
export type ReleasesView = Static<typeof ReleasesView>;

export const RINGS_MOST = 8;
const RingName = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' });

export const RingInput = Type.Object(
  {
    name: RingName,
    /** Share of all gateways that no ring names by hand, in percent; the last ring takes whatever is left. */
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    /** Named by hand; the first ring that names a gateway has it. */
    gateways: Type.Array(Uuid, { maxItems: 500 }),
    /** The next ring begins by itself so many hours after this one has ended; absent: a person approves it. */
    nextAfterHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720 })),
  },
  { additionalProperties: false },
);
export type RingInput = Static<typeof RingInput>;

const Minute = Type.Integer({ minimum: 0, maximum: 1439 });
/** When a gateway installs it. */
export const RolloutWhen = Type.Union([
  /** At the next time of its own schedule. */
  Type.Object({ kind: Type.Literal('schedule') }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('now') }, { additionalProperties: false }),
  /** At once, and ordered only within these minutes of the day in the site's own zone; over midnight where `until` is smaller. */
  Type.Object({ kind: Type.Literal('hours'), from: Minute, until: Minute }, { additionalProperties: false }),
]);
export type RolloutWhen = Static<typeof RolloutWhen>;

export const RolloutInput = Type.Object(
  {
    version: ReleaseVersion,
    rings: Type.Array(RingInput, { minItems: 1, maxItems: RINGS_MOST }),
    when: RolloutWhen,
    /** A ring stops by itself when more than this share of its gateways has failed; 0: with the first one. */
    maxFailedPercent: Type.Integer({ minimum: 0, maximum: 100 }),
    /** Only gateways of this account. */
    account: Type.Optional(AccountNumber),
  },
  { additionalProperties: false },
);
export type RolloutInput = Static<typeof RolloutInput>;

export const RolloutPreview = Type.Object({
  rings: Type.Array(Type.Object({ name: Type.String(), gateways: Type.Integer() })),
  /** Gateways that have this version or a newer one: they are left out. */
  already: Type.Integer(),
});
export type RolloutPreview = Static<typeof RolloutPreview>;

/** `waiting`: for approval, or the hours after a ring. `stopped`: too many failed. */
export const RolloutState = Type.Enum(['running', 'waiting', 'stopped', 'aborted', 'done']);
export type RolloutState = Static<typeof RolloutState>;

export const ROLLOUT_GATEWAY_STATES = ['waiting', 'ordered', 'done', 'failed', 'skipped'] as const;
/**
 * `waiting`: its ring, its hours, or itself is not there yet. `ordered`: it has the order. `skipped`: unlinked meanwhile,
 * or the rollout was aborted before.
 */
export const RolloutGatewayState = Type.Enum([...ROLLOUT_GATEWAY_STATES]);
export type RolloutGatewayState = Static<typeof RolloutGatewayState>;

const Counts = Type.Object({
  waiting: Type.Integer(),
  ordered: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
  skipped: Type.Integer(),
});
export type RolloutCounts = Static<typeof Counts>;

export const RolloutView = Type.Object({
  id: Uuid,
  version: ReleaseVersion,
  state: RolloutState,
  /** Which ring runs, or ran last; from 0. */
  ring: Type.Integer(),
  rings: Type.Array(
    Type.Object({
      name: Type.String(),
      nextAfterHours: Type.Optional(Type.Integer()),
      counts: Counts,
    }),
  ),
  when: RolloutWhen,
  maxFailedPercent: Type.Integer(),
  account: Type.Optional(Type.Object({ number: AccountNumber, name: Type.String() })),
  createdBy: Type.String(),
  createdAt: Instant,
  /** When the ring in `ring` began. */
  ringStartedAt: Instant,
  /** In `waiting`: when the next ring begins by itself. */
  nextAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  endedBy: Type.Optional(Type.String()),
  /** Counts every change; a step names the one that its person saw. */
  revision: Type.Integer(),
});
export type RolloutView = Static<typeof RolloutView>;

export const RolloutStep = Type.Object({ revision: Type.Integer() }, { additionalProperties: false });
export type RolloutStep = Static<typeof RolloutStep>;

export const RolloutGateway = Type.Object({
  gatewayId: Uuid,
  name: Type.String(),
  account: Type.Object({ number: AccountNumber, name: Type.String() }),
  ring: Type.Integer(),
  state: RolloutGatewayState,
  online: Type.Boolean(),
  /** What it runs now. */
  version: Type.String(),
  /** How far its own update is, as it said last. */
  step: Type.Optional(Type.String()),
  orderedAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  reason: Type.Optional(Fault),
});
export type RolloutGateway = Static<typeof RolloutGateway>;

/** Actions of the event history that rollouts write. */
export const ROLLOUT_ACTIONS = [
  'Rollout started',
  'Rollout ring approved',
  'Rollout ring begun',
  'Rollout stopped',
  'Rollout resumed',
  'Rollout aborted',
  'Rollout finished',
] as const;
export type RolloutAction = (typeof ROLLOUT_ACTIONS)[number];
