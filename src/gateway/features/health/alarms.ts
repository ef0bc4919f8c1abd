/** The alarms that stand now: raised once, kept while they last, cleared by themselves. */
import type { Clock } from '../../../base/clock.ts';
import type { AlarmStatus } from '../../../contract/status.ts';
import { type EventBus, SYSTEM } from '../../core/events.ts';

export type AlarmFacts = Pick<AlarmStatus, 'severity' | 'title' | 'facts' | 'remedy'>;

export type Alarms = {
  /** Raises it, or says more exactly what stands already; `since` stays that of the first. */
  raise(code: string, facts: AlarmFacts): void;
  clear(code: string): void;
  list(): AlarmStatus[];
};

type Standing = AlarmFacts & { readonly since: number };

const DAY_MS = 86_400_000;

/** How often it was raised in the last day: a line that breaks for seconds is seen here, not in the list. */
const times = (n: number) => (n > 1 ? ` Raised ${n} times in 24 hours.` : '');

export function createAlarms(options: { readonly clock: Clock; readonly events: EventBus }): Alarms {
  const { clock, events } = options;
  const standing = new Map<string, Standing>();
  const raisedAt = new Map<string, number[]>();

  const lastDay = (code: string) => (raisedAt.get(code) ?? []).filter((at) => at > clock.now() - DAY_MS);
  const tell = (action: string, code: string, { title, severity, facts }: AlarmFacts) => {
    events.emit('audit', {
      action,
      eventType: 'Gateway',
      actor: SYSTEM,
      asset: code,
      propertiesChanged: [],
      details: { title, severity, facts },
    });
    events.emit('alarm.changed', {});
  };

  return {
    raise(code, facts) {
      const before = standing.get(code);
      standing.set(code, { ...facts, since: before?.since ?? clock.now() });
      if (before) {
        if (before.facts !== facts.facts || before.severity !== facts.severity)
          events.emit('alarm.changed', {});
        return;
      }
      raisedAt.set(code, [...lastDay(code), clock.now()]);
      tell('Alarm raised', code, facts);
    },
    clear(code) {
      const before = standing.get(code);
      if (!before) return;
      standing.delete(code);
      tell('Alarm cleared', code, before);
    },
    list: () =>
      [...standing].map(([code, { facts, ...rest }]) => ({
        code,
        ...rest,
        facts: facts + times(lastDay(code).length),
      })),
  };
}
