/** Alarms that follow an event at once, rather than wait for the hourly checks (row F1; S4:1083-1089). */
import type { EventBus } from '../../core/events.ts';

export type EventAlarm = {
  readonly code: string;
  readonly severity: 'warning' | 'critical';
  readonly title: string;
  readonly remedy: string;
  /** Calls `set` with what is known when it is raised, with undefined when all is well again. */
  readonly feed: (events: EventBus, set: (facts: string | undefined) => void) => () => void;
};

function fromService(name: 'cloud-login' | 'local-rest', words: string): EventAlarm['feed'] {
  return (events, set) =>
    events.on('service.state', ({ service, up, sentence }) => {
      if (service === name) set(up ? undefined : (sentence ?? words));
    });
}

/** A gateway that was unlinked, or whose account sleeps, is not connected on purpose. */
const channelState: EventAlarm['feed'] = (events, set) => {
  const off = [
    events.on('channel.state', ({ online, reason }) =>
      set(online ? undefined : (reason ?? 'The command channel is broken.')),
    ),
    events.on('link.changed', ({ linked }) => {
      if (!linked) set(undefined);
    }),
    events.on('account.state', ({ state }) => {
      if (state === 'deactivated') set(undefined);
    }),
  ];
  return () => {
    for (const f of off) f();
  };
};

export const EVENT_ALARMS: readonly EventAlarm[] = [
  {
    code: 'AUTHSERVICE_DOWN',
    severity: 'critical',
    title: 'Cloud login is down',
    remedy: 'Read the reason; the gateway keeps asking for a token and this alarm clears by itself.',
    feed: fromService('cloud-login', 'The gateway gets no access token from the cloud.'),
  },
  {
    code: 'CL_CONNECT_FAILURE',
    severity: 'critical',
    title: 'The cloud is not reached',
    remedy: 'Check the way to the Internet on the health page; the gateway keeps trying and nothing is lost.',
    feed: channelState,
  },
  {
    code: 'REST_CONNECT_FAILURE',
    severity: 'critical',
    title: 'The local REST service is down',
    remedy: 'Restart the gateway; if it happens again, collect the logs.',
    feed: fromService('local-rest', 'The gateway’s own web server does not answer.'),
  },
];
