/** The update feature of an installation that does not update itself: everything is there, and nothing happens. */

import { fail } from '../../src/gateway/core/errors.ts';
import { createUpdate, type UpdateDeps } from '../../src/gateway/features/update/update.ts';

export const unusedFiles: UpdateDeps['files'] = {
  have: async () => 0,
  fetch: async () => undefined,
  unpackFile: async () => undefined,
  isWhole: async () => true,
  path: () => '/nonexistent',
  free: async () => Number.MAX_SAFE_INTEGER,
  keepOnly: async () => undefined,
  uploaded: async () => ({ offset: 0, total: 0, complete: false }),
  upload: async () => ({ offset: 0, total: 0, complete: false }),
  forgetUpload: async () => undefined,
};

export function fakeUpdate(deps: Pick<UpdateDeps, 'settings' | 'events' | 'clock'>) {
  return createUpdate({
    ...deps,
    running: '1.0.0',
    store: { load: async () => undefined, save: async () => undefined },
    source: {
      obstacle: () => undefined,
      fromCloud: async () => [],
      fromFile: async () => {
        throw fail('UPDATE_FILE_BAD');
      },
    },
    backend: undefined,
    files: unusedFiles,
    snapshots: { take: async () => undefined, forget: async () => undefined },
    facts: async () => {
      throw new TypeError('not looked at here');
    },
    logTail: async () => [],
    settleMs: 0,
    limitMs: 0,
    log: () => undefined,
    random: () => 0.5,
    newId: () => '01930000-0000-7000-8000-000000000001',
    zone: () => 'UTC',
    asset: () => 'cloudlink.local',
  });
}
