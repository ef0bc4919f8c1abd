/** What the gateway itself says, for the languages that it does not speak. English comes from the gateway. */
import { INTERNAL } from '../../../../src/base/errors.ts';
import { ERRORS, type ErrorCode } from '../../../../src/gateway/core/errors.ts';
import { REASONS, type ReasonCode } from '../../../../src/gateway/core/sync-reasons.ts';
import type { ServerWords } from '../../server-sayings.ts';

/** Sentences with numbers in them, `#` for each: what a sync does at this moment, and why its guard holds removals. */
export const FORMS = [
  'The source is empty; all # users would be removed.',
  '# of # rows are detained; nobody is removed until the source is in order.',
  '# of # users would be removed; # at most go without a confirmation.',
  'With the last # hours # of # users would be removed; # at most go without a confirmation.',
  'Reading the source: # rows.',
  'Looking at what changed: # people.',
  'Making the plan.',
  'Sending to the cloud: # users.',
  'Taking back: # users.',
  'Recording the result.',
  'Users who are detained and not in the cloud: #.',
] as const;

export type ServerTexts = {
  /** By the code of the row. */
  readonly errors: Readonly<Record<ErrorCode | 'INTERNAL', readonly [sentence: string, remedy: string]>>;
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  /** By the English text, where there is no code: titles, labels, helps, constant facts and remedies. */
  readonly texts: Readonly<Record<string, string>>;
  /** `#1`, `#2` … for the numbers, in the order of the English. */
  readonly forms: Readonly<Record<(typeof FORMS)[number], string>>;
};

/** Names that no language translates. */
export const NAMES = [
  'WebSocket',
  'MiVoice Business',
  'Active Directory',
  'StartTLS',
  'LDAPS',
  'windows-1252',
  'Bind DN',
  'Base DN',
  'MiVoice Office 250',
  'MiVoice Office 400',
  'MX-ONE',
  'Asterisk',
  'FreePBX',
  '3CX',
  'TLS',
  'SIP',
  'PJSIP',
];

/** Joins the translations with the tables whose codes they have. */
export function serverWords({ errors, reasons, texts, forms }: ServerTexts): ServerWords {
  const all = new Map([
    ...NAMES.map((name) => [name, name] as const),
    ...Object.entries(texts),
    ...Object.entries(forms),
  ]);
  const meanings = new Map<string, string>();
  for (const [code, row] of Object.entries({ ...ERRORS, INTERNAL })) {
    const [sentence, remedy] = errors[code as ErrorCode];
    all.set(row.sentence, sentence);
    all.set(row.remedy, remedy);
    meanings.set(code, sentence);
  }
  for (const [code, { sentence }] of Object.entries(REASONS)) {
    const own = reasons[code as ReasonCode];
    all.set(sentence, own);
    if (!meanings.has(code)) meanings.set(code, own);
  }
  return { texts: all, meanings };
}
