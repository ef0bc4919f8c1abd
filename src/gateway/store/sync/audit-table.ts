import { hash } from 'node:crypto';
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { ChainReport } from '../../core/ports/sync-queries.ts';
import { type AuditEntry, type ChainHead, EMPTY_CHAIN, type SyncStore } from '../../core/ports/sync-store.ts';
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

/** Fact: number and hash of the last row that was forgotten. */
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

const LAST = 'SELECT number AS count, hash AS head FROM audit ORDER BY number DESC LIMIT 1';

/** Every change at the remote, each row hashed with the one before it. Names of fields, never values. */
export function auditTable(db: Db): SyncStore['audit'] {
  const last = db.prepare<[], ChainHead>(LAST);
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
      facts.set(CUT_AFTER, `${last.number} ${last.hash}`);
      forget.run(last.number);
    },
    append(entry) {
      const row = rowOf(entry, (last.get() ?? EMPTY_CHAIN).head);
      append.run({ ...row, hash: digest(row) });
    },
    removalsSince: (sourceId, from) => removals.get(sourceId, from) ?? 0,
  };
}

/** Where the chain begins now: at its first row, or behind the last one that was forgotten by its age. */
function beginning(db: Db): ChainHead {
  const [count, head] = factTable(db).get(CUT_AFTER)?.split(' ') ?? [];
  return count === undefined || head === undefined ? EMPTY_CHAIN : { count: Number(count), head };
}

/** Rows between two pauses: a few milliseconds. */
const PAGE = 1000;

const isSame = (row: Row, before: ChainHead) =>
  row.number === before.count + 1 && row.previous === before.head && digest(row) === row.hash;

/**
 * Reads the chain from behind `base` to its end.
 * @param kept an end that the chain had once; `base` is not behind it
 * @param breathe lets other work of the thread run between pages
 */
export async function verifyAudit(
  db: Db,
  base: ChainHead,
  kept: ChainHead,
  breathe: () => Promise<unknown>,
): Promise<ChainReport> {
  const page = db.prepare<[number, number], Row>(
    'SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?',
  );
  const hashAt = db.prepare<[number], string>('SELECT hash FROM audit WHERE number = ?').pluck();
  const broken = (brokenAt: number): ChainReport => ({
    ...(db.prepare<[], ChainHead>(LAST).get() ?? EMPTY_CHAIN),
    brokenAt,
  });
  const start = beginning(db);
  let before = base.count > start.count ? base : start;
  if (before === base && base.count > 0 && hashAt.get(base.count) !== base.head) return broken(base.count);
  for (;;) {
    const rows = page.all(before.count, PAGE);
    for (const row of rows) {
      if (!isSame(row, before)) return broken(before.count + 1);
      before = { count: row.number, head: row.hash };
      if (row.number === kept.count && row.hash !== kept.head) return broken(row.number);
    }
    if (rows.length < PAGE) break;
    await breathe();
  }
  return before.count < kept.count ? broken(before.count + 1) : before;
}
