import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessMeter } from '../core/ports/process-figures.ts';

/** The timer that is measured by; few wake-ups, since the gateway mostly sleeps. */
const RESOLUTION_MS = 50;
const NS = 1e9;

/** Counts from the call on, until `stop`. */
export function createProcessMeter(): ProcessMeter {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // the histogram holds the whole interval; nothing is measured yet: 0, never less
  const late = (ns: number) => (delay.count === 0 ? 0 : Math.max(0, ns / NS - RESOLUTION_MS / 1000));
  return {
    now() {
      const { user, system } = process.cpuUsage();
      return {
        memoryBytes: process.memoryUsage.rss(),
        processorSeconds: (user + system) / 1e6,
        delaySeconds: {
          '0.5': late(delay.percentile(50)),
          '0.99': late(delay.percentile(99)),
          '1': late(delay.max),
        },
      };
    },
    forget: () => delay.reset(),
    stop: () => void delay.disable(),
  };
}
