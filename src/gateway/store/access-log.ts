import { createHash } from 'node:crypto';
import type { Db } from '../../base/runtime/sqlite.ts';
import type { AccessLine } from '../../contract/local-api.ts';
import type { AccessLog } from '../core/ports/targets.ts';

type Row = { n: number; line: string; hash: string };

const NOTHING = '0'.repeat(64);

/** The text of a line is stored as it was hashed, so that no later change of its shape breaks the chain. */
const link = (before: string, line: string) => createHash('sha256').update(before).update(line).digest('hex');

/**
 * The hash-chained access log (contract: Tunnels). A changed or missing line breaks the chain; a cut tail is found by
 * the head and count that the cloud holds.
 */
export function createAccessLog(db: Db): AccessLog {
  const last = db.prepare<[], Row>('SELECT * FROM access_line ORDER BY n DESC LIMIT 1');
  const insert = db.prepare('INSERT INTO access_line (n, line, hash) VALUES (?, ?, ?)');
  const older = db.prepare<[number, number], Row>(
    'SELECT * FROM access_line WHERE n < ? ORDER BY n DESC LIMIT ?',
  );
  const all = db.prepare<[], Row>('SELECT * FROM access_line ORDER BY n');
  const end = () => last.get() ?? { n: 0, line: '', hash: NOTHING };

  const append = db.transaction((entry: Omit<AccessLine, 'n'>) => {
    const before = end();
    const n = before.n + 1;
    const line = JSON.stringify({ n, ...entry } satisfies AccessLine);
    insert.run(n, line, link(before.hash, line));
  });

  return {
    append: (entry) => append.immediate(entry),
    page: ({ after, limit }) =>
      older.all(after ?? Number.MAX_SAFE_INTEGER, limit).map((row) => JSON.parse(row.line) as AccessLine),
    head() {
      const { n, hash } = end();
      return { count: n, head: hash };
    },
    firstBroken() {
      let before = { n: 0, hash: NOTHING };
      for (const row of all.iterate()) {
        if (row.n !== before.n + 1 || row.hash !== link(before.hash, row.line)) return before.n + 1;
        before = row;
      }
      return undefined;
    },
  };
}
