/** How the last restore of a data folder ended, and whether one waits for the next start; read without the machinery. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { RestoreEnd } from '../../contract/backup.ts';
import type { RestoreFacts } from '../core/ports/backup.ts';
import { RESTORE_FOLDER } from './names.ts';

const Known = Type.Object({ state: Type.String(), last: Type.Optional(RestoreEnd) });

export function restoreFacts(dataDir: string): RestoreFacts {
  try {
    const found: unknown = JSON.parse(readFileSync(join(dataDir, RESTORE_FOLDER, 'state.json'), 'utf8'));
    if (!Value.Check(Known, found)) return { staged: false };
    return { staged: found.state === 'staged', ...(found.last ? { last: found.last } : {}) };
  } catch {
    // there never was one, or what is there says nothing
    return { staged: false };
  }
}
