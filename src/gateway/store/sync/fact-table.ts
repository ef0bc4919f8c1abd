import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';

/** Single values of the engine: the approval of the first plan, the plan's summary. */
export function factTable(db: Db): SyncStore['facts'] {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM fact WHERE key = ?');
  const set = db.prepare(
    'INSERT INTO fact (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  return {
    get: (key) => get.get(key)?.value,
    set: (key, value) => void set.run(key, value),
  };
}
