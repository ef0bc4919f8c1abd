/** Builds everything that one cycle needs, runs it, and closes it: the same for the daemon's worker and the stand-alone run. */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { TObject } from 'typebox';
import type { Clock } from '../../base/clock.ts';
import { AppError, toFault } from '../../base/errors.ts';
import { systemClock } from '../../base/runtime/clock.ts';
import { uuidv7 } from '../../base/runtime/uuid.ts';
import type { UserField } from '../../contract/scim.ts';
import { fail } from '../core/errors.ts';
import type { Connector, ConnectorSession, UserPages } from '../core/ports/connector.ts';
import type { SyncStore } from '../core/ports/sync-store.ts';
import type { CycleReport, ShadowReport, SourceRead, StageProgress } from '../core/sync-cycle.ts';
import { createSyncEngine } from '../features/user-sync/cycle.ts';
import type { SyncSource } from '../features/user-sync/engine.ts';
import { checkShadow } from '../features/user-sync/shadow.ts';
import { connectorOf } from '../pbx/index.ts';
import { attributesOf } from '../pbx/ldap/settings.ts';
import { explainStorage, openSyncDatabase } from '../store/sync/database.ts';
import { createSyncStore } from '../store/sync/index.ts';
import { bearerTransport, createScimClient, type ScimTransport } from '../uplink/scim/index.ts';
import type { CheckJob, SyncJob, SyncJobScim, SyncJobSource } from './job.ts';
import { createPhone } from './phone.ts';

/** Role and directory number of a person are kept by the telephone system, not by a directory (spec: field rules). */
const OF_DIRECTORIES: readonly UserField[] = ['role', 'extension'];
const FROZEN: Readonly<Record<string, readonly UserField[]>> = {
  ldap: OF_DIRECTORIES,
  'active-directory': OF_DIRECTORIES,
  'mivoice-5000': OF_DIRECTORIES,
};

const frozenOf = ({ type, frozen }: Pick<SyncJobSource, 'type' | 'frozen'>): readonly UserField[] =>
  frozen ?? FROZEN[type] ?? [];

export type RunContext = {
  readonly signal: AbortSignal;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly progress: (progress: StageProgress) => void;
  /** sync.db was damaged: it is this file now, and a new one was begun. */
  readonly onSetAside: (file: string) => void;
  /** Absent: the real time. */
  readonly clock?: Clock;
  /** For `scim.kind: 'main'`. */
  readonly transport?: ScimTransport;
};

/** The time that a run goes by. */
const timeOf = ({ clock = systemClock }: RunContext): Clock => clock;

const digest = (text: string) => hash('sha256', text, 'base64url');

/** Digest of the settings without their secrets: a new password reads the same people. */
function fingerprintOf(connector: Connector, { values, dynamicOnly }: SyncJobSource): string {
  const { properties } = connector.settings as TObject;
  const isOpen = (name: string) => (properties[name] as { secret?: boolean } | undefined)?.secret !== true;
  const open = Object.entries(values).filter(([name]) => isOpen(name));
  const more = dynamicOnly === undefined ? [] : [dynamicOnly];
  return digest(JSON.stringify([connector.type, open.sort(([a], [b]) => (a < b ? -1 : 1)), ...more]));
}

type Opened = { readonly source: SyncSource; readonly session: ConnectorSession | undefined };

/** What the engine is told about a source beside how it is read. */
const CARRIED = [
  'deferAll',
  'incompleteChanges',
  'validation',
  'featureProfile',
  'joinBy',
  'leaving',
  'reinitialise',
] as const satisfies readonly (keyof SyncJobSource & keyof SyncSource)[];

const carried = (from: SyncJobSource): Partial<SyncSource> =>
  Object.fromEntries(CARRIED.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));

async function* broken(thrown: unknown): UserPages {
  yield [];
  return { kind: 'incomplete', fault: toFault(thrown) };
}

/** Opens what is to be read. What cannot be opened is a read that did not end: the other sources go on. */
async function sessionOf(connector: Connector, from: SyncJobSource, context: RunContext) {
  const { log, signal } = context;
  if (from.leaving) return undefined;
  return connector.open(from.values, {
    log,
    signal,
    ...(from.ca ? { ca: from.ca } : {}),
    ...(from.pins ? { pins: from.pins } : {}),
    ...(from.importDir === undefined ? {} : { importDir: from.importDir }),
    ...(from.mapping ? { attributes: attributesOf(from.mapping) } : {}),
    ...(from.dynamicOnly === undefined ? {} : { dynamicOnly: from.dynamicOnly }),
  });
}

/** The rules that make people of numbers: by the type's own settings, and what was chosen for the synchroniser. */
function devicesOf(connector: Connector, { values, dynamicOnly = false }: SyncJobSource) {
  return connector.devices ? { devices: { ...connector.devices(values), onlyDynamic: dynamicOnly } } : {};
}

const DIRECTORIES: readonly string[] = ['ldap', 'active-directory'];

/** What has an inventory of its own is a telephone system. */
function kindOf({ type, capabilities }: Connector): Pick<SyncSource, 'kind'> {
  if (capabilities.inventory) return { kind: 'pbx' };
  return DIRECTORIES.includes(type) ? { kind: 'directory' } : {};
}

async function openSource(from: SyncJobSource, precedence: number, context: RunContext): Promise<Opened> {
  const connector = connectorOf(from.type);
  let session: ConnectorSession | undefined;
  let fault: unknown;
  try {
    session = await sessionOf(connector, from, context);
  } catch (thrown) {
    context.signal.throwIfAborted();
    context.log('a source could not be opened', { source: from.id, error: String(thrown) });
    fault = thrown;
  }
  const source: SyncSource = {
    id: from.id,
    precedence,
    fingerprint: fingerprintOf(connector, from),
    mapping: from.mapping ?? connector.mapping,
    country: from.country,
    absent: connector.absent,
    ...kindOf(connector),
    frozen: frozenOf(from),
    ...devicesOf(connector, from),
    ...carried(from),
    users: (aborted, cursor) => session?.users(aborted, cursor) ?? broken(fault),
    ...(session?.ids ? { ids: session.ids } : {}),
  };
  return { source, session };
}

function withDetails(read: SourceRead, opened: readonly Opened[]): SourceRead {
  const details = opened.find(({ source }) => source.id === read.source)?.session?.details?.() ?? [];
  return details.length > 0 ? { ...read, details } : read;
}

type Remote = { readonly request: ScimTransport; close(): Promise<void> };

function remoteOf(scim: SyncJobScim, context: RunContext): Remote {
  if (scim.kind === 'main') {
    if (!context.transport) throw new TypeError('this run has no transport of the gateway');
    return { request: context.transport, close: async () => undefined };
  }
  const { token, proxy, ca } = scim;
  const request = bearerTransport({ token, ...(proxy ? { proxy } : {}), ...(ca ? { ca } : {}) });
  return { request, close: () => request.close() };
}

/** What was proven about the server is kept beside the people (C1), a peer each. */
function capabilitiesOf(store: SyncStore, baseUrl: string) {
  const key = `capabilities ${baseUrl}`;
  return {
    load: () => JSON.parse(store.facts.get(key) ?? 'null') as unknown,
    save: (proven: unknown) => store.facts.set(key, JSON.stringify(proven)),
  };
}

function clientOf({ baseUrl }: SyncJobScim, remote: Remote, store: SyncStore, context: RunContext) {
  return createScimClient({
    baseUrl,
    request: remote.request,
    clock: timeOf(context),
    random: Math.random,
    log: context.log,
    capabilities: capabilitiesOf(store, baseUrl),
  });
}

async function cycleOver(job: SyncJob, store: SyncStore, context: RunContext): Promise<CycleReport> {
  const opened: Opened[] = [];
  const remote = remoteOf(job.scim, context);
  try {
    for (const source of job.sources) opened.push(await openSource(source, opened.length, context));
    const scim = clientOf(job.scim, remote, store, context);
    const engine = createSyncEngine({
      store,
      scim,
      sources: opened.map(({ source }) => source),
      remote: job.remote,
      phone: createPhone(),
      now: timeOf(context).now,
      digest,
      newId: () => uuidv7(timeOf(context).now()),
      breathe: async () => {
        await setImmediate();
      },
      log: context.log,
      progress: context.progress,
    });
    const report = await engine.cycle(job.options, context.signal);
    return { ...report, reads: report.reads.map((read) => withDetails(read, opened)) };
  } finally {
    await Promise.allSettled([...opened.map(({ session }) => session?.close()), remote.close()]);
  }
}

/**
 * One cycle over `folder/sync.db`, which it locks meanwhile.
 * @throws AppError SYNC_LOCKED, STORE_NEWER, DISK_FULL, CONFIG_INVALID (folder), BAD_INPUT (settings); what the sources or the remote do is in the report
 */
export function runCycle(job: SyncJob, context: RunContext): Promise<CycleReport> {
  return locked(job.folder, context, (store) => cycleOver(job, store, context));
}

/**
 * One turn of the slow check of the remote, over the same file and under the same lock.
 * @throws AppError as `runCycle`, and what the remote does: SCIM_UNREACHABLE, SCIM_AUTH, SCIM_ANSWER_BAD
 */
export function runCheck(job: CheckJob, context: RunContext): Promise<ShadowReport> {
  return locked(job.folder, context, async (store) => {
    const remote = remoteOf(job.scim, context);
    try {
      const scim = clientOf(job.scim, remote, store, context);
      const sources = new Map(job.sources.map((source) => [source.id, frozenOf(source)]));
      const deps = {
        store,
        scim,
        remote: job.remote,
        now: timeOf(context).now,
        frozenOf: (id: string) => sources.get(id) ?? [],
      };
      return await checkShadow(deps, job.budget, context.signal);
    } catch (thrown) {
      // whatever was waited for ends with an error of its own
      if (context.signal.aborted && !(thrown instanceof AppError))
        throw fail('SYNC_ABORTED', { cause: thrown });
      throw thrown;
    } finally {
      await remote.close();
    }
  });
}

async function locked<T>(
  folder: string,
  context: RunContext,
  work: (store: SyncStore) => Promise<T>,
): Promise<T> {
  try {
    const database = openSyncDatabase(folder, timeOf(context).now);
    try {
      if (database.setAside !== undefined) context.onSetAside(database.setAside);
      return await work(createSyncStore(database.db));
    } finally {
      database.close();
    }
  } catch (thrown) {
    throw explainStorage(thrown, folder);
  }
}
