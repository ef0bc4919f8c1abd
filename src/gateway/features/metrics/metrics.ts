/**
 * Numbers about this gateway, for a monitoring system of the customer's. Labels are words of our own tables and nothing
 * else: no name of a person, host, PBX or account, and never more series than the tables have rows.
 */
import type { CheckView, Overview } from '../../../contract/local-api.ts';
import type { OutflowView } from '../../../contract/outflow.ts';
import type { Series } from '../../core/ports/metrics.ts';
import type { ProcessFigures } from '../../core/ports/process-figures.ts';

export type MetricSources = {
  readonly overview: () => Overview;
  readonly checks: () => readonly CheckView[];
  readonly outflow: () => OutflowView;
  readonly accessRecords: () => number;
  readonly process: () => ProcessFigures;
};

const one = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);
const flag = (is: boolean) => one(is ? 1 : 0);
const CHECK_VALUE = { ok: 0, warning: 1, critical: 2 } as const;

function counted<K extends string>(label: string, keys: readonly K[], of: (key: K) => number) {
  return keys.map((key) => ({ labels: { [label]: key }, value: of(key) }));
}

function ofSync({ sync }: Overview): Series[] {
  const gauge = (name: string, help: string, value: number | undefined): Series => ({
    name: `cloudlink_${name}`,
    help,
    kind: 'gauge',
    values: one(value),
  });
  return [
    gauge('sync_users', 'Users in the last read.', sync.users),
    gauge('sync_users_detained', 'Users who are not sent as they are.', sync.counts?.detained),
    gauge('sync_users_held', 'Removals that wait for a confirmation.', sync.plan?.held?.count ?? 0),
    gauge('sync_last_end_time_seconds', 'End of the last sync.', seconds(sync.lastRunAt)),
    gauge('sync_last_duration_seconds', 'Length of the last sync.', seconds(sync.lastDurationMs)),
    {
      name: 'cloudlink_sync_failed',
      help: 'The last sync failed.',
      kind: 'gauge',
      values: flag(sync.state === 'failed'),
    },
  ];
}

/** By use and direction; the hosts stay out. */
function ofOutflow({ destinations }: OutflowView): Series {
  const sums = new Map<string, { up: number; down: number }>();
  for (const { use, up, down } of destinations) {
    const sum = sums.get(use) ?? { up: 0, down: 0 };
    sums.set(use, { up: sum.up + up, down: sum.down + down });
  }
  return {
    name: 'cloudlink_network_bytes_total',
    help: 'Bytes of connections since the start.',
    kind: 'counter',
    values: [...sums].flatMap(([use, { up, down }]) => [
      { labels: { use, direction: 'up' }, value: up },
      { labels: { use, direction: 'down' }, value: down },
    ]),
  };
}

function ofWork({ jobs }: Overview, checks: readonly CheckView[]): Series[] {
  return [
    {
      name: 'cloudlink_check_state',
      help: '0 well, 1 warning, 2 critical; absent while unknown.',
      kind: 'gauge',
      values: checks.flatMap(({ code, state }) =>
        state === 'unknown' ? [] : [{ labels: { code }, value: CHECK_VALUE[state] }],
      ),
    },
    {
      name: 'cloudlink_job_last_end_time_seconds',
      help: 'End of a job’s last run.',
      kind: 'gauge',
      values: jobs.flatMap(({ name, lastEndedAt }) =>
        lastEndedAt === undefined ? [] : [{ labels: { job: name }, value: lastEndedAt / 1000 }],
      ),
    },
    {
      name: 'cloudlink_job_failed',
      help: 'The last run of a job failed, took too long or was interrupted.',
      kind: 'gauge',
      values: jobs.flatMap(({ name, lastOutcome }) =>
        lastOutcome === undefined
          ? []
          : [{ labels: { job: name }, value: ['ok', 'skipped'].includes(lastOutcome) ? 0 : 1 }],
      ),
    },
  ];
}

/** Said in the roll-ups too, which know nothing of the library that says the like at /metrics. */
function ofProcess({ memoryBytes, processorSeconds, delaySeconds }: ProcessFigures): Series[] {
  return [
    {
      name: 'cloudlink_memory_bytes',
      help: 'Resident memory of the program.',
      kind: 'gauge',
      values: one(memoryBytes),
    },
    {
      name: 'cloudlink_processor_seconds_total',
      help: 'Processor time of the program, user and system.',
      kind: 'counter',
      values: one(processorSeconds),
    },
    {
      name: 'cloudlink_loop_delay_seconds',
      help: 'How late the event loop was since the last roll-up.',
      kind: 'gauge',
      values: Object.entries(delaySeconds).map(([quantile, value]) => ({ labels: { quantile }, value })),
    },
  ];
}

/** Every series as it is now. */
export function metricsOf(sources: MetricSources): Series[] {
  const o = sources.overview();
  const simple = (name: string, help: string, values: Series['values'], kind: Series['kind'] = 'gauge') => ({
    name: `cloudlink_${name}`,
    help,
    kind,
    values,
  });
  return [
    simple('build_info', 'Version of the program.', [
      { labels: { version: o.version, kind: o.kind }, value: 1 },
    ]),
    simple('start_time_seconds', 'Start of the program.', one(seconds(o.startedAt))),
    simple('linked', 'Linked to an account.', flag(o.linked)),
    simple('cloud_online', 'The command channel is up.', flag(o.cloud.online)),
    simple('pbx_connected', 'The PBX was reached at its last read.', o.pbx ? flag(o.pbx.connected) : []),
    simple(
      'alarms',
      'Alarms that stand.',
      counted(
        'severity',
        ['warning', 'critical'],
        (severity) => o.alarms.filter((a) => a.severity === severity).length,
      ),
    ),
    simple(
      'tunnels',
      'Targets by the state of their tunnel.',
      counted(
        'state',
        ['stopped', 'starting', 'started', 'failed'],
        (state) => o.targets.filter((target) => target.state === state).length,
      ),
    ),
    simple(
      'sessions_open',
      'Remote sessions.',
      one(o.sessions.filter((s) => s.endedAt === undefined).length),
    ),
    simple('outbox_waiting', 'Reports that wait for the cloud.', one(o.outbox.waiting)),
    simple('outbox_bytes', 'Their bytes.', one(o.outbox.bytes)),
    simple('outbox_dropped_total', 'Reports dropped over budget.', one(o.outbox.dropped), 'counter'),
    simple('access_log_records', 'Records of the access log.', one(sources.accessRecords())),
    ...ofSync(o),
    ...ofWork(o, sources.checks()),
    ofOutflow(sources.outflow()),
    ...ofProcess(sources.process()),
  ];
}
