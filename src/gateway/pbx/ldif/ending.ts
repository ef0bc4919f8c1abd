/**
 * Is this the end of the file, or only where it was cut off? LDIF has no mark for its end. What can be noticed: a last
 * line without an end, a last change without its `-`, and what OpenLDAP's `ldapsearch` writes before and behind its entries.
 */
import type { Entry, Wrong } from './record.ts';

/** ldapsearch, with comments (no option, or -L): the first line of its head, and the last part of its foot. */
const HEAD = /^# LDAPv3$/;
const FOOT = /^# numResponses: \d+$/;
const SUCCESS = 0;

export type Ending = ReturnType<typeof watchEnding>;

export function watchEnding() {
  let searches = 0;
  let failed: string | undefined;
  let isCut = false;
  let isOpen = false;
  return {
    comment(text: string): void {
      if (HEAD.test(text)) searches++;
      else if (FOOT.test(text)) searches--;
    },
    /** @param text as of `4 Size limit exceeded` */
    result(text: string): void {
      if (Number.parseInt(text, 10) !== SUCCESS) failed = text;
    },
    record(entry: Entry | Wrong): void {
      isOpen = 'kind' in entry && entry.kind === 'modify' && entry.isOpen;
    },
    lastLine(hasNoEnd: boolean): void {
      isCut = hasNoEnd;
    },
    /** The last line has no end: what is made of this file must not look whole. */
    isCut: () => isCut,
    /** Why the records may not be all, as a sentence; undefined: nothing speaks for that. */
    doubt(): string | undefined {
      if (isCut) return 'The file does not end with a line break, so it may be cut off.';
      if (failed !== undefined) return `The directory broke the search off that this file is of: ${failed}.`;
      if (searches > 0) return 'The foot is missing that ldapsearch writes, so the file may be cut off.';
      if (isOpen) return 'The last change of the file does not end with “-”, so it may be cut off.';
      return undefined;
    },
  };
}
