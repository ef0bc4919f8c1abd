/** Which set-up steps a gateway has; its kind decides (row A2). */
import type { PlatformKind } from '../../contract/common.ts';
import type { Overview, SetupStepName } from '../../contract/local-api.ts';

/** An SMBC's PBX is on the same controller: naming it and connecting to it are one step (S3:2845-2850). */
const STEPS: Record<PlatformKind, readonly SetupStepName[]> = {
  standalone: ['gateway', 'pbx', 'connect', 'deployment'],
  virtual: ['gateway', 'pbx', 'connect', 'deployment'],
  smbc: ['gateway', 'sync', 'deployment'],
  msl: ['gateway', 'pbx', 'connect', 'deployment'],
};

/** Where the host's own administration sets addresses, this program does not. */
const HAS_NETWORK: Record<PlatformKind, boolean> = {
  standalone: true,
  virtual: true,
  smbc: false,
  msl: false,
};

export const setsNetwork = (kind: PlatformKind): boolean => HAS_NETWORK[kind];

export function setupOf(kind: PlatformKind, progress: Overview['onboarding']): Overview['setup'] {
  const { siteSaved, pbxSaved, connected, completed } = progress;
  const done: Record<SetupStepName, boolean> = {
    gateway: siteSaved,
    pbx: pbxSaved,
    connect: connected,
    sync: connected,
    deployment: completed,
  };
  const steps = STEPS[kind].map((name) => ({ name, done: done[name] }));
  const next = completed ? undefined : steps.find((step) => !step.done)?.name;
  return { steps, network: setsNetwork(kind), ...(next === undefined ? {} : { next }) };
}
