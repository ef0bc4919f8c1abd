/** The console's words: `t('key', values)`. */
import { createWords } from '../shared/words.ts';
import { en } from './words/en.ts';

export const { t, rich, load } = createWords(en);
