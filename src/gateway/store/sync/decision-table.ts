import type { Db } from '../../../base/runtime/sqlite.ts';
import type { Decision, DecisionKind, NewDecision, SyncStore } from '../../core/ports/sync-store.ts';

export type DecisionRow = {
  id: number;
  external_id: string;
  kind: DecisionKind;
  by_name: string;
  at: number;
  hash: string | null;
  vals: string | null;
  revoked: number;
  order_id: string | null;
  earlier: string | null;
};

export const decisionOf = (row: DecisionRow): Decision => ({
  id: row.id,
  externalId: row.external_id,
  kind: row.kind,
  by: row.by_name,
  at: row.at,
  hash: row.hash ?? undefined,
  values: row.vals === null ? {} : (JSON.parse(row.vals) as Decision['values']),
  revoked: row.revoked === 1,
  ...(row.order_id === null ? {} : { order: row.order_id }),
});

const valsOf = (values: Decision['values']) =>
  Object.keys(values).length > 0 ? JSON.stringify(values) : null;

/**
 * Writes one in place of an earlier one of its kind.
 * @param fresh the next cycle has to take it up
 * @param earlier what it stands in the place of, and what comes back when its order is taken back
 */
export function decisionWriter(db: Db): (decision: NewDecision, fresh: boolean, earlier?: Decision) => void {
  const put = db.prepare(`
    INSERT INTO decision (external_id, kind, by_name, at, hash, vals, fresh, order_id, earlier)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (external_id, kind) DO UPDATE SET by_name = excluded.by_name, at = excluded.at, hash = excluded.hash,
      vals = excluded.vals, fresh = excluded.fresh, order_id = excluded.order_id, earlier = excluded.earlier,
      revoked = 0`);
  return ({ externalId, kind, by, at, hash, values, order }, fresh, earlier) => {
    const before = earlier === undefined ? null : JSON.stringify(earlier);
    put.run(externalId, kind, by, at, hash ?? null, valsOf(values), Number(fresh), order ?? null, before);
  };
}

/** Takes back what one order decided and what still holds of it. */
export function orderRevoker(db: Db): (order: string) => number {
  const of = db.prepare<[string], DecisionRow>(
    `SELECT * FROM decision WHERE order_id = ? AND revoked = 0
     AND kind IN ('cancelled', 'ignored', 'left', 'modified')`,
  );
  const revoke = db.prepare('UPDATE decision SET revoked = 1, fresh = 1 WHERE id = ?');
  const put = decisionWriter(db);
  return (order) => {
    const rows = of.all(order);
    for (const row of rows) {
      if (row.earlier === null) revoke.run(row.id);
      else put(JSON.parse(row.earlier) as Decision, true);
    }
    return rows.length;
  };
}

/** What people decided. */
export function decisionTable(db: Db): SyncStore['decisions'] {
  const fresh = db.prepare<[], DecisionRow>('SELECT * FROM decision WHERE fresh = 1 ORDER BY id');
  const all = db.prepare<[], DecisionRow>('SELECT * FROM decision ORDER BY id');
  const taken = db.prepare('UPDATE decision SET fresh = 0 WHERE id = ?');
  const drop = db.prepare('DELETE FROM decision WHERE id = ?');
  const dropOf = db.prepare('DELETE FROM decision WHERE external_id = ? AND kind = ?');
  const put = decisionWriter(db);
  // from the decisions to their people: the other way round, everybody would be asked whether somebody decided about them
  const quiet = db
    .prepare<[], number>(
      `SELECT count(DISTINCT person.id) FROM decision CROSS JOIN person ON person.external_id = decision.external_id
       WHERE decision.kind IN ('ignored', 'left', 'cancelled', 'undone') AND decision.revoked = 0 AND person.live = 1`,
    )
    .pluck();
  return {
    quiet: () => quiet.get() ?? 0,
    fresh: () => fresh.all().map(decisionOf),
    taken: (id) => void taken.run(id),
    all: () => all.all().map(decisionOf),
    put: (decision) => put(decision, false),
    drop: (id) => void drop.run(id),
    dropOf: (externalId, kind) => void dropOf.run(externalId, kind),
  };
}
