import type { Db } from '../../../base/runtime/sqlite.ts';
import type { Key, KeyClaim, KeyKind, SyncStore } from '../../core/ports/sync-store.ts';

type Row = { kind: KeyKind; value: string; person_id: number; desired: number; applied: number };

const idOf = (key: Key) => `${key.kind} ${key.value}`;

/**
 * Unique keys, wanted and held. The partial unique index on `applied` is what keeps two remote users from sharing one:
 * a second holder cannot even be written down.
 */
export function personKeyTable(db: Db): SyncStore['keys'] {
  const ofPerson = db.prepare<[number], Row>('SELECT * FROM person_key WHERE person_id = ?');
  const put = db.prepare(`
    INSERT INTO person_key (kind, value, person_id, desired, applied) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (kind, value, person_id) DO UPDATE SET desired = excluded.desired, applied = excluded.applied`);
  const remove = db.prepare('DELETE FROM person_key WHERE kind = ? AND value = ? AND person_id = ?');
  const holder = db
    .prepare<[string, string], number>(
      'SELECT person_id FROM person_key WHERE kind = ? AND value = ? AND applied = 1',
    )
    .pluck();
  const claimants = db
    .prepare<[string, string], number>(
      'SELECT person_id FROM person_key WHERE kind = ? AND value = ? AND desired = 1 ORDER BY person_id',
    )
    .pluck();
  const contested = db.prepare<[], Row>(`
    SELECT person_key.* FROM person_key
    JOIN (SELECT kind, value FROM person_key GROUP BY kind, value HAVING count(*) > 1) USING (kind, value)
    ORDER BY kind, value, person_id`);

  /** Writes only what differs; a row that is neither wanted nor held goes. */
  const write = (
    personId: number,
    side: 'desired' | 'applied',
    keys: readonly Key[],
    keepOthers: boolean,
  ) => {
    const wanted = new Map(keys.map((key) => [idOf(key), key]));
    for (const row of ofPerson.all(personId)) {
      const isWanted = wanted.delete(idOf(row));
      const now = Number(isWanted || (keepOthers && row[side] === 1));
      if (row[side] === now) continue;
      const next = { ...row, [side]: now };
      if (next.desired + next.applied === 0) remove.run(row.kind, row.value, personId);
      else put.run(row.kind, row.value, personId, next.desired, next.applied);
    }
    for (const { kind, value } of wanted.values()) {
      put.run(kind, value, personId, Number(side === 'desired'), Number(side === 'applied'));
    }
  };
  return {
    setDesired: (personId, keys) => write(personId, 'desired', keys, false),
    setApplied: (personId, keys) => write(personId, 'applied', keys, false),
    forgetApplied() {
      db.exec(
        'DELETE FROM person_key WHERE desired = 0; UPDATE person_key SET applied = 0 WHERE applied = 1',
      );
    },
    reserve: (personId, keys) => write(personId, 'applied', keys, true),
    holder: ({ kind, value }) => holder.get(kind, value),
    claimants: ({ kind, value }) => claimants.all(kind, value),
    contested: () =>
      contested.all().map(
        (row): KeyClaim => ({
          kind: row.kind,
          value: row.value,
          personId: row.person_id,
          desired: row.desired === 1,
          applied: row.applied === 1,
        }),
      ),
  };
}
