import type { SourceQueries } from '../core/ports/source-queries.ts';
import { createSourceQueries } from '../store/sync/source-queries.ts';
import { lookInto } from './look.ts';

/**
 * Reads of sync.db for the pages of synchronisers; opened for each look.
 *
 * @param folder of the link of this moment
 */
export function createSourceReads(folder: () => string): SourceQueries {
  const look = lookInto(folder, createSourceQueries);
  return {
    counts: () => look((q) => q.counts(), []),
    knows: (id) => look((q) => q.knows(id), false),
    rows: (id, limit) => look((q) => q.rows(id, limit), []),
  };
}
