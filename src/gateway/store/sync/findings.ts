/** What is merely to be looked at (row D9): the list, and the digests that tell what is new in it. */
import type { Db } from '../../../base/runtime/sqlite.ts';
import type { FindingPage } from '../../../contract/sync-api.ts';
import type { FindingDigest, FindingsQuery } from '../../core/ports/sync-queries.ts';
import { remedyOf, sentenceOf } from '../../core/sync-reasons.ts';
import { limitOf } from './page.ts';
import { search } from './search.ts';

type Row = {
  id: number;
  person_id: number;
  name: string;
  source_id: string;
  code: string;
  field: string;
  value: string;
  sentence: string;
  digest: number;
};
type DigestRow = { number: number; id: string; at: number; without_email: number; shared_email: number };

const JOINED = 'finding JOIN person ON person.id = finding.person_id';

/** `number.id` of the last row shown: the list begins with the newest digest. */
function placeOf(after: string | undefined): readonly [number, number] {
  const [digest, id] = (after ?? '').split('.').map(Number);
  return digest && id ? [digest, id] : [Number.MAX_SAFE_INTEGER, 0];
}

const rowOf = (row: Row, newest: number): FindingPage['items'][number] => ({
  personId: String(row.person_id),
  name: row.name,
  source: row.source_id,
  code: row.code,
  sentence: row.sentence || sentenceOf(row.code),
  remedy: remedyOf(row.code),
  ...(row.field === '' ? {} : { field: row.field }),
  ...(row.value === '' ? {} : { value: row.value }),
  isNew: row.digest >= newest,
});

/** Names in one digest; the list has all of them. */
const MOST_NAMED = 100;

export function findingQueries(db: Db) {
  const newest = db.prepare<[], number | null>('SELECT max(number) FROM digest').pluck();
  const unsent = db.prepare<[], DigestRow>('SELECT * FROM digest WHERE sent = 0 ORDER BY number');
  const countsOf = db.prepare<[number], { code: string; count: number }>(
    'SELECT code, count(*) AS count FROM finding WHERE digest = ? GROUP BY code ORDER BY 2 DESC, 1',
  );
  const namedOf = db.prepare<[number, number], { name: string; code: string }>(
    `SELECT person.name, finding.code FROM ${JOINED} WHERE finding.digest = ? ORDER BY finding.id LIMIT ?`,
  );
  const withSentence = <T extends { code: string }>(row: T) => ({ ...row, sentence: sentenceOf(row.code) });
  return {
    findings(query: FindingsQuery): FindingPage {
      const limit = limitOf(query);
      const parts = [
        ...(query.code === undefined ? [] : [{ sql: 'finding.code = ?', values: [query.code] }]),
        ...search(query.q),
      ];
      const where = parts.map(({ sql }) => ` AND ${sql}`).join('');
      const values = parts.flatMap((part) => part.values);
      const total =
        db
          .prepare<unknown[], number>(`SELECT count(*) FROM ${JOINED} WHERE true${where}`)
          .pluck()
          .get(...values) ?? 0;
      const [digest, id] = placeOf(query.after);
      const rows = db
        .prepare<unknown[], Row>(
          `SELECT finding.*, person.name, person.source_id FROM ${JOINED}
           WHERE (finding.digest < ? OR (finding.digest = ? AND finding.id > ?))${where}
           ORDER BY finding.digest DESC, finding.id LIMIT ?`,
        )
        .all(digest, digest, id, ...values, limit + 1);
      const codes = db
        .prepare<[], { code: string; count: number }>(
          'SELECT code, count(*) AS count FROM finding GROUP BY code ORDER BY 2 DESC, 1',
        )
        .all();
      const last = rows[limit - 1];
      return {
        items: rows.slice(0, limit).map((row) => rowOf(row, newest.get() ?? 0)),
        total,
        ...(rows.length > limit && last ? { next: `${last.digest}.${last.id}` } : {}),
        codes: codes.map(withSentence),
      };
    },
    /** Those that nobody was told of, the oldest first. What was put right meanwhile is not in them any more. */
    untoldDigests: (): FindingDigest[] =>
      unsent.all().map((row) => {
        const codes = countsOf.all(row.number).map(withSentence);
        return {
          id: row.id,
          at: row.at,
          total: codes.reduce((sum, { count }) => sum + count, 0),
          codes,
          people: namedOf.all(row.number, MOST_NAMED),
          withoutEmail: row.without_email,
          sharedEmail: row.shared_email,
        };
      }),
  };
}
