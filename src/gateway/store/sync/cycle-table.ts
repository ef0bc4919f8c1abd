import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';

/** One cycle is one row. */
export function cycleTable(db: Db): SyncStore['cycles'] {
  const begin = db.prepare('INSERT INTO cycle (id, mode, started_at) VALUES (?, ?, ?)');
  const end = db.prepare('UPDATE cycle SET ended_at = ?, outcome = ?, counts = ?, fault = ? WHERE id = ?');
  const prune = db.prepare(
    'DELETE FROM cycle WHERE started_at < ? AND number < (SELECT max(number) FROM cycle)',
  );
  return {
    prune: (before) => void prune.run(before),
    begin: ({ id, mode, startedAt }) => Number(begin.run(id, mode, startedAt).lastInsertRowid),
    end: ({ cycleId, endedAt, outcome, counts, fault }) =>
      void end.run(endedAt, outcome, JSON.stringify(counts), fault ? JSON.stringify(fault) : null, cycleId),
  };
}
