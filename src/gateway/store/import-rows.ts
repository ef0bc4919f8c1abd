/** The rows of an uploaded file as they were read last: a file of its own beside it, gone with it. */
import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ImportRow } from '../../contract/sync-api.ts';
import type { RowsQuery } from '../core/ports/imports.ts';
import type { Page } from '../core/ports/sync-queries.ts';

export type RowWriter = {
  /** @returns a handle for {@link addError} */
  put(row: ImportRow): number;
  addError(handle: number, error: ImportRow['errors'][number]): void;
  /** How many rows there are without those that were left out, and how many of them are in error. */
  counts(): { readonly rows: number; readonly errors: number };
  /** Makes what was put last, and what stands in memory, durable. */
  flush(): void;
  close(): void;
};

/** Rows of one transaction. */
const BATCH = 2_000;

/** Begins anew: what an earlier look left is removed. The rows can be made again at any time, so nothing is synced. */
export function writeImportRows(file: string): RowWriter {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.exec(
    'CREATE TABLE row (n INTEGER PRIMARY KEY, line INTEGER, vals TEXT, errors TEXT, bad INTEGER, text TEXT, edited INTEGER, left INTEGER); CREATE INDEX row_bad ON row (bad, n)',
  );
  const insert = db.prepare(
    'INSERT INTO row (line, vals, errors, bad, text, edited, left) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const get = db.prepare<[number], { errors: string }>('SELECT errors FROM row WHERE n = ?');
  const set = db.prepare('UPDATE row SET errors = ?, bad = 1 WHERE n = ?');
  let open = 0;
  const flush = () => {
    if (open > 0) db.exec('COMMIT');
    open = 0;
  };
  const step = () => {
    if (open === 0) db.exec('BEGIN');
    if (++open >= BATCH) flush();
  };
  return {
    put({ row, values, errors, edited, leftOut }) {
      step();
      const text = Object.values(values).join('\n').toLowerCase();
      const bad = errors.length > 0 ? 1 : 0;
      return Number(
        insert.run(
          row,
          JSON.stringify(values),
          JSON.stringify(errors),
          bad,
          text,
          edited ? 1 : 0,
          leftOut ? 1 : 0,
        ).lastInsertRowid,
      );
    },
    addError(n, error) {
      step();
      const errors = JSON.parse(get.get(n)?.errors ?? '[]') as unknown[];
      set.run(JSON.stringify([...errors, error]), n);
    },
    counts: () =>
      db
        .prepare('SELECT count(*) AS rows, coalesce(sum(bad), 0) AS errors FROM row WHERE left = 0')
        .get() as {
        rows: number;
        errors: number;
      },
    flush,
    close() {
      flush();
      db.close();
    },
  };
}

/** Rows that an earlier version wrote have no marks. */
type Line = { n: number; line: number; vals: string; errors: string; edited?: number; left?: number };

const rowOf = ({ line, vals, errors, edited, left }: Line): ImportRow => ({
  row: line,
  values: JSON.parse(vals) as ImportRow['values'],
  errors: JSON.parse(errors) as ImportRow['errors'],
  ...(edited ? { edited: true } : {}),
  ...(left ? { leftOut: true } : {}),
});

/** @param query `q` is looked for in every value, without regard to case (ASCII) */
export function readImportRows(
  file: string,
  { only, q, row, after, limit = 50 }: RowsQuery,
): Page<ImportRow> {
  if (!existsSync(file)) return { items: [], total: 0 };
  const db = new Database(file, { readonly: true });
  try {
    const where = `${only === 'errors' ? 'bad = 1' : 'bad >= 0'}${q ? ' AND instr(text, @q) > 0' : ''}${row === undefined ? '' : ' AND line = @row'}`;
    const bound = { ...(q ? { q: q.toLowerCase() } : {}), ...(row === undefined ? {} : { row }) };
    const { total } = db.prepare(`SELECT count(*) AS total FROM row WHERE ${where}`).get(bound) as {
      total: number;
    };
    const found = db
      .prepare(`SELECT * FROM row WHERE ${where} AND n > @after ORDER BY n LIMIT @limit`)
      .all({ ...bound, after: Number(after ?? 0) || 0, limit: limit + 1 }) as Line[];
    const items = found.slice(0, limit).map(rowOf);
    const last = found[limit - 1];
    return { items, total, ...(found.length > limit && last ? { next: String(last.n) } : {}) };
  } finally {
    db.close();
  }
}
