/** The console in German. */

import { accounts } from './de/accounts.ts';
import { approve } from './de/approve.ts';
import { door } from './de/door.ts';
import { frame } from './de/frame.ts';
import { gateways } from './de/gateways.ts';
import { launch } from './de/launch.ts';
import { lists } from './de/lists.ts';
import { supportLogs } from './de/support-logs.ts';
import { tokens } from './de/tokens.ts';
import { updates } from './de/updates.ts';
import type { en } from './en.ts';

export const de: Readonly<Record<keyof typeof en, string>> = {
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
