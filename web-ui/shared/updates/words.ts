/** The words of schedules and states of updates, for both page families. */
import { createWords } from '../words.ts';
import { en } from './words/en.ts';

export const { t, rich, load } = createWords(en, {
  fr: async () => (await import('./words/fr.ts')).fr,
  de: async () => (await import('./words/de.ts')).de,
  es: async () => (await import('./words/es.ts')).es,
  pt: async () => (await import('./words/pt.ts')).pt,
});
