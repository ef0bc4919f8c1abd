/** Cures of alarms: what one click does about one, where that is safe. */
import { type Static, Type } from 'typebox';

/** Each only does again what the gateway does by itself, sooner; none loses anything. The label is the command's; pages have their own. */
export const CURES = {
  lookAgain: 'Look again now',
  retryCloud: 'Connect again now',
  retryTunnels: 'Open the tunnels again now',
  syncNow: 'Sync now',
  freeSpace: 'Free space now',
  reportInventory: 'Read the licence again now',
  restart: 'Restart the gateway’s program',
  leaveSafeMode: 'Start everything again',
} as const;
export type CureName = keyof typeof CURES;

export const Cure = Type.Enum(Object.keys(CURES) as [CureName, ...CureName[]]);

/** What a cure did, to be said once. */
export const Cured = Type.Object({ sentence: Type.String() });
export type Cured = Static<typeof Cured>;
