/** The gateway's pages in Portuguese (of Brazil). */
import type { en } from './en.ts';
import { backup } from './pt/backup.ts';
import { consent } from './pt/consent.ts';
import { door } from './pt/door.ts';
import { inside } from './pt/inside.ts';
import { network } from './pt/network.ts';
import { outflow } from './pt/outflow.ts';
import { people } from './pt/people.ts';
import { setup } from './pt/setup.ts';
import { stepper } from './pt/stepper.ts';
import { support } from './pt/support.ts';
import { sync } from './pt/sync.ts';
import { tunnels } from './pt/tunnels.ts';

export const pt: Readonly<Record<keyof typeof en, string>> = {
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
