/** The gateway's pages in Spanish. */
import type { en } from './en.ts';
import { backup } from './es/backup.ts';
import { consent } from './es/consent.ts';
import { door } from './es/door.ts';
import { inside } from './es/inside.ts';
import { network } from './es/network.ts';
import { outflow } from './es/outflow.ts';
import { people } from './es/people.ts';
import { setup } from './es/setup.ts';
import { stepper } from './es/stepper.ts';
import { support } from './es/support.ts';
import { sync } from './es/sync.ts';
import { tunnels } from './es/tunnels.ts';

export const es: Readonly<Record<keyof typeof en, string>> = {
  ...backup,
  ...consent,
  ...door,
  ...inside,
  ...network,
  ...outflow,
  ...people,
  ...setup,
  ...stepper,
  ...support,
  ...sync,
  ...tunnels,
};
