/** The list of runs and what each changed (rows D11, D16). */
import { hash } from 'node:crypto';
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { CanonicalUser } from '../../../contract/scim.ts';
import type { RunChange, SyncRun, UndoView } from '../../../contract/sync-api.ts';
import type { Page, PageQuery, RunChangesQuery } from '../../core/ports/sync-queries.ts';
import type { UndoResult } from '../../core/ports/sync-store.ts';
import { UNDO_LEFT, type UndoPlan, undoEnded, undoPlan, undoResult, undoText } from '../../core/sync-undo.ts';
import { changesOf, UNDOABLE } from './change-table.ts';
import { limitOf, pageOf } from './page.ts';
import { type PersonRow, personOf } from './person-table.ts';
import { containing } from './search.ts';

type Row = {
  number: number;
  id: string;
  mode: string;
  actor: string;
  started_at: number;
  ended_at: number | null;
  outcome: string | null;
  counts: string | null;
  fault: string | null;
  undone_by: string | null;
};
type ChangeRow = {
  id: number;
  person_id: number;
  name: string;
  kind: RunChange['kind'];
  at: number;
  fields: string;
  before: string | null;
  confirmed: string | null;
};

const NO_COUNTS = { added: 0, changed: 0, removed: 0, unchanged: 0, detained: 0, held: 0, requests: 0 };

/** A run that has no end and is not the newest was cut off; the newest may be running. */
function outcomeOf(row: Row, newest: number): SyncRun['outcome'] {
  if (row.ended_at === null) return row.number === newest ? 'running' : 'interrupted';
  if (row.outcome === 'failed') return 'failed';
  const { added, changed, removed, detained, held } = JSON.parse(row.counts ?? '{}') as SyncRun['counts'];
  if (detained + held > 0) return 'partial';
  return added + changed + removed > 0 ? 'ok' : 'nothing';
}

const modeOf = (mode: string): SyncRun['mode'] => (mode === 'preview' || mode === 'undo' ? mode : 'run');

export function runQueries(db: Db) {
  const viewOf = (row: Row, newest: number, undoable: number | undefined): SyncRun => ({
    id: row.id,
    number: row.number,
    mode: modeOf(row.mode),
    actor: row.actor,
    startedAt: row.started_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    outcome: outcomeOf(row, newest),
    counts: row.counts === null ? NO_COUNTS : JSON.parse(row.counts),
    ...(row.fault === null ? {} : { fault: JSON.parse(row.fault) }),
    canUndo: row.number === undoable,
    ...(row.undone_by === null ? {} : { undoneBy: row.undone_by }),
    ...(row.mode === 'undo' ? undoesOf(row.id) : {}),
  });
  const undoesOf = (id: string) => {
    const undoes = takenBack.get(id);
    return undoes === undefined ? {} : { undoes };
  };
  const takenBack = db.prepare<[string], string>('SELECT id FROM cycle WHERE undone_by = ?').pluck();
  const one = <T>(sql: string) => db.prepare<[], T>(sql).pluck().get();
  const shape = (row: Row) =>
    viewOf(row, one<number>('SELECT max(number) FROM cycle') ?? 0, one<number>(UNDOABLE));
  return {
    runs(query: PageQuery): Page<SyncRun> {
      const limit = limitOf(query);
      const before = Number(query.after ?? 0) || Number.MAX_SAFE_INTEGER;
      const rows = db
        .prepare<[number, number], Row>('SELECT * FROM cycle WHERE number < ? ORDER BY number DESC LIMIT ?')
        .all(before, limit + 1);
      const total = one<number>('SELECT count(*) FROM cycle') ?? 0;
      return pageOf(rows, limit, total, shape, (row) => row.number);
    },
    run(id: string): SyncRun | undefined {
      const row = db.prepare<[string], Row>('SELECT * FROM cycle WHERE id = ?').get(id);
      return row && shape(row);
    },
    undo(id: string): UndoView | undefined {
      const number = db.prepare<[string], number>(`${UNDOABLE} AND id = ?`).pluck().get(id);
      if (number === undefined) return undefined;
      const plan = planOf(db, number);
      return undoView(id, undoResult(plan, hash('sha256', undoText(id, plan), 'base64url')));
    },
    undone(id: string): UndoView | undefined {
      type Undone = { number: number; undone_by: string; undo: string | null; fault: string | null };
      const row = db
        .prepare<[string], Undone>(
          `SELECT own.number, own.undone_by, own.undo, back.fault FROM cycle own
           LEFT JOIN cycle back ON back.id = own.undone_by WHERE own.id = ? AND own.undone_by IS NOT NULL`,
        )
        .get(id);
      if (!row) return undefined;
      const result = row.undo === null ? olderResult(db, row.number) : (JSON.parse(row.undo) as UndoResult);
      const view = { ...undoView(id, result), by: row.undone_by };
      return view.done || row.fault === null ? view : { ...view, fault: JSON.parse(row.fault) };
    },
    runChanges(id: string, query: RunChangesQuery): Page<RunChange> {
      const number = db.prepare<[string], number>('SELECT number FROM cycle WHERE id = ?').pluck().get(id);
      if (number === undefined) return { items: [], total: 0 };
      const limit = limitOf(query);
      const needle = query.q?.trim();
      const kind = query.kind === undefined ? '' : ' AND change.kind = ?';
      const name = needle ? " AND change.name LIKE ? ESCAPE '\\'" : '';
      const values = [
        ...(query.kind === undefined ? [] : [query.kind]),
        ...(needle ? [containing(needle)] : []),
      ];
      const where = `change.cycle = ?${kind}${name}`;
      const total =
        db
          .prepare<unknown[], number>(`SELECT count(*) FROM change WHERE ${where}`)
          .pluck()
          .get(number, ...values) ?? 0;
      const rows = db
        .prepare<unknown[], ChangeRow>(
          `SELECT change.*, person.confirmed FROM change LEFT JOIN person ON person.id = change.person_id
           WHERE ${where} AND change.id > ? ORDER BY change.id LIMIT ?`,
        )
        .all(number, ...values, Number(query.after ?? 0) || 0, limit + 1);
      return pageOf(rows, limit, total, changeOf, (row) => row.id);
    },
  };
}

function planOf(db: Db, number: number): UndoPlan {
  const get = db.prepare<[string], PersonRow>('SELECT * FROM person WHERE external_id = ?');
  return undoPlan(changesOf(db, number), (externalId) => {
    const row = get.get(externalId);
    return row && personOf(row);
  });
}

/** Of an undo by an earlier release, which wrote no result down: whom it left, as far as that is still known. */
function olderResult(db: Db, number: number): UndoResult {
  const { steps, left } = planOf(db, number);
  return undoEnded(undoResult({ steps, left }, ''), steps, () => undefined);
}

function undoView(runId: string, { ended, left, ...result }: UndoResult): UndoView {
  return {
    runId,
    ...result,
    state: ended ? 'done' : 'possible',
    left: left.map(({ personId, ...one }) => ({
      ...(personId === undefined ? {} : { personId: String(personId) }),
      ...one,
      sentence: UNDO_LEFT[one.code],
    })),
    done: ended,
  };
}

function changeOf(row: ChangeRow): RunChange {
  const before = row.before === null ? undefined : (JSON.parse(row.before) as CanonicalUser);
  const after = row.confirmed === null ? undefined : (JSON.parse(row.confirmed) as CanonicalUser);
  const text = (user: CanonicalUser | undefined, field: string) => {
    const value = user?.[field as keyof CanonicalUser];
    return value === undefined ? undefined : String(value);
  };
  return {
    id: String(row.id),
    personId: String(row.person_id),
    name: row.name,
    kind: row.kind,
    at: row.at,
    fields: (JSON.parse(row.fields) as string[]).map((field) => {
      const from = text(before, field);
      const to = before ? text(after, field) : undefined;
      return { field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    }),
  };
}
