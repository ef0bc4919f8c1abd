/** The alarms that stand now: raised once, kept while they last, cleared by themselves. */
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { ClearedAlarm } from '../../../contract/local-api.ts';
import type { AlarmStatus } from '../../../contract/status.ts';
import { type EventBus, SYSTEM } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';

export type AlarmFacts = Pick<AlarmStatus, 'severity' | 'title' | 'facts' | 'remedy'>;

export type Alarms = {
  /** Raises it, or says more exactly what stands already; `since` stays that of the first. */
  raise(code: string, facts: AlarmFacts): void;
  clear(code: string): void;
  list(): AlarmStatus[];
  /** Those of the last 7 days that do not stand any more, the last one first. */
  cleared(): ClearedAlarm[];
};

/** Where cleared alarms are kept over a restart. */
export type ClearedAlarms = { load(): readonly ClearedAlarm[]; save(rows: readonly ClearedAlarm[]): void };

type Standing = AlarmFacts & { readonly since: number };

const DAY_MS = 86_400_000;
const CLEARED_MS = 7 * DAY_MS;

/** How often it was raised in the last day: a line that breaks for seconds is seen here, not in the list. */
const times = (n: number) => (n > 1 ? ` Raised ${n} times in 24 hours.` : '');

const KEY = 'alarms.cleared';
const Rows = Type.Array(ClearedAlarm);

/** Kept among the settings. */
export function keptAlarms(settings: Pick<Settings, 'get' | 'set'>): ClearedAlarms {
  return {
    load: () => settings.get(KEY, Rows) ?? [],
    save: (rows) => settings.set(KEY, rows),
  };
}

const nowhere: ClearedAlarms = { load: () => [], save: () => undefined };

export function createAlarms(options: {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly kept?: ClearedAlarms | undefined;
}): Alarms {
  const { clock, events, kept = nowhere } = options;
  const standing = new Map<string, Standing>();
  const raisedAt = new Map<string, number[]>();

  let past = kept.load();
  const lately = () => past.filter(({ clearedAt }) => clearedAt > clock.now() - CLEARED_MS);
  /** One row for each code: a line that breaks every minute does not push the others out. */
  const remember = (code: string, { severity, title, since }: Standing) => {
    const others = lately().filter((row) => row.code !== code);
    const before = lately().find((row) => row.code === code);
    const times = (before?.times ?? 0) + 1;
    past = [{ code, severity, title, since, clearedAt: clock.now(), times }, ...others];
    kept.save(past);
  };

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
      remember(code, before);
      tell('Alarm cleared', code, before);
    },
    list: () =>
      [...standing].map(([code, { facts, ...rest }]) => ({
        code,
        ...rest,
        facts: facts + times(lastDay(code).length),
      })),
    cleared: () => lately().filter(({ code }) => !standing.has(code)),
  };
}
