/** What the PBX types share: checking of settings, faults of a row, test steps, ends of a read. */
import type { Static, TObject } from 'typebox';
import { type AppError, toFault } from '../../base/errors.ts';
import type { Fault } from '../../contract/common.ts';
import { fail } from '../core/errors.ts';
import type { ReadEnd, SourceDetail, SourceRecord, TestStep, UserPages } from '../core/ports/connector.ts';
import { completed, wrongFields } from '../core/settings-schema.ts';

/** JSON Schema keywords of ours, beside TypeBox's own options (contract: local-api, PbxType). */
export type SettingOptions = {
  readonly title: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly order: number;
  readonly secret?: true;
  readonly showIf?: { readonly key: string; readonly equals: unknown };
  /** A host of the link: changing it clears the stored secrets. */
  readonly host?: true;
};

/** Keeps the options of a setting honest: what is misspelt does not compile. */
export const setting = <O extends SettingOptions>(options: O): O => options;

/**
 * The settings as the type's schema has them: defaults filled in, empty texts left out, everything checked.
 * @throws AppError BAD_INPUT with one entry a wrong field; values never appear in it
 */
export function checkedSettings<T extends TObject>(
  schema: T,
  values: Readonly<Record<string, unknown>>,
): Static<T> {
  const full = completed(schema, values);
  const fields = wrongFields(schema, full);
  if (fields.length === 0) return full as Static<T>;
  throw fail('BAD_INPUT', { sentence: fields.map(({ sentence }) => sentence).join(' '), fields });
}

/** Why one row could not be taken. Code → what to do; the row's own sentence says what is wrong with it. */
export const ROW_FAULTS = {
  ROW_NO_ID: 'Give the row its identity; without it nobody can be matched.',
  ROW_UNREADABLE: 'Correct this row as its sentence says; in CSV, look at its quotes.',
  ROW_COLUMNS: 'Give the row as many values as there are columns; quote a value that holds the delimiter.',
  ROW_TOO_LONG: 'Shorten the row; in CSV, look for a missing closing quote.',
  FIELD_TOO_LONG: 'Shorten the value.',
  DUP_ID: 'Give every person an identity of their own.',
  ROW_CELL: 'Correct the cell, or clear it.',
  LDIF_URL: 'Export the value itself; the gateway opens no other file and no page.',
  LDIF_NO_ENTRY: 'Put the entry before its change, or export entries in place of changes.',
} as const;
export type RowFault = keyof typeof ROW_FAULTS;

/** A row that is kept as an error. `anchor` is the row's own identity where it can be read. */
export function faultyRow(code: RowFault, where: string, sentence: string, anchor?: string): SourceRecord {
  return {
    anchor: anchor ?? `?${where}`,
    raw: {},
    fault: { code, sentence, remedy: ROW_FAULTS[code], where },
  };
}

/** An end that removes nobody. Anything thrown that is no row of the error table is a defect and keeps its code INTERNAL. */
export function incomplete(thrown: unknown): ReadEnd {
  return { kind: 'incomplete', fault: toFault(thrown) };
}

/** The reason why a read that had begun is not whole. */
export function notWhole(sentence: string, why: { remedy?: string; cause?: unknown } = {}): AppError {
  return fail('SOURCE_INCOMPLETE', { sentence, ...why });
}

/** The members of a checked row that its schema names, by themselves: Value.Clean takes a third of a millisecond a row. */
export function named<T extends TObject>(schema: T, row: Static<T>): Static<T> {
  const given = row as Readonly<Record<string, unknown>>;
  const names = Object.keys(schema.properties).filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, given[name]])) as Static<T>;
}

/** What was found; a warning is shown with its remedy and stops nothing. */
export type StepResult = string | { readonly facts: string; readonly warning: AppError };
export type Step = Pick<TestStep, 'title' | 'about'> & { readonly run: () => Promise<StepResult> };

/** Runs titled steps in order and stops at the first that fails. */
export async function runSteps(steps: readonly Step[]): Promise<readonly TestStep[]> {
  const done: TestStep[] = [];
  for (const { run, ...step } of steps) {
    try {
      const found = await run();
      if (typeof found === 'string') done.push({ ...step, ok: true, facts: found });
      else done.push({ ...step, ok: true, facts: found.facts, fault: toFault(found.warning) });
    } catch (thrown) {
      const fault: Fault = toFault(thrown);
      return [...done, { ...step, ok: false, facts: fault.sentence, fault }];
    }
  }
  return done;
}

/** The same pages; `note` is told how many records a read had that came to its end and was of everybody. */
export async function* counted(pages: UserPages, note: (records: number) => void): UserPages {
  let records = 0;
  for (;;) {
    const step = await pages.next();
    if (step.done) {
      if (step.value.kind === 'complete') note(records);
      return step.value;
    }
    records += step.value.length;
    yield step.value;
  }
}

/** Labels of `ConnectorSession.details`; each is translated (web-ui/setup/words/server). */
export const DETAIL_LABELS = {
  host: 'Host',
  file: 'File',
  product: 'Product',
  version: 'Version',
  node: 'Node',
  protocol: 'Protocol',
  users: 'Users',
  numbers: 'Numbers',
  groups: 'Groups',
  dids: 'DID numbers',
  dynamic: 'Synchronise dynamic extensions only',
  profile: 'Feature profile',
} as const;
export type DetailLabel = keyof typeof DETAIL_LABELS;

/** Details in the given order; what is not known yet is left out. */
export function detailsOf(
  found: readonly (readonly [DetailLabel, string | number | undefined])[],
): readonly SourceDetail[] {
  return found.flatMap(([label, text]) =>
    text === undefined || text === ''
      ? []
      : [{ label: DETAIL_LABELS[label], text: String(text).slice(0, 256) }],
  );
}
