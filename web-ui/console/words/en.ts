/** The console in British English. Vendor labels are exact (docs: row numbers of the feature table). */
import { accounts } from './en/accounts.ts';
import { approve } from './en/approve.ts';
import { door } from './en/door.ts';
import { frame } from './en/frame.ts';
import { gateways } from './en/gateways.ts';
import { launch } from './en/launch.ts';
import { supportLogs } from './en/support-logs.ts';
import { tokens } from './en/tokens.ts';
import { updates } from './en/updates.ts';
import { lists } from './en-lists.ts';

export const en = {
  ...frame,
  ...door,
  ...approve,
  ...accounts,
  ...gateways,
  ...launch,
  ...lists,
  ...tokens,
  ...updates,
  ...supportLogs,
} as const;
