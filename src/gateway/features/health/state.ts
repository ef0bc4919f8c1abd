/** What the checks of sync, tunnels and licences ask, out of the views that the features have anyway. */
import { dayInZone, daysLeft, type InventoryReport } from '../../../contract/inventory.ts';
import type { SyncView } from '../../../contract/local-api.ts';
import type { TargetStatus } from '../../../contract/tunnel.ts';
import type { HealthState, SyncFacts } from './check.ts';

export function syncFacts(view: SyncView): SyncFacts | undefined {
  const { state, lastRunAt, counts, plan, error } = view;
  // not linked, or the account sleeps: nothing of it is anybody's business now
  if (state === 'paused') return { detained: 0 };
  if (lastRunAt === undefined && !error) return undefined;
  return {
    // a plan that waits says more than the run before it
    detained: plan?.detained ?? counts?.detained ?? 0,
    ...(plan?.held && !plan.approved ? { held: plan.held.sentence } : {}),
    ...(error ? { fault: error } : {}),
  };
}

const isDown = ({ state, tunnelUp }: TargetStatus) =>
  state === 'failed' || state === 'starting' || (state === 'started' && tunnelUp?.up !== true);

/**
 * Started by somebody and not working: it failed, or its probe does not come round. Remembers since when, as a break
 * says of itself only that it lasts.
 */
export function createTunnelWatch(now: () => number) {
  let since = new Map<string, number>();
  return (statuses: readonly TargetStatus[]): ReturnType<HealthState['tunnelsDown']> => {
    const down = statuses.filter(isDown);
    since = new Map(down.map(({ id }) => [id, since.get(id) ?? now()]));
    return down.map(({ id, component, tunnel, error }) => ({
      name: `${component} ${tunnel}`,
      since: since.get(id) ?? now(),
      ...(error === undefined ? {} : { why: error }),
    }));
  };
}

export function licencesOf(
  report: InventoryReport | undefined,
  now: number,
): ReturnType<HealthState['licences']> {
  if (!report) return [];
  const today = dayInZone(now, report.zone);
  return report.platforms.flatMap(({ host, licence }) => {
    const days = daysLeft(licence, today);
    return days === undefined ? [] : [{ host, days, subscription: licence.type === 'subscription' }];
  });
}
