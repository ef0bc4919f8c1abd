/**
 * `cloudlinkd backup …`: everything that is done with backups, in a process of its own. The daemon and `cloudlink backup`
 * both start it; what is secret comes as the first line of standard input, as JSON.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { AppError, toProblem } from '../../base/errors.ts';
import { systemClock } from '../../base/runtime/clock.ts';
import type { BackupLine } from '../../contract/backup.ts';
import type { PlatformKind } from '../../contract/common.ts';
import { fail } from '../core/errors.ts';
import { openerOf } from './age.ts';
import { STATE_DB } from './folder.ts';
import { closerOf, existing, makeBackup, verify } from './make.ts';
import { plan, restoreMachine, restoreRecord } from './restore.ts';

export const BACKUP_ORDERS = ['make', 'verify', 'plan', 'stage', 'restore'] as const;
export type BackupOrder = (typeof BACKUP_ORDERS)[number];

/** The first line of standard input. */
export const BackupInput = Type.Object({
  secret: Type.Optional(Type.String()),
  recipient: Type.Optional(Type.String()),
});
type BackupInput = Static<typeof BackupInput>;

export type BackupOf = {
  readonly dataDir: string;
  readonly name: string;
  readonly kind: Static<typeof PlatformKind>;
  readonly version: string;
};

export async function readInput(): Promise<BackupInput> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return Value.Parse(BackupInput, JSON.parse(line || '{}'));
  }
  return {};
}

/** The daemon stops by itself for no restore: it stages, and its own next start puts in place. */
async function stage(file: string, input: BackupInput, of: BackupOf, tell: Tell) {
  const record = restoreRecord(of.dataDir);
  let fault: unknown;
  const options = {
    dataDir: of.dataDir,
    now: systemClock.now,
    tell,
    file,
    by: openerOf(input.secret ?? ''),
  };
  const run = await restoreMachine(record, options, (error) => {
    fault = error;
  });
  await run.settled();
  if (run.state === 'trying') throw fail('BACKUP_RUNNING');
  // one that was staged before and never started gives way to this one
  if (run.state === 'staged') {
    await run.send('discard');
    await run.settled();
  }
  await run.send('stage');
  if ((await run.settled()) !== 'staged') throw fault ?? fail('BACKUP_FAILED');
  return run;
}
type Tell = (progress: NonNullable<BackupLine['progress']>) => void;

/** A database leaves its -wal only when nobody else has it open. @throws AppError BACKUP_DAEMON_RUNS */
function refuseInUse(dataDir: string): void {
  const file = join(dataDir, STATE_DB);
  if (!existsSync(file)) return;
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    db.pragma('journal_mode = DELETE');
  } catch (cause) {
    // damaged: that is what a restore is for
    if (String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY'))
      throw fail('BACKUP_DAEMON_RUNS', { cause });
  } finally {
    db?.close();
  }
}

async function carryOut(
  order: BackupOrder,
  path: string,
  input: BackupInput,
  of: BackupOf,
  tell: Tell,
): Promise<BackupLine> {
  const { secret, recipient } = input;
  const { dataDir } = of;
  if (order === 'make')
    return {
      made: await makeBackup(path, { ...of, by: closerOf(secret, recipient), now: systemClock.now, tell }),
    };
  if (secret === undefined || secret === '') throw fail('BACKUP_WRONG_KEY');
  if (order === 'verify')
    return { manifest: await verify(existing(path), openerOf(secret), { dataDir, tell }) };
  if (order === 'plan') return { plan: await plan(path, openerOf(secret), of) };
  if (order === 'restore') refuseInUse(dataDir);
  const run = await stage(path, input, of, tell);
  if (order === 'stage') return { restore: 'staged', dataDir };
  tell({ step: 'replace', percent: 0 });
  await run.send('apply');
  if ((await run.settled()) !== 'trying') throw fail('BACKUP_FAILED');
  tell({ step: 'replace', percent: 100 });
  return { restore: 'placed' };
}

/** As the owner of the data folder: what root would make there the daemon could not open. */
export function becomeOwner(folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() !== 0 || uid === 0) return;
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

const SHUT = new Set(['EACCES', 'EPERM']);

/**
 * @param path folder of a new backup, or the file of one
 * @param say prints one line; the last one is the answer, or the problem
 */
export async function runBackup(
  order: BackupOrder,
  path: string,
  input: BackupInput,
  of: BackupOf,
  say: (line: BackupLine) => void,
): Promise<boolean> {
  try {
    if (!statSync(of.dataDir, { throwIfNoEntry: false })?.isDirectory())
      throw fail('CONFIG_INVALID', {
        sentence: `There is no data folder ${of.dataDir}.`,
        remedy: 'Name the configuration of the gateway with --config.',
      });
    say(await carryOut(order, path, input, of, (progress) => say({ progress })));
    return true;
  } catch (error) {
    const shut = !(error instanceof AppError) && SHUT.has(String((error as { code?: string }).code));
    const told = shut
      ? fail('NOT_ALLOWED', {
          sentence: 'The data folder or the backup may not be read.',
          remedy: 'Run the command as root.',
          cause: error,
        })
      : error;
    say({ problem: toProblem(told) });
    return false;
  }
}
