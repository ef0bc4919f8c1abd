/** One click about an alarm: does now what the gateway would do by itself, and is in the history with who did it. */
import type { Cured, CureName } from '../../../contract/alarms.ts';
import type { AlarmStatus } from '../../../contract/status.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';

export type CureDeps = {
  readonly alarms: () => readonly AlarmStatus[];
  readonly events: EventBus;
  /** Runs the check of this code. */
  readonly look: (codes: readonly string[]) => Promise<unknown>;
  /** @throws AppError when it cannot be done now */
  readonly doing: Readonly<
    Record<Exclude<CureName, 'lookAgain'>, (actor: Actor) => Promise<unknown> | unknown>
  >;
};

/** What was done, for the person who clicked. */
const DONE: Readonly<Record<CureName, string>> = {
  lookAgain: 'It was looked at again.',
  retryCloud: 'It connects again now.',
  retryTunnels: 'The tunnels are opened again now.',
  syncNow: 'A sync has begun.',
  freeSpace: 'Old records and all support bundles but the newest are removed.',
  reportInventory: 'The licence was read again and reported.',
  restart: 'The program restarts now.',
  leaveSafeMode: 'The program restarts now, with everything.',
};
/** What is asked again afterwards, where the alarm is a check's; the others clear by their own events. */
const LOOKED_AT = new Set<CureName>(['freeSpace', 'reportInventory']);

export function createCures({ alarms, events, look, doing }: CureDeps) {
  return {
    /** @throws AppError ALARM_OVER, and whatever the work throws */
    async cure(code: string, actor: Actor): Promise<Cured> {
      const alarm = alarms().find((one) => one.code === code);
      if (!alarm?.cure) throw fail('ALARM_OVER');
      const { cure, title } = alarm;
      events.emit('audit', {
        action: 'Alarm cure ordered',
        eventType: 'Admin',
        actor,
        asset: code,
        propertiesChanged: [],
        details: { title, cure },
      });
      if (cure !== 'lookAgain') await doing[cure](actor);
      if (cure === 'lookAgain' || LOOKED_AT.has(cure)) await look([code]);
      return { sentence: DONE[cure] };
    },
  };
}
export type Cures = ReturnType<typeof createCures>;
