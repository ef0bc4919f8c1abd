import { type Opened, openDatabase } from '../../base/runtime/sqlite.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Opens state.db: journals and settings, every commit on the disk when it returns. */
export function openStateDatabase(file: string, now: () => number): Opened {
  return openDatabase(file, { migrations: MIGRATIONS, synchronous: 'full', now });
}
