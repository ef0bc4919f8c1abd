import { hash } from 'node:crypto';
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { AuditEntry, SyncStore } from '../../core/ports/sync-store.ts';
import { factTable } from './fact-table.ts';

type Row = {
  number: number;
  at: number;
  cycle_id: string;
  actor: string;
  source_id: string;
  external_id: string;
  kind: string;
  fields: string;
  confirmed: number;
  previous: string;
  hash: string;
};

const GENESIS = '';
/** Fact: the hash of the last row that was forgotten. */
const CUT_AFTER = 'auditCutAfter';

function digest(row: Omit<Row, 'hash' | 'number'>): string {
  const parts = [
    row.previous,
    row.at,
    row.cycle_id,
    row.actor,
    row.source_id,
    row.external_id,
    row.kind,
    row.fields,
    row.confirmed,
  ];
  return hash('sha256', JSON.stringify(parts), 'base64url');
}

function rowOf(entry: AuditEntry, previous: string): Omit<Row, 'hash' | 'number'> {
  return {
    previous,
    at: entry.at,
    cycle_id: entry.cycleId,
    actor: entry.actor,
    source_id: entry.sourceId,
    external_id: entry.externalId,
    kind: entry.kind,
    fields: JSON.stringify(entry.fields),
    confirmed: Number(entry.confirmed),
  };
}

/** Every change at the remote, each row hashed with the one before it. Names of fields, never values. */
export function auditTable(db: Db): SyncStore['audit'] {
  const last = db.prepare<[], string>('SELECT hash FROM audit ORDER BY number DESC LIMIT 1').pluck();
  const append = db.prepare(`
    INSERT INTO audit (at, cycle_id, actor, source_id, external_id, kind, fields, confirmed, previous, hash)
    VALUES (@at, @cycle_id, @actor, @source_id, @external_id, @kind, @fields, @confirmed, @previous, @hash)`);
  const removals = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM audit
       WHERE source_id = ? AND at > ? AND kind IN ('removed', 'disabled') AND confirmed = 0`,
    )
    .pluck();
  // a prefix, whatever a stepping clock wrote into `at`; the last row stays, the next one is hashed with it
  const cut = db.prepare<[number], { number: number; hash: string }>(`
    SELECT number, hash FROM audit
    WHERE number < coalesce((SELECT min(number) FROM audit WHERE at >= ?), (SELECT max(number) FROM audit))
    ORDER BY number DESC LIMIT 1`);
  const oldest = db.prepare<[], number>('SELECT at FROM audit ORDER BY number LIMIT 1').pluck();
  const forget = db.prepare('DELETE FROM audit WHERE number <= ?');
  const facts = factTable(db);
  return {
    prune(before) {
      if ((oldest.get() ?? before) >= before) return;
      const last = cut.get(before);
      if (!last) return;
      facts.set(CUT_AFTER, last.hash);
      forget.run(last.number);
    },
    append(entry) {
      const row = rowOf(entry, last.get() ?? GENESIS);
      append.run({ ...row, hash: digest(row) });
    },
    removalsSince: (sourceId, from) => removals.get(sourceId, from) ?? 0,
  };
}

/** Number of the first row that is not what was written; undefined when the chain holds. */
export function verifyAudit(db: Db): number | undefined {
  let previous = factTable(db).get(CUT_AFTER) ?? GENESIS;
  for (const row of db.prepare<[], Row>('SELECT * FROM audit ORDER BY number').iterate()) {
    if (row.previous !== previous || digest(row) !== row.hash) return row.number;
    previous = row.hash;
  }
  return undefined;
}
