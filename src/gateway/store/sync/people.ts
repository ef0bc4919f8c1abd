/** The list of people, one of them whole, and what is merely to be looked at (rows D9, D16, F2). */
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { PersonState, SyncPerson, UserSummary } from '../../../contract/sync-api.ts';
import type { Page, PageQuery, PeopleQuery, WholePerson } from '../../core/ports/sync-queries.ts';
import { findingQueries } from './findings.ts';
import { limitOf, pageOf } from './page.ts';
import { type PersonRow, personOf } from './person-table.ts';
import { decisionsOf, issueView, rawOf } from './queue.ts';
import { search } from './search.ts';

type Row = PersonRow & {
  name: string;
  email: string | null;
  extension: string | null;
  department: string | null;
  state: string;
};

const decided = (kind: string) =>
  `EXISTS (SELECT 1 FROM decision d WHERE d.external_id = person.external_id AND d.revoked = 0 AND d.kind = '${kind}')`;

/** First that fits. */
const STATE = `CASE
  WHEN ${decided('ignored')} THEN 'ignored'
  WHEN ${decided('left')} OR plan_code = 'REMOTE_DELETED' THEN 'noAccount'
  WHEN plan_kind IN ('detained', 'held') THEN 'detained'
  WHEN remote_id IS NOT NULL AND remote_active = 0 AND plan_kind IS NULL THEN 'disabled'
  WHEN plan_kind IS NOT NULL OR remote_id IS NULL THEN 'pending'
  ELSE 'synced' END`;

/** Who left and was switched off waits for the end of the grace period, and is nobody's person any more. */
const SHOWN = `(person.live = 1 OR person.disabled_at IS NULL)`;

export function peopleQueries(db: Db) {
  const sources = db
    .prepare<[number], string>('SELECT DISTINCT source_id FROM src_record WHERE person_id = ? ORDER BY 1')
    .pluck();
  const shape = (row: Row): SyncPerson => ({
    id: String(row.id),
    name: row.name,
    ...(row.email === null ? {} : { email: row.email }),
    ...(row.extension === null ? {} : { extension: row.extension }),
    ...(row.department === null ? {} : { department: row.department }),
    sources: sources.all(row.id),
    state: row.state as PersonState,
    ...(row.plan_code === null ? {} : { code: row.plan_code }),
  });
  return {
    people(query: PeopleQuery): Page<SyncPerson> {
      const limit = limitOf(query);
      const parts = [
        { sql: SHOWN, values: [] as string[] },
        ...(query.state === undefined ? [] : [{ sql: `${STATE} = ?`, values: [query.state] }]),
        ...(query.source === undefined
          ? []
          : [
              {
                sql: 'EXISTS (SELECT 1 FROM src_record r WHERE r.person_id = person.id AND r.source_id = ?)',
                values: [query.source],
              },
            ]),
        ...search(query.q),
      ];
      const where = parts.map(({ sql }) => sql).join(' AND ');
      const values = parts.flatMap((part) => part.values);
      const total =
        db
          .prepare<unknown[], number>(`SELECT count(*) FROM person WHERE ${where}`)
          .pluck()
          .get(...values) ?? 0;
      const rows = db
        .prepare<unknown[], Row>(
          `SELECT *, ${STATE} AS state FROM person WHERE ${where} AND person.id > ? ORDER BY person.id LIMIT ?`,
        )
        .all(...values, Number(query.after ?? 0) || 0, limit + 1);
      return pageOf(rows, limit, total, shape, (row) => row.id);
    },
    person(id: string): WholePerson | undefined {
      const row = db
        .prepare<[number], Row>(`SELECT *, ${STATE} AS state FROM person WHERE id = ?`)
        .get(Number(id));
      if (!row) return undefined;
      const person = personOf(row);
      type Change = { at: number; run: string; kind: string; actor: string; fields: string };
      const history = db
        .prepare<[string], Change>(
          `SELECT change.at, cycle.id AS run, change.kind, cycle.actor, change.fields FROM change
           JOIN cycle ON cycle.number = change.cycle WHERE change.external_id = ? ORDER BY change.id DESC LIMIT 50`,
        )
        .all(person.externalId)
        .map(({ at, run: runId, kind, actor, fields }) => ({
          at,
          runId,
          kind,
          actor,
          fields: JSON.parse(fields) as string[],
        }));
      return {
        shown: shape(row),
        person,
        raw: rawOf(db, row.id),
        issues: person.issues.map(issueView),
        history,
        decisions: decisionsOf(db, person.externalId),
      };
    },
    summary(query: PageQuery): Page<UserSummary> {
      const limit = limitOf(query);
      const parts = search(query.q);
      const where = ['person.live = 1', ...parts.map(({ sql }) => sql)].join(' AND ');
      const rows = db
        .prepare<unknown[], PersonRow>(
          `SELECT * FROM person WHERE ${where} AND person.id > ? ORDER BY person.id LIMIT ?`,
        )
        .all(...parts.flatMap(({ values }) => values), Number(query.after ?? 0) || 0, limit + 1);
      const last = rows[limit - 1];
      const items = rows.slice(0, limit).map((row) => {
        const { desired, confirmed } = personOf(row);
        const { givenName, familyName, email, role, department, location } = desired?.user ?? confirmed ?? {};
        return { givenName, familyName, email, role, department, location };
      });
      return rows.length > limit && last
        ? { items, total: items.length, next: String(last.id) }
        : { items, total: items.length };
    },
    ...findingQueries(db),
  };
}
