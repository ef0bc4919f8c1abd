/** Series in the text format of Prometheus. prom-client is loaded with the first question: few gateways are asked. */
import type { Series } from '../core/ports/metrics.ts';

export type Prometheus = { readonly contentType: string; text(series: readonly Series[]): Promise<string> };

let made: Promise<Prometheus> | undefined;

async function make(): Promise<Prometheus> {
  const { collectDefaultMetrics, Counter, Gauge, Registry } = await import('prom-client');
  /** Of the process itself: processor, memory, delays of the loop, pauses of the collector. */
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    async text(series) {
      const registry = new Registry();
      for (const { name, help, kind, values } of series) {
        const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))];
        const options = { name, help, labelNames, registers: [registry] };
        if (kind === 'counter') {
          const counter = new Counter(options);
          for (const { labels, value } of values) counter.inc(labels, value);
        } else {
          const gauge = new Gauge(options);
          for (const { labels, value } of values) gauge.set(labels, value);
        }
      }
      return `${await registry.metrics()}${await own.metrics()}`;
    },
  };
}

/** One for the program. */
export function prometheus(): Promise<Prometheus> {
  made ??= make();
  return made;
}
