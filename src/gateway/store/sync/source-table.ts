import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';

type Row = { id: string; fingerprint: string; mappingHash: string; cursor: string | null };

/** Sources and how far each was read. */
export function sourceTable(db: Db): SyncStore['sources'] {
  const get = db.prepare<[string], Row>(`
    SELECT id, fingerprint, mapping_hash AS mappingHash, cursor
    FROM source LEFT JOIN source_cursor ON source_id = id WHERE id = ?`);
  const save = db.prepare(`
    INSERT INTO source (id, fingerprint, mapping_hash) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, mapping_hash = excluded.mapping_hash`);
  const saveCursor = db.prepare(`
    INSERT INTO source_cursor (source_id, cursor) VALUES (?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor`);
  const dropCursor = db.prepare('DELETE FROM source_cursor WHERE source_id = ?');
  return {
    get(id) {
      const row = get.get(id);
      return row && { ...row, cursor: row.cursor ?? undefined };
    },
    save({ id, fingerprint, mappingHash, cursor }) {
      save.run(id, fingerprint, mappingHash);
      if (cursor === undefined) dropCursor.run(id);
      else saveCursor.run(id, cursor);
    },
  };
}
