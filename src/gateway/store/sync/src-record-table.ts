import { hash } from 'node:crypto';
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { DirtyRecord, KnownRecord, StoredRecord, SyncStore } from '../../core/ports/sync-store.ts';

type Row = {
  id: number;
  source_id: string;
  anchor: string;
  hash: string;
  raw: string;
  fault: string | null;
  findings: string | null;
  gone: number;
  duplicate: number;
  person_id: number | null;
};
/** Digest of the rows that make a person: what a decision about them is bound to. */
export function rowsHash(db: Db, personId: number): string {
  const rows = db
    .prepare<[number], unknown[]>(
      'SELECT source_id, anchor, hash, gone FROM src_record WHERE person_id = ? ORDER BY source_id, anchor',
    )
    .raw()
    .all(personId);
  return hash('sha256', JSON.stringify(rows), 'base64url');
}

type Known = { id: number; anchor: string; raw: string; good: number; applied: number };
type Brief = Omit<Row, 'raw' | 'fault' | 'findings' | 'source_id'>;

const brief = (row: Brief): StoredRecord => ({
  id: row.id,
  anchor: row.anchor,
  hash: row.hash,
  gone: row.gone === 1,
  duplicate: row.duplicate === 1,
  personId: row.person_id ?? undefined,
});
const whole = (row: Row): DirtyRecord => ({
  ...brief(row),
  sourceId: row.source_id,
  raw: JSON.parse(row.raw) as DirtyRecord['raw'],
  fault: row.fault === null ? undefined : (JSON.parse(row.fault) as DirtyRecord['fault']),
  findings: row.findings === null ? [] : (JSON.parse(row.findings) as DirtyRecord['findings']),
});

const knownOf = (row: Known): KnownRecord => ({
  id: row.id,
  anchor: row.anchor,
  raw: JSON.parse(row.raw) as KnownRecord['raw'],
  good: row.good === 1,
  applied: row.applied === 1,
});

const BRIEF = 'id, anchor, hash, gone, duplicate, person_id';

/** Raw rows as the sources have them. `dirty`: the stages after reading have not seen it yet. */
export function srcRecordTable(db: Db): SyncStore['records'] {
  const find = db.prepare<[string, string], Brief>(
    `SELECT ${BRIEF} FROM src_record WHERE source_id = ? AND anchor = ?`,
  );
  const put = db.prepare<unknown[], { id: number }>(`
    INSERT INTO src_record (source_id, anchor, hash, raw, fault, findings) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET hash = excluded.hash, raw = excluded.raw, fault = excluded.fault,
      findings = excluded.findings, gone = 0, dirty = 1
    RETURNING id`);
  // the plus keeps SQLite from the index by source, with which it would sort everything anew for every page
  const present = db.prepare<[string, number, number], { id: number; anchor: string; nameless: number }>(
    `SELECT id, anchor, fault IS NOT NULL AND anchor = '?' || (fault ->> 'where') AS nameless FROM src_record WHERE +source_id = ? AND id > ? AND gone = 0 ORDER BY id LIMIT ?`,
  );
  const known = db.prepare<[string, number, number], Known>(`
    SELECT r.id, r.anchor, r.raw, p.desired IS NOT NULL AS good, p.remote_id IS NOT NULL AS applied
    FROM src_record r LEFT JOIN person p ON p.id = r.person_id
    WHERE r.source_id = ? AND r.gone = 0 AND r.id > ? ORDER BY r.id LIMIT ?`);
  const markGone = db.prepare('UPDATE src_record SET gone = 1, dirty = 1 WHERE id = ?');
  const markDuplicate = db.prepare('UPDATE src_record SET duplicate = ?, dirty = 1 WHERE id = ?');
  const markAllDirty = db.prepare('UPDATE src_record SET dirty = 1 WHERE source_id = ?');
  // by anchor, so that the order of reading leaves no trace in what follows
  const dirty = db.prepare<[number, string, string, number], Row>(`
    SELECT * FROM src_record WHERE dirty = 1 AND gone = ? AND (source_id, anchor) > (?, ?)
    ORDER BY source_id, anchor LIMIT ?`);
  const dirtyBut = db.prepare<[number, string, string, string, number], Row>(`
    SELECT * FROM src_record WHERE dirty = 1 AND gone = ? AND (source_id, anchor) > (?, ?)
      AND source_id NOT IN (SELECT value FROM json_each(?))
    ORDER BY source_id, anchor LIMIT ?`);
  const touch = db.prepare('UPDATE src_record SET dirty = 1 WHERE id = ?');
  const anyDirty = db.prepare('SELECT 1 FROM src_record WHERE dirty = 1 LIMIT 1');
  const ofPerson = db.prepare<[number], Row>(
    'SELECT * FROM src_record WHERE person_id = ? ORDER BY source_id, anchor',
  );
  const settle = db.prepare('UPDATE src_record SET person_id = ?, dirty = 0 WHERE id = ?');
  const unlink = db.prepare('UPDATE src_record SET person_id = NULL, dirty = 1 WHERE id = ?');
  const markDirtyOf = db.prepare('UPDATE src_record SET dirty = 1 WHERE person_id = ?');
  const remove = db.prepare('DELETE FROM src_record WHERE id = ?');
  return {
    find(sourceId, anchor) {
      const row = find.get(sourceId, anchor);
      return row && brief(row);
    },
    put({ sourceId, anchor, hash, raw, fault, findings }) {
      const faultText = fault ? JSON.stringify(fault) : null;
      const findingsText = findings.length > 0 ? JSON.stringify(findings) : null;
      const row = put.get(sourceId, anchor, hash, JSON.stringify(raw), faultText, findingsText);
      if (!row) throw new TypeError('RETURNING gave no row');
      return row.id;
    },
    present: (sourceId, afterId, limit) =>
      present.all(sourceId, afterId, limit).map((row) => ({ ...row, nameless: row.nameless === 1 })),
    known: (sourceId, afterId, limit) => known.all(sourceId, afterId, limit).map(knownOf),
    markGone: (id) => void markGone.run(id),
    markDuplicate: (id, duplicate) => void markDuplicate.run(Number(duplicate), id),
    markAllDirty: (sourceId) => void markAllDirty.run(sourceId),
    touch: (id) => void touch.run(id),
    dirty(limit, except, gone, after) {
      const from = [Number(gone), after?.sourceId ?? '', after?.anchor ?? ''] as const;
      const rows =
        except.length === 0
          ? dirty.all(...from, limit)
          : dirtyBut.all(...from, JSON.stringify(except), limit);
      return rows.map(whole);
    },
    anyDirty: () => anyDirty.get() !== undefined,
    ofPerson: (personId) => ofPerson.all(personId).map(whole),
    settle: (id, personId) => void settle.run(personId, id),
    unlink: (id) => void unlink.run(id),
    markDirtyOf: (personId) => void markDirtyOf.run(personId),
    hashOfPerson: (personId) => rowsHash(db, personId),
    remove: (id) => void remove.run(id),
  };
}
