/**
 * Updates (rows A8, B2, B5, G4): what a release says of itself, how far an update is, and the one schedule record that
 * the local page, the cloud and the command line are views of. docs/updates.md tells the same in prose.
 *
 * | method url                        | access            | body → answer |
 * | GET    /api/update                | signed in         | → UpdateView |
 * | PUT    /api/update/schedule       | admin             | UpdateScheduleInput → UpdateView |
 * | POST   /api/update/check          | admin             | → UpdateView: asks the cloud now |
 * | POST   /api/update/install        | admin             | UpdateInstallInput → UpdateView |
 * | POST   /api/update/postpone       | admin             | → UpdateView: what waits is left for the window after the next |
 * | POST   /api/update/pause          | admin             | UpdatePauseInput → UpdateView |
 * | POST   /api/update/resume         | admin             | → UpdateView |
 * | POST   /api/update/cancel         | admin             | → UpdateView: gives up what is not installing yet |
 * | GET    /api/update/file           | admin, not tunnel | → UpdateUploaded: how much of an update file is here |
 * | PUT    /api/update/file           | admin, not tunnel | one piece, Content-Range, application/octet-stream → UpdateUploaded |
 * | DELETE /api/update/file           | admin, not tunnel | → 204 |
 */
import { type Static, Type } from 'typebox';
import { Fault, Instant } from './common.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Versions are compared by `compareVersions` (base/version-order.ts): `1.8.0`, `1.8.0-beta.2`, `1.7.8+52`. */
export const ReleaseVersion = Type.String({
  pattern: '^[0-9]+(\\.[0-9]+){0,3}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$',
  maxLength: 64,
});

/** How a release is put in place: a folder beside the one in use, or the other slot of an appliance (RAUC). */
export const ReleaseForm = Type.Enum(['directory', 'rauc']);
export type ReleaseForm = Static<typeof ReleaseForm>;

/** `custom` of a target in TUF metadata; the vendor's targets key signs it. */
export const ReleaseCustom = Type.Object({
  version: ReleaseVersion,
  /** Once this release has been committed, nothing below this version is installed any more. */
  floor: ReleaseVersion,
  form: ReleaseForm,
  /** What it runs on: `linux-x64`, `linux-arm64`, or RAUC's `compatible` of an appliance. */
  hardware: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 16 }),
  /** Bytes on the disk when it is unpacked. */
  unpackedBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  releasedAt: Type.Optional(Instant),
  notes: Type.Optional(Type.String({ maxLength: 4000 })),
});
export type ReleaseCustom = Static<typeof ReleaseCustom>;

/** A release that this gateway may install. */
export const AvailableRelease = Type.Object({
  version: ReleaseVersion,
  /** Of the target, before it is unpacked. */
  bytes: Type.Integer({ minimum: 0 }),
  releasedAt: Type.Optional(Instant),
  notes: Type.Optional(Type.String()),
});
export type AvailableRelease = Static<typeof AvailableRelease>;

export const UPDATE_STATES = [
  'idle',
  'downloading',
  'verifying',
  /** For the window of the schedule, or for a person's "now". */
  'waiting',
  'installing',
  /** The new version is tried once: this program, or the host, starts again. */
  'rebooting',
  /** The new version runs, and is compared with what was before. */
  'trial',
  'committing',
  'committed',
  'rollingBack',
  'rolledBack',
  'failed',
] as const;
export const UpdateState = Type.Enum([...UPDATE_STATES]);
export type UpdateState = Static<typeof UpdateState>;

/** States in which nothing goes on: another update may begin. */
export const UPDATE_ENDS: readonly UpdateState[] = ['idle', 'committed', 'rolledBack', 'failed'];
/** From here on it can no longer be given up by a person. */
export const UPDATE_NO_CANCEL: readonly UpdateState[] = [
  'installing',
  'rebooting',
  'trial',
  'committing',
  'rollingBack',
  ...UPDATE_ENDS,
];

/** Lines of the log around what went wrong, bytes at most. */
export const UPDATE_LOG_BYTES = 4 * KIB;

/** Why it failed or was taken back, or what it waits for. */
export const UpdateReason = Type.Object({
  ...Fault.properties,
  logExcerpt: Type.Optional(Type.String({ maxLength: UPDATE_LOG_BYTES })),
});
export type UpdateReason = Static<typeof UpdateReason>;

/** What is compared before and after. */
export const UPDATE_FACTS = ['page', 'network', 'channel', 'tunnels', 'pbx', 'sync', 'memory'] as const;
export const UpdateFactName = Type.Enum([...UPDATE_FACTS]);
export type UpdateFactName = Static<typeof UpdateFactName>;
/** `none`: there is nothing of the kind, or it cannot be known. */
export const UpdateFactValue = Type.Enum(['good', 'bad', 'none']);
export type UpdateFactValue = Static<typeof UpdateFactValue>;

export const UpdateTrialView = Type.Object({
  startedAt: Instant,
  /** Then it is decided; a crash decides earlier. */
  endsAt: Instant,
  facts: Type.Array(
    Type.Object({
      fact: UpdateFactName,
      before: UpdateFactValue,
      now: UpdateFactValue,
      /** Holds a commit up; still so at the end, the old version comes back. */
      worse: Type.Boolean(),
    }),
  ),
});
export type UpdateTrialView = Static<typeof UpdateTrialView>;

/** Sunday is 0, as in the page's order (row A8). */
export const Weekday = Type.Integer({ minimum: 0, maximum: 6 });

const schedule = {
  /** False: updates are only looked for; a person installs them. */
  automatic: Type.Boolean(),
  every: Type.Enum(['daily', 'weekly']),
  /** At least one with `weekly`; kept, and not looked at, with `daily`. */
  weekdays: Type.Array(Weekday, { maxItems: 7, uniqueItems: true }),
  /** Of the day, in `zone`: 0–1439. Drawn at random once on every host (row B5). */
  minute: Type.Integer({ minimum: 0, maximum: 1439 }),
};

/** `pausedUntil` of a pause without an end: the last instant that a date can be. */
export const PAUSED_UNTIL_RESUMED = 8_640_000_000_000_000;

export const UpdateSchedule = Type.Object({
  ...schedule,
  /** IANA name; the site's zone, `UTC` before the site is saved. */
  zone: Type.String({ maxLength: 64 }),
  /** Absent: not paused. */
  pausedUntil: Type.Optional(Instant),
  /** The last writer; absent on a schedule that nobody has changed. */
  changedBy: Type.Optional(Type.Object({ name: Type.String(), via: Type.String() })),
  changedAt: Type.Optional(Instant),
});
export type UpdateSchedule = Static<typeof UpdateSchedule>;

/** PUT /api/update/schedule, and args of `update.schedule`. */
export const UpdateScheduleInput = Type.Object(schedule, { additionalProperties: false });
export type UpdateScheduleInput = Static<typeof UpdateScheduleInput>;

/** Body of pause, and args of `update.pause`. Without `until`: until somebody resumes. */
export const UpdatePauseInput = Type.Object(
  { until: Type.Optional(Instant) },
  { additionalProperties: false },
);
export type UpdatePauseInput = Static<typeof UpdatePauseInput>;

/** Args of `update.install`. Without `version`: the newest that fits. */
export const UpdateInstallArgs = Type.Object(
  {
    version: Type.Optional(ReleaseVersion),
    /**
     * `now`: as soon as it is here. `window`: at the next time of the schedule, whether it is automatic or not; a pause
     * holds it up.
     */
    when: Type.Optional(Type.Enum(['now', 'window'])),
  },
  { additionalProperties: false },
);
export type UpdateInstallArgs = Static<typeof UpdateInstallArgs>;

/** Args of `update.cancel`: what is not installing yet is given up; with `version` only an update to that one. */
export const UpdateCancelArgs = Type.Object(
  { version: Type.Optional(ReleaseVersion) },
  { additionalProperties: false },
);
export type UpdateCancelArgs = Static<typeof UpdateCancelArgs>;

/** Body of POST /api/update/install. */
export const UpdateInstallInput = Type.Object(
  {
    ...UpdateInstallArgs.properties,
    /** `file`: the update file that was uploaded; it needs no cloud. */
    from: Type.Optional(Type.Enum(['cloud', 'file'])),
  },
  { additionalProperties: false },
);
export type UpdateInstallInput = Static<typeof UpdateInstallInput>;

const progress = Type.Object({ bytes: Type.Integer({ minimum: 0 }), total: Type.Integer({ minimum: 0 }) });

/** How the update stands; sent to the cloud with the status, which is how a rollout sees it. */
export const UpdateStatus = Type.Object({
  state: UpdateState,
  /** Newest that may be installed; absent when this is the newest. */
  available: Type.Optional(Type.String()),
  /** Which version this is about: absent when idle. */
  version: Type.Optional(Type.String()),
  /** Which one ran before. */
  from: Type.Optional(Type.String()),
  progress: Type.Optional(progress),
  reason: Type.Optional(UpdateReason),
  /** When this update began. */
  startedAt: Type.Optional(Instant),
  /** When it ended. */
  endedAt: Type.Optional(Instant),
  /** When the wait ends by itself. */
  waitsUntil: Type.Optional(Instant),
  lastCheckAt: Type.Optional(Instant),
  schedule: Type.Optional(UpdateSchedule),
});
export type UpdateStatus = Static<typeof UpdateStatus>;

/** GET /api/update. */
export const UpdateView = Type.Object({
  state: UpdateState,
  /** What runs now. */
  running: Type.String(),
  version: Type.Optional(Type.String()),
  from: Type.Optional(Type.String()),
  source: Type.Optional(Type.Enum(['cloud', 'file'])),
  progress: Type.Optional(progress),
  reason: Type.Optional(UpdateReason),
  startedAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  /** In `waiting`: when it is installed by itself; absent when it waits for a person, or for the end of a pause. */
  waitsUntil: Type.Optional(Instant),
  trial: Type.Optional(UpdateTrialView),
  /** Of the last update that was committed. */
  lastUpdateAt: Type.Optional(Instant),
  lastCheckAt: Type.Optional(Instant),
  /** How the last look for updates failed. */
  lastCheck: Type.Optional(Type.Object({ ok: Type.Boolean(), error: Type.Optional(Fault) })),
  /** The next time of the schedule: the gateway asks and, when `automatic`, installs. Absent while paused for ever. */
  nextCheckAt: Type.Optional(Instant),
  available: Type.Optional(AvailableRelease),
  schedule: UpdateSchedule,
  /** `none`: this installation does not update itself, `obstacle` says why. */
  backend: Type.Enum(['directory', 'rauc', 'none']),
  obstacle: Type.Optional(Fault),
  /** What is not as it should be and yet stops nothing, e.g. metadata that ran out while the site was offline. */
  warnings: Type.Array(Type.String()),
});
export type UpdateView = Static<typeof UpdateView>;

/** Bytes of one piece of an uploaded update file. */
export const UPDATE_PIECE_BYTES = 4 * MIB;
/** Bytes of an update file at most. */
export const UPDATE_FILE_BYTES = 2048 * MIB;

/** What is here of the update file: a zip with `metadata/*.json` and `targets/*`, as scripts/make-release-repository makes it. */
export const UpdateUploaded = Type.Object({
  offset: Type.Integer({ minimum: 0 }),
  /** Of the whole; 0 while there is none. */
  total: Type.Integer({ minimum: 0 }),
  complete: Type.Boolean(),
});
export type UpdateUploaded = Static<typeof UpdateUploaded>;

/** Actions of the event history that updates write. */
export const UPDATE_ACTIONS = [
  'Update started',
  'Update installed',
  'Update rolled back',
  'Update failed',
  'Update cancelled',
  'Update schedule changed',
  'Updates paused',
  'Updates resumed',
] as const;
