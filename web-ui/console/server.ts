/** Fetches the translations of what the cloud says; nothing for English, which the cloud speaks. */

import { setServerWords } from '../shared/server-sayings.ts';
import { language } from '../shared/words.ts';

const TEXTS = {
  fr: async () => (await import('./words/server/fr.ts')).fr,
  de: async () => (await import('./words/server/de.ts')).de,
  es: async () => (await import('./words/server/es.ts')).es,
  pt: async () => (await import('./words/server/pt.ts')).pt,
} as const;

export async function loadServerWords(): Promise<void> {
  const wanted = language();
  if (wanted === 'en') return;
  const [{ consoleWords }, texts] = await Promise.all([import('./words/server/texts.ts'), TEXTS[wanted]()]);
  setServerWords(consoleWords(texts));
}
