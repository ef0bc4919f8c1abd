/**
 * The words of the pages. Every string that a person reads stands in a catalogue under a key, as an ICU message
 * (plurals, numbers, dates); English is the one that is complete by type, the others are loaded when they are wanted.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { ComponentChildren } from 'preact';

export const LANGUAGES = {
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
  es: 'Español',
  pt: 'Português',
} as const;
export type Language = keyof typeof LANGUAGES;

export type Catalogue = Readonly<Record<string, string>>;
export type MessageValues = Readonly<Record<string, string | number | Date>>;
/** A value, or what `<name>…</name>` in the message becomes. */
export type RichValues = Readonly<
  Record<
    string,
    string | number | Date | ComponentChildren | ((chunks: ComponentChildren) => ComponentChildren)
  >
>;

const KEPT = 'language';

function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text);
}

/** Chosen on this browser, else the first of the browser's languages that we speak, else English. */
export function preferredLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

let current: Language = 'en';

/** The language of the page. */
export function language(): Language {
  return current;
}

/** BCP 47 tag for Intl: English is British here. */
export function locale(): string {
  return current === 'en' ? 'en-GB' : current;
}

/** Storage may be blocked; then the browser's own languages decide. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** Keeps the choice and reads the page anew in it; what is typed is kept by the drafts. */
export function chooseLanguage(next: Language): void {
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    console.info('the language is not kept: this browser blocks storage');
    return;
  }
  location.reload();
}

/** To be called once, before anything is shown. */
export function applyPreferredLanguage(): void {
  current = preferredLanguage(kept(), navigator.languages);
  document.documentElement.lang = current;
}

export type Words<C extends Catalogue> = {
  /** The sentence of a key in the language of the page. */
  readonly t: (key: keyof C & string, values?: MessageValues) => string;
  /** As `t`, with elements inside: `<b>…</b>` in the message calls `values.b`. */
  readonly rich: (key: keyof C & string, values: RichValues) => ComponentChildren;
  /** Fetches the catalogue of the page's language; a key that it lacks stays English. */
  readonly load: () => Promise<void>;
};

/**
 * One catalogue with its translations.
 *
 * @param others how the other languages are fetched, each in a file of its own
 * @example const { t } = createWords({ users: '{n, plural, one {# user} other {# users}}' }); t('users', { n: 2 })
 */
export function createWords<C extends Catalogue>(
  english: C,
  others: Partial<Record<Language, () => Promise<Catalogue>>> = {},
): Words<C> {
  let own: Catalogue = english;
  /** By language and text: to read a message costs more than to say it. */
  const made = new Map<string, IntlMessageFormat>();
  const message = (key: string) => {
    const text = own[key] ?? english[key] ?? key;
    const id = `${current} ${text}`;
    const known = made.get(id);
    if (known) return known;
    const fresh = new IntlMessageFormat(text, locale());
    made.set(id, fresh);
    return fresh;
  };
  return {
    t: (key, values) => message(key).format(values) as string,
    rich: (key, values) => message(key).format(values as Record<string, string>) as ComponentChildren,
    async load() {
      own = (await others[current]?.()) ?? english;
    },
  };
}
