/** The set-up steps of this kind of gateway and how far somebody came (rows A2 and A4–A7). */
import type { Overview } from '../../src/contract/local-api.ts';
import type { SetupStep } from '../shared/index.ts';
import { t } from './words.ts';

export type StepName = 'gateway' | 'pbx' | 'connect' | 'deployment';

const ORDER: readonly StepName[] = ['gateway', 'pbx', 'connect', 'deployment'];

type Progress = Pick<Overview, 'onboarding' | 'site' | 'pbx'>;

/** What makes each step finished. */
function finished({ onboarding }: Progress): Record<StepName, boolean> {
  return {
    gateway: onboarding.siteSaved,
    pbx: onboarding.pbxSaved,
    connect: onboarding.connected,
    deployment: onboarding.completed,
  };
}

function noteOf(name: StepName, { site, pbx }: Progress): string | undefined {
  if (name === 'gateway') return site && t('place', { name: site.name, city: site.city });
  return name === 'pbx' ? pbx?.title : undefined;
}

/** The first step that is not finished; undefined when set-up is complete. */
export function nextStep(progress: Progress): StepName | undefined {
  const done = finished(progress);
  return done.deployment ? undefined : ORDER.find((name) => !done[name]);
}

export function stepTitle(name: StepName): string {
  return t(`step.${name}`);
}

export function stepHref(name: StepName): string {
  return `/setup/${name}`;
}

/** The rows of the stepper. A step can be opened when everything before it is finished. */
export function setupSteps(progress: Progress, here: StepName): readonly SetupStep[] {
  const done = finished(progress);
  const reached = ORDER.findIndex((name) => !done[name]);
  return ORDER.map((name, i) => ({
    href: stepHref(name),
    title: stepTitle(name),
    state: name === here ? 'here' : done[name] ? 'done' : 'later',
    note: noteOf(name, progress),
    open: i === reached,
  }));
}
