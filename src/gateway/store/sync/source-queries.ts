import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SourceQueries, SourceRow } from '../../core/ports/source-queries.ts';
import type { SourceCounts } from '../../core/ports/sync-store.ts';

export function createSourceQueries(db: Db): SourceQueries {
  const fact = db.prepare<[string], string>('SELECT value FROM fact WHERE key = ?').pluck();
  const known = db.prepare<{ id: string }, unknown>(`
    SELECT 1 WHERE EXISTS (SELECT 1 FROM src_record WHERE source_id = @id)
      OR EXISTS (SELECT 1 FROM person WHERE source_id = @id)`);
  const rows = db.prepare<[string, number], { anchor: string; raw: string }>(
    'SELECT anchor, raw FROM src_record WHERE source_id = ? AND gone = 0 AND fault IS NULL ORDER BY anchor LIMIT ?',
  );
  return {
    counts: () => JSON.parse(fact.get('sourceCounts') ?? '[]') as SourceCounts[],
    knows: (id) => known.get({ id }) !== undefined,
    rows: (id, limit) =>
      rows.all(id, limit).map(({ anchor, raw }) => ({ anchor, raw: JSON.parse(raw) as SourceRow['raw'] })),
  };
}
