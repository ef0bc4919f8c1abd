import { type Static, Type } from 'typebox';
import { Cure } from './alarms.ts';
import { Instant, PlatformKind, Uuid } from './common.ts';
import { TargetStatus } from './tunnel.ts';
import { UpdateStatus } from './update.ts';

/** The counts of one sync cycle, in the words of the pages. */
export const SyncCounts = Type.Object({
  added: Type.Integer(),
  changed: Type.Integer(),
  removed: Type.Integer(),
  unchanged: Type.Integer(),
  /** Whom a person’s decision leaves alone (none: absent); of an undo: who could not be taken back. Not among `unchanged`. */
  leftAlone: Type.Optional(Type.Integer()),
  detained: Type.Integer(),
  held: Type.Integer(),
  requests: Type.Integer(),
});
export type SyncCounts = Static<typeof SyncCounts>;

export const SyncStatus = Type.Object({
  state: Type.Enum(['never', 'running', 'inSync', 'attention', 'failed', 'paused', 'awaitingApproval']),
  lastRunAt: Type.Optional(Instant),
  nextRunAt: Type.Optional(Instant),
  users: Type.Integer(),
  withoutEmail: Type.Integer(),
  sharedEmail: Type.Integer(),
  counts: Type.Optional(SyncCounts),
  error: Type.Optional(Type.String()),
});
export type SyncStatus = Static<typeof SyncStatus>;

export const PbxLinkStatus = Type.Object({
  type: Type.String(),
  name: Type.String(),
  onboarded: Type.Boolean(),
  connected: Type.Boolean(),
  checkedAt: Type.Optional(Instant),
  error: Type.Optional(Type.String()),
  /** Of the last test; absent where the type has none, or none was made. */
  mbg: Type.Optional(Type.Enum(['configured', 'reachable'])),
  /** `resolvesToLan`: reachable, and its name leads to an address of the LAN (S3:6922). */
  micollab: Type.Optional(Type.Enum(['configured', 'reachable', 'resolvesToLan'])),
  /** Gateway and daemon on the PBX's own node, or elsewhere (S3:4833). */
  placement: Type.Optional(Type.Enum(['withPbx', 'apart'])),
  nodes: Type.Optional(
    Type.Array(Type.Object({ host: Type.String(), gateway: Type.Boolean(), daemon: Type.Boolean() })),
  ),
});
export type PbxLinkStatus = Static<typeof PbxLinkStatus>;

export const AlarmStatus = Type.Object({
  code: Type.String(),
  severity: Type.Enum(['warning', 'critical']),
  title: Type.String(),
  facts: Type.String(),
  remedy: Type.String(),
  since: Instant,
  /** What one click on the gateway’s own page does about it; absent: only a person can. */
  cure: Type.Optional(Cure),
});
export type AlarmStatus = Static<typeof AlarmStatus>;

/** Each subsystem's own state, sent on connect, on change and every 60 s. Facts with ages, never inferred. */
export const GatewayStatus = Type.Object({
  at: Instant,
  version: Type.String(),
  kind: PlatformKind,
  name: Type.String(),
  lanAddress: Type.Optional(Type.String()),
  bootId: Type.String(),
  startedAt: Instant,
  /** Row A3: how far the person came with the pages. */
  site: Type.Optional(
    Type.Object({ name: Type.String(), city: Type.String(), country: Type.String(), zone: Type.String() }),
  ),
  onboarding: Type.Object({ siteSaved: Type.Boolean(), completed: Type.Boolean() }),
  pbxLink: Type.Optional(PbxLinkStatus),
  sync: SyncStatus,
  tunnels: Type.Array(TargetStatus),
  /** Sessions that ended here within the last hours, and why: also one whose end the cloud did not order. */
  sessionsEnded: Type.Optional(
    Type.Array(Type.Object({ id: Uuid, because: Type.String({ maxLength: 200 }) }), { maxItems: 16 }),
  ),
  outbox: Type.Object({ waiting: Type.Integer(), dropped: Type.Integer() }),
  alarms: Type.Array(AlarmStatus),
  update: Type.Optional(UpdateStatus),
  /** Access-log chain head and count of its records, two for a request that has ended (contract: Tunnels). */
  accessLog: Type.Object({
    count: Type.Integer({ minimum: 0 }),
    head: Type.String({ pattern: '^([0-9a-f]{64})?$' }),
  }),
});
export type GatewayStatus = Static<typeof GatewayStatus>;

/** Exact texts of row A3 (S3:2598, 2765-2793). */
export const INTEGRATION_STATUS = {
  none: 'No gateway detected',
  configure: 'Configure gateway',
  addPbx: 'Add PBX',
  syncPbx: 'Sync PBX',
  connect: 'Connect the PBX',
  deployment: 'Deployment',
  complete: 'Onboarding Complete',
} as const;
export type IntegrationStatus = (typeof INTEGRATION_STATUS)[keyof typeof INTEGRATION_STATUS];

/** Row A3, first that fits. `asked`: something has asked with this account's code. */
export function integrationStatus(g: {
  claimed: boolean;
  kind?: PlatformKind;
  siteSaved?: boolean;
  completed?: boolean;
  pbxLink?: { connected: boolean; onboarded: boolean };
}): IntegrationStatus {
  if (!g.claimed) return INTEGRATION_STATUS.none;
  if (!g.siteSaved) return INTEGRATION_STATUS.configure;
  const connected = g.pbxLink !== undefined && (g.pbxLink.connected || g.pbxLink.onboarded);
  // an SMBC has one step for both, and it is not done before the PBX was connected
  if (g.kind === 'smbc' && !connected) return INTEGRATION_STATUS.syncPbx;
  if (!g.pbxLink) return INTEGRATION_STATUS.addPbx;
  if (!connected) return INTEGRATION_STATUS.connect;
  if (!g.completed) return INTEGRATION_STATUS.deployment;
  return INTEGRATION_STATUS.complete;
}
