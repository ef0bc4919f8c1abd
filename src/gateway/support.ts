/**
 * Support bundles without the daemon: `cloudlinkd support …`, which `cloudlink support` calls when nothing answers on the
 * control socket. The databases are only read; what the running gateway alone knows stands in the manifest as missing.
 */
import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Type } from 'typebox';
import { AppError, toProblem } from '../base/errors.ts';
import { systemClock } from '../base/runtime/clock.ts';
import { settingsOf } from '../base/runtime/config.ts';
import type { Db } from '../base/runtime/sqlite.ts';
import type { Build } from '../base/runtime/version.ts';
import { GatewaySelf } from '../contract/claim.ts';
import type { SupportAnswer } from '../contract/support.ts';
import { type Config, ConfigSchema, type Environment } from './config.ts';
import { fail } from './core/errors.ts';
import { SYSTEM } from './core/events.ts';
import type { SupportReaders } from './core/ports/support.ts';
import { shownSettings } from './features/support/configuration.ts';
import { runFacts, SUPPORT_RUNS } from './features/support/facts.ts';
import { createSupport } from './features/support/support.ts';
import { createCrypto } from './platform/crypto.ts';
import { journalTail } from './platform/journal.ts';
import { detectKind } from './platform/kind.ts';
import { readNetwork } from './platform/network.ts';
import { databaseFacts, environmentFacts } from './platform/support-facts.ts';
import { createSupportFiles } from './platform/support-files.ts';
import { createJobStore } from './store/jobs.ts';
import { createSecrets, createSettings } from './store/settings.ts';
import { createSyncReads } from './sync/reads.ts';

export const SUPPORT_ORDERS = ['preview', 'create', 'list', 'delete', 'save'] as const;
export type SupportOrder = (typeof SUPPORT_ORDERS)[number];

const LINES = 10_000;

type Offline = {
  readonly config: Config;
  readonly build: Build;
  readonly environment: Environment;
};

/** `-wal` and `-shm` that root would make could not be opened by the daemon: all of this is done as the folder's owner. */
function becomeOwner(folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() !== 0 || uid === 0) return;
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

/** Of every link that there was, the newest first. */
function syncFoldersOf(dataDir: string): string[] {
  try {
    const root = join(dataDir, 'sync');
    return readdirSync(root).map((name) => join(root, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readersOf({ config, build, environment }: Offline, journal: Promise<string[]>) {
  const { dataDir } = config;
  /** A database that is sick, newer or gone fails the one source that wanted it. */
  const look = <T>(f: (db: Db) => T): T => {
    const db = new Database(join(dataDir, 'state.db'), { readonly: true, fileMustExist: true });
    try {
      return f(db);
    } finally {
      db.close();
    }
  };
  const settings = (db: Db) => createSettings(db, () => undefined);
  const secretValues = () => look((db) => createSecrets(db).values());
  const onlyLive = () => {
    throw fail('SUPPORT_NEEDS_DAEMON');
  };
  const readable = () => {
    try {
      return secretValues().length >= 0;
    } catch {
      // told where it is asked for: the patterns still hold then
      return false;
    }
  };
  const readers: SupportReaders = {
    environment: async () => ({
      kind: detectKind(config.kind, '/', config.msl.root),
      // when not, only the patterns took out secrets
      storedSecretsKnown: readable(),
      ...(await environmentFacts(build, dataDir)),
    }),
    health: onlyLive,
    database: (signal) =>
      databaseFacts(
        [join(dataDir, 'state.db'), ...syncFoldersOf(dataDir).map((folder) => join(folder, 'sync.db'))],
        { env: environment.forChildren, signal },
      ),
    configuration: () =>
      shownSettings(settingsOf(ConfigSchema).keys(), (key) =>
        key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], config),
      ),
    status: () =>
      look((db) => ({
        machines: db.prepare('SELECT machine, state, at FROM machine_state').all(),
        waiting: db.prepare('SELECT kind, count(*) AS count FROM outbox GROUP BY kind').all(),
        dropped: db.prepare('SELECT kind, count FROM outbox_dropped').all(),
      })),
    jobs: () => look((db) => createJobStore(db).load()),
    sync: () => {
      const self = look((db) => settings(db).get('identity.self', GatewaySelf));
      const folder = join(dataDir, 'sync', self?.gatewayId ?? 'unlinked');
      return createSyncReads(() => folder)
        .runs({ limit: SUPPORT_RUNS })
        .items.map(runFacts);
    },
    inventory: () => look((db) => settings(db).get('inventory.last', Type.Unknown())) ?? {},
    network: () => readNetwork(),
    journal: async () => (await journal).map((line) => `${line}\n`).join(''),
  };
  const secrets = () => [config.cloud.proxyPassword, ...(readable() ? secretValues() : [])];
  return { readers, secrets };
}

/** @throws AppError CONFIG_INVALID when there is no data folder */
async function supportOf(offline: Offline, order: SupportOrder) {
  const { config, build } = offline;
  if (!statSync(config.dataDir, { throwIfNoEntry: false })?.isDirectory())
    throw fail('CONFIG_INVALID', {
      sentence: `There is no data folder ${config.dataDir}.`,
      remedy: 'Name the configuration of the gateway with --config.',
    });
  // before root is given up: its owner may not read the journal of the host
  const lines = order === 'preview' || order === 'create' ? LINES : 0;
  const journal = lines > 0 ? journalTail(lines) : Promise.resolve([]);
  await journal.catch(() => undefined);
  // who saves a bundle writes it where root may write
  if (lines > 0) becomeOwner(config.dataDir);
  const clock = systemClock;
  return createSupport({
    ...readersOf(offline, journal),
    files: createSupportFiles(join(config.dataDir, 'support')),
    clock,
    version: build.version,
    by: 'offline',
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    newId: createCrypto(clock.now).uuidv7,
    name: hostname,
  });
}

/**
 * @param args of the order: the id of a bundle, the file to save it in
 * @returns what is printed: the answer, or a problem
 */
export async function runSupport(
  offline: Offline,
  order: SupportOrder,
  args: readonly string[],
): Promise<SupportAnswer> {
  try {
    const support = await supportOf(offline, order);
    const [id = '', to = ''] = args;
    if (order === 'preview') return { manifest: await support.preview() };
    if (order === 'create') return { bundle: await support.create(SYSTEM) };
    if (order === 'list') return { bundles: await support.list() };
    const bundle = await support.find(id);
    if (order === 'delete') await support.remove(id, SYSTEM);
    else copyFileSync(join(offline.config.dataDir, 'support', `${bundle.id}.zip`), to);
    return { bundle };
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (!(error instanceof AppError) && (code === 'EACCES' || code === 'EPERM'))
      return {
        problem: toProblem(
          fail('NOT_ALLOWED', {
            sentence: 'The data folder may not be read.',
            remedy: 'Run the command as root.',
          }),
        ),
      };
    return { problem: toProblem(error) };
  }
}
