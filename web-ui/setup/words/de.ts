/** The gateway's pages in German. */

import { backup } from './de/backup.ts';
import { consent } from './de/consent.ts';
import { door } from './de/door.ts';
import { inside } from './de/inside.ts';
import { network } from './de/network.ts';
import { outflow } from './de/outflow.ts';
import { people } from './de/people.ts';
import { setup } from './de/setup.ts';
import { stepper } from './de/stepper.ts';
import { support } from './de/support.ts';
import { sync } from './de/sync.ts';
import { tunnels } from './de/tunnels.ts';
import type { en } from './en.ts';

export const de: Readonly<Record<keyof typeof en, string>> = {
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
