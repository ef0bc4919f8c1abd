/** Reads for pages, over what the worker has committed. Paged and searchable, whatever the number of rows. */

import { setImmediate } from 'node:timers/promises';
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { IrregularUser, PlanChange } from '../../../contract/local-api.ts';
import { USER_FIELDS } from '../../../contract/scim.ts';
import type {
  IrregularQuery,
  LastCycle,
  Page,
  PageQuery,
  SyncQueries,
  SyncState,
} from '../../core/ports/sync-queries.ts';
import type { PlanKind, PlanSummary, Totals } from '../../core/ports/sync-store.ts';
import { verifyAudit } from './audit-table.ts';
import { limitOf, pageOf } from './page.ts';
import { peopleQueries } from './people.ts';
import { type PersonRow, personOf, SHARED_EMAILS } from './person-table.ts';
import { detainedQueries } from './queue.ts';
import { runQueries } from './runs.ts';
import { search } from './search.ts';

type Row = PersonRow & {
  name: string;
  email: string | null;
  extension: string | null;
  department: string | null;
};

const optional = <K extends string>(key: K, value: string | null | undefined) =>
  value === null || value === undefined ? {} : ({ [key]: value } as Record<K, string>);

/** What differs, as the page shows it: `from` is what the remote has, `to` what is wanted. */
function fieldsOf(row: Row): PlanChange['fields'] {
  const person = personOf(row);
  if (!person.live) return [];
  const { desired, confirmed } = person;
  const changed = USER_FIELDS.filter((field) => desired?.user[field] !== confirmed?.[field]);
  const fields = changed.map((field) => ({
    field: field as string,
    ...optional('from', confirmed?.[field]),
    ...optional('to', desired?.user[field]),
  }));
  const turned = desired && confirmed && desired.user.active !== confirmed.active;
  if (!turned) return fields;
  return [...fields, { field: 'active', from: String(confirmed.active), to: String(desired.user.active) }];
}

function changeOf(row: Row): PlanChange {
  return {
    id: String(row.id),
    kind: (row.plan_kind ?? 'changed') as PlanKind,
    name: row.name,
    ...optional('extension', row.extension),
    ...optional('email', row.email),
    why: row.plan_why ?? '',
    ...optional('code', row.plan_code),
    fields: fieldsOf(row),
  };
}

function irregularOf(row: Row): IrregularUser {
  return {
    name: row.name,
    ...optional('extension', row.extension),
    ...optional('department', row.department),
    ...optional('email', row.email),
  };
}

function lastCycle(db: Db): LastCycle | undefined {
  type Last = {
    id: string;
    mode: string;
    started_at: number;
    ended_at: number;
    outcome: string;
    counts: string;
    fault: string | null;
  };
  const row = db
    .prepare<[], Last>('SELECT * FROM cycle WHERE ended_at IS NOT NULL ORDER BY number DESC LIMIT 1')
    .get();
  if (!row) return undefined;
  return {
    cycleId: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome as 'inSync' | 'attention' | 'failed',
    counts: JSON.parse(row.counts),
    ...(row.fault === null ? {} : { fault: JSON.parse(row.fault) }),
  };
}

/** {@link SyncQueries.state}, for who needs no more: the other statements are not even prepared. */
export function readState(db: Db): SyncState {
  const fact = <T>(key: string): T | undefined => {
    const text = db.prepare<[string], string>('SELECT value FROM fact WHERE key = ?').pluck().get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  };
  const plan = fact<PlanSummary>('plan');
  const totals = fact<Totals>('totals');
  const last = lastCycle(db);
  return { ...(plan ? { plan } : {}), ...(totals ? { totals } : {}), ...(last ? { last } : {}) };
}

export function createSyncQueries(db: Db): SyncQueries {
  function page<T>(
    where: string,
    values: readonly (string | number)[],
    query: PageQuery,
    shape: (row: Row) => T,
  ): Page<T> {
    const parts = search(query.q);
    const sql = parts.map((part) => ` AND ${part.sql}`).join('');
    const found = parts.flatMap((part) => part.values);
    const limit = limitOf(query);
    const after = Number(query.after ?? 0) || 0;
    const all = [...values, ...found];
    const total =
      db
        .prepare<unknown[], number>(`SELECT count(*) FROM person WHERE ${where}${sql}`)
        .pluck()
        .get(...all) ?? 0;
    const rows = db
      .prepare<unknown[], Row>(
        `SELECT * FROM person WHERE ${where}${sql} AND person.id > ? ORDER BY person.id LIMIT ?`,
      )
      .all(...all, after, limit + 1);
    return pageOf(rows, limit, total, shape, (row) => row.id);
  }
  return {
    state: () => readState(db),
    ...detainedQueries(db),
    ...peopleQueries(db),
    ...runQueries(db),
    auditChain: (base, kept) => verifyAudit(db, base, kept, setImmediate),
    changes: (query) =>
      query.kind === undefined
        ? page('person.plan_kind IS NOT NULL', [], query, changeOf)
        : page('person.plan_kind = ?', [query.kind], query, changeOf),
    irregular: (query: IrregularQuery) =>
      query.list === 'none'
        ? page('person.live = 1 AND person.email IS NULL', [], query, irregularOf)
        : page(
            `person.id IN (SELECT person_id FROM person_key WHERE kind = 'email' AND person_key.desired = 1 AND value IN (${SHARED_EMAILS}))`,
            [],
            query,
            irregularOf,
          ),
  };
}
