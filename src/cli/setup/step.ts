/** The parts that every step of a set-up has. */
import type { LinkState, Overview } from '../../contract/local-api.ts';
import type { SetupFile } from '../../contract/setup-file.ts';
import type { Form } from '../commands/pbx.ts';
import type { Context } from '../context.ts';

export type Work = {
  readonly context: Context;
  readonly file: SetupFile;
  /** Path → secret. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Settings of the PBX type of the file. */
  readonly form: Form | undefined;
  /** Save the PBX's secrets even where everything else is the same. */
  readonly writeSecrets: boolean;
  readonly dryRun: boolean;
  readonly overview: () => Promise<Overview>;
  /** What is going on in the step that runs. */
  readonly progress: (sentence: string) => void;
  /** A code that a person has to enter. */
  readonly announce: (link: LinkState) => Promise<void>;
  /** Facts that an earlier step found. */
  readonly noted: { connected?: boolean; needsPerson?: boolean };
};

/** `same`: nothing to do, and why. `change`: what would be done. `waits`: for a person. */
export type Plan = { readonly same: string } | { readonly change: string } | { readonly waits: string };

export type Step = {
  readonly name: string;
  readonly title: string;
  plan(work: Work): Promise<Plan>;
  /** Does what was planned. @returns what was done, as a sentence */
  apply(work: Work): Promise<string>;
};
