/** Runs the checks and keeps what they found; what is wrong stands as an alarm until a later run finds it well. */
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import type { CheckView, ClearedAlarm } from '../../../contract/local-api.ts';
import type { AlarmStatus } from '../../../contract/status.ts';
import { alarmRow } from '../../core/alarms.ts';
import type { EventBus, Events } from '../../core/events.ts';
import type { Probes } from '../../core/ports/probes.ts';
import { type ClearedAlarms, createAlarms } from './alarms.ts';
import type { CheckOutcome, HealthCheck, HealthState } from './check.ts';
import { EVENT_ALARMS } from './event-alarms.ts';
import { CHECKS, PRECHECKS } from './index.ts';

export type HealthOptions = {
  readonly probes: Probes;
  readonly state: HealthState;
  readonly clock: Clock;
  readonly events: EventBus;
  /** Where alarms are kept that were cleared; left out, they are forgotten with the program. */
  readonly cleared?: ClearedAlarms;
  /** The table; another one in tests. */
  readonly checks?: readonly HealthCheck[];
  /** A check that threw is a defect, or a host that does not let it look. */
  readonly onError?: (code: string, error: unknown) => void;
};

export type Health = {
  /** Runs the named checks, or all, at once; resolves with their views. Never throws. */
  run(codes?: readonly string[], signal?: AbortSignal): Promise<CheckView[]>;
  /** As `run`, but a costly check only when its time has come; resolves with all views. */
  runDue(signal: AbortSignal): Promise<CheckView[]>;
  /** For work that needs what a check looks at: true, or why not when the last look found it critical. */
  allows(code: string): true | string;
  /** What the last runs found; `unknown` and without `at` where none was. */
  views(): CheckView[];
  /** Of these, the ones that are shown before it is linked. */
  prechecks(): CheckView[];
  alarms(): AlarmStatus[];
  cleared(): ClearedAlarm[];
  /** Follows the events that raise and clear alarms. */
  start(): void;
  stop(): void;
};

/** Longest that one check may take, ms. */
const CHECK_MS = 20_000;
/** The test of a PBX link ends by itself after 30 s. */
const ON_DEMAND_MS = 35_000;
/** Events that come together are one look. */
const FOLLOW_MS = 1_000;

export function createHealth(options: HealthOptions): Health {
  const { probes, state, clock, events, checks = CHECKS, onError } = options;
  const alarms = createAlarms({ clock, events, kept: options.cleared });
  const views = new Map<string, CheckView>();
  let unsubscribe: (() => void)[] = [];

  const attempt = async (check: HealthCheck, signal: AbortSignal): Promise<CheckOutcome> => {
    try {
      return await check.run({ probes, state, clock, signal });
    } catch (error) {
      onError?.(check.code, error);
      return { state: 'unknown', facts: `It could not be looked at: ${toFault(error).sentence}` };
    }
  };

  const limited = async (check: HealthCheck, signal?: AbortSignal): Promise<CheckOutcome> => {
    const abort = new AbortController();
    const cancelled = new Promise<CheckOutcome>((resolve) => {
      const give = () => resolve({ state: 'unknown', facts: 'It took too long and was given up.' });
      abort.signal.addEventListener('abort', give, { once: true });
    });
    const cancel = clock.after(check.onDemand ? ON_DEMAND_MS : CHECK_MS, () => abort.abort());
    const pass = () => abort.abort();
    signal?.addEventListener('abort', pass, { once: true });
    try {
      return await Promise.race([attempt(check, abort.signal), cancelled]);
    } finally {
      cancel();
      signal?.removeEventListener('abort', pass);
    }
  };

  /** Unknown leaves an alarm as it stands: not to know is no news. */
  const settle = ({ code, title, onDemand }: HealthCheck, outcome: CheckOutcome) => {
    if (onDemand) return;
    if (outcome.state === 'ok') alarms.clear(code);
    if (outcome.state !== 'warning' && outcome.state !== 'critical') return;
    const { state: severity, facts, remedy, step } = outcome;
    alarms.raise(code, { severity, title, facts, remedy, step, cure: alarmRow(code).cure });
  };

  /** Stands until the next start, which is when a feature is tried again. */
  const failed = ({ feature, code: cause, sentence, remedy }: Events['feature.failed']) => {
    const code = cause === 'INTERNAL' ? `FEATURE_${feature.toUpperCase()}` : cause;
    alarms.raise(code, {
      severity: 'critical',
      title: `A part of this gateway does not work: ${feature}`,
      facts: sentence,
      remedy,
      cure: alarmRow(code).cure,
    });
  };

  const runOne = async (check: HealthCheck, signal?: AbortSignal): Promise<CheckView> => {
    const outcome = await limited(check, signal);
    const { step: _, ...found } = { step: undefined, ...outcome };
    const view = { code: check.code, title: check.title, ...found, at: clock.now() };
    views.set(check.code, view);
    settle(check, outcome);
    return view;
  };

  const viewOf = ({ code, title, onDemand }: HealthCheck): CheckView => {
    const facts = onDemand ? 'Checked when somebody asks for it.' : 'Not checked yet.';
    return views.get(code) ?? { code, title, state: 'unknown', facts };
  };

  const isDue = ({ code, every = 0, onDemand }: HealthCheck): boolean => {
    if (onDemand) return false;
    const view = views.get(code);
    return view?.at === undefined || view.state !== 'ok' || clock.now() - view.at >= every;
  };
  const runAll = (chosen: readonly HealthCheck[], signal?: AbortSignal) =>
    Promise.all(chosen.map((check) => runOne(check, signal)));

  /** Checks that an event asked for, until the look. */
  const wanted = new Set<HealthCheck>();
  let cancelLook: (() => void) | undefined;
  const look = () => {
    cancelLook = undefined;
    const now = [...wanted];
    wanted.clear();
    void runAll(now);
  };
  const followed = (check: HealthCheck) => () => {
    wanted.add(check);
    cancelLook ??= clock.after(FOLLOW_MS, look);
  };

  return {
    run: (codes, signal) =>
      runAll(codes ? checks.filter((check) => codes.includes(check.code)) : checks, signal),
    async runDue(signal) {
      await runAll(checks.filter(isDue), signal);
      return checks.map(viewOf);
    },
    allows(code) {
      const view = views.get(code);
      return view?.state === 'critical' ? `${view.title}: ${view.facts}` : true;
    },
    views: () => checks.map(viewOf),
    prechecks: () => PRECHECKS.map(viewOf),
    alarms: () => alarms.list(),
    cleared: () => alarms.cleared(),
    start() {
      unsubscribe = EVENT_ALARMS.map(({ code, severity, title, remedy, feed }) =>
        feed(events, (facts) =>
          facts === undefined
            ? alarms.clear(code)
            : alarms.raise(code, { severity, title, facts, remedy, cure: alarmRow(code).cure }),
        ),
      );
      unsubscribe.push(events.on('feature.failed', failed));
      for (const check of checks)
        for (const name of check.follows ?? []) unsubscribe.push(events.on(name, followed(check)));
    },
    stop() {
      for (const off of unsubscribe) off();
      unsubscribe = [];
      cancelLook?.();
      cancelLook = undefined;
      alarms.stop();
    },
  };
}
