import { createHash } from 'node:crypto';
import type { Db } from '../../base/runtime/sqlite.ts';
import type { AccessLine } from '../../contract/local-api.ts';
import type { AccessEnd, AccessEntry, AccessLog } from '../core/ports/targets.ts';

/** `ends`: the line that this record closes; null: it is a line itself. */
type Row = { n: number; line: string; hash: string; ends: number | null };
type Shown = { line: string; end: string | null };

const NOTHING = '0'.repeat(64);

/** The text of a record is stored as it was hashed, so that no later change of its shape breaks the chain. */
const link = (before: string, line: string) => createHash('sha256').update(before).update(line).digest('hex');

/** The column is there to be searched; what counts is the hashed text, and the two must agree. */
const endsOf = (line: string): number | null => (JSON.parse(line) as { ends?: number }).ends ?? null;

function fits(row: Row, before: { readonly n: number; readonly hash: string }): boolean {
  return row.n === before.n + 1 && row.hash === link(before.hash, row.line) && row.ends === endsOf(row.line);
}

function shown({ line, end }: Shown): AccessLine {
  const begun = JSON.parse(line) as AccessLine;
  if (end === null) return begun;
  const { at, status, bytes } = JSON.parse(end) as AccessEnd;
  return { ...begun, status, bytes, endedAt: at };
}

/**
 * The hash-chained access log (contract: Tunnels). A changed or missing record breaks the chain; a cut tail is found
 * by the head and count that the cloud holds.
 */
export function createAccessLog(db: Db): AccessLog {
  const last = db.prepare<[], Row>('SELECT * FROM access_line ORDER BY n DESC LIMIT 1');
  const insert = db.prepare('INSERT INTO access_line (n, line, hash, ends) VALUES (?, ?, ?, ?)');
  const older = db.prepare<[number, number], Shown>(
    `SELECT b.line AS line, e.line AS end FROM access_line b LEFT JOIN access_line e ON e.ends = b.n
     WHERE b.ends IS NULL AND b.n < ? ORDER BY b.n DESC LIMIT ?`,
  );
  const closings = db.prepare<[], number>('SELECT count(*) FROM access_line WHERE ends IS NOT NULL').pluck();
  const all = db.prepare<[], Row>('SELECT * FROM access_line ORDER BY n');
  const tail = () => last.get() ?? { n: 0, line: '', hash: NOTHING };

  const append = db.transaction((record: AccessEntry | (AccessEnd & { readonly ends: number })): number => {
    const before = tail();
    const n = before.n + 1;
    const line = JSON.stringify({ n, ...record });
    insert.run(n, line, link(before.hash, line), 'ends' in record ? record.ends : null);
    return n;
  });

  return {
    begin: (entry) => append.immediate(entry),
    end: (n, end) => void append.immediate({ ends: n, ...end }),
    page: ({ after, limit }) => older.all(after ?? Number.MAX_SAFE_INTEGER, limit).map(shown),
    lines: () => tail().n - (closings.get() ?? 0),
    head() {
      const { n, hash } = tail();
      return { count: n, head: hash };
    },
    firstBroken() {
      let before = { n: 0, hash: NOTHING };
      for (const row of all.iterate()) {
        if (!fits(row, before)) return before.n + 1;
        before = row;
      }
      return undefined;
    },
  };
}
