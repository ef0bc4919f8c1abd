/** What the cloud itself says to a person, for the languages that it does not speak. English comes from the cloud. */
import { INTERNAL } from '../../../../src/base/errors.ts';
import { ERRORS, type ErrorCode } from '../../../../src/cloud/core/errors.ts';
import { LAUNCH_ENDS } from '../../../../src/contract/consent-words.ts';
import { ORDER_STEPS, type OrderStep } from '../../../../src/contract/history-actions.ts';
import { ORDER_WORDS, type OrderWords } from '../../../../src/contract/order-words.ts';
import type { ServerWords } from '../../../shared/server-sayings.ts';

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
  'SUPPORT_TOO_LARGE',
  'SUPPORT_OFFSET',
  'SUPPORT_DIGEST',
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
  /** Why a launch ended; `{name}` and `{why}` stand in both. */
  readonly ends: Readonly<Record<(typeof LAUNCH_ENDS)[number], string>>;
  /** What a gateway says of an order. */
  readonly orders: Readonly<Record<OrderWords, string>>;
  /** What the history says after the title of an order. */
  readonly steps: Readonly<Record<OrderStep, string>>;
  /** By the English text, where there is no code. */
  readonly texts: Readonly<Record<string, string>>;
};

/** Joins the translations with the table whose codes they have. */
export function consoleWords({ errors, ends, orders, steps, texts }: ConsoleTexts): ServerWords {
  const isPattern = (english: string) => english.includes('{name}');
  const all = new Map(Object.entries(texts));
  for (const english of ORDER_WORDS) if (!isPattern(english)) all.set(english, orders[english]);
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
  const patterns: [string, string][] = [
    ...LAUNCH_ENDS.map((english): [string, string] => [english, ends[english]]),
    ...ORDER_WORDS.filter(isPattern).map((english): [string, string] => [english, orders[english]]),
    ...ORDER_STEPS.map((step): [string, string] => [`{name}: ${step}`, `{name}: ${steps[step]}`]),
  ];
  return { texts: all, meanings, patterns };
}
