/** Figures of a gateway over some hours, put together from its roll-ups. */
import type { Clock } from '../../../base/clock.ts';
import {
  type FigureSeries,
  type GatewayFigures,
  type MetricRollup,
  ROLLUP_KEPT_MS,
  type RolledSeries,
} from '../../../contract/metrics.ts';
import type { Gateway } from '../../core/model.ts';
import type { MetricStore } from '../../core/ports/stores.ts';

const HOUR_MS = 3_600_000;

export type Metrics = {
  /** @param hours back from now */
  figures(gateway: Gateway, hours: number): Promise<GatewayFigures>;
  prune(): Promise<void>;
};

export function createMetrics(options: { readonly store: MetricStore; readonly clock: Clock }): Metrics {
  const { store, clock } = options;
  return {
    figures: async (gateway, hours) =>
      figuresOf(await store.since(gateway.id, clock.now() - hours * HOUR_MS)),
    prune: () => store.prune(clock.now() - ROLLUP_KEPT_MS),
  };
}

/** @param rollups the oldest first */
export function figuresOf(rollups: readonly MetricRollup[]): GatewayFigures {
  const values = new Map<string, { series: RolledSeries; at: Map<number, number> }>();
  for (const [n, rollup] of rollups.entries())
    for (const series of rollup.series) {
      const key = `${series.name} ${JSON.stringify(Object.entries(series.labels).sort())}`;
      const found = values.get(key) ?? { series, at: new Map<number, number>() };
      found.at.set(n, series.value);
      values.set(key, found);
    }
  const [first, last] = [rollups[0], rollups.at(-1)];
  return {
    ...(first && last ? { from: first.from, to: last.to } : {}),
    rollups: rollups.length,
    series: [...values.values()].flatMap(({ series, at }) => figure(series, at, rollups.length) ?? []),
  };
}

/** A gauge that the newest roll-up does not have is gone; a counter that it does not have stood still. */
function figure(
  { name, labels, kind }: RolledSeries,
  at: ReadonlyMap<number, number>,
  rollups: number,
): FigureSeries | undefined {
  const newest = at.get(rollups - 1);
  const values = [...at.values()];
  if (kind === 'counter') {
    if (values.length < rollups) values.push(0);
    const total = values.reduce((sum, value) => sum + value, 0);
    return { ...{ name, labels, kind, total }, last: newest ?? 0, ...bounds(values) };
  }
  return newest === undefined ? undefined : { ...{ name, labels, kind }, last: newest, ...bounds(values) };
}

const bounds = (values: readonly number[]) => ({ least: Math.min(...values), most: Math.max(...values) });
