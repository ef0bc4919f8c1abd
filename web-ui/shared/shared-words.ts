/** The words of the shared components: `t('key', values)`. */

import { en } from './words/en.ts';
import { createWords } from './words.ts';

export const {
  t,
  rich,
  load: loadSharedWords,
} = createWords(en, {
  fr: async () => (await import('./words/fr.ts')).fr,
  de: async () => (await import('./words/de.ts')).de,
  es: async () => (await import('./words/es.ts')).es,
  pt: async () => (await import('./words/pt.ts')).pt,
});
