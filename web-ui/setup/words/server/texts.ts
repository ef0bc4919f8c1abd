/** What the gateway itself says, for the languages that it does not speak. English comes from the gateway. */
import { INTERNAL } from '../../../../src/base/errors.ts';
import { ERRORS, type ErrorCode } from '../../../../src/gateway/core/errors.ts';
import { REASONS, type ReasonCode } from '../../../../src/gateway/core/sync-reasons.ts';
import type { ServerWords } from '../../../shared/server-words.tsx';

export type ServerTexts = {
  /** By the code of the row. */
  readonly errors: Readonly<Record<ErrorCode | 'INTERNAL', readonly [sentence: string, remedy: string]>>;
  readonly reasons: Readonly<Record<ReasonCode, string>>;
  /** By the English text, where there is no code: titles, labels, helps, constant facts and remedies. */
  readonly texts: Readonly<Record<string, string>>;
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
];

/** Joins the translations with the tables whose codes they have. */
export function serverWords({ errors, reasons, texts }: ServerTexts): ServerWords {
  const all = new Map([...NAMES.map((name) => [name, name] as const), ...Object.entries(texts)]);
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
