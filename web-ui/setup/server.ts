/** Fetches the translations of what the gateway says; nothing for English, which the gateway speaks. */

import { setServerWords } from '../shared/server-sayings.ts';
import { language } from '../shared/words.ts';

const TEXTS = {
  fr: async () => (await import('../shared/words/gateway/fr.ts')).fr,
  de: async () => (await import('../shared/words/gateway/de.ts')).de,
  es: async () => (await import('../shared/words/gateway/es.ts')).es,
  pt: async () => (await import('../shared/words/gateway/pt.ts')).pt,
} as const;

export async function loadServerWords(): Promise<void> {
  const wanted = language();
  if (wanted === 'en') return;
  const [{ serverWords }, texts] = await Promise.all([
    import('../shared/words/gateway/texts.ts'),
    TEXTS[wanted](),
  ]);
  setServerWords(serverWords(texts));
}
