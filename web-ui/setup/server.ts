/** Fetches the translations of what the gateway says; nothing for English, which the gateway speaks. */

import { setServerWords } from '../shared/server-sayings.ts';
import { GATEWAY_TEXTS } from '../shared/words/gateway/load.ts';
import { language } from '../shared/words.ts';

export async function loadServerWords(): Promise<void> {
  const wanted = language();
  if (wanted === 'en') return;
  const [{ serverWords }, texts] = await Promise.all([
    import('../shared/words/gateway/texts.ts'),
    GATEWAY_TEXTS[wanted](),
  ]);
  setServerWords(serverWords(texts));
}
