/** Erases what a factory reset ordered, before anything of the data folder is opened. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { logLine } from '../../base/logs.ts';
import { startMachine } from '../../base/machine.ts';
import { RESET, type ResetEffects, type ResetState } from '../features/reset/machine.ts';
import { syncFolder, writeFileAtomic } from '../platform/atomic-file.ts';
import { RESET_FOLDER, resetRecord } from './record.ts';

/** The way to the cloud: proxy and authorities (features/network/way.ts). */
const WAY = ['network.proxy', 'network.authorities'];
const WAY_SECRETS = ['network.proxy.password'];
/** Everything else goes, downloads and copies of databases that an update made too: the program itself lies elsewhere. */
const STAYS = new Set([RESET_FOLDER]);

const Kept = Type.Object({
  settings: Type.Array(Type.Tuple([Type.String(), Type.String()])),
  secrets: Type.Array(Type.Tuple([Type.String(), Type.String()])),
});

/** @param moved called after every single removal; the power-cut sweep cuts there */
export function resetEffects(
  dataDir: string,
  now: () => number,
  moved: (what: string) => Promise<void> = async () => undefined,
): ResetEffects {
  const record = resetRecord(dataDir);
  const keptFile = join(dataDir, RESET_FOLDER, 'kept.json');
  return {
    wait: async () => 'due',
    async keep() {
      if (!record.facts()?.keepWay || !existsSync(join(dataDir, 'state.db'))) return 'kept';
      const { default: Database } = await import('better-sqlite3');
      const db = new Database(join(dataDir, 'state.db'), { fileMustExist: true });
      try {
        const rows = (table: 'setting' | 'secret', keys: readonly string[]) =>
          keys.flatMap((key) => {
            const row = db.prepare(`SELECT value FROM ${table} WHERE key = ?`).get(key) as
              | { value: string }
              | undefined;
            return row ? [[key, row.value] as [string, string]] : [];
          });
        const kept = { settings: rows('setting', WAY), secrets: rows('secret', WAY_SECRETS) };
        writeFileAtomic(keptFile, JSON.stringify(kept), { mode: 0o600 });
      } finally {
        db.close();
      }
      return 'kept';
    },
    async wipe() {
      // keys first: what a power cut leaves is then nobody's
      const names = readdirSync(dataDir).filter((name) => !STAYS.has(name));
      for (const name of names.sort((a, b) => Number(b.endsWith('.pem')) - Number(a.endsWith('.pem')))) {
        rmSync(join(dataDir, name), { recursive: true, force: true });
        await moved(`remove ${name}`);
      }
      syncFolder(dataDir);
      return 'wiped';
    },
    async plant() {
      if (existsSync(keptFile)) {
        const kept: unknown = JSON.parse(readFileSync(keptFile, 'utf8'));
        if (Value.Check(Kept, kept)) {
          const { openStateDatabase } = await import('../store/database.ts');
          const { db } = openStateDatabase(join(dataDir, 'state.db'), now);
          const put = (table: 'setting' | 'secret', rows: readonly (readonly [string, string])[]) => {
            const insert = db.prepare(`INSERT OR REPLACE INTO ${table} (key, value) VALUES (?, ?)`);
            for (const row of rows) insert.run(...row);
          };
          put('setting', kept.settings);
          put('secret', kept.secrets);
          db.close();
        }
        await moved('plant');
        rmSync(keptFile, { force: true });
      }
      record.noteDone(now());
      return 'planted';
    },
  };
}

/** Costs one look at the disk where there never was an order. */
export async function eraseIfOrdered(
  dataDir: string,
  now: () => number,
  log: (line: string) => void,
): Promise<void> {
  if (!existsSync(join(dataDir, RESET_FOLDER, 'state.json'))) return;
  const record = resetRecord(dataDir);
  const state = await record.store.load();
  // one that is only announced, or not yet told to the cloud, goes on in the gateway itself
  if (state === undefined || state === 'idle' || state === 'announced' || state === 'due') return;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  log(logLine('reset.erasing'));
  const run = await startMachine<ResetState, ResetEffects>({
    table: RESET,
    context: resetEffects(dataDir, now),
    store: record.store,
    after: () => () => undefined,
    onError: (at, error) => log(logLine('reset.failed', `${at}: ${(error as Error).message}`)),
  });
  await run.settled();
  if (run.state === 'ordered') {
    await run.send('begin');
    await run.settled();
  }
  log(logLine('reset.done'));
}
