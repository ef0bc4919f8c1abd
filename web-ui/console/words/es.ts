/** The console in Spanish. */
import type { en } from './en.ts';
import { accounts } from './es/accounts.ts';
import { approve } from './es/approve.ts';
import { door } from './es/door.ts';
import { frame } from './es/frame.ts';
import { gateways } from './es/gateways.ts';
import { launch } from './es/launch.ts';
import { lists } from './es/lists.ts';
import { supportLogs } from './es/support-logs.ts';
import { tokens } from './es/tokens.ts';
import { updates } from './es/updates.ts';

export const es: Readonly<Record<keyof typeof en, string>> = {
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
