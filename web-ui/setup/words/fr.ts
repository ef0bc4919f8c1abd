/** The gateway's pages in French. */
import type { en } from './en.ts';
import { backup } from './fr/backup.ts';
import { consent } from './fr/consent.ts';
import { door } from './fr/door.ts';
import { inside } from './fr/inside.ts';
import { network } from './fr/network.ts';
import { outflow } from './fr/outflow.ts';
import { people } from './fr/people.ts';
import { setup } from './fr/setup.ts';
import { stepper } from './fr/stepper.ts';
import { support } from './fr/support.ts';
import { sync } from './fr/sync.ts';
import { tunnels } from './fr/tunnels.ts';

export const fr: Readonly<Record<keyof typeof en, string>> = {
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
