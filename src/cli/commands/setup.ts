/** `cloudlink setup`: the whole onboarding from one file, as often as one likes. */
import { toAppError } from '../../base/errors.ts';
import { type LinkState, Overview } from '../../contract/local-api.ts';
import { EXAMPLE, SetupFile } from '../../contract/setup-file.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { type Issue, load, refuse, ruleIssues, schemaIssues } from '../setup/check.ts';
import { linkStep } from '../setup/link-step.ts';
import { completeStep, personStep, siteStep, tunnelStep } from '../setup/more-steps.ts';
import { connectStep, firstSyncStep, pbxStep, scheduleStep, testStep } from '../setup/pbx-steps.ts';
import { resolve, valuesOf } from '../setup/resolve.ts';
import type { Plan, Step, Work } from '../setup/step.ts';
import { announce } from './link.ts';
import { type Form, filled, formOf } from './pbx.ts';

export type SetupOptions = {
  readonly file?: string;
  readonly dryRun: boolean;
  readonly writeSecrets: boolean;
  readonly schema: boolean;
  readonly example: boolean;
};

/** The steps of a file, in their order. */
function stepsOf({ link, site, pbx, sync, tunnels = [], people = [], complete }: SetupFile): Step[] {
  return [
    ...(link ? [linkStep] : []),
    ...(site ? [siteStep] : []),
    ...(pbx ? [pbxStep, testStep, connectStep] : []),
    ...(sync?.scheduleMinutes === undefined ? [] : [scheduleStep]),
    ...tunnels.map(tunnelStep),
    ...people.map((person, i) => personStep(person, `people.${i}`)),
    ...(pbx ? [firstSyncStep] : []),
    ...(complete === false ? [] : [completeStep]),
  ];
}

/** The form of the file's PBX type; an unknown type is an issue like any other. */
async function formIssues(
  context: Context,
  file: SetupFile,
): Promise<{ readonly form: Form | undefined; readonly issues: readonly Issue[] }> {
  if (!file.pbx) return { form: undefined, issues: [] };
  try {
    return { form: await formOf(context, file.pbx.type), issues: [] };
  } catch (thrown) {
    const { code, message, remedy } = toAppError(thrown);
    if (code !== 'USAGE') throw thrown;
    return { form: undefined, issues: [{ path: 'pbx.type', sentence: message, remedy }] };
  }
}

/** Everything that can be known before anything is done. @throws AppError SETUP_FILE with all that is wrong */
async function checked(context: Context, path: string, options: SetupOptions): Promise<Work> {
  const loaded = load(path);
  if (loaded.issues.length > 0) refuse(path, loaded.issues);
  const file = loaded.value as SetupFile;
  const { form, issues } = await formIssues(context, file);
  const { secrets, issues: unread } = await resolve(context, file, { isOpen: loaded.isOpen, form });
  const ofValues = form
    ? schemaIssues(form as never, filled(form, valuesOf(file, secrets)), ['pbx', 'values'])
    : [];
  const all = [...ruleIssues(file), ...issues, ...ofValues, ...unread];
  if (all.length > 0) refuse(path, all);
  return {
    context,
    file,
    secrets,
    form,
    writeSecrets: options.writeSecrets,
    dryRun: options.dryRun,
    overview: () => context.client.get('/api/overview', Overview),
    progress: () => undefined,
    announce: async () => undefined,
    noted: {},
  };
}

type State = 'unchanged' | 'done' | 'would' | 'waits' | 'running' | 'failed';
type Line = { readonly step: Step; readonly n: number; readonly of: number };

function tell(
  context: Context,
  { step, n, of }: Line,
  state: State,
  sentence: string,
  more: object = {},
): void {
  if (context.json) {
    context.out(JSON.stringify({ step: step.name, title: step.title, n, of, state, sentence, ...more }));
    return;
  }
  const count = `${n}/${of}`.padStart(`${of}/${of}`.length);
  const mark = state === 'would' ? 'would: ' : state === 'unchanged' ? 'unchanged: ' : '';
  context.out(`${count}  ${step.title}: ${mark}${sentence}`);
}

async function runStep(work: Work, line: Line): Promise<State> {
  const { context } = work;
  const plan: Plan = await line.step.plan(work);
  if ('same' in plan) {
    tell(context, line, 'unchanged', plan.same);
    return 'unchanged';
  }
  if ('waits' in plan) {
    tell(context, line, 'waits', plan.waits);
    return 'waits';
  }
  if (work.dryRun) {
    tell(context, line, 'would', plan.change);
    return 'would';
  }
  const told: Work = {
    ...work,
    progress: (sentence) => tell(context, line, 'running', sentence),
    announce: async (link: LinkState) => {
      if (context.json) tell(context, line, 'running', plan.change, { link });
      else await announce(context, link);
    },
  };
  const sentence = await line.step.apply(told);
  tell(context, line, 'done', sentence);
  return 'done';
}

/** A test that was run is no change. */
const counts = ({ name }: Step, state: State) => (state === 'done' || state === 'would') && name !== 'test';

/**
 * @returns exit code: 2 when something needs a person (detained or held users; with dryRun, when something would change)
 * @throws AppError SETUP_FILE before anything is done; else as the step that failed
 */
export async function setup(context: Context, options: SetupOptions): Promise<number> {
  if (options.schema) return printed(context, SetupFile);
  if (options.example) return printed(context, EXAMPLE);
  const { file: path } = options;
  if (path === undefined)
    throw fail('USAGE', {
      sentence: 'A set-up needs a file.',
      remedy: 'Give --file site.json; see --example.',
    });
  const work = await checked(context, path, options);
  context.interrupted('Stopped. What was done stays; run the same command again and it goes on from there.');
  const steps = stepsOf(work.file);
  let changes = 0;
  for (const [i, step] of steps.entries()) {
    const line = { step, n: i + 1, of: steps.length };
    try {
      if (counts(step, await runStep(work, line))) changes++;
    } catch (thrown) {
      const { code, message, remedy } = toAppError(thrown);
      tell(context, line, 'failed', message, { code, remedy });
      throw thrown;
    }
  }
  const would = options.dryRun ? 'would change' : 'changed';
  const sentence =
    changes === 0 ? `Nothing ${would}.` : `${changes} of ${steps.length} steps ${would} something.`;
  context.out(context.json ? JSON.stringify({ step: 'end', state: 'done', changes, sentence }) : sentence);
  return (options.dryRun && changes > 0) || work.noted.needsPerson ? 2 : 0;
}

function printed(context: Context, value: unknown): number {
  context.out(JSON.stringify(value, null, 2));
  return 0;
}
