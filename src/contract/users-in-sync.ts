import type { SyncView } from './local-api.ts';

/** People who are at the cloud as they are at the source: all that were read, but for those that are detained. */
export function usersInSync({ users, plan, counts }: SyncView): number {
  return Math.max(0, users - (plan?.detained ?? counts?.detained ?? 0));
}
