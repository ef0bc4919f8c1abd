/** The gateway's API as functions (src/contract/local-api.ts); the one place where its addresses stand. */

import type { AccessVerdict } from '../../src/contract/access-log.ts';
import type { Cured } from '../../src/contract/alarms.ts';
import type { BackupMade, BackupPlan, BackupScheduleInput, BackupView } from '../../src/contract/backup.ts';
import type { ResetView } from '../../src/contract/factory-reset.ts';
import type { LicenceInput } from '../../src/contract/inventory.ts';
import type {
  AccessLine,
  AccessRequest,
  CheckView,
  ConsentPolicy,
  DebugFacts,
  Draft,
  DraftInput,
  InventoryView,
  IrregularUser,
  Licences,
  LinkState,
  LookPolicy,
  Me,
  Ordered,
  Overview,
  OwnSession,
  PbxLink,
  PbxLinkInput,
  PbxTestResult,
  PbxTypes,
  PersonView,
  PlanChange,
  Signpost,
  SiteView,
  SyncView,
  Target,
  TargetInput,
} from '../../src/contract/local-api.ts';
import type { NetworkApplied, NetworkView, PortInput, ProxyInput } from '../../src/contract/network-api.ts';
import type { OutflowView } from '../../src/contract/outflow.ts';
import type { SupportBundle, SupportBundles, SupportManifest } from '../../src/contract/support.ts';
import type {
  UpdateInstallInput,
  UpdateScheduleInput,
  UpdateUploaded,
  UpdateView,
} from '../../src/contract/update.ts';
import { ApiError, createApi, type Known, type PageOf, withQuery } from '../shared/index.ts';

/** A connection test of a host that does not answer, or every health check. */
const TEST_MS = 2 * 60_000;
/** Reading everybody once; 50,000 people over a slow link. */
const READ_MS = 15 * 60_000;

let signedOut: () => void = () => undefined;

export const api = createApi({ peer: 'gateway', onSignedOut: () => signedOut() });

/** Called when the gateway no longer knows this browser's session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

async function keepCsrf(answer: Promise<Me>): Promise<Me> {
  const me = await answer;
  api.setCsrf(me.csrf);
  return me;
}

/** 404 means "there is none yet" where a thing is optional. */
async function orNone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.failure.status === 404) return null;
    throw thrown;
  }
}

const draftPath = (form: string) => `/api/drafts/${encodeURIComponent(form)}`;

type ListQuery = Readonly<Record<string, string | number | undefined>>;

export const gateway = {
  signpost: (signal?: AbortSignal) => api.get<Signpost>('/api/signpost', signal),
  startLink: () => api.post<LinkState>('/api/link', undefined, TEST_MS),
  link: (signal?: AbortSignal) => api.get<LinkState>('/api/link', signal),
  stopLink: () => api.delete<void>('/api/link'),
  unlink: () => api.post<void>('/api/unlink'),

  me: () => keepCsrf(api.get<Me>('/api/me')),
  firstAdmin: (body: { setupCode: string; name: string; password: string }) =>
    keepCsrf(api.post<Me>('/api/admin', body)),
  signIn: (body: { name: string; password: string }) => keepCsrf(api.post<Me>('/api/session', body)),
  signOut: () => api.delete<void>('/api/session'),
  changePassword: (body: { current: string; password: string }) =>
    keepCsrf(api.post<Me>('/api/me/password', body)),
  ownSessions: (signal?: AbortSignal) => api.get<{ sessions: OwnSession[] }>('/api/me/sessions', signal),
  signOutEverywhere: () => api.delete<void>('/api/me/sessions'),
  people: (signal?: AbortSignal) => api.get<{ people: PersonView[] }>('/api/people', signal),
  addPerson: (body: { name: string; role: string; password: string }) =>
    api.post<PersonView>('/api/people', body),
  changePerson: (id: string, body: { role?: string; password?: string }) =>
    api.put<PersonView>(`/api/people/${encodeURIComponent(id)}`, body),
  removePerson: (id: string) => api.delete<void>(`/api/people/${encodeURIComponent(id)}`),
  signOutPerson: (id: string) => api.delete<void>(`/api/people/${encodeURIComponent(id)}/sessions`),

  overview: (signal?: AbortSignal) => api.get<Overview>('/api/overview', signal),
  complete: () => api.post<Overview>('/api/onboarding/complete'),

  site: (signal?: AbortSignal) => orNone(api.get<SiteView>('/api/site', signal)),
  saveSite: (site: unknown, known: Known) => api.put<SiteView>('/api/site', site, known),

  draft: (form: string) => orNone(api.get<Draft>(draftPath(form))),
  saveDraft: (form: string, draft: Omit<DraftInput, 'values'> & { values: object }, known: Known) =>
    api.put<Draft>(draftPath(form), draft, known),
  forgetDraft: (form: string) => api.delete<void>(draftPath(form)),

  network: (signal?: AbortSignal) => api.get<NetworkView>('/api/network', signal),
  applyNetwork: (port: PortInput) => api.post<NetworkApplied>('/api/network/apply', port),
  confirmNetwork: () => api.post<NetworkView>('/api/network/confirm'),
  keepNetwork: (code: string) => api.post<void>('/api/network/keep', { code }),
  revertNetwork: () => api.post<NetworkView>('/api/network/revert'),
  saveTimeServers: (servers: string) => api.put<NetworkView>('/api/network/time', { servers }),
  saveProxy: (proxy: ProxyInput) => api.put<NetworkView>('/api/network/proxy', proxy),
  forgetProxy: () => api.delete<NetworkView>('/api/network/proxy'),
  saveAuthorities: (pem: string) => api.put<NetworkView>('/api/network/ca', { pem }),
  removeAuthorities: () => api.delete<NetworkView>('/api/network/ca'),

  pbxTypes: (signal?: AbortSignal) => api.get<PbxTypes>('/api/pbx/types', signal),
  pbx: (signal?: AbortSignal) => orNone(api.get<PbxLink>('/api/pbx', signal)),
  savePbx: (link: PbxLinkInput, known: Known) => api.put<PbxLink>('/api/pbx', link, known),
  testPbx: (link?: PbxLinkInput) => api.post<PbxTestResult>('/api/pbx/test', link, TEST_MS),
  connectPbx: () => api.post<PbxTestResult>('/api/pbx/connect', undefined, READ_MS),

  sync: (signal?: AbortSignal) => api.get<SyncView>('/api/sync', signal),
  syncNow: () => api.post<SyncView>('/api/sync/run'),
  syncPreview: () => api.post<SyncView>('/api/sync/preview', undefined, READ_MS),
  confirmPlan: (planHash: string) => api.post<SyncView>('/api/sync/confirm', { planHash }),
  saveSchedule: (minutes: number, known: Known) =>
    api.put<SyncView>('/api/sync/schedule', { minutes }, known),
  changes: (query: ListQuery, signal?: AbortSignal) =>
    api.get<PageOf<PlanChange>>(withQuery('/api/sync/changes', query), signal),
  irregular: (query: ListQuery, signal?: AbortSignal) =>
    api.get<PageOf<IrregularUser>>(withQuery('/api/sync/irregular', query), signal),

  /** Address of the list as a file. */
  irregularCsv: (query: ListQuery) => withQuery('/api/sync/irregular.csv', query),

  startTunnel: (id: string) => api.post<Target>(`/api/tunnels/${encodeURIComponent(id)}/start`),
  stopTunnel: (id: string) => api.post<Target>(`/api/tunnels/${encodeURIComponent(id)}/stop`),
  startAll: () => api.post<{ targets: Target[] }>('/api/tunnels/start-all'),
  stopAll: () => api.post<{ targets: Target[] }>('/api/tunnels/stop-all'),
  addTarget: (target: TargetInput) => api.post<Target>('/api/tunnels', target),
  removeTarget: (id: string) => api.delete<void>(`/api/tunnels/${encodeURIComponent(id)}`),
  confirmTarget: (id: string, fingerprint?: string) =>
    api.post<Target>(
      `/api/tunnels/${encodeURIComponent(id)}/confirm`,
      fingerprint === undefined ? {} : { fingerprint },
    ),
  setLookConsent: (look: LookPolicy['look'], policy: ConsentPolicy) =>
    api.put<LookPolicy>(`/api/looks/${look}/consent`, policy),
  setConsent: (id: string, policy: ConsentPolicy) =>
    api.put<Target>(`/api/tunnels/${encodeURIComponent(id)}/consent`, policy),
  approveRequest: (id: string) =>
    api.post<AccessRequest>(`/api/access-requests/${encodeURIComponent(id)}/approve`),
  denyRequest: (id: string) => api.post<AccessRequest>(`/api/access-requests/${encodeURIComponent(id)}/deny`),
  endSession: (id: string) => api.post<void>(`/api/sessions/${encodeURIComponent(id)}/end`),
  accessLog: (query: ListQuery, signal?: AbortSignal) =>
    api.get<PageOf<AccessLine>>(withQuery('/api/access-log', query), signal),
  verifyAccessLog: () => api.post<AccessVerdict>('/api/access-log/verify', undefined, TEST_MS),
  /** Addresses of the log as files: for a spreadsheet, and every record as it was hashed. */
  accessLogCsv: (query: ListQuery) => withQuery('/api/access-log.csv', query),
  accessLogRecords: '/api/access-log.jsonl',

  inventory: (signal?: AbortSignal) => api.get<InventoryView>('/api/inventory', signal),
  reportInventory: () => api.post<InventoryView>('/api/inventory/report', undefined, TEST_MS),
  enterLicence: (licence: LicenceInput) => api.put<InventoryView>('/api/inventory/licence', licence),
  removeLicence: () => api.delete<InventoryView>('/api/inventory/licence'),

  health: (signal?: AbortSignal) => api.get<{ checks: CheckView[] }>('/api/health', signal),
  runHealth: () => api.post<{ checks: CheckView[] }>('/api/health/run', undefined, TEST_MS),
  healthReport: () => api.text('/api/health/report'),
  debug: (signal?: AbortSignal) => api.get<DebugFacts>('/api/debug', signal),
  outflow: (day: string, signal?: AbortSignal) =>
    api.get<OutflowView>(withQuery('/api/outflow', { day: day || undefined }), signal),
  licences: (signal?: AbortSignal) => api.get<Licences>('/api/licences', signal),
  cureAlarm: (code: string) =>
    api.post<Cured>(`/api/alarms/${encodeURIComponent(code)}/cure`, undefined, TEST_MS),
  restart: () => api.post<Ordered>('/api/restart'),
  reboot: () => api.post<Ordered>('/api/reboot'),
  logs: (lines: number, signal?: AbortSignal) =>
    api.get<{ lines: string[] }>(withQuery('/api/logs', { lines }), signal),

  update: (signal?: AbortSignal) => api.get<UpdateView>('/api/update', signal),
  checkUpdates: () => api.post<UpdateView>('/api/update/check', undefined, TEST_MS),
  installUpdate: (input: UpdateInstallInput) => api.post<UpdateView>('/api/update/install', input, TEST_MS),
  postponeUpdate: () => api.post<UpdateView>('/api/update/postpone'),
  cancelUpdate: () => api.post<UpdateView>('/api/update/cancel'),
  pauseUpdates: () => api.post<UpdateView>('/api/update/pause', {}),
  resumeUpdates: () => api.post<UpdateView>('/api/update/resume'),
  saveUpdateSchedule: (input: UpdateScheduleInput) => api.put<UpdateView>('/api/update/schedule', input),
  updateFile: (signal?: AbortSignal) => api.get<UpdateUploaded>('/api/update/file', signal),
  forgetUpdateFile: () => api.delete<void>('/api/update/file'),

  supportBundles: (signal?: AbortSignal) => api.get<SupportBundles>('/api/support', signal),
  supportPreview: () => api.post<SupportManifest>('/api/support/preview', undefined, READ_MS),
  createSupport: () => api.post<SupportBundle>('/api/support', undefined, READ_MS),
  /** Address of the archive. */
  supportFile: (id: string) => `/api/support/${encodeURIComponent(id)}/file`,
  backup: (signal?: AbortSignal) => api.get<BackupView>('/api/backup', signal),
  makeBackup: () => api.post<BackupMade>('/api/backup', undefined, READ_MS),
  setBackupSchedule: (input: BackupScheduleInput) => api.put<BackupView>('/api/backup/schedule', input),
  endBackupSchedule: () => api.delete<void>('/api/backup/schedule'),
  /** Address of the file. */
  backupFile: (name: string) => `/api/backup/files/${encodeURIComponent(name)}`,
  deleteBackup: (name: string) => api.delete<void>(`/api/backup/files/${encodeURIComponent(name)}`),
  planRestore: (chosen: { name?: string; secret: string }) =>
    api.post<BackupPlan>('/api/backup/plan', chosen, READ_MS),
  restoreBackup: (chosen: { name?: string; secret: string }) =>
    api.post<Ordered>('/api/backup/restore', { ...chosen, typed: 'restore' }, READ_MS),
  factoryReset: (signal?: AbortSignal) => api.get<ResetView>('/api/factory-reset', signal),
  orderFactoryReset: (keepWay: boolean) =>
    api.post<ResetView>('/api/factory-reset', { typed: 'revert', keepWay }),
  cancelFactoryReset: () => api.delete<ResetView>('/api/factory-reset'),
  setResetAnnounce: (announceMinutes: number) =>
    api.put<ResetView>('/api/factory-reset/settings', { announceMinutes }),
  deleteSupport: (id: string) => api.delete<void>(`/api/support/${encodeURIComponent(id)}`),
} as const;
