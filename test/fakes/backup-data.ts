/** Backups and a factory reset as the pages may find them. */
import type { BackupPlan, BackupView } from '../../src/contract/backup.ts';
import { RESET_GOES, RESET_STAYS, type ResetView } from '../../src/contract/factory-reset.ts';
import type { Size } from './sync-data.ts';

const DAY = 86_400_000;
const NAME = 'cloudlink-cloudlink-local-20261126-020000.cloudlink-backup';

export function backupView(time: number, size: Size): BackupView {
  if (size === 'none')
    return {
      files: [],
      stale: false,
      staged: false,
      of: { dataDir: '/var/lib/cloudlink', name: 'cloudlink.local', kind: 'standalone' },
    };
  const at = time - 10 * 3_600_000;
  return {
    schedule: { folder: '/media/backup', everyDays: 1, keep: 7 },
    last: {
      file: `/media/backup/${NAME}`,
      bytes: 2_480_000,
      sha256: 'a'.repeat(64),
      madeAt: at,
      verifiedAt: at + 4_000,
      files: 9,
      encryption: 'passphrase',
    },
    files: Array.from({ length: 3 }, (_, i) => ({
      name: NAME.replace('26-02', `${26 - i}-02`),
      bytes: 2_480_000 - i * 10_000,
      at: at - i * DAY,
    })),
    stale: false,
    staged: false,
    of: { dataDir: '/var/lib/cloudlink', name: 'cloudlink.local', kind: 'standalone' },
    lastRestore: { at: time - 40 * DAY, end: 'restored', madeAt: time - 41 * DAY, name: 'cloudlink.local' },
  };
}

export function backupPlan(time: number): BackupPlan {
  return {
    backup: {
      madeAt: time - DAY,
      version: '1.4.2',
      name: 'cloudlink.local',
      kind: 'standalone',
      account: 'Ballad Industries (304868616)',
      fingerprint: 'sXq2cY7nT1kJ0fWm3dR8vB5hL9pZ4aE6gU2iO7yC1xQ',
      files: 9,
      bytes: 9_400_000,
    },
    now: { version: '1.4.2' },
    key: 'changed',
    sameHardware: false,
    replaces: ['state.db'],
    needsBytes: 9_400_000,
    freeBytes: 4_000_000_000,
  };
}

export function resetView(time: number, size: Size): ResetView {
  const announced = {
    state: 'announced',
    dueAt: time + 8 * 60_000,
    by: 'cloud',
    who: 'Priya Nair',
    keepWay: false,
  } as const;
  return {
    ...(size === 'many' ? announced : { state: 'idle' }),
    customer: 'Ballad Industries',
    address: '192.168.1.20',
    goes: [...RESET_GOES],
    stays: [...RESET_STAYS],
    announceMinutes: 10,
  };
}
