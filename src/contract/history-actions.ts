import { ROLLOUT_ACTIONS } from './rollouts.ts';
import { UPDATE_ACTIONS } from './update.ts';

/** What the history says after the title of an order: `Sync now: done`. */
export const ORDER_STEPS = ['ordered', 'done', 'failed', 'end unknown', 'expired'] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];

/** Actions of the history that gateways and the cloud write for user synchronisation and alarms, in English; pages translate them. */
export const NEW_FINDINGS = 'New findings of user synchronisation';

export const HISTORY_ACTIONS = [
  NEW_FINDINGS,
  'User synchronisation',
  'Detained updates decided',
  'Decisions revoked',
  'Sync schedule changed',
  'Reports dropped over budget',
  'Gateway linked',
  'Gateway unlinked',
  'Inventory reported',
  'Licence entered by hand',
  'Licence entered by hand removed',
  'Device key changed',
  'Settings applied',
  'Alarm raised',
  'Alarm cleared',
  'Alarm cure ordered',
  ...ROLLOUT_ACTIONS,
  ...UPDATE_ACTIONS,
] as const;
