import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';

/** One cycle is one row. */
export function cycleTable(db: Db): SyncStore['cycles'] {
  const begin = db.prepare('INSERT INTO cycle (id, mode, started_at, actor) VALUES (?, ?, ?, ?)');
  const end = db.prepare('UPDATE cycle SET ended_at = ?, outcome = ?, counts = ?, fault = ? WHERE id = ?');
  const prune = db.prepare(
    'DELETE FROM cycle WHERE started_at < ? AND number < (SELECT max(number) FROM cycle)',
  );
  const forgotten = db.prepare('DELETE FROM change WHERE cycle < (SELECT min(number) FROM cycle)');
  const undone = db.prepare('UPDATE cycle SET undone_by = ? WHERE number = ?');
  return {
    undone: (run, by) => void undone.run(by, run),
    prune(before) {
      if (prune.run(before).changes > 0) forgotten.run();
    },
    begin: ({ id, mode, startedAt, actor }) => Number(begin.run(id, mode, startedAt, actor).lastInsertRowid),
    end: ({ cycleId, endedAt, outcome, counts, fault }) =>
      void end.run(endedAt, outcome, JSON.stringify(counts), fault ? JSON.stringify(fault) : null, cycleId),
  };
}
