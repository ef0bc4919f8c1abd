import { hash } from 'node:crypto';
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { AuditEntry, SyncStore } from '../../core/ports/sync-store.ts';

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
  return {
    append(entry) {
      const row = rowOf(entry, last.get() ?? GENESIS);
      append.run({ ...row, hash: digest(row) });
    },
    removalsSince: (sourceId, from) => removals.get(sourceId, from) ?? 0,
  };
}

/** Number of the first row that is not what was written; undefined when the chain holds. */
export function verifyAudit(db: Db): number | undefined {
  let previous = GENESIS;
  for (const row of db.prepare<[], Row>('SELECT * FROM audit ORDER BY number').iterate()) {
    if (row.previous !== previous || digest(row) !== row.hash) return row.number;
    previous = row.hash;
  }
  return undefined;
}
