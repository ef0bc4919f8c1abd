/** The detained queue (row D7): reads for pages, and the decisions that people write into it. */
import type { Db } from '../../../base/runtime/sqlite.ts';
import type {
  Decision as DecisionView,
  Detained,
  DetainedDetail,
  DetainedPage,
  Verb,
} from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import type {
  DecisionFailure,
  DecisionOrder,
  DecisionsWritten,
  SyncDecisions,
} from '../../core/ports/sync-decisions.ts';
import type { DetainedFilter, DetainedQuery, Page, PageQuery } from '../../core/ports/sync-queries.ts';
import type { Decision, Issue, NewDecision, Person, PlanAction } from '../../core/ports/sync-store.ts';
import { detains, remedyOf, sentenceOf, verbsOf } from '../../core/sync-reasons.ts';
import { type DecisionRow, decisionOf, decisionWriter, orderRevoker } from './decision-table.ts';
import { limitOf, pageOf } from './page.ts';
import { type PersonRow, personOf } from './person-table.ts';
import { search } from './search.ts';
import { rowsHash } from './src-record-table.ts';

type Row = PersonRow & { name: string; email: string | null; extension: string | null };
type Value = string | number;
type Where = { readonly sql: string; readonly values: readonly Value[] };

/**
 * In the queue, and nobody has decided about it since the last cycle. By id, which the queue's index has: by identity,
 * each count would read the wide row of everybody in it.
 */
const OPEN = `person.plan_kind IN ('detained', 'held') AND person.id NOT IN (
  SELECT decided.id FROM decision d JOIN person decided ON decided.external_id = d.external_id
  WHERE d.fresh = 1 AND d.kind <> 'stale')`;

function whereOf({ action, code, source, q }: DetainedFilter): Where {
  const parts: Where[] = [
    { sql: OPEN, values: [] },
    ...(action === undefined ? [] : [{ sql: 'person.plan_action = ?', values: [action] }]),
    ...(code === undefined ? [] : [{ sql: 'person.plan_code = ?', values: [code] }]),
    ...(source === undefined ? [] : [{ sql: 'person.source_id = ?', values: [source] }]),
    ...search(q),
  ];
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

const issueOf = (person: Person): Issue | undefined =>
  person.issues.find(({ code }) => code === person.plan?.code) ??
  person.issues.find(({ code }) => detains(code));

function detainedOf(row: Row): Detained {
  const person = personOf(row);
  const { plan, block } = person;
  const code = plan?.code ?? '';
  const action: PlanAction = plan?.action ?? 'update';
  const { field, value, proposal } = issueOf(person) ?? {};
  return {
    id: String(row.id),
    action,
    name: row.name,
    ...(row.email === null ? {} : { email: row.email }),
    ...(row.extension === null ? {} : { extension: row.extension }),
    source: row.source_id,
    code,
    sentence: plan?.why ?? sentenceOf(code),
    remedy: block?.code === code ? block.remedy : remedyOf(code),
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
    ...(proposal === undefined ? {} : { proposal }),
    since: block?.since ?? plan?.since ?? 0,
    attempts: block?.count ?? 0,
    ...(block?.retryAt === undefined ? {} : { retryAt: block.retryAt }),
    verbs: [...verbsOf(code, action)],
  };
}

export const issueView = (issue: Issue) => ({
  code: issue.code,
  sentence: issue.sentence ?? sentenceOf(issue.code),
  remedy: remedyOf(issue.code),
  ...(issue.field === undefined ? {} : { field: issue.field }),
  ...(issue.value === undefined ? {} : { value: issue.value }),
  ...(issue.position === undefined ? {} : { position: issue.position }),
  ...(issue.proposal === undefined ? {} : { proposal: issue.proposal }),
});

type RawRow = { source_id: string; anchor: string; gone: number; raw: string; fault: string | null };

/** What stands at the sources about one person. */
export function rawOf(db: Db, personId: number): DetainedDetail['raw'] {
  return db
    .prepare<[number], RawRow>(
      'SELECT source_id, anchor, gone, raw, fault FROM src_record WHERE person_id = ? ORDER BY source_id, anchor',
    )
    .all(personId)
    .map((row) => ({
      source: row.source_id,
      sourceName: row.source_id,
      anchor: row.anchor,
      present: row.gone === 0,
      values: JSON.parse(row.raw),
      ...(row.fault === null ? {} : { fault: JSON.parse(row.fault) }),
    }));
}

function rivalsOf(db: Db, personId: number): DetainedDetail['rivals'] {
  return db
    .prepare<[number, number], { id: number; name: string; field: string; value: string }>(
      `SELECT DISTINCT other.id, other.name, CASE own.kind WHEN 'login' THEN 'userName' ELSE own.kind END AS field, own.value FROM person_key own
       JOIN person_key theirs ON theirs.kind = own.kind AND theirs.value = own.value AND theirs.person_id <> own.person_id
       JOIN person other ON other.id = theirs.person_id
       WHERE own.person_id = ? AND own.desired = 1 AND other.id <> ? ORDER BY own.kind, other.id LIMIT 20`,
    )
    .all(personId, personId)
    .map((row) => ({ ...row, id: String(row.id) }));
}

export function detainedQueries(db: Db) {
  return {
    detained(query: DetainedQuery): DetainedPage {
      const { sql, values } = whereOf(query);
      const limit = limitOf(query);
      const total =
        db
          .prepare<unknown[], number>(`SELECT count(*) FROM person WHERE ${sql}`)
          .pluck()
          .get(...values) ?? 0;
      // the queue's index has all of it
      const count = <T>(select: string, group: string) =>
        db.prepare<[], T>(`SELECT ${select} FROM person INDEXED BY person_queue WHERE ${OPEN} ${group}`);
      const rows = db
        .prepare<unknown[], Row>(
          `SELECT * FROM person WHERE ${sql} AND person.id > ? ORDER BY person.id LIMIT ?`,
        )
        .all(...values, Number(query.after ?? 0) || 0, limit + 1);
      const codes = count<{ code: string; count: number }>(
        'plan_code AS code, count(*) AS count',
        'GROUP BY plan_code ORDER BY 2 DESC, 1',
      ).all();
      const actions = count<{ action: PlanAction; count: number }>(
        'plan_action AS action, count(*) AS count',
        'GROUP BY plan_action ORDER BY 1',
      ).all();
      return {
        ...pageOf(rows, limit, total, detainedOf, (row) => row.id),
        codes: codes.map((row) => ({ ...row, sentence: sentenceOf(row.code) })),
        actions,
      };
    },
    detainedOne(id: string): DetainedDetail | undefined {
      const row = db
        .prepare<[number], Row>(`SELECT * FROM person WHERE id = ? AND plan_kind IN ('detained', 'held')`)
        .get(Number(id));
      if (!row) return undefined;
      const person = personOf(row);
      return {
        ...detainedOf(row),
        ...(person.desired ? { desired: person.desired.user } : {}),
        ...(person.confirmed ? { applied: person.confirmed } : {}),
        raw: rawOf(db, row.id),
        issues: person.issues.map(issueView),
        rivals: rivalsOf(db, row.id),
      };
    },
    decisions(query: PageQuery): Page<DecisionView> {
      return decisionsPage(db, query);
    },
  };
}

type ShownDecision = DecisionRow & {
  person_id: number | null;
  name: string | null;
  source_id: string | null;
  confirmed: string | null;
};

/** Those that last; what is used up with the next cycle is no decision to look at. */
const LASTING = `decision.kind IN ('cancelled', 'ignored', 'left', 'modified', 'undone') AND decision.revoked = 0`;

function decisionView(row: ShownDecision): DecisionView {
  const { id, externalId, kind, by, at, values, order } = decisionOf(row);
  return {
    id: String(id),
    ...(row.person_id === null ? {} : { personId: String(row.person_id) }),
    name: row.name ?? externalId,
    source: row.source_id ?? '',
    kind: kind as DecisionView['kind'],
    by,
    at,
    ...(order === undefined ? {} : { orderId: order }),
    values: Object.entries(values).map(([field, to]) => ({ field, ...(to === '' ? {} : { to }) })),
  };
}

/** What still holds of one person. */
export const decisionsOf = (db: Db, externalId: string): DecisionView[] =>
  db
    .prepare<[string], ShownDecision>(
      `SELECT decision.*, person.id AS person_id, person.name, person.source_id, person.confirmed
       FROM decision JOIN person ON person.external_id = decision.external_id
       WHERE ${LASTING} AND decision.external_id = ? ORDER BY decision.id`,
    )
    .all(externalId)
    .map(decisionView);

function decisionsPage(db: Db, query: PageQuery): Page<DecisionView> {
  const limit = limitOf(query);
  const from = `FROM decision LEFT JOIN person ON person.external_id = decision.external_id WHERE ${LASTING}`;
  const parts = search(query.q);
  const sql = parts.map((part) => ` AND ${part.sql}`).join('');
  const values = parts.flatMap((part) => part.values);
  const total =
    db
      .prepare<unknown[], number>(`SELECT count(*) ${from}${sql}`)
      .pluck()
      .get(...values) ?? 0;
  const rows = db
    .prepare<unknown[], ShownDecision>(
      `SELECT decision.*, person.id AS person_id, person.name, person.source_id, person.confirmed ${from}${sql}
       AND decision.id > ? ORDER BY decision.id LIMIT ?`,
    )
    .all(...values, Number(query.after ?? 0) || 0, limit + 1);
  return pageOf(rows, limit, total, decisionView, (row) => row.id);
}

const KIND = {
  apply: 'apply',
  modify: 'modified',
  cancel: 'cancelled',
  ignore: 'ignored',
  recreate: 'recreate',
  leave: 'left',
} as const satisfies Record<Verb, NewDecision['kind']>;

/** What a decision is bound to: what is wanted of the person, or the rows that say so. */
function boundTo(db: Db, person: Person, verb: Verb): string | undefined {
  if (verb === 'apply') return person.live ? (person.desiredHash ?? '') : 'gone';
  return verb === 'cancel' ? rowsHash(db, person.id) : undefined;
}

/** What a person set before. */
function earlierOf(db: Db, externalId: string, { verb }: DecisionOrder): Decision | undefined {
  if (verb !== 'modify') return undefined;
  const row = db
    .prepare<[string], DecisionRow>(
      `SELECT * FROM decision WHERE external_id = ? AND kind = 'modified' AND revoked = 0`,
    )
    .get(externalId);
  return row && decisionOf(row);
}

/** Values on top of those that were set before; null takes one back. */
function valuesOf(earlier: Decision | undefined, order: DecisionOrder): NewDecision['values'] {
  if (order.verb !== 'modify') return {};
  const all = { ...earlier?.values, ...order.values };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function rowsOf(db: Db, { ids, all }: DecisionOrder): { rows: Row[]; missing: DecisionFailure[] } {
  if (all) {
    const { count, ...filter } = all;
    const { sql, values } = whereOf(filter);
    const rows = db.prepare<unknown[], Row>(`SELECT * FROM person WHERE ${sql} ORDER BY id`).all(...values);
    if (rows.length !== count) throw fail('PLAN_STALE');
    return { rows, missing: [] };
  }
  const get = db.prepare<[number], Row>(
    `SELECT * FROM person WHERE id = ? AND plan_kind IN ('detained', 'held')`,
  );
  const found = [...new Set(ids)].map((id) => [id, get.get(Number(id))] as const);
  return {
    rows: found.flatMap(([, row]) => row ?? []),
    missing: found.flatMap(([id, row]) => (row ? [] : [{ id, name: id, code: 'NOT_FOUND' as const }])),
  };
}

/** Synchronisers of which no deferred row waits any more, of those whose deferred rows an order let go. */
function throughOf(db: Db, sources: ReadonlySet<string>): string[] {
  const waits = db.prepare<[string], unknown>(
    `SELECT 1 FROM person WHERE ${OPEN} AND person.plan_code = 'DEFERRED' AND person.source_id = ? LIMIT 1`,
  );
  return [...sources].filter((source) => waits.get(source) === undefined);
}

/** Writes decisions over an open, writable sync.db. */
export function createDecisions(db: Db): SyncDecisions {
  return {
    write: (order) =>
      db
        .transaction((): DecisionsWritten => {
          const { rows, missing } = rowsOf(db, order);
          const failed = [...missing];
          const put = decisionWriter(db);
          const deferred = new Set<string>();
          for (const row of rows) {
            const person = personOf(row);
            const { code = '', action } = person.plan ?? { action: 'update' as const };
            if (!verbsOf(code, action).includes(order.verb)) {
              failed.push({ id: String(row.id), name: row.name, code: 'VERB_NOT_HERE' });
              continue;
            }
            const { externalId } = person;
            const earlier = earlierOf(db, externalId, order);
            const values = valuesOf(earlier, order);
            const hash = boundTo(db, person, order.verb);
            const { by, at, order: whole } = order;
            const given = whole === undefined ? {} : { order: whole };
            put({ externalId, kind: KIND[order.verb], by, at, hash, values, ...given }, true, earlier);
            if (order.verb === 'apply' && code === 'DEFERRED') deferred.add(row.source_id);
          }
          const through = throughOf(db, deferred);
          const done = rows.length + missing.length - failed.length;
          return { done, failed, ...(through.length > 0 ? { through } : {}) };
        })
        .immediate(),
    changedAtRemote(remoteId, by, at) {
      const externalId = db
        .prepare<[string], string>('SELECT external_id FROM person WHERE remote_id = ?')
        .pluck()
        .get(remoteId);
      if (externalId === undefined) return;
      decisionWriter(db)({ externalId, kind: 'stale', by, at, hash: undefined, values: {} }, true);
    },
    revokeOrder: (order) => db.transaction(() => orderRevoker(db)(order)).immediate(),
    revoke: (ids) =>
      db
        .transaction((): DecisionsWritten => {
          const revoke = db.prepare(`UPDATE decision SET revoked = 1, fresh = 1 WHERE id = ? AND ${LASTING}`);
          const failed = [...new Set(ids)].filter((id) => revoke.run(Number(id)).changes === 0);
          return {
            done: new Set(ids).size - failed.length,
            failed: failed.map((id) => ({ id, name: id, code: 'NOT_FOUND' })),
          };
        })
        .immediate(),
  };
}
