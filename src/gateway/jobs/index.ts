/** What this gateway does by itself: how often, and what it needs. The page "what this gateway is doing" is this table. */
import type { JobRow } from '../../base/jobs.ts';
import { type Actor, SYSTEM } from '../core/events.ts';

/** `whole` stands in no row: in safe mode every job has it. */
export const NEEDS = ['whole', 'claimed', 'active', 'online', 'source', 'clock', 'disk'] as const;
export type Need = (typeof NEEDS)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type JobDeps = {
  readonly sync: {
    run(signal: AbortSignal): Promise<string>;
    scheduleMs(): number;
    check(signal: AbortSignal): Promise<string>;
  };
  readonly inventory: { report(actor: Actor, signal: AbortSignal): Promise<unknown>; words(): string };
  readonly health: { runDue(signal: AbortSignal): Promise<{ readonly state: string }[]> };
  /** Done in one go: there is nothing to end in it. */
  readonly metrics: { roll(): string };
  readonly certificate: { renew(): string };
  readonly retention: { prune(): Promise<number> };
  readonly backup: { due(signal: AbortSignal): Promise<string> };
};

export function jobs(deps: JobDeps): JobRow<Need>[] {
  const { sync, inventory, health, metrics, certificate, retention, backup } = deps;
  return [
    {
      name: 'sync',
      title: 'User sync',
      every: (now) => now + sync.scheduleMs(),
      jitter: 20_000,
      timeout: HOUR,
      // without the cloud it reads, and what it finds waits
      needs: ['claimed', 'active', 'source', 'clock', 'disk'],
      run: (signal) => sync.run(signal),
    },
    {
      name: 'inventory',
      title: 'Inventory report',
      every: HOUR,
      jitter: 5 * MINUTE,
      timeout: 2 * MINUTE,
      needs: ['claimed', 'active', 'clock', 'disk'],
      atStart: true,
      run: async (signal) => {
        await inventory.report(SYSTEM, signal);
        return inventory.words();
      },
    },
    {
      name: 'health',
      title: 'Health checks',
      every: 5 * MINUTE,
      jitter: 10_000,
      timeout: 2 * MINUTE,
      needs: [],
      atStart: true,
      run: async (signal) => {
        const checks = await health.runDue(signal);
        const wrong = checks.filter((c) => c.state === 'warning' || c.state === 'critical').length;
        return wrong === 0
          ? `${checks.length} checks, all well`
          : `${checks.length} checks, ${wrong} need attention`;
      },
    },
    {
      name: 'metrics',
      title: 'Figures for the cloud',
      every: 5 * MINUTE,
      jitter: 30_000,
      timeout: MINUTE,
      needs: ['claimed', 'active', 'clock', 'disk'],
      run: async () => metrics.roll(),
    },
    {
      name: 'certificate',
      title: 'Device certificate',
      every: 24 * HOUR,
      jitter: HOUR,
      timeout: 5 * MINUTE,
      needs: ['clock', 'disk'],
      run: async () => certificate.renew(),
    },
    {
      name: 'retention',
      title: 'Old records',
      every: 24 * HOUR,
      jitter: HOUR,
      timeout: MINUTE,
      // by a wrong clock everything would be old; a full disk is a reason to do it
      needs: ['clock'],
      run: async () => `${await retention.prune()} removed`,
    },
    {
      name: 'backup',
      title: 'Backup',
      // looks whether one is due; how often one is made is the schedule's
      every: HOUR,
      jitter: 5 * MINUTE,
      timeout: HOUR,
      needs: ['clock', 'disk'],
      run: (signal) => backup.due(signal),
    },
    {
      name: 'user-check',
      title: 'Comparison of users with the cloud',
      every: HOUR,
      jitter: 10 * MINUTE,
      timeout: 10 * MINUTE,
      needs: ['claimed', 'active', 'source', 'online', 'clock', 'disk'],
      run: (signal) => sync.check(signal),
    },
  ];
}
