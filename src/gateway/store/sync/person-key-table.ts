import type { Db } from '../../../base/runtime/sqlite.ts';
import type { Key, KeyClaim, KeyKind, SyncStore } from '../../core/ports/sync-store.ts';

type Row = { kind: KeyKind; value: string; person_id: number; desired: number; applied: number };
type Own = Omit<Row, 'person_id'>;

const isKey = (a: Key, b: Key) => a.kind === b.kind && a.value === b.value;

/** Rows looked at before other work of the thread runs: a few milliseconds. */
const PIECE = 10_000;

const claimOf = (row: Row): KeyClaim => ({
  kind: row.kind,
  value: row.value,
  personId: row.person_id,
  desired: row.desired === 1,
  applied: row.applied === 1,
});

/**
 * Unique keys, wanted and held. The partial unique index on `applied` is what keeps two remote users from sharing one:
 * a second holder cannot even be written down.
 */
export function personKeyTable(db: Db): SyncStore['keys'] {
  const ofPerson = db.prepare<[number], Own>(
    'SELECT kind, value, desired, applied FROM person_key WHERE person_id = ?',
  );
  const put = db.prepare(`
    INSERT INTO person_key (kind, value, person_id, desired, applied) VALUES (?, ?, ?, ?, ?)`);
  const setSide = {
    desired: db.prepare('UPDATE person_key SET desired = ? WHERE kind = ? AND value = ? AND person_id = ?'),
    applied: db.prepare('UPDATE person_key SET applied = ? WHERE kind = ? AND value = ? AND person_id = ?'),
  };
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
  // row values, so that each piece is one range of the primary key
  const pieceEnd = db.prepare<[string, string, number], Key>(
    'SELECT kind, value FROM person_key WHERE (kind, value) > (?, ?) ORDER BY kind, value LIMIT 1 OFFSET ?',
  );
  const shared = (range: string) => `
    SELECT person_key.* FROM person_key
    JOIN (SELECT kind, value FROM person_key WHERE ${range} GROUP BY kind, value HAVING count(*) > 1)
    USING (kind, value) ORDER BY kind, value, person_id`;
  const contested = db.prepare<[string, string, string, string], Row>(
    shared('(kind, value) > (?, ?) AND (kind, value) <= (?, ?)'),
  );
  const lastContested = db.prepare<[string, string], Row>(shared('(kind, value) > (?, ?)'));
  const emailsEnd = db
    .prepare<[string, number], string>(
      "SELECT value FROM person_key WHERE kind = 'email' AND value > ? ORDER BY value LIMIT 1 OFFSET ?",
    )
    .pluck();
  const sharedIn = (range: string) => `
    SELECT value || ' ' || external_id FROM person_key JOIN person ON person.id = person_id
    WHERE kind = 'email' AND person_key.desired = 1 AND value IN (
      SELECT value FROM person_key WHERE kind = 'email' AND desired = 1 AND ${range} GROUP BY value HAVING count(*) > 1
    ) ORDER BY value, external_id`;
  const sharedEmails = db.prepare<[string, string], string>(sharedIn('value > ? AND value <= ?')).pluck();
  const lastSharedEmails = db.prepare<[string], string>(sharedIn('value > ?')).pluck();

  /** Writes only what differs; a row that is neither wanted nor held goes. */
  const write = (
    personId: number,
    side: 'desired' | 'applied',
    keys: readonly Key[],
    more: { readonly keepOthers?: true; readonly isFree?: (key: Key) => boolean } = {},
  ) => {
    const { keepOthers = false, isFree = () => true } = more;
    const rows = ofPerson.all(personId);
    for (const row of rows) {
      const isWanted = keys.some((key) => isKey(key, row)) && (row[side] === 1 || isFree(row));
      const now = Number(isWanted || (keepOthers && row[side] === 1));
      if (row[side] === now) continue;
      const other = side === 'desired' ? row.applied : row.desired;
      if (now + other === 0) remove.run(row.kind, row.value, personId);
      else setSide[side].run(now, row.kind, row.value, personId);
    }
    for (const key of keys) {
      if (rows.some((row) => isKey(key, row)) || !isFree(key)) continue;
      put.run(key.kind, key.value, personId, Number(side === 'desired'), Number(side === 'applied'));
    }
  };
  const isFree = ({ kind, value }: Key) => holder.get(kind, value) === undefined;
  return {
    setDesired: (personId, keys) => write(personId, 'desired', keys),
    setApplied: (personId, keys) => write(personId, 'applied', keys, { isFree }),
    forgetApplied() {
      db.exec(
        'DELETE FROM person_key WHERE desired = 0; UPDATE person_key SET applied = 0 WHERE applied = 1',
      );
    },
    reserve: (personId, keys) => write(personId, 'applied', keys, { keepOthers: true }),
    holder: ({ kind, value }) => holder.get(kind, value),
    claimants: ({ kind, value }) => claimants.all(kind, value),
    contested(after) {
      const from = [after?.kind ?? '', after?.value ?? ''] as const;
      const next = pieceEnd.get(...from, PIECE);
      const rows = next ? contested.all(...from, next.kind, next.value) : lastContested.all(...from);
      const claims = rows.map(claimOf);
      return next ? { claims, next } : { claims };
    },
    sharedEmails(after) {
      const next = emailsEnd.get(after, PIECE);
      return next === undefined
        ? { lines: lastSharedEmails.all(after) }
        : { lines: sharedEmails.all(after, next), next };
    },
  };
}
