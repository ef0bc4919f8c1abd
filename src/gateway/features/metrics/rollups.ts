/** The figures of /metrics that the cloud gets too, each five minutes, by the outbox. */
import type { Clock } from '../../../base/clock.ts';
import type { MetricRollup, RolledSeries } from '../../../contract/metrics.ts';
import type { Series } from '../../core/ports/metrics.ts';

/** What of them goes up. The others are told otherwise (alarms, jobs, inventory), or are for the site alone. */
const TOLD: ReadonlySet<string> = new Set([
  'cloudlink_cloud_online',
  'cloudlink_pbx_connected',
  'cloudlink_alarms',
  'cloudlink_tunnels',
  'cloudlink_sessions_open',
  'cloudlink_outbox_waiting',
  'cloudlink_outbox_bytes',
  'cloudlink_sync_users',
  'cloudlink_sync_users_detained',
  'cloudlink_sync_users_held',
  'cloudlink_sync_last_duration_seconds',
  'cloudlink_network_bytes_total',
  'cloudlink_memory_bytes',
  'cloudlink_processor_seconds_total',
  'cloudlink_loop_delay_seconds',
]);

export type RollupOptions = {
  readonly series: () => readonly Series[];
  /** Told when a roll-up is made: what is measured between two of them begins anew. */
  readonly onRolled: () => void;
  readonly enqueue: (item: { readonly kind: 'metrics'; readonly body: MetricRollup }) => unknown;
  readonly clock: Clock;
};

export type Rollups = {
  /** Counts from here on. */
  start(): void;
  /** Hands the figures since the last time to the outbox, and says how many they were. */
  roll(): string;
};

/** Six digits are more than anybody reads. */
const rounded = (value: number) => Number(value.toPrecision(6));

const keyOf = (name: string, labels: Readonly<Record<string, string>>) => `${name} ${JSON.stringify(labels)}`;

export function createRollups({ series, onRolled, enqueue, clock }: RollupOptions): Rollups {
  let from = clock.now();
  let counted = new Map<string, number>();

  const told = () => series().filter(({ name }) => TOLD.has(name));

  /** A counter that is less than before began anew meanwhile. */
  const increase = (key: string, value: number) => {
    const before = counted.get(key) ?? 0;
    return value < before ? value : value - before;
  };

  const rolled = (all: readonly Series[]): RolledSeries[] =>
    all.flatMap(({ name, kind, values }) =>
      values.flatMap(({ labels, value }): RolledSeries[] => {
        if (kind === 'gauge') return [{ name, labels, kind, value: rounded(value) }];
        const more = increase(keyOf(name, labels), value);
        return more === 0 ? [] : [{ name, labels, kind, value: rounded(more) }];
      }),
    );

  const begin = (all: readonly Series[]) => {
    from = clock.now();
    counted = new Map(
      all.flatMap(({ name, kind, values }) =>
        kind === 'counter' ? values.map(({ labels, value }) => [keyOf(name, labels), value] as const) : [],
      ),
    );
    onRolled();
  };

  return {
    start: () => begin(told()),
    roll() {
      const all = told();
      const found = rolled(all);
      // a clock that was set back meanwhile: it is of no length
      enqueue({
        kind: 'metrics',
        body: { from: Math.min(from, clock.now()), to: clock.now(), series: found },
      });
      begin(all);
      return `${found.length} figures`;
    },
  };
}
