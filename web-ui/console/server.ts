/**
 * Fetches the translations of what the cloud says, and of what gateways say through it: alarms, outcomes of orders, faults.
 * Nothing for English, which both speak.
 */

import { setServerWords } from '../shared/server-sayings.ts';
import { GATEWAY_TEXTS } from '../shared/words/gateway/load.ts';
import { language } from '../shared/words.ts';

const TEXTS = {
  fr: async () => (await import('./words/server/fr.ts')).fr,
  de: async () => (await import('./words/server/de.ts')).de,
  es: async () => (await import('./words/server/es.ts')).es,
  pt: async () => (await import('./words/server/pt.ts')).pt,
} as const;

/** Behind the sign-in gateways are heard too; the first page is spared their words. */
let areGatewaysHeard = false;

export async function loadServerWords(): Promise<void> {
  const wanted = language();
  if (wanted === 'en') return;
  if (!areGatewaysHeard) {
    const [{ consoleWords }, texts] = await Promise.all([import('./words/server/texts.ts'), TEXTS[wanted]()]);
    return setServerWords(consoleWords(texts));
  }
  const [{ insideWords }, ...texts] = await Promise.all([
    import('./words/server/inside.ts'),
    TEXTS[wanted](),
    GATEWAY_TEXTS[wanted](),
  ]);
  setServerWords(insideWords(...texts));
}

export async function loadGatewayWords(): Promise<void> {
  areGatewaysHeard = true;
  await loadServerWords();
}
