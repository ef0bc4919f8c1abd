/** The console in British English. Vendor labels are exact (docs: row numbers of the feature table). */

import { frame } from './en/frame.ts';
import { lists } from './en-lists.ts';

export const en = { ...frame, ...lists } as const;
