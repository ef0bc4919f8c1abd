import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore, UndoResult } from '../../core/ports/sync-store.ts';

/** One cycle is one row. */
export function cycleTable(db: Db): SyncStore['cycles'] {
  const begin = db.prepare('INSERT INTO cycle (id, mode, started_at, actor) VALUES (?, ?, ?, ?)');
  const end = db.prepare('UPDATE cycle SET ended_at = ?, outcome = ?, counts = ?, fault = ? WHERE id = ?');
  const prune = db.prepare(
    'DELETE FROM cycle WHERE started_at < ? AND number < (SELECT max(number) FROM cycle)',
  );
  const forgotten = db.prepare('DELETE FROM change WHERE cycle < (SELECT min(number) FROM cycle)');
  const undone = db.prepare('UPDATE cycle SET undone_by = ?, undo = ? WHERE number = ?');
  const undoOf = db.prepare<[number], string | null>('SELECT undo FROM cycle WHERE number = ?').pluck();
  const undoEnded = db.prepare('UPDATE cycle SET undo = ? WHERE number = ?');
  return {
    undone: (run, by, result) => void undone.run(by, JSON.stringify(result), run),
    undoOf(run) {
      const text = undoOf.get(run);
      return text ? (JSON.parse(text) as UndoResult) : undefined;
    },
    undoEnded: (run, result) => void undoEnded.run(JSON.stringify(result), run),
    prune(before) {
      if (prune.run(before).changes > 0) forgotten.run();
    },
    begin: ({ id, mode, startedAt, actor }) => Number(begin.run(id, mode, startedAt, actor).lastInsertRowid),
    end: ({ cycleId, endedAt, outcome, counts, fault }) =>
      void end.run(endedAt, outcome, JSON.stringify(counts), fault ? JSON.stringify(fault) : null, cycleId),
  };
}
