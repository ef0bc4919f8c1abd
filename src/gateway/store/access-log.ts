import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Db } from '../../base/runtime/sqlite.ts';
import type { AccessLine } from '../../contract/local-api.ts';
import { kindOf, NOTHING } from '../core/access-chain.ts';
import type {
  AccessEnd,
  AccessEntry,
  AccessFilter,
  AccessLog,
  ChainPlace,
  ChainRecord,
  LinkHash,
} from '../core/ports/targets.ts';

type Shown = { line: string; end: string | null };
type Record = AccessEntry | (AccessEnd & { readonly ends: number }) | Cut;
type Waiting = {
  readonly record: Record;
  readonly done: (n: number) => void;
  readonly failed: (error: unknown) => void;
};
type Cut = { readonly at: number; readonly cut: { readonly to: number; readonly hash: string } };

/** Of a record besides its text: number, hash, page overhead and indices. Bytes, measured. */
const ROW_BYTES = 130;
const SAMPLE = 1000;
/** Nobody waits for the record of an end: it goes with the next request's, or by itself after so long. */
const END_MS = 25;

const linkHash: LinkHash = (before, line) => createHash('sha256').update(before).update(line).digest('hex');

function shown({ line, end }: Shown): AccessLine {
  const begun = JSON.parse(line) as AccessLine;
  if (end === null) return begun;
  const { at, status, bytes } = JSON.parse(end) as AccessEnd;
  return { ...begun, status, bytes, endedAt: at };
}

/** `%` and `_` are what a person may type, and mean themselves. */
const anywhere = (text: string) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** Conditions on the line `b`, with their values. */
function where({ q, targetId, person, sessionId }: AccessFilter): { sql: string; values: string[] } {
  const exact = Object.entries({ targetId, person, sessionId }).flatMap(([name, value]) =>
    value === undefined ? [] : [[`b.line ->> '$.${name}' = ?`, value] as const],
  );
  const fields = ['path', 'person', 'reason', 'ticket', 'targetId'];
  const searched =
    q === undefined || q === ''
      ? []
      : [
          {
            sql: `(${fields.map((name) => `b.line ->> '$.${name}' LIKE ? ESCAPE '\\'`).join(' OR ')})`,
            values: fields.map(() => anywhere(q)),
          },
        ];
  return {
    sql: ["b.kind = 'line'", ...exact.map(([sql]) => sql), ...searched.map(({ sql }) => sql)].join(' AND '),
    values: [...exact.map(([, value]) => value), ...searched.flatMap(({ values }) => values)],
  };
}

/**
 * Commits without waiting for the disk; {@link toDisk} does. SQLite's own wait would stop the loop, and with it every
 * page that is being loaded, for each commit.
 */
function quickly<T>(db: Db, work: () => T): T {
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.pragma('synchronous = FULL');
  }
}

/** Waits until what was committed to the write-ahead log is on the disk, as `synchronous = FULL` does. */
async function toDisk(db: Db): Promise<void> {
  if (db.memory) return;
  try {
    // opened each time: nothing here may wait for a file that is not the log any more
    const log = await open(`${db.name}-wal`, 'r+');
    await log.datasync().finally(() => log.close());
  } catch (error) {
    // the database was closed meanwhile: what was in the log is in the database itself, and on the disk
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * The hash-chained access log (contract: Tunnels; core/access-chain.ts). The text of a record is stored as it was
 * hashed, so that no later change of its shape breaks the chain.
 */
export function createAccessLog(db: Db): AccessLog {
  const last = db.prepare<[], ChainPlace>('SELECT n, hash FROM access_line ORDER BY n DESC LIMIT 1');
  const begins = db.prepare<[], ChainPlace>('SELECT n, hash FROM access_start');
  const insert = db.prepare('INSERT INTO access_line (n, line, hash, ends, kind) VALUES (?, ?, ?, ?, ?)');
  const some = db.prepare<[number, number], ChainRecord>(
    'SELECT n, line, hash, kind, ends FROM access_line WHERE n > ? ORDER BY n LIMIT ?',
  );
  const hashAt = db.prepare<[number], string>('SELECT hash FROM access_line WHERE n = ?').pluck();
  const cuts = db.prepare<[], ChainRecord>(
    "SELECT n, line, hash, kind, ends FROM access_line WHERE kind = 'cut' ORDER BY n DESC LIMIT 1",
  );
  const average = db
    .prepare<[], number | null>(
      `SELECT avg(octet_length(line)) FROM (SELECT line FROM access_line ORDER BY n DESC LIMIT ${SAMPLE})`,
    )
    .pluck();
  const putStart = db.prepare('INSERT OR REPLACE INTO access_start (only, n, hash) VALUES (1, ?, ?)');
  const remove = db.prepare('DELETE FROM access_line WHERE n <= ?');

  const start = () => begins.get() ?? { n: 0, hash: NOTHING };
  const tail = () => last.get() ?? start();

  const add = (record: Record): number => {
    const before = tail();
    const n = before.n + 1;
    const line = JSON.stringify({ n, ...record });
    insert.run(n, line, linkHash(before.hash, line), 'ends' in record ? record.ends : null, kindOf(record));
    return n;
  };
  const addAll = db.transaction((records: readonly Record[]) => records.map(add));
  /** Waiting for the next commit: one for all that ask in the same moment, since each costs a write to the disk. */
  let waiting: Waiting[] = [];
  /** The end of what is surely on the disk, while a commit is on its way there. */
  let synced: ChainPlace | undefined;
  let isFlushing = false;
  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    let numbers: readonly number[];
    try {
      synced = tail();
      numbers = quickly(db, () => addAll.immediate(batch.map(({ record }) => record)));
    } catch (error) {
      const [only, ...others] = batch;
      if (others.length === 0) return only?.failed(error);
      // one of them is at fault: the others must not pay for it
      for (const one of batch) await commit([one]);
      return;
    }
    try {
      await toDisk(db);
      synced = undefined;
      for (const [i, { done }] of batch.entries()) done(numbers[i] as number);
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  };
  /** One after the other: what comes while the disk writes is the next commit. */
  const flush = async () => {
    isFlushing = true;
    for (let batch = waiting; batch.length > 0; batch = waiting) {
      waiting = [];
      await commit(batch);
      synced = undefined;
    }
    isFlushing = false;
  };
  const flushNow = () => void (isFlushing || flush());
  const append = (record: Record, later: (f: () => void) => unknown) =>
    new Promise<number>((done, failed) => {
      waiting.push({ record, done, failed });
      later(flushNow);
    });
  const shorten = db.transaction((to: number, at: number) => {
    const hash = hashAt.get(to);
    if (hash === undefined) throw new RangeError(`there is no record ${to} to cut at`);
    add({ at, cut: { to, hash } });
    putStart.run(to, hash);
    remove.run(to);
  });

  return {
    begin: (entry) => append(entry, setImmediate),
    end: async (n, end) => void (await append({ ends: n, ...end }, (f) => setTimeout(f, END_MS))),
    page({ after, limit, ...filter }) {
      const { sql, values } = where(filter);
      return db
        .prepare<(string | number)[], Shown>(
          `SELECT b.line AS line, e.line AS end FROM access_line b LEFT JOIN access_line e ON e.ends = b.n
           WHERE b.n < ? AND ${sql} ORDER BY b.n DESC LIMIT ?`,
        )
        .all(after ?? Number.MAX_SAFE_INTEGER, ...values, limit)
        .map(shown);
    },
    lines(filter = {}) {
      const { sql, values } = where(filter);
      return (
        db
          .prepare<string[], number>(`SELECT count(*) FROM access_line b WHERE ${sql}`)
          .pluck()
          .get(...values) ?? 0
      );
    },
    head() {
      // what the cloud was told must be there after a power cut, too
      const { n, hash } = synced ?? tail();
      return { count: n, head: hash };
    },
    start,
    linkHash,
    records: (after, limit) => some.all(after, limit),
    lastCut: () => cuts.get(),
    bytes: () => Math.round((tail().n - start().n) * ((average.get() ?? 0) + ROW_BYTES)),
    lastBefore(before, limit) {
      const rows = some.all(start().n, limit);
      const young = rows.findIndex(({ line }) => (JSON.parse(line) as { at: number }).at >= before);
      return (young < 0 ? rows.at(-1) : rows[young - 1])?.n;
    },
    cut: (to, at) => void shorten.immediate(to, at),
  };
}
