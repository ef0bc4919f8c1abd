/** The set-up steps of this kind of gateway and how far somebody came (rows A2 and A4–A7); the gateway decides them. */
import type { Overview, SetupStepName } from '../../src/contract/local-api.ts';
import type { SetupStep } from '../shared/index.ts';
import { t } from './words.ts';

export type StepName = SetupStepName;

type Progress = Pick<Overview, 'setup' | 'site' | 'pbx'>;

function noteOf(name: StepName, { site, pbx }: Progress): string | undefined {
  if (name === 'gateway') return site && t('place', { name: site.name, city: site.city });
  return name === 'pbx' || name === 'sync' ? pbx?.title : undefined;
}

/** The first step that is not finished; undefined when set-up is complete. */
export function nextStep({ setup }: Pick<Overview, 'setup'>): StepName | undefined {
  return setup.next;
}

export function stepTitle(name: StepName): string {
  return t(`step.${name}`);
}

export function stepHref(name: StepName): string {
  return `/setup/${name}`;
}

/** Whether this kind of gateway has the step. */
export function hasStep({ setup }: Pick<Overview, 'setup'>, name: StepName): boolean {
  return setup.steps.some((step) => step.name === name);
}

/** Where `Back` and `Next` lead from a step; the dashboard beyond the ends. */
export function around({ setup }: Pick<Overview, 'setup'>, name: StepName): { back: string; next: string } {
  const at = setup.steps.findIndex((step) => step.name === name);
  const href = (i: number) => {
    const step = setup.steps[i];
    return step ? stepHref(step.name) : '/';
  };
  return { back: href(at - 1), next: href(at + 1) };
}

/** `Step 2 of 4.` */
export function stepOf({ setup }: Pick<Overview, 'setup'>, name: StepName): string {
  const n = setup.steps.findIndex((step) => step.name === name) + 1;
  return t('step.of', { n, total: setup.steps.length });
}

/** The rows of the stepper. A step can be opened when everything before it is finished. */
export function setupSteps(progress: Progress, here: StepName | undefined): readonly SetupStep[] {
  const { steps } = progress.setup;
  const reached = steps.findIndex((step) => !step.done);
  return steps.map(({ name, done }, i) => ({
    href: stepHref(name),
    title: stepTitle(name),
    state: name === here ? 'here' : done ? 'done' : 'later',
    note: noteOf(name, progress),
    open: i === reached,
  }));
}
