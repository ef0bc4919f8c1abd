import type { Db } from '../../../base/runtime/sqlite.ts';
import type { CanonicalUser } from '../../../contract/scim.ts';
import type { RunChangeEntry, SyncStore } from '../../core/ports/sync-store.ts';

type Row = {
  cycle: number;
  person_id: number;
  external_id: string;
  source_id: string;
  name: string;
  kind: RunChangeEntry['kind'];
  at: number;
  fields: string;
  before: string | null;
};

const entryOf = (row: Row): RunChangeEntry => ({
  cycle: row.cycle,
  personId: row.person_id,
  externalId: row.external_id,
  sourceId: row.source_id,
  name: row.name,
  kind: row.kind,
  at: row.at,
  fields: JSON.parse(row.fields) as string[],
  before: row.before === null ? undefined : (JSON.parse(row.before) as CanonicalUser),
});

/** Number of the run that can be undone: the last one that changed anybody, whatever it was; an undo is none. */
export const UNDOABLE = `SELECT number FROM cycle
  WHERE number = (SELECT max(cycle) FROM change) AND mode <> 'undo' AND undone_by IS NULL AND ended_at IS NOT NULL`;

/** Every change of one run, in order. */
export function changesOf(db: Db, cycle: number): RunChangeEntry[] {
  return db
    .prepare<[number], Row>('SELECT * FROM change WHERE cycle = ? ORDER BY id')
    .all(cycle)
    .map(entryOf);
}

/** What each run changed at the remote: names of fields, and for the last run what was there before. */
export function changeTable(db: Db): SyncStore['changes'] {
  const forget = db.prepare('UPDATE change SET before = NULL WHERE before IS NOT NULL AND cycle < ?');
  const add = db.prepare(`
    INSERT INTO change (cycle, person_id, external_id, source_id, name, kind, at, fields, before)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const undoable = db.prepare<[string], number>(`${UNDOABLE} AND id = ?`).pluck();
  return {
    forgetBefore: (cycle) => void forget.run(cycle),
    ofRun: (cycle) => changesOf(db, cycle),
    undoable: (id) => undoable.get(id),
    add: ({ cycle, personId, externalId, sourceId, name, kind, at, fields, before }) =>
      void add.run(
        cycle,
        personId,
        externalId,
        sourceId,
        name,
        kind,
        at,
        JSON.stringify(fields),
        before === undefined ? null : JSON.stringify(before),
      ),
  };
}
