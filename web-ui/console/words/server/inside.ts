/** What is said behind the sign-in: by the cloud, and by gateways through it. */
import { CONSENT_ERRORS } from '../../../../src/contract/consent-words.ts';
import type { ServerWords } from '../../../shared/server-sayings.ts';
import { type ServerTexts, serverWords } from '../../../shared/words/gateway/texts.ts';
import { type ConsoleTexts, consoleWords } from './texts.ts';

/** A reason stands within a sentence: without the first letter's size and the full stop. */
const within = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');

export function insideWords(ofCloud: ConsoleTexts, ofGateways: ServerTexts): ServerWords {
  const cloud = consoleWords(ofCloud);
  const gateway = serverWords(ofGateways);
  const refusals = Object.entries(CONSENT_ERRORS).map(([code, { sentence }]): [string, string] => [
    within(sentence),
    within(ofGateways.errors[code as keyof typeof CONSENT_ERRORS][0]),
  ]);
  // where both say the same, it is the cloud that was asked
  return {
    texts: new Map([...gateway.texts, ...cloud.texts]),
    meanings: new Map([...gateway.meanings, ...cloud.meanings]),
    patterns: [...(cloud.patterns ?? []), ...refusals],
  };
}
