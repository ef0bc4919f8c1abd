/**
 * Updates (rows A8, B2, B5, G4): looks for releases at the time of the schedule, downloads, waits for the window, puts the
 * new version in place, tries it, and keeps it or takes it back.
 */
import type { Clock, Random } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import { type MachineRun, type MachineStore, startMachine } from '../../../base/machine.ts';
import { compareVersions } from '../../../base/version-order.ts';
import {
  type AvailableRelease,
  UPDATE_ENDS,
  UPDATE_NO_CANCEL,
  UPDATE_STATES,
  type UpdateInstallInput,
  type UpdateScheduleInput,
  type UpdateState,
  type UpdateStatus,
  type UpdateTrialView,
  type UpdateUploaded,
  type UpdateView,
} from '../../../contract/update.ts';
import type { CommandHandlers } from '../../core/commands.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { Release, ReleaseSource, UpdateBackend } from '../../core/ports/update.ts';
import { type EffectDeps, updateEffects } from './effects.ts';
import type { Compared } from './gate.ts';
import { UPDATE, type UpdateEffects } from './machine.ts';
import { CheckRecord, JobRecord, LastRecord, RefusedRecord, UPDATE_KEY } from './records.ts';
import { createSchedule } from './schedule.ts';

export type UpdateDeps = Pick<
  EffectDeps,
  'running' | 'files' | 'snapshots' | 'facts' | 'logTail' | 'settleMs' | 'limitMs' | 'log'
> & {
  readonly store: MachineStore<UpdateState>;
  readonly settings: Settings;
  readonly source: ReleaseSource;
  /** Undefined: this installation does not update itself. */
  readonly backend: UpdateBackend | undefined;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: () => string;
  readonly zone: () => string;
  /** The gateway's name, for the event history. */
  readonly asset: () => string;
};

export const UPDATE_MACHINE_STATES: readonly UpdateState[] = UPDATE_STATES;

/** The clock may be stepped: no wait is longer. */
const LOOK_MS = 60_000;
const none = () => undefined;

const END_ACTIONS: Readonly<Partial<Record<UpdateState, string>>> = {
  committed: 'Update installed',
  rolledBack: 'Update rolled back',
  failed: 'Update failed',
};

export function createUpdate(deps: UpdateDeps) {
  const { running, store, settings, source, files, backend, events, clock, log } = deps;
  const schedule = createSchedule(deps);
  let run: MachineRun<UpdateState> | undefined;
  let bytes = 0;
  let compared: Compared = [];
  let cancelTimer: () => void = none;
  let checking: Promise<CheckRecord> | undefined;
  let stopped = false;
  const begun = Promise.withResolvers<void>();

  // ---- what is stored
  const job = () => settings.get(UPDATE_KEY.job, JobRecord);
  const theJob = (): JobRecord => {
    const found = job();
    if (!found) throw fail('UPDATE_NOT_RUNNING');
    return found;
  };
  const changeJob = (patch: Partial<JobRecord>) => {
    settings.set(UPDATE_KEY.job, { ...theJob(), ...patch });
    changed();
  };
  const floor = () => settings.get(UPDATE_KEY.floor, JobRecord.properties.from) ?? '0';
  const refused = () => settings.get(UPDATE_KEY.refused, RefusedRecord) ?? [];
  const check = () => settings.get(UPDATE_KEY.check, CheckRecord);
  const changed = () => events.emit('update.changed', {});
  /** Also before the machine has started: what was stored. */
  let standing: UpdateState = 'idle';
  const state = (): UpdateState => standing;
  const isBusy = () => !UPDATE_ENDS.includes(state());

  // ---- which releases fit
  const isMade = (release: Release) =>
    backend !== undefined && release.form === backend.kind && release.hardware.includes(backend.hardware);
  const isNewer = ({ version }: Release) =>
    compareVersions(version, running) > 0 && compareVersions(version, floor()) >= 0;
  const checkRelease = (release: Release) => {
    if (!isMade(release)) throw fail('UPDATE_HARDWARE');
    // a look back after the power went while it was being tried
    if (release.version !== running && !isNewer(release)) throw fail('UPDATE_OLDER');
  };
  const newest = (releases: readonly Release[]): Release | undefined =>
    [...releases].sort((a, b) => compareVersions(b.version, a.version))[0];
  const fitting = (releases: readonly Release[]) => releases.filter((r) => isMade(r) && isNewer(r));

  /** @throws AppError UPDATE_NONE, UPDATE_UNKNOWN, UPDATE_OLDER, UPDATE_HARDWARE */
  const choose = (releases: readonly Release[], version: string | undefined): Release => {
    const named = version === undefined ? releases : releases.filter((r) => r.version === version);
    const found = newest(fitting(named));
    if (found) return found;
    if (named.length === 0) throw fail(version === undefined ? 'UPDATE_NONE' : 'UPDATE_UNKNOWN');
    const made = named.filter(isMade);
    if (version === undefined) throw fail(made.length === 0 ? 'UPDATE_HARDWARE' : 'UPDATE_NONE');
    throw fail(made.length === 0 ? 'UPDATE_HARDWARE' : 'UPDATE_OLDER');
  };

  // ---- looking for updates
  /** @throws AppError UPDATE_NOT_HERE, UPDATE_NO_ROOT */
  const usable = (): UpdateBackend => {
    if (!backend) throw fail('UPDATE_NOT_HERE');
    const obstacle = source.obstacle();
    if (obstacle)
      throw fail(obstacle.code, {
        sentence: `There are no release keys on this gateway, so no release can be trusted: ${obstacle.file} cannot be read.`,
      });
    return backend;
  };

  const look = async (): Promise<CheckRecord> => {
    try {
      usable();
      const releases = (await source.fromCloud()).filter(isMade);
      return { at: clock.now(), releases: releases.map((r) => ({ ...r, hardware: [...r.hardware] })) };
    } catch (error) {
      log('a look for updates failed', { err: error });
      return { at: clock.now(), error: toFault(error), releases: check()?.releases ?? [] };
    }
  };
  const checkNow = async (): Promise<CheckRecord> => {
    checking ??= look().finally(() => {
      checking = undefined;
    });
    const record = await checking;
    settings.set(UPDATE_KEY.check, record);
    changed();
    return record;
  };

  const available = (): AvailableRelease | undefined => {
    const found = newest(fitting(check()?.releases ?? []));
    if (!found) return undefined;
    const { version, bytes: size, releasedAt, notes } = found;
    return {
      version,
      bytes: size,
      ...(releasedAt === undefined ? {} : { releasedAt }),
      ...(notes === undefined ? {} : { notes }),
    };
  };

  // ---- waiting
  /** When the job that waits is due; undefined while only a person, or the end of a pause, can make it so. */
  const dueAt = (): number | undefined => {
    const { when, notBefore = 0 } = theJob();
    if (when === 'now') return clock.now();
    const open = schedule.open();
    if (open !== undefined && clock.now() >= notBefore) return clock.now();
    return schedule.next(Math.max(clock.now(), notBefore));
  };
  const due = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const at = dueAt();
      if (at !== undefined && at <= clock.now()) return;
      const ms = at === undefined ? LOOK_MS : at - clock.now();
      await clock.sleep(Math.min(LOOK_MS, Math.max(1, ms)), signal);
    }
  };

  // ---- the machine
  const audit = (action: string, actor: Actor, details: Record<string, string>) =>
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: deps.asset(),
      propertiesChanged: ['version'],
      details,
    });

  const tellEnd = (end: UpdateState) => {
    const action = END_ACTIONS[end];
    const found = job();
    if (!action || !found || found.told) return;
    const { release, from, actor, reason } = found;
    const because = reason ? { code: reason.code, reason: reason.sentence } : {};
    audit(action, actor as Actor, { from, to: release.version, ...because });
    changeJob({ told: true, endedAt: clock.now() });
  };

  const tellAlarm = () => {
    const hasFailed = state() === 'failed' || state() === 'rolledBack';
    const { release, reason } = job() ?? {};
    const words = `${release?.version}: ${reason?.sentence ?? ''}`;
    events.emit('alarm.told', { code: 'UPDATE_FAILED', ...(hasFailed ? { facts: words } : {}) });
  };

  const entered = (to: UpdateState) => {
    standing = to;
    const version = job()?.release.version;
    log('the update goes on', { to, ...(version === undefined ? {} : { version }) });
    if (to === 'rolledBack' && version !== undefined)
      settings.set(UPDATE_KEY.refused, [...refused().filter((v) => v !== version), version].slice(-32));
    tellEnd(to);
    tellAlarm();
    changed();
  };

  const committed = ({ release }: JobRecord) => {
    if (compareVersions(release.floor, floor()) > 0) settings.set(UPDATE_KEY.floor, release.floor);
    settings.set(UPDATE_KEY.last, { version: release.version, at: clock.now() });
    settings.set(
      UPDATE_KEY.refused,
      refused().filter((v) => v !== release.version),
    );
  };

  const effects = (usableBackend: UpdateBackend): UpdateEffects =>
    updateEffects({
      ...deps,
      backend: usableBackend,
      job: theJob,
      change: changeJob,
      downloaded(n) {
        bytes = n;
        changed();
      },
      compared(facts) {
        compared = facts;
        changed();
      },
      due,
      check: checkRelease,
      committed,
    });

  const begin = async (release: Release, from: 'cloud' | 'file', how: Begin): Promise<void> => {
    const { actor, when, warnings = [] } = how;
    bytes = 0;
    compared = [];
    const record: JobRecord = {
      id: deps.newId(),
      release: { ...release, hardware: [...release.hardware] },
      from: running,
      source: from,
      when,
      actor,
      startedAt: clock.now(),
      attempts: 0,
      warnings: [...warnings],
    };
    await files.keepOnly(release);
    const before = job();
    settings.set(UPDATE_KEY.job, record);
    const went = await run?.send(from === 'cloud' ? 'download' : 'verify');
    if (!went) {
      if (before) settings.set(UPDATE_KEY.job, before);
      throw fail('UPDATE_RUNNING');
    }
    audit('Update started', actor, { from: running, to: release.version });
  };

  /** What waits may be another version's, which gives way, or this one's, which is only hurried. */
  const hurry = async (version: string | undefined, when: 'now' | 'window'): Promise<boolean> => {
    if (state() !== 'waiting' || (version !== undefined && version !== theJob().release.version))
      return false;
    changeJob({ when });
    await run?.send('changed');
    return true;
  };

  const mayBegin = () => {
    if (isBusy() && state() !== 'waiting') throw fail('UPDATE_RUNNING');
  };

  /** What is no update file is not kept, nor offered to be installed. */
  const readFile = async () => {
    try {
      return await source.fromFile();
    } catch (error) {
      if (toFault(error).code === 'UPDATE_FILE_BAD') await files.forgetUpload();
      throw error;
    }
  };

  async function install(input: UpdateInstallInput, actor: Actor): Promise<void> {
    const { version, when = 'now', from = 'cloud' } = input;
    usable();
    if (from === 'file') {
      mayBegin();
      const { releases, warnings } = await readFile();
      return await begin(choose(releases, version), 'file', { actor, when, warnings });
    }
    if (await hurry(version, when)) return;
    mayBegin();
    const { releases, error } = await checkNow();
    if (error && fitting(releases).length === 0)
      throw fail(error.code as 'UPDATE_UNSIGNED', { sentence: error.sentence, remedy: error.remedy });
    await begin(choose(releases, version), 'cloud', { actor, when });
  }

  // ---- the time of the schedule
  const onTime = async (): Promise<void> => {
    const open = schedule.open();
    if (open === undefined || (check()?.at ?? 0) >= open || !backend) return;
    const { releases } = await checkNow();
    const { automatic } = schedule.view();
    const fit = fitting(releases).filter(({ version }) => !refused().includes(version));
    const found = newest(fit);
    if (!automatic || !found || isBusy()) return;
    await begin(found, 'cloud', { actor: SYSTEM, when: 'window' });
  };
  const arm = () => {
    cancelTimer();
    if (stopped) return;
    const next = schedule.next() ?? clock.now() + LOOK_MS;
    const ms = Math.min(LOOK_MS, Math.max(1_000, next - clock.now()));
    cancelTimer = clock.after(ms, () => {
      onTime()
        .catch((error) => log('an update could not begin', { err: error }))
        .finally(arm);
    });
  };

  // ---- what others see
  const waits = (): { waitsUntil?: number } => {
    if (state() !== 'waiting') return {};
    const at = dueAt();
    return at === undefined ? {} : { waitsUntil: at };
  };
  /** Of the job, in the words of the contract; nothing while there is none. */
  const jobFacts = () => {
    const found = job();
    if (!found || state() === 'idle') return {};
    const { release, from, startedAt, endedAt, reason } = found;
    const inFlight = ['downloading', 'verifying'].includes(state());
    return {
      version: release.version,
      from,
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(reason === undefined ? {} : { reason }),
      ...(inFlight ? { progress: { bytes: Math.min(bytes, release.bytes), total: release.bytes } } : {}),
      ...waits(),
    };
  };
  const trialView = (): { trial?: UpdateTrialView } => {
    const { trialAt } = job() ?? {};
    if (state() !== 'trial' || trialAt === undefined) return {};
    return { trial: { startedAt: trialAt, endsAt: trialAt + deps.limitMs, facts: [...compared] } };
  };
  const obstacle = () => {
    try {
      usable();
      return {};
    } catch (error) {
      return { obstacle: toFault(error) };
    }
  };

  const view = (): UpdateView => {
    const looked = check();
    const last = settings.get(UPDATE_KEY.last, LastRecord);
    const next = schedule.next();
    const found = available();
    const current = state() === 'idle' ? undefined : job();
    return {
      state: state(),
      running,
      ...jobFacts(),
      ...(current ? { source: current.source } : {}),
      ...trialView(),
      ...(last ? { lastUpdateAt: last.at } : {}),
      ...(looked
        ? {
            lastCheckAt: looked.at,
            lastCheck: { ok: !looked.error, ...(looked.error ? { error: looked.error } : {}) },
          }
        : {}),
      ...(next === undefined ? {} : { nextCheckAt: next }),
      ...(found ? { available: found } : {}),
      schedule: schedule.view(),
      backend: backend?.kind ?? 'none',
      ...obstacle(),
      warnings: current?.warnings ?? [],
    };
  };

  const status = (): UpdateStatus => {
    const { version } = available() ?? {};
    const { at } = check() ?? {};
    return {
      state: state(),
      ...(version === undefined ? {} : { available: version }),
      ...jobFacts(),
      ...(at === undefined ? {} : { lastCheckAt: at }),
      schedule: schedule.view(),
    };
  };

  /** Resolves when this update has ended, or waits for its window. */
  const decided = async (id: string, signal: AbortSignal): Promise<string> => {
    for (;;) {
      const found = job();
      if (found?.id !== id) throw fail('UPDATE_NOT_RUNNING', { sentence: 'Another update took its place.' });
      const { release, reason } = found;
      if (state() === 'committed') return `Version ${release.version} is installed.`;
      if (state() === 'waiting' && found.when === 'window')
        return `Version ${release.version} is here and is installed in the next window.`;
      if (state() === 'idle') throw fail('UPDATE_NOT_RUNNING', { sentence: 'The update was cancelled.' });
      if (!isBusy())
        throw fail((reason?.code ?? 'UPDATE_BAD_RELEASE') as 'UPDATE_BAD_RELEASE', {
          ...(reason ? { sentence: reason.sentence, remedy: reason.remedy } : {}),
        });
      await nextChange(signal);
    }
  };
  const nextChange = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const off = events.on('update.changed', () => {
        off();
        resolve();
      });
      signal.addEventListener(
        'abort',
        () => {
          off();
          reject(signal.reason);
        },
        { once: true },
      );
    });

  /** False: nothing can be given up now. */
  const giveUp = async (actor: Actor): Promise<boolean> => {
    const { release, from } = job() ?? {};
    if (UPDATE_NO_CANCEL.includes(state()) || !release || from === undefined) return false;
    if (!(await run?.send('cancel'))) return false;
    audit('Update cancelled', actor, { from, to: release.version });
    return true;
  };

  const commands: CommandHandlers = {
    'update.check': {
      async run() {
        const { error } = await checkNow();
        if (error)
          throw fail(error.code as 'UPDATE_UNSIGNED', { sentence: error.sentence, remedy: error.remedy });
        const found = available();
        return {
          value: found,
          sentence: found ? `Version ${found.version} can be installed.` : 'This is the newest version.',
        };
      },
    },
    'update.install': {
      async run(args, { actor, signal, progress }) {
        await install(args as UpdateInstallInput, actor);
        progress(0, `Version ${theJob().release.version}`);
        return { sentence: await decided(theJob().id, signal) };
      },
      async verify(_args, { startedAt, signal }) {
        // commands are taken up before updates are
        await begun.promise;
        const found = job();
        // it began after the order, and this program started again by it
        if (!found || found.startedAt < startedAt || state() === 'idle') return undefined;
        return { sentence: await decided(found.id, signal) };
      },
    },
    'update.cancel': {
      async run({ version }, { actor }) {
        const isMeant = version === undefined || job()?.release.version === version;
        if (!isMeant || !(await giveUp(actor))) return { sentence: 'There was nothing to give up.' };
        return { sentence: 'The update was given up.' };
      },
    },
    'update.schedule': {
      async run(args, { actor }) {
        setSchedule(args as UpdateScheduleInput, actor);
        return { sentence: 'The schedule was changed.' };
      },
    },
    'update.pause': {
      async run({ until }, { actor }) {
        pause(until as number | undefined, actor);
        return { sentence: 'Updates are paused.' };
      },
    },
    'update.resume': {
      async run(_args, { actor }) {
        resume(actor);
        return { sentence: 'Updates go on.' };
      },
    },
  };

  /** A wait goes by the schedule as it is now. */
  const rescheduled = () => {
    arm();
    void run?.send('changed').catch((error) => log('the wait goes on as before', { err: error }));
  };
  const setSchedule = (input: UpdateScheduleInput, actor: Actor) => {
    schedule.set(input, actor);
    rescheduled();
  };
  const pause = (until: number | undefined, actor: Actor) => {
    schedule.pause(until, actor);
    rescheduled();
  };
  const resume = (actor: Actor) => {
    schedule.resume(actor);
    rescheduled();
  };

  return {
    view,
    status,
    commands,
    install,
    setSchedule,
    pause,
    resume,
    check: checkNow,
    /** @throws AppError UPDATE_NOT_RUNNING */
    async postpone(actor: Actor): Promise<void> {
      if (state() !== 'waiting') throw fail('UPDATE_NOT_RUNNING');
      changeJob({ when: 'window', notBefore: schedule.overAt() });
      log('the update was postponed', { by: actor.name });
      await run?.send('changed');
    },
    /** @throws AppError UPDATE_NOT_RUNNING */
    async cancel(actor: Actor): Promise<void> {
      if (!(await giveUp(actor))) throw fail('UPDATE_NOT_RUNNING');
    },
    uploaded: (): Promise<UpdateUploaded> => files.uploaded(),
    async upload(
      at: { start: number; total: number },
      pieces: AsyncIterable<Uint8Array>,
    ): Promise<UpdateUploaded> {
      usable();
      return await files.upload(at, pieces);
    },
    forgetUpload: () => files.forgetUpload(),
    async start(): Promise<void> {
      schedule.view();
      if (backend) {
        const stored = await store.load();
        // its record is in the settings, and a machine without one has nothing to go on with
        const isLost = stored !== undefined && !UPDATE_ENDS.includes(stored) && !job();
        if (isLost) await store.save('idle');
        else standing = stored ?? 'idle';
        // the power went right after the end was stored
        if (stored !== undefined) tellEnd(stored);
        run = await startMachine<UpdateState, UpdateEffects>({
          table: UPDATE,
          context: effects(backend),
          store,
          after: clock.after,
          onChange: (_from, to) => entered(to),
          onError(at, error) {
            log('an update failed', { state: at, err: error });
            if (job()) changeJob({ reason: toFault(error) });
          },
        });
      }
      begun.resolve();
      tellAlarm();
      changed();
      arm();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelTimer();
      await run?.stop();
    },
  };
}
export type Update = ReturnType<typeof createUpdate>;

type Begin = {
  readonly actor: Actor;
  readonly when: 'now' | 'window';
  readonly warnings?: readonly string[];
};
