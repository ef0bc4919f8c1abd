import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';

/** What each run changed at the remote: names of fields, and for the last run what was there before. */
export function changeTable(db: Db): SyncStore['changes'] {
  const forget = db.prepare('UPDATE change SET before = NULL WHERE before IS NOT NULL AND cycle < ?');
  const add = db.prepare(`
    INSERT INTO change (cycle, person_id, external_id, source_id, name, kind, at, fields, before)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    forgetBefore: (cycle) => void forget.run(cycle),
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
