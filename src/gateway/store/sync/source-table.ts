import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SourceCounts, SyncStore } from '../../core/ports/sync-store.ts';

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
  const forgetHashes = db.prepare("UPDATE src_record SET hash = '' WHERE source_id = ?");
  // with the rows of other sources that say something about the same people: they are merged anew
  const touchShared = db.prepare(`
    UPDATE src_record SET dirty = 1 WHERE source_id <> @id AND person_id IN
      (SELECT person_id FROM src_record WHERE source_id = @id)`);
  const removeRecords = db.prepare('DELETE FROM src_record WHERE source_id = ?');
  const movePeople = db.prepare('UPDATE person SET source_id = ? WHERE source_id = ?');
  const own = db.prepare('UPDATE person SET source_id = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM source WHERE id = ?');
  const remains = db.prepare<{ id: string }, unknown>(`
    SELECT 1 WHERE EXISTS (SELECT 1 FROM src_record WHERE source_id = @id AND gone = 0)
      OR EXISTS (SELECT 1 FROM person WHERE source_id = @id AND remote_active = 1 AND disabled_at IS NULL)`);
  const counts = db.prepare<[number, number], SourceCounts>(`
    SELECT told_by AS id, count(*) AS people, sum(remote_active = 1 AND disabled_at IS NULL) AS applied,
      sum(coalesce(plan_kind, '') IN ('detained', 'held')) AS detained
    FROM person JOIN (
      SELECT DISTINCT source_id AS told_by, person_id FROM src_record WHERE gone = 0 AND person_id > ? AND person_id <= ?
    ) ON person_id = person.id
    GROUP BY told_by`);
  const forget = (id: string) => {
    dropCursor.run(id);
    drop.run(id);
  };
  return {
    forgetRead(id) {
      dropCursor.run(id);
      forgetHashes.run(id);
    },
    moveTo(id, to) {
      touchShared.run({ id });
      removeRecords.run(id);
      movePeople.run(to, id);
      forget(id);
    },
    hasLeft: (id) => remains.get({ id }) === undefined,
    forget,
    own: (id, personId) => void own.run(id, personId),
    counts: (after, upTo) => counts.all(after, upTo),
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
