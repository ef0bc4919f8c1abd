/** The words of the shared components: `t('key', values)`. */

import { en } from './words/en.ts';
import { createWords } from './words.ts';

export const { t, rich, load: loadSharedWords } = createWords(en);
