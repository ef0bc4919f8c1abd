import { Value } from 'typebox/value';
import type { Db } from '../../base/runtime/sqlite.ts';
import { OutboxItem, type OutboxKind } from '../../contract/outbox.ts';
import type { OutboxRow, OutboxStore } from '../core/ports/outbox-store.ts';

type Row = { id: string; kind: string; at: number; bytes: number; body: string };

/** Rows around the body in a batch: id, at, kind and the JSON between them. */
const ENVELOPE_BYTES = 120;
/** Transactions of the main thread stay short (01-architecture). */
const STEP = 500;

/** Undefined for a row of another version that does not fit any more. */
function itemOf({ id, kind, at, body }: Row): OutboxItem | undefined {
  const item: unknown = { id, kind, at, body: parsed(body) };
  return Value.Check(OutboxItem, item) ? item : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // fits no kind
  }
}

/** Tables outbox and outbox_dropped of state.db. */
export function createOutboxStore(db: Db): OutboxStore {
  const add = db.prepare(
    'INSERT INTO outbox (id, kind, at, priority, expires_at, bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const next = db.prepare<[number], Row>(
    'SELECT id, kind, at, bytes, body FROM outbox ORDER BY priority DESC, id LIMIT ?',
  );
  const victims = db.prepare<[number], Row>(
    'SELECT id, kind, at, bytes, body FROM outbox ORDER BY priority, id LIMIT ?',
  );
  const victimsOf = db.prepare<[string, number], Row>(
    'SELECT id, kind, at, bytes, body FROM outbox WHERE kind = ? ORDER BY id LIMIT ?',
  );
  const late = db.prepare<[number, number], Row>(
    'SELECT id, kind, at, bytes, body FROM outbox WHERE expires_at < ? ORDER BY id LIMIT ?',
  );
  const remove = db.prepare('DELETE FROM outbox WHERE id = ?');
  const removeKind = db.prepare('DELETE FROM outbox WHERE kind = ?');
  const stats = db.prepare<[], { waiting: number; bytes: number }>(
    'SELECT count(*) AS waiting, coalesce(sum(bytes), 0) AS bytes FROM outbox',
  );
  const statsOf = db.prepare<[string], { waiting: number; bytes: number }>(
    'SELECT count(*) AS waiting, coalesce(sum(bytes), 0) AS bytes FROM outbox WHERE kind = ?',
  );
  const count = db.prepare(
    'INSERT INTO outbox_dropped (kind, count) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET count = count + excluded.count',
  );
  const counts = db.prepare<[], { kind: OutboxKind; count: number }>(
    'SELECT kind, count FROM outbox_dropped',
  );

  const insert = ({ item, priority, expiresAt }: OutboxRow) => {
    const body = JSON.stringify(item.body);
    const bytes = Buffer.byteLength(body) + ENVELOPE_BYTES;
    add.run(item.id, item.kind, item.at, priority, expiresAt, bytes, body);
  };
  const measure = (kind?: OutboxKind) =>
    (kind === undefined ? stats.get() : statsOf.get(kind)) ?? { waiting: 0, bytes: 0 };

  const drop = db.transaction((rows: readonly Row[]) => {
    for (const row of rows) {
      remove.run(row.id);
      count.run(row.kind, 1);
    }
  });
  const within = (rows: readonly Row[], maxBytes: number): Row[] => {
    let bytes = 0;
    return rows.filter((row, i) => {
      bytes += row.bytes;
      return i === 0 || bytes <= maxBytes;
    });
  };
  const overshoot = (rows: readonly Row[], bytes: number): Row[] => {
    const chosen: Row[] = [];
    for (let freed = 0; freed < bytes; ) {
      const row = rows[chosen.length];
      if (!row) break;
      freed += row.bytes;
      chosen.push(row);
    }
    return chosen;
  };

  return {
    add: db.transaction((row: OutboxRow, replace: boolean) => {
      if (replace) removeKind.run(row.item.kind);
      insert(row);
    }),
    batch(maxItems, maxBytes) {
      for (;;) {
        const rows = within(next.all(maxItems), maxBytes);
        // checking a row costs more than reading it: once for each that goes
        const items = rows.map(itemOf);
        const readable = items.filter((item) => item !== undefined);
        if (readable.length === rows.length) return readable;
        drop(rows.filter((_, i) => items[i] === undefined));
      }
    },
    remove: db.transaction((ids: readonly string[]) => {
      for (const id of ids) remove.run(id);
    }),
    shrink(limit, kind) {
      for (let over = measure(kind).bytes - limit; over > 0; over = measure(kind).bytes - limit) {
        const oldest = kind === undefined ? victims.all(STEP) : victimsOf.all(kind, STEP);
        const rows = overshoot(oldest, over);
        if (rows.length === 0) return;
        drop(rows);
      }
    },
    expire(now) {
      for (let rows = late.all(now, STEP); rows.length > 0; rows = late.all(now, STEP)) drop(rows);
    },
    countDropped: (kind, n) => void count.run(kind, n),
    drop: db.transaction((id: string, kind: OutboxKind) => {
      remove.run(id);
      count.run(kind, 1);
    }),
    dropped: () => Object.fromEntries(counts.all().map((row) => [row.kind, row.count])),
    reportDropped: db.transaction((row: OutboxRow) => {
      insert(row);
      db.exec('DELETE FROM outbox_dropped');
    }),
    stats: () => measure(),
    clear: db.transaction(() => {
      db.exec('DELETE FROM outbox; DELETE FROM outbox_dropped');
    }),
  };
}
