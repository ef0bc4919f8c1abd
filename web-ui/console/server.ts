/**
 * Fetches the translations of what the cloud says, and of what gateways say through it: alarms, outcomes of orders, faults.
 * Nothing for English, which both speak.
 */

import { setServerWords } from '../shared/server-sayings.ts';
import { language } from '../shared/words.ts';

const TEXTS = {
  fr: async () => (await import('./words/server/fr.ts')).fr,
  de: async () => (await import('./words/server/de.ts')).de,
  es: async () => (await import('./words/server/es.ts')).es,
  pt: async () => (await import('./words/server/pt.ts')).pt,
} as const;
const OF_GATEWAYS = {
  fr: async () => (await import('../shared/words/gateway/fr.ts')).fr,
  de: async () => (await import('../shared/words/gateway/de.ts')).de,
  es: async () => (await import('../shared/words/gateway/es.ts')).es,
  pt: async () => (await import('../shared/words/gateway/pt.ts')).pt,
} as const;

/** Behind the sign-in gateways are heard too; the first page is spared their words. */
let areGatewaysHeard = false;

export async function loadServerWords(): Promise<void> {
  const wanted = language();
  if (wanted === 'en') return;
  const [{ consoleWords }, texts] = await Promise.all([import('./words/server/texts.ts'), TEXTS[wanted]()]);
  const cloud = consoleWords(texts);
  if (!areGatewaysHeard) return setServerWords(cloud);
  const [{ serverWords }, ofGateways] = await Promise.all([
    import('../shared/words/gateway/texts.ts'),
    OF_GATEWAYS[wanted](),
  ]);
  const gateway = serverWords(ofGateways);
  // where both say the same, it is the cloud that was asked
  setServerWords({
    ...cloud,
    texts: new Map([...gateway.texts, ...cloud.texts]),
    meanings: new Map([...gateway.meanings, ...cloud.meanings]),
  });
}

export async function loadGatewayWords(): Promise<void> {
  areGatewaysHeard = true;
  await loadServerWords();
}
