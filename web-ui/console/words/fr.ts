/** The console in French. */
import type { en } from './en.ts';
import { accounts } from './fr/accounts.ts';
import { approve } from './fr/approve.ts';
import { door } from './fr/door.ts';
import { frame } from './fr/frame.ts';
import { gateways } from './fr/gateways.ts';
import { launch } from './fr/launch.ts';
import { lists } from './fr/lists.ts';
import { supportLogs } from './fr/support-logs.ts';
import { tokens } from './fr/tokens.ts';
import { updates } from './fr/updates.ts';

export const fr: Readonly<Record<keyof typeof en, string>> = {
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
