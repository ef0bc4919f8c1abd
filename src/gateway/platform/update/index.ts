/** What updates need of this installation, put together. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import type { Helper } from '../../core/ports/helper.ts';
import type {
  ReleaseFiles,
  ReleaseSource,
  ReleaseWay,
  Snapshots,
  UpdateBackend,
} from '../../core/ports/update.ts';
import { createDirectoryBackend, isVersionedDirectory } from './directory.ts';
import { createReleaseFiles, uploadFileOf } from './files.ts';
import { createReleaseMetadata } from './metadata.ts';
import { createRaucBackend } from './rauc.ts';
import { createSnapshots } from './snapshots.ts';

export type UpdatePlatformOptions = {
  readonly settings: {
    readonly root: string;
    readonly folder: string;
    readonly rauc: string;
    readonly bytesPerSecond: number;
  };
  readonly dataDir: string;
  readonly version: string;
  readonly bootId: string;
  readonly way: ReleaseWay;
  readonly helper: Pick<Helper, 'rauc' | 'reboot'>;
  readonly databases: () => readonly string[];
  readonly restart: () => void;
  readonly clock: Clock;
};

export type UpdatePlatform = {
  readonly source: ReleaseSource;
  readonly files: ReleaseFiles;
  readonly backend: UpdateBackend | undefined;
  readonly snapshots: Snapshots;
};

export function createUpdatePlatform(options: UpdatePlatformOptions): UpdatePlatform {
  const { settings, dataDir, version, way, clock, helper, bootId } = options;
  const folder = join(dataDir, 'update');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const backend = (): UpdateBackend | undefined => {
    if (settings.folder !== '' && isVersionedDirectory(settings.folder, version))
      return createDirectoryBackend({ folder: settings.folder, restart: options.restart });
    if (settings.rauc !== '')
      return createRaucBackend({ compatible: settings.rauc, folder, helper, bootId, version, clock });
    return undefined;
  };
  return {
    source: createReleaseMetadata({
      rootFile: settings.root,
      folder: join(folder, 'metadata'),
      uploadFile: uploadFileOf(folder),
      way,
      now: clock.now,
    }),
    files: createReleaseFiles({ folder, way, bytesPerSecond: settings.bytesPerSecond, clock }),
    backend: backend(),
    snapshots: createSnapshots(dataDir, options.databases),
  };
}
