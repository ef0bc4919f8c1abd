import { type Db, isCorrupt } from '../../base/runtime/sqlite.ts';
import type { SourceQueries } from '../core/ports/source-queries.ts';
import { openSyncReader } from '../store/sync/database.ts';
import { createSourceQueries } from '../store/sync/source-queries.ts';

/**
 * Reads of sync.db for the pages of synchronisers; opened for each look, as those of sync/reads.ts and for their reasons.
 *
 * @param folder of the link of this moment
 */
export function createSourceReads(folder: () => string): SourceQueries {
  function look<T>(f: (queries: SourceQueries) => T, nothing: T): T {
    let db: Db | undefined;
    try {
      db = openSyncReader(folder());
      return db ? f(createSourceQueries(db)) : nothing;
    } catch (error) {
      if (isCorrupt(error)) return nothing;
      throw error;
    } finally {
      db?.close();
    }
  }
  return {
    counts: () => look((q) => q.counts(), []),
    knows: (id) => look((q) => q.knows(id), false),
    rows: (id, limit) => look((q) => q.rows(id, limit), []),
  };
}
