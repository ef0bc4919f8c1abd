/**
 * The alarms that stand now: raised once, kept while they last, cleared by themselves.
 *
 * Bounded, whatever raises them (ten thousand a minute): what stands, what is counted and what is remembered have an
 * upper size; the event history gets a few lines an hour of each alarm, with the number of those that were left out;
 * the disk is written once a minute at most.
 */
import { Type } from 'typebox';
import { type Allowance, createAllowance } from '../../../base/allowance.ts';
import type { Clock } from '../../../base/clock.ts';
import { ClearedAlarm } from '../../../contract/local-api.ts';
import type { AlarmStatus } from '../../../contract/status.ts';
import { type EventBus, SYSTEM } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';

export type AlarmFacts = Pick<AlarmStatus, 'severity' | 'title' | 'facts' | 'remedy'> & {
  readonly cure?: AlarmStatus['cure'] | undefined;
  /** The history is told anew whenever this is another. */
  readonly step?: string | undefined;
};

export type Alarms = {
  /** Raises it, or says more exactly what stands already; `since` stays that of the first. */
  raise(code: string, facts: AlarmFacts): void;
  clear(code: string): void;
  list(): AlarmStatus[];
  /** Those of the last 7 days that do not stand any more, the last one first. */
  cleared(): ClearedAlarm[];
  /** Writes down what is only in memory. */
  stop(): void;
};

/** Where cleared alarms are kept over a restart. */
export type ClearedAlarms = { load(): readonly ClearedAlarm[]; save(rows: readonly ClearedAlarm[]): void };

type Standing = AlarmFacts & { readonly since: number; isTold: boolean };

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const CLEARED_MS = 7 * DAY_HOURS * HOUR_MS;
/** More than there are codes; what comes on top of it is a defect, and not taken. */
export const MOST_ALARMS = 100;
const MOST_CHARACTERS = 500;
/** Lines in the event history that one alarm may write at once, and in an hour. */
const TELLS = { burst: 12, perSecond: 12 / 3600 } as const;
/** News for pages and cloud. */
const NEWS = { burst: 60, perSecond: 0.2 } as const;
const NEWS_LATER_MS = 5_000;
/** Writes to the disk. */
const SAVES = { burst: 10, perSecond: 1 / 60 } as const;
const SAVE_LATER_MS = 60_000;

/** How often it was raised in the last day: a line that breaks for seconds is seen here, not in the list. */
const times = (n: number) => (n > 1 ? ` Raised ${n} times in 24 hours.` : '');
const short = (text: string) =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;

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

/** Does `f` at once while there is an allowance, otherwise once, later. */
function gathered(clock: Clock, rate: { burst: number; perSecond: number }, laterMs: number, f: () => void) {
  const allowance = createAllowance(clock, rate);
  let cancel: (() => void) | undefined;
  const now = () => {
    cancel?.();
    cancel = undefined;
    allowance.take();
    f();
  };
  return {
    soon() {
      if (cancel) return;
      if (allowance.take()) f();
      else cancel = clock.after(laterMs, now);
    },
    flush() {
      if (cancel) now();
    },
  };
}

/** Counts by the hour, so that a day of ten thousand a minute is 25 numbers. */
function dayCounter(clock: Pick<Clock, 'now'>) {
  const hours = new Map<number, number>();
  const hourNow = () => Math.floor(clock.now() / HOUR_MS);
  return {
    add() {
      const hour = hourNow();
      for (const old of hours.keys()) if (old <= hour - DAY_HOURS || old > hour) hours.delete(old);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    },
    sum: () => [...hours].reduce((sum, [hour, n]) => sum + (hour > hourNow() - DAY_HOURS ? n : 0), 0),
  };
}

type Counts = { readonly raised: ReturnType<typeof dayCounter>; readonly tells: Allowance; untold: number };

export function createAlarms(options: {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly kept?: ClearedAlarms | undefined;
}): Alarms {
  const { clock, events, kept = nowhere } = options;
  const standing = new Map<string, Standing>();
  const counts = new Map<string, Counts>();

  let past = kept.load();
  const news = gathered(clock, NEWS, NEWS_LATER_MS, () => events.emit('alarm.changed', {}));
  const saving = gathered(clock, SAVES, SAVE_LATER_MS, () => kept.save(past));
  const lately = () => past.filter(({ clearedAt }) => clearedAt > clock.now() - CLEARED_MS);
  /** One row for each code: a line that breaks every minute does not push the others out. */
  const remember = (code: string, { severity, title, since }: Standing) => {
    const others = lately().filter((row) => row.code !== code);
    const before = lately().find((row) => row.code === code);
    const times = (before?.times ?? 0) + 1;
    const row = { code, severity, title, since, clearedAt: clock.now(), times };
    past = [row, ...others].slice(0, MOST_ALARMS);
    saving.soon();
  };

  const countsOf = (code: string): Counts => {
    const known = counts.get(code);
    if (known) return known;
    const fresh = { raised: dayCounter(clock), tells: createAllowance(clock, TELLS), untold: 0 };
    counts.set(code, fresh);
    return fresh;
  };

  const audit = (action: string, code: string, { title, severity, facts }: AlarmFacts) => {
    const count = countsOf(code);
    const { untold } = count;
    count.untold = 0;
    events.emit('audit', {
      action,
      eventType: 'Gateway',
      actor: SYSTEM,
      asset: code,
      propertiesChanged: [],
      details: { title, severity, facts, ...(untold > 0 ? { untold } : {}) },
    });
  };
  /** @returns whether the history has a line of it, and so gets one of its end */
  const tellRaised = (code: string, facts: AlarmFacts): boolean => {
    const count = countsOf(code);
    const may = count.tells.take();
    if (may) audit('Alarm raised', code, facts);
    else count.untold++;
    return may;
  };

  /** It stands before anybody hears of it. */
  const put = (code: string, next: Standing, isNews: boolean) => {
    standing.set(code, next);
    if (isNews && tellRaised(code, next)) next.isTold = true;
  };
  const again = (code: string, before: Standing, facts: AlarmFacts) => {
    const isStep = facts.step !== undefined && facts.step !== before.step;
    const { since, isTold } = before;
    put(code, { ...facts, since, isTold }, isStep);
    if (isStep || before.facts !== facts.facts || before.severity !== facts.severity) news.soon();
  };

  return {
    raise(code, given) {
      const facts = { ...given, facts: short(given.facts), remedy: short(given.remedy) };
      const before = standing.get(code);
      if (before) return again(code, before, facts);
      if (!counts.has(code) && counts.size >= MOST_ALARMS) return;
      countsOf(code).raised.add();
      put(code, { ...facts, since: clock.now(), isTold: false }, true);
      news.soon();
    },
    clear(code) {
      const before = standing.get(code);
      if (!before) return;
      standing.delete(code);
      remember(code, before);
      if (before.isTold) audit('Alarm cleared', code, before);
      news.soon();
    },
    list: () =>
      [...standing].map(([code, { severity, title, facts, remedy, cure, since }]) => ({
        code,
        severity,
        title,
        facts: facts + times(countsOf(code).raised.sum()),
        remedy,
        since,
        ...(cure === undefined ? {} : { cure }),
      })),
    cleared: () => lately().filter(({ code }) => !standing.has(code)),
    stop() {
      saving.flush();
      news.flush();
    },
  };
}
