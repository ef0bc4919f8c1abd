/** What the routes need of the features; gateway.ts hands it over. */
import type { TSchema } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { route as makeRoute, type RouteRow } from '../../../base/runtime/http.ts';
import type { Cured } from '../../../contract/alarms.ts';
import type {
  AccessRequest,
  CheckView,
  ClearedAlarm,
  ConsentPolicy,
  DebugFacts,
  JobView,
  KeyView,
  Licences,
  LinkState,
  LocalSession,
  Ordered,
  Overview,
  Signpost,
  SyncView,
  Target,
  TargetInput,
} from '../../../contract/local-api.ts';
import type { OutflowView } from '../../../contract/outflow.ts';
import type { AlarmStatus } from '../../../contract/status.ts';
import type { Explanation, UndoView } from '../../../contract/sync-api.ts';
import type { Actor } from '../../core/events.ts';
import type { ChainReport, SyncQueries } from '../../core/ports/sync-queries.ts';
import type { Expected } from '../../core/saved.ts';
import type { Access } from '../../features/access/access.ts';
import type { AccessLogFeature } from '../../features/access-log/access-log.ts';
import type { Backup } from '../../features/backup/backup.ts';
import type { Imports } from '../../features/imports/imports.ts';
import type { Inventory } from '../../features/inventory/inventory.ts';
import type { Network } from '../../features/network/network.ts';
import type { Onboarding } from '../../features/onboarding/onboarding.ts';
import type { Reset } from '../../features/reset/reset.ts';
import type { Support } from '../../features/support/support.ts';
import type { SynchronisersFeature } from '../../features/synchronisers/synchronisers.ts';
import type { Looks } from '../../features/tunnels/looks.ts';
import type { Update } from '../../features/update/update.ts';
import type { DetainedQueue } from '../../features/user-sync/detained.ts';
import type { AccessName } from '../access.ts';
import type { Sessions } from '../session.ts';

export type RouteDeps = {
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly access: Access;
  readonly onboarding: Onboarding;
  readonly network: Omit<Network, 'proxy' | 'ca' | 'start' | 'stop'>;
  readonly identity: {
    state(): LinkState;
    beginLink(actor: Actor, by?: { readonly token: string } | 'registered'): Promise<LinkState>;
    cancelLink(actor: Actor): Promise<void>;
    unlink(actor: Actor): Promise<void>;
    /** The set-up code while it is not used up; for the control socket only. */
    setupCode(): string | undefined;
  };
  readonly deviceKey: { view(): KeyView; rotate(actor: Actor): Promise<KeyView> };
  readonly sync: {
    view(): SyncView;
    /** Starts and returns; `runToEnd` and `previewToEnd` wait. */
    run(actor: Actor): SyncView;
    runToEnd(actor: Actor, signal?: AbortSignal, planHash?: string): Promise<unknown>;
    previewToEnd(actor: Actor): Promise<unknown>;
    confirm(planHash: string, actor: Actor): SyncView;
    setSchedule(minutes: number, actor: Actor, expected?: Expected): SyncView;
    readonly changes: SyncQueries['changes'];
    readonly irregular: SyncQueries['irregular'];
    readonly runs: SyncQueries['runs'];
    readonly oneRun: SyncQueries['run'];
    undo(input: { runId: string; planHash?: string; wait?: boolean }, actor: Actor): Promise<UndoView>;
    undoOf(runId: string): UndoView | undefined;
    readonly runChanges: SyncQueries['runChanges'];
    verifyAudit(): Promise<ChainReport | undefined>;
    acceptAudit(actor: Actor): Promise<ChainReport | undefined>;
  };
  readonly detained: DetainedQueue;
  readonly syncPeople: {
    readonly list: SyncQueries['people'];
    /** @throws AppError NOT_FOUND */
    explain(id: string): Promise<Explanation>;
    readonly summary: SyncQueries['summary'];
    readonly findings: SyncQueries['findings'];
  };
  readonly imports: Pick<
    Imports,
    'list' | 'view' | 'rows' | 'upload' | 'choose' | 'editRow' | 'take' | 'remove'
  >;
  readonly synchronisers: SynchronisersFeature;
  readonly tunnels: {
    list(): Target[];
    add(input: TargetInput, actor: Actor): Target | Promise<Target>;
    remove(id: string, actor: Actor): void | Promise<void>;
    confirm(id: string, fingerprint: string | undefined, actor: Actor): Target | Promise<Target>;
    startTunnel(id: string, actor: Actor): Target | Promise<Target>;
    stopTunnel(id: string, actor: Actor): Target | Promise<Target>;
    startAll(actor: Actor): void | Promise<void>;
    stopAll(actor: Actor): void | Promise<void>;
    sessions(): LocalSession[];
    /** Ending twice is no error. */
    endSession(id: string, actor: Actor): unknown;
    setConsent(id: string, policy: ConsentPolicy, actor: Actor): Target;
    readonly looks: Pick<Looks, 'list' | 'setConsent'>;
    /** For a remote session, where the customer's policy lets its person read the log. */
    logsInSession(sessionId: string, read: () => Promise<string[]>): Promise<string[]>;
    requests(): AccessRequest[];
    approve(id: string, actor: Actor): AccessRequest;
    deny(id: string, actor: Actor): AccessRequest;
  };
  readonly accessLog: Pick<AccessLogFeature, 'page' | 'verify' | 'export'>;
  readonly inventory: Pick<Inventory, 'view' | 'setLicence'> & { report(actor: Actor): Promise<unknown> };
  readonly health: {
    views(): CheckView[];
    run(): Promise<CheckView[]>;
    /** What the last runs found, as text. */
    report(): string;
  };
  readonly alarms: {
    list(): AlarmStatus[];
    cleared(): ClearedAlarm[];
    /** @throws AppError ALARM_OVER */
    cure(code: string, actor: Actor): Promise<Cured>;
  };
  /** Both answer before it happens. */
  readonly host: { restart(actor: Actor): Ordered; reboot(actor: Actor): Promise<Ordered> };
  readonly jobs: () => JobView[];
  readonly overview: () => Overview;
  readonly signpost: () => Signpost;
  readonly debug: () => Promise<DebugFacts>;
  readonly licences: () => Promise<Licences>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** CycloneDX, as the build wrote it; undefined in a clone that was not built. */
  readonly sbom: () => Promise<string | undefined>;
  /** Of one day of the last 90, or since the start. */
  readonly outflow: (day?: string) => OutflowView;
  /** Calls back when anything that the overview shows may have changed; returns the end of it. */
  readonly onChange: (f: () => void) => () => void;
  readonly logs: (lines: number) => Promise<string[]>;
  readonly reset: Pick<Reset, 'view' | 'order' | 'cancel' | 'setAnnounce'>;
  readonly backup: Omit<Backup, 'due' | 'start' | 'stop'>;
  readonly support: Pick<Support, 'preview' | 'create' | 'list' | 'open' | 'remove'>;
  readonly update: Omit<Update, 'start' | 'stop' | 'status' | 'commands'>;
};

/** A row of this server's routes. */
export type LocalRoute = RouteRow<AccessName>;
export const route = <P, Q, B>(
  row: Parameters<typeof makeRoute<AccessName, P & TSchema, Q & TSchema, B & TSchema>>[0],
): LocalRoute => makeRoute<AccessName, P & TSchema, Q & TSchema, B & TSchema>(row);
