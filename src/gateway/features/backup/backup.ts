/** Backups (row G8): on demand and by schedule, how old the last one is, and restoring one. */

import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { toAppError, toFault } from '../../../base/errors.ts';
import {
  BackupMade,
  type BackupPlan,
  type BackupProgress,
  BackupSchedule,
  type BackupScheduleInput,
  type BackupView,
} from '../../../contract/backup.ts';
import { Fault, Instant } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { BackupFiles, BackupRunner, RestoreFacts } from '../../core/ports/backup.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import { DAY_MS } from '../../core/retention.ts';

const SCHEDULE = 'backup.schedule';
const PASSPHRASE = 'backup.passphrase';
const LAST = 'backup.last';
const FAULT = 'backup.fault';
const StoredFault = Type.Object({ at: Instant, ...Fault.properties });

export type BackupOptions = {
  readonly run: BackupRunner;
  readonly files: BackupFiles;
  readonly restoreFacts: () => RestoreFacts;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly events: EventBus;
  /** The program is started again, and puts the staged restore in place. */
  readonly restart: () => void;
  readonly onChange: () => void;
  readonly of: () => BackupView['of'];
};

/** What is restored: a backup of the schedule's folder by name, or the one that was uploaded. */
export type Chosen = { readonly name?: string; readonly secret: string };

export type Backup = ReturnType<typeof createBackup>;

export function createBackup(options: BackupOptions) {
  const { run, files, restoreFacts, settings, secrets, clock, events, restart, onChange, of } = options;
  let running: BackupProgress | undefined;
  let lifetime = new AbortController();

  const schedule = () => settings.get(SCHEDULE, BackupSchedule);
  const last = () => settings.get(LAST, BackupMade);
  const audit = (action: string, actor: Actor, details: Record<string, unknown> = {}) =>
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: of().name,
      propertiesChanged: [],
      details,
    });

  /** One order at a time. @throws AppError BACKUP_RUNNING */
  async function alone<T>(first: BackupProgress, act: (tell: (p: BackupProgress) => void) => Promise<T>) {
    if (running) throw fail('BACKUP_RUNNING');
    running = first;
    onChange();
    try {
      return await act((progress) => {
        running = progress;
        onChange();
      });
    } finally {
      running = undefined;
      onChange();
    }
  }

  const isStale = () => {
    const wanted = schedule();
    if (!wanted) return false;
    const at = last()?.madeAt;
    return at === undefined
      ? settings.get(FAULT, StoredFault) !== undefined
      : clock.now() - at > 2 * wanted.everyDays * DAY_MS;
  };

  /** The alarm stands while the last one is older than it may be. */
  const tellAge = () => {
    if (!isStale()) return events.emit('alarm.told', { code: 'BACKUP_STALE' });
    const at = last()?.madeAt;
    const age = at === undefined ? undefined : Math.floor((clock.now() - at) / DAY_MS);
    const why = settings.get(FAULT, StoredFault)?.sentence;
    const facts = age === undefined ? 'None was made yet.' : `The last one was made ${age} days ago.`;
    events.emit('alarm.told', { code: 'BACKUP_STALE', facts: why === undefined ? facts : `${facts} ${why}` });
  };

  async function make(
    folder: string,
    closed: { readonly secret?: string; readonly recipient?: string },
    actor: Actor,
    signal: AbortSignal,
  ): Promise<BackupMade> {
    const made = await alone({ step: 'copy', percent: 0 }, async (tell) => {
      const line = await run('make', folder, closed, tell, AbortSignal.any([signal, lifetime.signal]));
      if (!line.made) throw fail('BACKUP_FAILED');
      return line.made;
    });
    settings.set(LAST, made);
    settings.delete(FAULT);
    audit('Backup made', actor, { bytes: made.bytes, sha256: made.sha256 });
    tellAge();
    onChange();
    return made;
  }

  const closedBy = (wanted: BackupSchedule) => {
    if (wanted.recipient !== undefined) return { recipient: wanted.recipient };
    const secret = secrets.get(PASSPHRASE);
    return secret === undefined ? {} : { secret };
  };

  async function bySchedule(wanted: BackupSchedule, actor: Actor, signal: AbortSignal): Promise<BackupMade> {
    if (!(await files.isReady(wanted.folder)))
      throw fail('BACKUP_FOLDER', {
        sentence: `${wanted.folder} is not the folder that was chosen: is its disk plugged in?`,
      });
    const made = await make(wanted.folder, closedBy(wanted), actor, signal);
    for (const old of (await files.list(wanted.folder)).slice(wanted.keep))
      await files.remove(wanted.folder, old.name);
    return made;
  }

  const chosenPath = async (chosen?: string): Promise<string> => {
    if (chosen !== undefined) {
      const wanted = schedule();
      if (!wanted) throw fail('NOT_FOUND', { sentence: 'There is no such backup.' });
      return files.path(wanted.folder, chosen);
    }
    const path = await files.received();
    if (path === undefined) throw fail('NOT_FOUND', { sentence: 'There is no such backup.' });
    return path;
  };

  return {
    async view(): Promise<BackupView> {
      const wanted = schedule();
      const made = last();
      const fault = settings.get(FAULT, StoredFault);
      const facts = restoreFacts();
      return {
        ...(wanted ? { schedule: wanted } : {}),
        ...(made ? { last: made } : {}),
        ...(fault ? { fault } : {}),
        files: wanted ? await files.list(wanted.folder) : [],
        stale: isStale(),
        ...(running ? { running } : {}),
        staged: facts.staged,
        ...(facts.last ? { lastRestore: facts.last } : {}),
        of: of(),
      };
    },
    /** @throws AppError BACKUP_FOLDER, BACKUP_NO_KEY */
    async setSchedule({ passphrase, ...wanted }: BackupScheduleInput, actor: Actor): Promise<void> {
      const kept = secrets.get(PASSPHRASE);
      if (wanted.recipient === undefined && passphrase === undefined && kept === undefined)
        throw fail('BACKUP_NO_KEY');
      await files.choose(wanted.folder);
      if (wanted.recipient !== undefined) secrets.delete(PASSPHRASE);
      else if (passphrase !== undefined) secrets.set(PASSPHRASE, passphrase);
      settings.set(SCHEDULE, wanted satisfies BackupSchedule);
      audit('Backup schedule changed', actor, {
        folder: wanted.folder,
        everyDays: wanted.everyDays,
        keep: wanted.keep,
      });
      onChange();
    },
    endSchedule(actor: Actor): void {
      settings.delete(SCHEDULE);
      settings.delete(FAULT);
      secrets.delete(PASSPHRASE);
      audit('Backup schedule ended', actor);
      tellAge();
      onChange();
    },
    /** Now, into the schedule's folder. @throws AppError BACKUP_FOLDER, BACKUP_NO_KEY, BACKUP_NO_SPACE, BACKUP_RUNNING */
    async makeNow(actor: Actor): Promise<BackupMade> {
      const wanted = schedule();
      if (!wanted) throw fail('BACKUP_NO_KEY');
      return bySchedule(wanted, actor, lifetime.signal);
    },
    /** The job: one when it is due. Says what it did. */
    async due(signal: AbortSignal): Promise<string> {
      const wanted = schedule();
      if (!wanted) return 'None is made by schedule.';
      const at = last()?.madeAt ?? 0;
      tellAge();
      if (clock.now() - at < wanted.everyDays * DAY_MS) return 'The last one is not old yet.';
      try {
        await bySchedule(wanted, SYSTEM, signal);
        return 'Made and verified.';
      } catch (thrown) {
        if (signal.aborted || toAppError(thrown).code === 'BACKUP_RUNNING') throw thrown;
        settings.set(FAULT, { at: clock.now(), ...toFault(thrown) });
        tellAge();
        onChange();
        throw thrown;
      }
    },
    /** An uploaded backup, for one restore. */
    receive: (bytes: AsyncIterable<Uint8Array>) => files.receive(bytes),
    async download(file: string) {
      const path = await chosenPath(file);
      return files.read(path);
    },
    async removeFile(file: string, actor: Actor): Promise<void> {
      const wanted = schedule();
      if (!wanted) throw fail('NOT_FOUND');
      await files.path(wanted.folder, file);
      await files.remove(wanted.folder, file);
      audit('Backup deleted', actor, { file });
      onChange();
    },
    /** What a restore would do. @throws AppError of the table's BACKUP_ rows */
    async plan(chosen: Chosen): Promise<BackupPlan> {
      const path = await chosenPath(chosen.name);
      return alone({ step: 'read', percent: 0 }, async (tell) => {
        const line = await run('plan', path, { secret: chosen.secret }, tell, lifetime.signal);
        if (!line.plan) throw fail('BACKUP_FAILED');
        return line.plan;
      });
    },
    /** Stages it, then starts the program again, which puts it in place. Until then nothing that is in use changes. */
    async restore(chosen: Chosen, actor: Actor): Promise<void> {
      const path = await chosenPath(chosen.name);
      await alone({ step: 'read', percent: 0 }, (tell) =>
        run('stage', path, { secret: chosen.secret }, tell, lifetime.signal),
      );
      await files.dropReceived();
      audit('Backup restored', actor);
      restart();
    },
    start() {
      lifetime = new AbortController();
      tellAge();
    },
    stop() {
      lifetime.abort(new Error('stopped'));
    },
  };
}
