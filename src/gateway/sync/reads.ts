import { type Db, isCorrupt } from '../../base/runtime/sqlite.ts';
import type { Page, SyncQueries } from '../core/ports/sync-queries.ts';
import { openSyncReader } from '../store/sync/database.ts';
import { createSyncQueries } from '../store/sync/queries.ts';

const NOTHING: Page<never> = { items: [], total: 0 };

/**
 * Reads of sync.db for the main thread's pages. Opened for each look: the worker may make the file, or put a damaged
 * one aside, at any time, and a reader that stays open would go on showing the old one.
 *
 * @param folder of the link of this moment
 */
export function createSyncReads(folder: () => string): SyncQueries {
  function look<T>(f: (queries: SyncQueries) => T, nothing: T): T {
    let db: Db | undefined;
    try {
      db = openSyncReader(folder());
      return db ? f(createSyncQueries(db)) : nothing;
    } catch (error) {
      // pages go on without it: the health check tells it, and the next sync puts it aside
      if (isCorrupt(error)) return nothing;
      throw error;
    } finally {
      db?.close();
    }
  }
  return {
    plan: () => look((q) => q.plan(), undefined),
    totals: () => look((q) => q.totals(), undefined),
    lastCycle: () => look((q) => q.lastCycle(), undefined),
    changes: (query) => look((q) => q.changes(query), NOTHING),
    irregular: (query) => look((q) => q.irregular(query), NOTHING),
  };
}
