/** The console in Portuguese (of Brazil). */
import type { en } from './en.ts';
import { accounts } from './pt/accounts.ts';
import { approve } from './pt/approve.ts';
import { door } from './pt/door.ts';
import { frame } from './pt/frame.ts';
import { gateways } from './pt/gateways.ts';
import { launch } from './pt/launch.ts';
import { lists } from './pt/lists.ts';
import { supportLogs } from './pt/support-logs.ts';
import { tokens } from './pt/tokens.ts';
import { updates } from './pt/updates.ts';

export const pt: Readonly<Record<keyof typeof en, string>> = {
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
};
