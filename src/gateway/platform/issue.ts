/** The text above the login prompt of this host's console (agetty(8), ISSUE FILES). */
import { rmSync } from 'node:fs';
import { writeFileAtomic } from './atomic-file.ts';

/**
 * @param file in the daemon's own folder; /etc/issue.d has a link to it. Only root, who shows it, and the group may
 *   read it, since it can hold the set-up code
 * @returns writes the text; undefined takes the file away
 */
export function createIssueFile(file: string): (text: string | undefined) => void {
  return (text) => {
    if (text === undefined) rmSync(file, { force: true });
    // agetty reads a backslash as the begin of an escape
    else writeFileAtomic(file, text.replaceAll('\\', '/'), { mode: 0o640 });
  };
}
