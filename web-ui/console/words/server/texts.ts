/** What the cloud itself says to a person, for the languages that it does not speak. English comes from the cloud. */
import { INTERNAL } from '../../../../src/base/errors.ts';
import { ERRORS, type ErrorCode } from '../../../../src/cloud/core/errors.ts';
import type { ServerWords } from '../../../shared/server-words.tsx';

/**
 * Rows that no page of the console shows: they are answered to gateways and other programs, stand in the terminal of
 * the operator, or on the pages of a launch, which the cloud draws itself.
 */
export const NOT_IN_CONSOLE = [
  'CONFIG_INVALID',
  'CLAIM_TOKEN_WRONG',
  'NOT_LINKED',
  'TOKEN_INVALID',
  'DPOP_NONCE',
  'DPOP_INVALID',
  'KEY_OFFER_BAD',
  'TUNNEL_PLAN_OLD',
  'KEY_TAKEN',
  'RETURN_ADDRESS',
  'PARTNER_MISSING',
  'LAUNCH_ENDED',
  'LAUNCH_TOKEN',
  'LAUNCH_FOREIGN',
] as const satisfies readonly ErrorCode[];

export type Shown = Exclude<ErrorCode, (typeof NOT_IN_CONSOLE)[number]> | 'INTERNAL';

export type ConsoleTexts = {
  /** By the code of the row. */
  readonly errors: Readonly<Record<Shown, readonly [sentence: string, remedy: string]>>;
  /** By the English text, where there is no code. */
  readonly texts: Readonly<Record<string, string>>;
};

/** Joins the translations with the table whose codes they have. */
export function consoleWords({ errors, texts }: ConsoleTexts): ServerWords {
  const all = new Map(Object.entries(texts));
  const meanings = new Map<string, string>();
  const rows: Readonly<Record<string, { readonly sentence: string; readonly remedy: string }>> = {
    ...ERRORS,
    INTERNAL,
  };
  for (const [code, [sentence, remedy]] of Object.entries(errors)) {
    const row = rows[code];
    if (!row) continue;
    all.set(row.sentence, sentence);
    all.set(row.remedy, remedy);
    meanings.set(code, sentence);
  }
  return { texts: all, meanings };
}
