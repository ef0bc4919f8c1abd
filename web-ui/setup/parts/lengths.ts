/** Texts that are too long are said to be so, and never cut: what was pasted stays as it was. */
import { t } from '../words.ts';

/** In characters: an emoji is one. */
const lengthOf = (text: string) => [...text].length;

export function isTooLong(text: string, most = Number.POSITIVE_INFINITY): boolean {
  return lengthOf(text) > most;
}

export function tooLong(text: string, most = 0): string {
  return t('form.tooLong', { n: lengthOf(text), most });
}
