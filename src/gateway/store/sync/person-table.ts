import type { Db } from '../../../base/runtime/sqlite.ts';
import { nameOf } from '../../core/person-name.ts';
import type {
  NewPerson,
  Person,
  PlanAction,
  PlanKind,
  SyncStore,
  Totals,
} from '../../core/ports/sync-store.ts';

export type PersonRow = {
  id: number;
  source_id: string;
  external_id: string;
  live: number;
  desired: string | null;
  desired_hash: string | null;
  issues: string | null;
  remote_id: string | null;
  remote_version: string | null;
  confirmed: string | null;
  written: string | null;
  settled_hash: string | null;
  adopted: number;
  remote_gone: number;
  disabled_at: number | null;
  block: string | null;
  plan_kind: string | null;
  plan_code: string | null;
  plan_why: string | null;
  plan_action: string | null;
  plan_since: number | null;
  todo: number;
};

const parsed = <T>(text: string | null): T | undefined =>
  text === null ? undefined : (JSON.parse(text) as T);
const text = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

function planOf(row: PersonRow): Person['plan'] {
  if (row.plan_kind === null) return undefined;
  return {
    kind: row.plan_kind as PlanKind,
    action: (row.plan_action ?? 'update') as PlanAction,
    why: row.plan_why ?? '',
    since: row.plan_since ?? 0,
    ...(row.plan_code === null ? {} : { code: row.plan_code }),
  };
}

export function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    sourceId: row.source_id,
    externalId: row.external_id,
    live: row.live === 1,
    desired: parsed(row.desired),
    desiredHash: row.desired_hash ?? undefined,
    issues: parsed<Person['issues']>(row.issues) ?? [],
    remoteId: row.remote_id ?? undefined,
    remoteVersion: row.remote_version ?? undefined,
    confirmed: parsed(row.confirmed),
    written: parsed<Person['written']>(row.written) ?? {},
    settledHash: row.settled_hash ?? undefined,
    adopted: row.adopted === 1,
    remoteGone: row.remote_gone === 1,
    disabledAt: row.disabled_at ?? undefined,
    block: parsed(row.block),
    plan: planOf(row),
    todo: row.todo === 1,
  };
}

/** Somebody of whom nothing is known but the identity. */
function unheardOf({ sourceId, externalId }: NewPerson): Person {
  return {
    id: 0,
    sourceId,
    externalId,
    live: true,
    desired: undefined,
    desiredHash: undefined,
    issues: [],
    remoteId: undefined,
    remoteVersion: undefined,
    confirmed: undefined,
    written: {},
    settledHash: undefined,
    adopted: false,
    remoteGone: false,
    disabledAt: undefined,
    block: undefined,
    plan: undefined,
    todo: true,
  };
}

/** Columns of what sources want, and of what lists are searched by. */
function wantedColumns(p: Person) {
  const shown = p.desired?.user ?? p.confirmed;
  return {
    live: Number(p.live),
    name: nameOf(shown, p.externalId),
    email: shown?.email ?? null,
    extension: shown?.extension ?? null,
    phone: shown?.phone ?? null,
    department: shown?.department ?? null,
    desired: text(p.desired),
    desired_hash: p.desiredHash ?? null,
    issues: p.issues.length > 0 ? JSON.stringify(p.issues) : null,
  };
}

/** Columns of what the remote has, and of what is to be done. */
function remoteColumns(p: Person) {
  return {
    remote_id: p.remoteId ?? null,
    remote_version: p.remoteVersion ?? null,
    remote_active: Number(p.remoteId !== undefined && p.confirmed?.active === true),
    confirmed: text(p.confirmed),
    written: Object.keys(p.written).length > 0 ? JSON.stringify(p.written) : null,
    settled_hash: p.settledHash ?? null,
    adopted: Number(p.adopted),
    remote_gone: Number(p.remoteGone),
    disabled_at: p.disabledAt ?? null,
    block: text(p.block),
    retry_at: p.block?.retryAt ?? null,
    retry_cycle: p.block?.retryCycle ?? null,
    plan_kind: p.plan?.kind ?? null,
    plan_code: p.plan?.code ?? null,
    plan_why: p.plan?.why ?? null,
    plan_action: p.plan?.action ?? null,
    plan_since: p.plan?.since ?? null,
    todo: Number(p.todo),
  };
}

// bound by position, since names are looked up one by one for each row: an object literal keeps its order
const NOBODY = unheardOf({ sourceId: '', externalId: '' });
const WANTED = Object.keys(wantedColumns(NOBODY));
const REMOTE = Object.keys(remoteColumns(NOBODY));
const set = (names: readonly string[]) => names.map((name) => `${name} = ?`).join(', ');

/** What a person is made of; the other columns are for searching. */
const READ = `id, source_id, external_id, live, desired, desired_hash, issues, remote_id, remote_version, confirmed, written,
  settled_hash, adopted, remote_gone, disabled_at, block, plan_kind, plan_code, plan_why, plan_action, plan_since, todo`;

/** Values of `email` that more than one person of the sources has. */
export const SHARED_EMAILS = `
  SELECT value FROM person_key WHERE kind = 'email' AND desired = 1 GROUP BY value HAVING count(*) > 1`;

const GONE = 'SELECT id FROM person WHERE live = 0';
const FORGET_REMOTE = `
  DELETE FROM person_key WHERE person_id IN (${GONE});
  DELETE FROM src_record WHERE person_id IN (${GONE});
  DELETE FROM finding WHERE person_id IN (${GONE});
  DELETE FROM person WHERE live = 0;
  UPDATE person SET remote_id = NULL, remote_version = NULL, remote_active = 0, confirmed = NULL, written = NULL,
    settled_hash = NULL, adopted = 0, remote_gone = 0, disabled_at = NULL, block = NULL, retry_at = NULL,
    retry_cycle = NULL, plan_kind = NULL, plan_code = NULL, plan_why = NULL, plan_action = NULL,
    plan_since = NULL, todo = 1`;

/** People: what the sources want, what the remote was confirmed to have, and what the plan says. */
export function personTable(db: Db): SyncStore['persons'] {
  const get = db.prepare<[number], PersonRow>(`SELECT ${READ} FROM person WHERE id = ?`);
  const byExternalId = db.prepare<[string], PersonRow>(`SELECT ${READ} FROM person WHERE external_id = ?`);
  const all = [...WANTED, ...REMOTE];
  const insert = db.prepare(`
    INSERT INTO person (source_id, external_id, ${all.join(', ')}) VALUES (?, ?${', ?'.repeat(all.length)})`);
  const save = db.prepare(`UPDATE person SET ${set(all)} WHERE id = ?`);
  const saveRemote = db.prepare(`UPDATE person SET ${set(REMOTE)} WHERE id = ?`);
  const removeKeys = db.prepare('DELETE FROM person_key WHERE person_id = ?');
  const removeFindings = db.prepare('DELETE FROM finding WHERE person_id = ?');
  const removeRecords = db.prepare('DELETE FROM src_record WHERE person_id = ?');
  const remove = db.prepare('DELETE FROM person WHERE id = ?');
  const todo = db.prepare<[number, number], PersonRow>(
    `SELECT ${READ} FROM person WHERE todo = 1 AND id > ? ORDER BY id LIMIT ?`,
  );
  const atRemote = db.prepare<[number, number], PersonRow>(
    `SELECT ${READ} FROM person WHERE remote_id IS NOT NULL AND remote_gone = 0 AND id > ? ORDER BY id LIMIT ?`,
  );
  const countAtRemote = db.prepare<[], number>(
    'SELECT count(*) FROM person WHERE remote_id IS NOT NULL AND remote_gone = 0',
  );
  const graceOver = db.prepare<[number, number, number], PersonRow>(`
    SELECT ${READ} FROM person WHERE disabled_at IS NOT NULL AND disabled_at <= ? AND todo = 0 AND id > ?
    ORDER BY id LIMIT ?`);
  const retryDue = db.prepare<[number, number], unknown>(
    'SELECT 1 FROM person WHERE block IS NOT NULL AND (retry_at <= ? OR retry_cycle <= ?) LIMIT 1',
  );
  const applied = db.prepare<[string], number>(
    'SELECT count(*) FROM person WHERE remote_active = 1 AND disabled_at IS NULL AND source_id = ?',
  );
  const live = db.prepare<[string], number>('SELECT count(*) FROM person WHERE live = 1 AND source_id = ?');
  const liveTotal = db.prepare<[], number>('SELECT count(*) FROM person WHERE live = 1');
  const planned = db.prepare<[string], number>('SELECT count(*) FROM person WHERE plan_kind = ?');
  const totals = db.prepare<[], Pick<Totals, 'users' | 'didNumbers'>>(
    'SELECT count(*) AS users, count(phone) AS didNumbers FROM person WHERE live = 1',
  );
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM person');
  // in the order of the partial index: by identity, every row of everybody would be read
  const withoutEmail = db.prepare<[number, number], string>(
    'SELECT external_id FROM person WHERE live = 1 AND email IS NULL AND id > ? AND id <= ?',
  );
  for (const one of [countAtRemote, applied, live, liveTotal, planned, lastId, withoutEmail]) one.pluck();

  const valuesOf = (person: Person) => [
    ...Object.values(wantedColumns(person)),
    ...Object.values(remoteColumns(person)),
  ];
  const saveAll = (person: Person) => void save.run(...valuesOf(person), person.id);
  return {
    get(id) {
      const row = get.get(id);
      return row && personOf(row);
    },
    byExternalId(externalId) {
      const row = byExternalId.get(externalId);
      return row && personOf(row);
    },
    fresh: unheardOf,
    insert(person) {
      const { sourceId, externalId } = person;
      const { lastInsertRowid } = insert.run(sourceId, externalId, ...valuesOf(person));
      return { ...person, id: Number(lastInsertRowid) };
    },
    save: saveAll,
    saveRemote(person) {
      // without a wish, lists show what the remote has
      if (person.desired) saveRemote.run(...Object.values(remoteColumns(person)), person.id);
      else saveAll(person);
    },
    remove(id) {
      removeKeys.run(id);
      removeFindings.run(id);
      removeRecords.run(id);
      remove.run(id);
    },
    forgetRemote: () => void db.exec(FORGET_REMOTE),
    todo: (afterId, limit) => todo.all(afterId, limit).map(personOf),
    atRemote: (afterId, limit) => atRemote.all(afterId, limit).map(personOf),
    countAtRemote: () => countAtRemote.get() ?? 0,
    graceOver: (before, afterId, limit) => graceOver.all(before, afterId, limit).map(personOf),
    retryDue: (now, cycle) => retryDue.get(now, cycle) !== undefined,
    applied: (sourceId) => applied.get(sourceId) ?? 0,
    live: (sourceId) => live.get(sourceId) ?? 0,
    liveTotal: () => liveTotal.get() ?? 0,
    planned: (kind) => planned.get(kind) ?? 0,
    totals: () => totals.get() ?? { users: 0, didNumbers: 0 },
    lastId: () => lastId.get() ?? 0,
    withoutEmail: (after, upTo) => withoutEmail.all(after, upTo),
  };
}
