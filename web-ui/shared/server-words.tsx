/**
 * What a server says, in the language of the page. Servers speak English; a page family hands in translations of
 * their constant sentences, and what has none is shown as it came, marked as English for assistive technology.
 */
import { count } from './format.ts';
import { language } from './words.ts';

export type ServerWords = {
  /** English sentence → the same in the language of the page. */
  readonly texts: ReadonlyMap<string, string>;
  /** Code → what it means in general; stands before a sentence of the server that says it more exactly. */
  readonly meanings: ReadonlyMap<string, string>;
};

const NONE: ServerWords = { texts: new Map(), meanings: new Map() };
let words = NONE;

/** Puts the translations in place; called before the first drawing. */
export function setServerWords(next: ServerWords): void {
  words = next;
}

/**
 * A sentence with numbers in it stands under its form: `#` for each number there, and `#1`, `#2` … in the translation.
 */
function translated(english: string): string | undefined {
  const own = words.texts.get(english);
  if (own !== undefined) return own;
  const numbers = english.match(/\d+/g);
  const form = numbers && words.texts.get(english.replaceAll(/\d+/g, '#'));
  return form?.replaceAll(/#(\d)/g, (_, place: string) => count(Number(numbers?.[Number(place) - 1])));
}

/** A sentence of the server where no element can stand (a label, a choice, a title). */
export function said(english: string): string {
  return translated(english) ?? english;
}

/** A sentence of the server. `code`: the row of a table that it says more exactly. */
export function Said({ text, code }: { text: string; code?: string | undefined }) {
  const own = translated(text);
  if (own !== undefined || language() === 'en') return <>{own ?? text}</>;
  const meaning = code && words.meanings.get(code);
  return (
    <>
      {meaning && `${meaning} `}
      <span lang="en">{text}</span>
    </>
  );
}
