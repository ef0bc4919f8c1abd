/** The gateway's pages in British English. Vendor labels are exact (docs/pages.md). */
import { backup } from './en/backup.ts';
import { consent } from './en/consent.ts';
import { door } from './en/door.ts';
import { inside } from './en/inside.ts';
import { network } from './en/network.ts';
import { outflow } from './en/outflow.ts';
import { people } from './en/people.ts';
import { setup } from './en/setup.ts';
import { stepper } from './en/stepper.ts';
import { support } from './en/support.ts';
import { sync } from './en/sync.ts';
import { tunnels } from './en/tunnels.ts';

export const en = {
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
} as const;
