/**
 * A restore upon the data folder. What it needs lies in `restore/`: `state.json` (where the machine stands), `new` (what
 * was staged) and `old` (what was kept aside). Moves are renames within one folder, so each is done or not done.
 */
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type MachineRun, type MachineStore, startMachine } from '../../base/machine.ts';
import { BackupManifest, type BackupPlan, RestoreEnd } from '../../contract/backup.ts';
import { fail } from '../core/errors.ts';
import {
  RESTORE,
  RESTORE_STATES,
  type RestoreEffects,
  type RestoreState,
} from '../features/backup/machine.ts';
import { syncFolder, writeFileAtomic } from '../platform/atomic-file.ts';
import { decrypt, type Opener } from './age.ts';
import { checkDatabases, fingerprintOf, hardware, refuseUnfit, selfOf } from './facts.ts';
import { changedAt, KEY_FILES, replacedNames, STATE_DB } from './folder.ts';
import { damaged, extract, readManifest } from './format.ts';
import { existing, freeBytes, needSpace } from './make.ts';
import { RESTORE_FOLDER } from './names.ts';
import { meter, type Tell } from './progress.ts';

/** A restored gateway that does not start so often is taken back. */
export const STARTS = 3;

const Record = Type.Object({
  state: Type.Enum(RESTORE_STATES),
  manifest: Type.Optional(BackupManifest),
  key: Type.Optional(Type.Enum(['kept', 'changed', 'none'])),
  /** Top names in the data folder: those that are kept aside, and those that take their place. */
  oldNames: Type.Optional(Type.Array(Type.String())),
  newNames: Type.Optional(Type.Array(Type.String())),
  starts: Type.Optional(Type.Integer()),
  last: Type.Optional(RestoreEnd),
});
type Record = Static<typeof Record>;

/** `state.json`; one that cannot be read is none: then the data folder is what it is. */
export function restoreRecord(dataDir: string) {
  const folder = join(dataDir, RESTORE_FOLDER);
  const file = join(folder, 'state.json');
  const read = (): Record | undefined => {
    if (!existsSync(file)) return undefined;
    try {
      const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return Value.Check(Record, found) ? found : undefined;
    } catch {
      return undefined;
    }
  };
  /** A value that is undefined is taken out. */
  const write = (change: { readonly [K in keyof Record]?: Record[K] | undefined }) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const next = { state: 'idle', ...read(), ...change };
    writeFileAtomic(file, JSON.stringify(next), { mode: 0o600 });
  };
  const store: MachineStore<RestoreState> = {
    load: async () => read()?.state,
    save: async (state) => write({ state }),
  };
  return { read, write, store };
}
export type RestoreRecord = ReturnType<typeof restoreRecord>;

/** The same link here and in the backup: the key here is the one that the cloud knows best. */
function keyOf(dataDir: string, manifest: BackupManifest): BackupPlan['key'] {
  const here = selfOf(join(dataDir, STATE_DB))?.gatewayId;
  if (here !== undefined && here === manifest.gateway.gatewayId && fingerprintOf(dataDir) !== undefined)
    return 'kept';
  return manifest.gateway.fingerprint === undefined ? 'none' : 'changed';
}

export type PlanOptions = { readonly dataDir: string; readonly version: string };

async function planOf(manifest: BackupManifest, { dataDir, version }: PlanOptions): Promise<BackupPlan> {
  const self = selfOf(join(dataDir, STATE_DB));
  const fingerprint = fingerprintOf(dataDir);
  const changed = changedAt(dataDir);
  const { gateway } = manifest;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    backup: {
      madeAt: manifest.madeAt,
      version: manifest.version,
      name: gateway.name,
      kind: gateway.kind,
      ...(gateway.account === undefined ? {} : { account: gateway.account }),
      ...(gateway.fingerprint === undefined ? {} : { fingerprint: gateway.fingerprint }),
      files: manifest.files.length,
      bytes,
    },
    now: {
      version,
      ...(self === undefined ? {} : { account: `${self.account.name} (${self.account.number})` }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(changed === undefined ? {} : { changedAt: changed }),
    },
    key: keyOf(dataDir, manifest),
    sameHardware: gateway.hardware === hardware(),
    replaces: replacedNames(dataDir),
    needsBytes: bytes,
    freeBytes: await freeBytes(dataDir),
  };
}

/**
 * Reads the backup's list, and says what a restore would do.
 * @throws AppError BACKUP_WRONG_KEY, BACKUP_FOREIGN, BACKUP_NEWER, BACKUP_DAMAGED
 */
export async function plan(file: string, by: Opener, options: PlanOptions): Promise<BackupPlan> {
  const manifest = await readManifest(await decrypt(createReadStream(existing(file)), by));
  refuseUnfit(manifest);
  return planOf(manifest, options);
}

/** Another process may have cleared away what a third one went on to fill. @throws AppError BACKUP_DAMAGED */
function refuseHalf(fresh: string, { files }: BackupManifest): void {
  for (const { path, bytes, database } of files) {
    const found = statSync(join(fresh, path), { throwIfNoEntry: false });
    // a database that was looked at need not have its old size
    if (!found || (!database && found.size !== bytes)) throw damaged(`${path} is not there whole`);
  }
}

const top = (path: string) => path.split('/')[0] ?? '';

export type RestoreOptions = {
  readonly dataDir: string;
  readonly now: () => number;
  readonly tell: Tell;
  /** Only to stage one. */
  readonly file?: string;
  readonly by?: Opener;
};

/** @param moved called after every single move; the power-cut sweep cuts there */
export function restoreEffects(
  record: RestoreRecord,
  options: RestoreOptions,
  moved: (what: string) => Promise<void> = async () => undefined,
): RestoreEffects {
  const { dataDir, tell, now } = options;
  const root = join(dataDir, RESTORE_FOLDER);
  const [fresh, old] = [join(root, 'new'), join(root, 'old')];
  const names = () => {
    const { oldNames = [], newNames = [] } = record.read() ?? {};
    return { oldNames, newNames };
  };
  const move = async (name: string, from: string, to: string) => {
    if (!existsSync(join(from, name))) return;
    renameSync(join(from, name), join(to, name));
    await moved(`move ${name}`);
  };
  const ended = (end: RestoreEnd['end']) => {
    const { manifest } = record.read() ?? {};
    if (manifest)
      record.write({ last: { at: now(), end, madeAt: manifest.madeAt, name: manifest.gateway.name } });
  };

  return {
    async stage() {
      const { file, by } = options;
      // nothing was named: this is a start that found half a staging
      if (file === undefined || by === undefined) throw fail('BACKUP_FAILED');
      await rm(fresh, { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
      let onBytes: (n: number) => void = () => undefined;
      const manifest = await extract(
        await decrypt(createReadStream(existing(file)), by),
        fresh,
        async (found) => {
          refuseUnfit(found);
          const total = found.files.reduce((sum, { bytes }) => sum + bytes, 0);
          await needSpace(dataDir, total);
          onBytes = meter(tell, 'read', total);
        },
        (n) => onBytes(n),
      );
      tell({ step: 'check', percent: 0 });
      checkDatabases(fresh, manifest);
      tell({ step: 'check', percent: 100 });
      record.write({ manifest, key: keyOf(dataDir, manifest), starts: 0 });
      return 'staged';
    },
    async discard() {
      rmSync(fresh, { recursive: true, force: true });
      rmSync(old, { recursive: true, force: true });
      record.write({ manifest: undefined, key: undefined, oldNames: undefined, newNames: undefined });
      return 'discarded';
    },
    async keep() {
      const { manifest, key, oldNames: begun } = record.read() ?? {};
      if (!manifest) throw fail('BACKUP_FAILED');
      const stays = new Set<string>(key === 'kept' ? KEY_FILES : []);
      if (!begun) {
        refuseHalf(fresh, manifest);
        const newNames = [...new Set(manifest.files.map(({ path }) => top(path)))];
        record.write({
          oldNames: replacedNames(dataDir).filter((name) => !stays.has(name)),
          newNames: newNames.filter((name) => !stays.has(name)),
        });
      }
      mkdirSync(old, { recursive: true, mode: 0o700 });
      for (const name of names().oldNames) await move(name, dataDir, old);
      syncFolder(old);
      syncFolder(dataDir);
      return 'kept';
    },
    async place() {
      for (const name of names().newNames) await move(name, fresh, dataDir);
      syncFolder(dataDir);
      return 'placed';
    },
    async giveBack() {
      const { oldNames, newNames } = names();
      // what the restored one wrote beside its database goes with it
      const placed = newNames.length === 0 ? [] : [...newNames, `${STATE_DB}-wal`, `${STATE_DB}-shm`];
      // one that was given back already is the old one, and stays
      for (const name of placed)
        if (!oldNames.includes(name) || existsSync(join(old, name)))
          rmSync(join(dataDir, name), { recursive: true, force: true });
      // the database last: until it is back, what stands beside it is nobody's
      for (const name of [...oldNames].sort((a, b) => b.length - a.length)) await move(name, old, dataDir);
      syncFolder(dataDir);
      ended('returned');
      return 'returned';
    },
    async clear() {
      ended('restored');
      rmSync(old, { recursive: true, force: true });
      rmSync(fresh, { recursive: true, force: true });
      record.write({ manifest: undefined, key: undefined, oldNames: undefined, newNames: undefined });
      return 'cleared';
    },
  };
}

/** Starts, or after a power cut continues, the machine of a data folder. */
export function restoreMachine(
  record: RestoreRecord,
  options: RestoreOptions,
  onError: (error: unknown) => void,
): Promise<MachineRun<RestoreState>> {
  return startMachine<RestoreState, RestoreEffects>({
    table: RESTORE,
    context: restoreEffects(record, options),
    store: record.store,
    after: () => () => undefined,
    onError: (_, error) => onError(error),
  });
}
