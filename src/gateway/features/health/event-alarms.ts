/** Alarms that follow an event at once, rather than wait for the hourly checks (row F1; S4:1083-1089). */
import type { AlarmCode } from '../../core/alarms.ts';
import type { EventBus } from '../../core/events.ts';

export type EventAlarm = {
  readonly code: AlarmCode;
  readonly severity: 'warning' | 'critical';
  readonly title: string;
  readonly remedy: string;
  /** Calls `set` with what is known when it is raised, with undefined when all is well again. */
  readonly feed: (events: EventBus, set: (facts: string | undefined) => void) => () => void;
};

/** A gateway that was unlinked, or whose account sleeps, has no channel and no tokens on purpose. */
function clearedOnPurpose(events: EventBus, clear: () => void): (() => void)[] {
  return [
    events.on('link.changed', ({ linked }) => {
      if (!linked) clear();
    }),
    events.on('account.state', ({ state }) => {
      if (state === 'deactivated') clear();
    }),
  ];
}

const together = (ends: readonly (() => void)[]) => () => {
  for (const end of ends) end();
};

const loginState: EventAlarm['feed'] = (events, set) =>
  together([
    events.on('login.state', (login) => set(login.up ? undefined : login.sentence)),
    ...clearedOnPurpose(events, () => set(undefined)),
  ]);

/** `connecting` is no news: the alarm stands until the next connection holds. */
const channelState: EventAlarm['feed'] = (events, set) =>
  together([
    events.on('channel.state', ({ state, reason }) => {
      if (state === 'waiting') set(reason ?? 'The command channel is broken.');
      if (state === 'online' || state === 'off') set(undefined);
    }),
    ...clearedOnPurpose(events, () => set(undefined)),
  ]);

/** Raised and cleared by the part that knows, by its code. */
const told =
  (code: AlarmCode): EventAlarm['feed'] =>
  (events, set) =>
    events.on('alarm.told', (alarm) => {
      if (alarm.code === code) set(alarm.facts);
    });

export const EVENT_ALARMS: readonly EventAlarm[] = [
  {
    code: 'AUTHSERVICE_DOWN',
    severity: 'critical',
    title: 'Cloud login is down',
    remedy: 'Read the reason; the gateway keeps asking for a token and this alarm clears by itself.',
    feed: loginState,
  },
  {
    code: 'CL_CONNECT_FAILURE',
    severity: 'critical',
    title: 'The cloud is not reached',
    remedy:
      'Check the way to the Internet on the page of alarms; the gateway keeps trying and nothing is lost.',
    feed: channelState,
  },
  {
    code: 'TARGET_CERTIFICATE',
    severity: 'critical',
    title: 'A target shows another certificate',
    remedy:
      'Its tunnel is stopped. Compare the fingerprint on the tunnels page with the one that the target itself shows, and confirm it only if the certificate was renewed on purpose.',
    feed: (events, set) =>
      events.on('target.certificate', ({ targets }) =>
        set(targets.length === 0 ? undefined : targets.join(', ')),
      ),
  },
  {
    code: 'CRASH_LOOP',
    severity: 'critical',
    title: 'The gateway runs in safe mode',
    remedy:
      'Make a support bundle, so that the reason can be found. Everything starts again by itself after a while, or now with the button.',
    feed: told('CRASH_LOOP'),
  },
  {
    code: 'MEMORY_CEILING',
    severity: 'warning',
    title: 'The gateway started again to free memory',
    remedy: 'If it happens again within days, collect the logs.',
    feed: told('MEMORY_CEILING'),
  },
  {
    code: 'DISK_RESERVE',
    severity: 'critical',
    title: 'The reserve on the disk is spent',
    remedy: 'Free space on the data volume, or make it larger; the reserve is then laid down again.',
    feed: told('DISK_RESERVE'),
  },
  {
    code: 'UPDATE_FAILED',
    severity: 'warning',
    title: 'An update was not installed',
    remedy: 'Read the reason on the page of updates. The version before it runs.',
    feed: told('UPDATE_FAILED'),
  },
  {
    code: 'BACKUP_STALE',
    severity: 'warning',
    title: 'The last backup is old',
    remedy: 'Make a backup on the page of backups, and look why the last one was not made.',
    feed: told('BACKUP_STALE'),
  },
];
