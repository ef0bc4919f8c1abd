import { type Db, isCorrupt } from '../../base/runtime/sqlite.ts';
import { openSyncReader } from '../store/sync/database.ts';

/**
 * Looks into sync.db, opened for each look: the worker may make the file, or put a damaged one aside, at any time, and a
 * reader that stays open would go on showing the old one.
 *
 * @param folder of the link of this moment
 * @returns a look: what `f` finds, or `nothing` while there is no database, or a damaged one
 */
export function lookInto<Q>(folder: () => string, queriesOf: (db: Db) => Q) {
  return <T>(f: (queries: Q) => T, nothing: T): T => {
    let db: Db | undefined;
    try {
      db = openSyncReader(folder());
      return db ? f(queriesOf(db)) : nothing;
    } catch (error) {
      // pages go on without it: the health check tells it, and the next sync puts it aside
      if (isCorrupt(error)) return nothing;
      throw error;
    } finally {
      db?.close();
    }
  };
}
