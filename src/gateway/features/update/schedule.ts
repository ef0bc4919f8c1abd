/** The one schedule record: page, cloud and command line are views of it, and the last writer is named. */
import type { Clock, Random } from '../../../base/clock.ts';
import {
  PAUSED_UNTIL_RESUMED,
  type UpdateSchedule,
  type UpdateScheduleInput,
} from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { nextTime, openSince, WINDOW_MS } from '../../core/update-window.ts';
import { ScheduleRecord, UPDATE_KEY } from './records.ts';

export type ScheduleDeps = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  /** The site's. */
  readonly zone: () => string;
  readonly asset: () => string;
};

const MINUTES_A_DAY = 1440;

export function createSchedule({ settings, clock, random, events, zone, asset }: ScheduleDeps) {
  /** Drawn once on every host (row B5), and kept: gateways do not all come at the same minute. */
  const made = (): ScheduleRecord => {
    const record: ScheduleRecord = {
      automatic: true,
      every: 'daily',
      weekdays: [],
      minute: Math.floor(random() * MINUTES_A_DAY),
    };
    settings.set(UPDATE_KEY.schedule, record);
    return record;
  };
  const record = () => settings.get(UPDATE_KEY.schedule, ScheduleRecord) ?? made();

  const view = (): UpdateSchedule => {
    const { pausedUntil, ...rest } = record();
    const isPaused = pausedUntil !== undefined && pausedUntil > clock.now();
    return { ...rest, zone: zone(), ...(isPaused ? { pausedUntil } : {}) };
  };

  const write = (action: string, patch: Partial<ScheduleRecord>, actor: Actor, changed: string[]) => {
    const changedBy = { name: actor.name, via: actor.via };
    settings.set(UPDATE_KEY.schedule, { ...record(), ...patch, changedBy, changedAt: clock.now() });
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: asset(),
      propertiesChanged: changed,
      details: {},
    });
    events.emit('update.changed', {});
  };

  /** When nothing holds it up any more. */
  const free = () => Math.max(clock.now(), view().pausedUntil ?? 0);
  const isPausedForEver = () => view().pausedUntil === PAUSED_UNTIL_RESUMED;

  return {
    view,
    set(input: UpdateScheduleInput, actor: Actor): void {
      if (input.every === 'weekly' && input.weekdays.length === 0)
        throw fail('BAD_INPUT', { fields: [{ field: 'weekdays', sentence: 'Choose at least one day.' }] });
      const { automatic, every, weekdays, minute } = input;
      write('Update schedule changed', { automatic, every, weekdays, minute }, actor, ['updateSchedule']);
    },
    pause(until: number | undefined, actor: Actor): void {
      const pausedUntil = until ?? PAUSED_UNTIL_RESUMED;
      if (pausedUntil <= clock.now())
        throw fail('BAD_INPUT', { fields: [{ field: 'until', sentence: 'This time is over.' }] });
      write('Updates paused', { pausedUntil }, actor, ['pausedUntil']);
    },
    resume(actor: Actor): void {
      const { pausedUntil: _, ...rest } = record();
      settings.set(UPDATE_KEY.schedule, rest);
      write('Updates resumed', {}, actor, ['pausedUntil']);
    },
    /** The window that is open now: when it began. */
    open: (): number | undefined =>
      view().pausedUntil === undefined ? openSince(view(), clock.now()) : undefined,
    /** The next time that is later than `after`, and than the end of a pause; undefined while it is paused for ever. */
    next: (after = clock.now()): number | undefined =>
      isPausedForEver() ? undefined : nextTime(view(), Math.max(after, free() - 1)),
    /** When the window that is open now, or the next one, is over. */
    overAt(): number {
      const began = openSince(view(), clock.now()) ?? nextTime(view(), clock.now());
      return began + WINDOW_MS;
    },
  };
}
export type Schedule = ReturnType<typeof createSchedule>;
