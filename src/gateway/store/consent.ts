import type { Db } from '../../base/runtime/sqlite.ts';
import type { AllowedCall, ConsentPolicy } from '../../contract/local-api.ts';
import type { ConsentStore, StoredRequest } from '../core/ports/consent.ts';

type Row = {
  id: string;
  session_id: string;
  target_id: string;
  target_name: string;
  person_id: string;
  person_name: string;
  person_email: string;
  reason: string | null;
  ticket: string | null;
  asked_at: number;
  expires_at: number;
  state: StoredRequest['state'];
  answered_at: number | null;
  answered_by: string | null;
  holds_until: number | null;
};

type PolicyRow = { mode: ConsentPolicy['mode']; people: string; calls: string | null };

function ofRow(row: Row): StoredRequest {
  return {
    id: row.id,
    sessionId: row.session_id,
    targetId: row.target_id,
    targetName: row.target_name,
    personId: row.person_id,
    personName: row.person_name,
    personEmail: row.person_email,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.ticket === null ? {} : { ticket: row.ticket }),
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    state: row.state,
    ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
    ...(row.answered_by === null ? {} : { answeredBy: row.answered_by }),
    ...(row.holds_until === null ? {} : { holdsUntil: row.holds_until }),
  };
}

/** Consent policies and questions (contract: Tunnels). */
export function createConsentStore(db: Db): ConsentStore {
  const policy = db.prepare<[string], PolicyRow>(
    'SELECT mode, people, calls FROM consent_policy WHERE target_id = ?',
  );
  const put = db.prepare(
    'INSERT OR REPLACE INTO consent_policy (target_id, mode, people, calls) VALUES (?, ?, ?, ?)',
  );
  const drop = db.prepare('DELETE FROM consent_policy WHERE target_id = ?');
  const dropAll = db.prepare('DELETE FROM consent_policy');
  const release = db.prepare('UPDATE consent_request SET holds_until = NULL WHERE target_id = ?');
  const releaseAll = db.prepare('UPDATE consent_request SET holds_until = NULL');
  const add = db.prepare(`
    INSERT INTO consent_request (id, session_id, target_id, target_name, person_id, person_name, person_email, reason,
      ticket, asked_at, expires_at, state)
    VALUES (@id, @sessionId, @targetId, @targetName, @personId, @personName, @personEmail, @reason, @ticket, @askedAt,
      @expiresAt, @state)`);
  const answer = db.prepare(`
    UPDATE consent_request SET state = @state, answered_at = @answeredAt, answered_by = @answeredBy,
      holds_until = @holdsUntil
    WHERE id = @id`);
  const recent = db.prepare<[number], Row>('SELECT * FROM consent_request ORDER BY asked_at DESC LIMIT ?');
  const waiting = db.prepare<[], Row>(
    "SELECT * FROM consent_request WHERE state = 'waiting' ORDER BY asked_at",
  );
  // a clock that was set back must not make an approval last longer
  const held = db.prepare<{ targetId: string; personId: string; now: number }, Row>(`
    SELECT * FROM consent_request
    WHERE target_id = @targetId AND person_id = @personId AND holds_until > @now AND answered_at <= @now
    ORDER BY answered_at DESC LIMIT 1`);
  const prune = db.prepare(
    'DELETE FROM consent_request WHERE id IN (SELECT id FROM consent_request WHERE answered_at < ? LIMIT 500)',
  );
  return {
    policy(targetId) {
      const row = policy.get(targetId);
      return (
        row && {
          mode: row.mode,
          people: JSON.parse(row.people) as string[],
          ...(row.calls === null ? {} : { calls: JSON.parse(row.calls) as AllowedCall[] }),
        }
      );
    },
    setPolicy: db.transaction((targetId: string, { mode, people, calls }: ConsentPolicy) => {
      put.run(targetId, mode, JSON.stringify(people), calls === undefined ? null : JSON.stringify(calls));
      release.run(targetId);
    }),
    forget: db.transaction((targetId: string) => {
      drop.run(targetId);
      release.run(targetId);
    }),
    forgetAll: db.transaction(() => {
      dropAll.run();
      releaseAll.run();
    }),
    add: (request) => void add.run({ reason: null, ticket: null, ...request }),
    answer: (id, how) => void answer.run({ holdsUntil: null, ...how, id }),
    recent: (limit) => recent.all(limit).map(ofRow),
    waiting: () => waiting.all().map(ofRow),
    held(of) {
      const row = held.get({ ...of });
      return row && ofRow(row);
    },
    prune: (before) => prune.run(before).changes,
  };
}
