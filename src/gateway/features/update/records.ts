/** What is stored of updates, beside the machine's state. */
import { type Static, Type } from 'typebox';
import { Fault, Instant } from '../../../contract/common.ts';
import {
  ReleaseCustom,
  UpdateFactName,
  UpdateFactValue,
  UpdateReason,
  UpdateSchedule,
} from '../../../contract/update.ts';

export const UPDATE_KEY = {
  job: 'update.job',
  schedule: 'update.schedule',
  check: 'update.check',
  floor: 'update.floor',
  refused: 'update.refused',
  last: 'update.last',
} as const;

export const ReleaseRecord = Type.Object({
  ...ReleaseCustom.properties,
  target: Type.String(),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String(),
});

export const FactsRecord = Type.Object({
  values: Type.Record(UpdateFactName, UpdateFactValue),
  memoryBytes: Type.Number(),
});

const actor = Type.Object({ id: Type.String(), name: Type.String(), via: Type.String() });

/** The update that the machine is about. */
export const JobRecord = Type.Object({
  id: Type.String(),
  release: ReleaseRecord,
  from: Type.String(),
  source: Type.Enum(['cloud', 'file']),
  when: Type.Enum(['now', 'window']),
  /** Windows that begin earlier are left out: somebody postponed it. */
  notBefore: Type.Optional(Instant),
  actor,
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  /** Starts of the new version that this one has ordered. */
  attempts: Type.Integer({ minimum: 0 }),
  before: Type.Optional(FactsRecord),
  trialAt: Type.Optional(Instant),
  reason: Type.Optional(UpdateReason),
  warnings: Type.Array(Type.String()),
  /** Its end is in the event history. */
  told: Type.Optional(Type.Literal(true)),
});
export type JobRecord = Static<typeof JobRecord>;

/** What the last look for updates found. */
export const CheckRecord = Type.Object({
  at: Instant,
  error: Type.Optional(Fault),
  releases: Type.Array(ReleaseRecord),
});
export type CheckRecord = Static<typeof CheckRecord>;

export const ScheduleRecord = Type.Omit(UpdateSchedule, ['zone']);
export type ScheduleRecord = Static<typeof ScheduleRecord>;

/** Versions that were taken back: they are not installed again without a person. */
export const RefusedRecord = Type.Array(Type.String(), { maxItems: 32 });
export const LastRecord = Type.Object({ version: Type.String(), at: Instant });
