import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';
import { FINDING_CODES } from '../../core/sync-reasons.ts';

/** Digests that are remembered, sent or not: a stand-alone run never sends any. */
const MOST_DIGESTS = 100;

/** One row for each finding of people who are there; it carries the number of the digest that tells it. */
export function findingTable(db: Db): SyncStore['findings'] {
  const codes = JSON.stringify(FINDING_CODES);
  const next = db
    .prepare<[number, number], number | null>(
      `SELECT max(id) FROM (
         SELECT id FROM person WHERE issues IS NOT NULL AND live = 1 AND id > ? ORDER BY id LIMIT ?)`,
    )
    .pluck();
  const WANTED = `SELECT person.id AS person_id, issue.value ->> 'code' AS code,
      coalesce(issue.value ->> 'field', '') AS field, coalesce(issue.value ->> 'value', '') AS value,
      coalesce(issue.value ->> 'sentence', '') AS sentence
    FROM person, json_each(person.issues) issue
    WHERE person.issues IS NOT NULL AND person.live = 1 AND person.id > @after AND person.id <= @upTo
      AND issue.value ->> 'code' IN (SELECT value FROM json_each(@codes))`;
  const drop = db.prepare(`
    DELETE FROM finding WHERE person_id > @after AND person_id <= @upTo
      AND (person_id, code, field, value, sentence) NOT IN (${WANTED})`);
  const add = db.prepare(`
    INSERT INTO finding (person_id, code, field, value, sentence, digest)
    SELECT person_id, code, field, value, sentence, @digest FROM (${WANTED}) WHERE true
    ON CONFLICT DO NOTHING`);
  const last = db.prepare<[], number | null>('SELECT max(number) FROM digest').pluck();
  const any = db.prepare<[number], unknown>('SELECT 1 FROM finding WHERE digest = ? LIMIT 1');
  const forget = db.prepare('DELETE FROM finding WHERE person_id = ? AND code = ?');
  const close = db.prepare(`
    INSERT INTO digest (number, id, at, without_email, shared_email)
    VALUES (@number, @id, @at, @withoutEmail, @sharedEmail)`);
  const prune = db.prepare('DELETE FROM digest WHERE number <= ?');
  return {
    pageEnd: (after, limit) => next.get(after, limit) ?? undefined,
    settle({ after, upTo }, digest) {
      drop.run({ after, upTo, codes });
      add.run({ after, upTo, codes, digest });
    },
    nextDigest: () => (last.get() ?? 0) + 1,
    hasAny: (digest) => any.get(digest) !== undefined,
    forget: (personId, code) => void forget.run(personId, code),
    close(digest) {
      close.run(digest);
      prune.run(digest.number - MOST_DIGESTS);
    },
  };
}
