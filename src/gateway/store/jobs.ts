import type { JobRecord, JobStore } from '../../base/jobs.ts';
import type { Db } from '../../base/runtime/sqlite.ts';

type Row = {
  name: string;
  due_at: number;
  last_started_at: number | null;
  last_ended_at: number | null;
  last_outcome: JobRecord['lastOutcome'] | null;
  last_sentence: string | null;
};

function ofRow(row: Row): JobRecord {
  return {
    name: row.name,
    dueAt: row.due_at,
    ...(row.last_started_at === null ? {} : { lastStartedAt: row.last_started_at }),
    ...(row.last_ended_at === null ? {} : { lastEndedAt: row.last_ended_at }),
    ...(row.last_outcome ? { lastOutcome: row.last_outcome } : {}),
    ...(row.last_sentence === null ? {} : { lastSentence: row.last_sentence }),
  };
}

/** Due times and last results of jobs. */
export function createJobStore(db: Db): JobStore {
  const all = db.prepare<[], Row>('SELECT * FROM job');
  const put = db.prepare(`
    INSERT INTO job (name, due_at, last_started_at, last_ended_at, last_outcome, last_sentence)
    VALUES (@name, @dueAt, @lastStartedAt, @lastEndedAt, @lastOutcome, @lastSentence)
    ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at, last_started_at = excluded.last_started_at,
      last_ended_at = excluded.last_ended_at, last_outcome = excluded.last_outcome, last_sentence = excluded.last_sentence`);
  return {
    load: () => all.all().map(ofRow),
    save: (record) =>
      void put.run({
        lastStartedAt: null,
        lastEndedAt: null,
        lastOutcome: null,
        lastSentence: null,
        ...record,
      }),
  };
}
