/**
 * What a server says, in the language of the page. Servers speak English; a page family hands in translations of
 * their constant sentences, and what has none is shown as it came, marked as English for assistive technology.
 */
import { count } from './format.ts';

export type ServerWords = {
  /** English sentence → the same in the language of the page. */
  readonly texts: ReadonlyMap<string, string>;
  /** Code → what it means in general; stands before a sentence of the server that says it more exactly. */
  readonly meanings: ReadonlyMap<string, string>;
  /** English with `{name}` or `{why}` in it → the same in the language of the page; part of a sentence, or one by itself. */
  readonly patterns?: readonly (readonly [english: string, own: string])[];
};

const NONE: ServerWords = { texts: new Map(), meanings: new Map() };
let words = NONE;
let patterns: readonly { readonly form: RegExp; readonly own: string }[] = [];

const PLACE = /\{(?:name|why)\}/;
/** Servers write the first letter small within a sentence, and large in one of its own that ends with a full stop. */
function formOf(english: string): RegExp {
  const [before = '', after = ''] = english
    .split(PLACE)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${before}${PLACE.test(english) ? `(.+?)${after}` : ''}(\\.?)$`, 'i');
}

/** Puts the translations in place; called before the first drawing. */
export function setServerWords(next: ServerWords): void {
  words = next;
  patterns = (next.patterns ?? []).map(([english, own]) => ({ form: formOf(english), own }));
}

function fromPattern(english: string): string | undefined {
  for (const { form, own } of patterns) {
    const found = form.exec(english);
    if (!found) continue;
    const [, first = '', second] = found;
    const [value, stop] = second === undefined ? ['', first] : [first, second];
    const text = own.replace(PLACE, () => translated(value) ?? value);
    return stop === '' ? text : text.charAt(0).toUpperCase() + text.slice(1) + stop;
  }
  return undefined;
}

/**
 * A sentence with numbers in it stands under its form: `#` for each number there, and `#1`, `#2` … in the translation.
 */
export function translated(english: string): string | undefined {
  const own = words.texts.get(english);
  if (own !== undefined) return own;
  const filled = fromPattern(english);
  if (filled !== undefined) return filled;
  const numbers = english.match(/\d+/g);
  const form = numbers && words.texts.get(english.replaceAll(/\d+/g, '#'));
  return form?.replaceAll(/#(\d)/g, (_, place: string) => count(Number(numbers?.[Number(place) - 1])));
}

/** What an error means in general, by its code. */
export const meaningOf = (code: string): string | undefined => words.meanings.get(code);

/** A sentence of the server where no element can stand (a label, a choice, a title). */
export function said(english: string): string {
  return translated(english) ?? english;
}
