import type { Db } from '../../base/runtime/sqlite.ts';
import type { StoredSession, TunnelSessionStore } from '../core/ports/targets.ts';

type Row = {
  id: string;
  target_id: string;
  person_id: string;
  person_name: string;
  person_email: string | null;
  reason: string | null;
  ticket: string | null;
  consent: string | null;
  opened_at: number;
  expires_at: number;
  last_used_at: number;
  requests: number;
  ended_at: number | null;
  ended_because: string | null;
};

function ofRow(row: Row): StoredSession {
  return {
    id: row.id,
    targetId: row.target_id,
    personId: row.person_id,
    personName: row.person_name,
    ...(row.person_email === null ? {} : { personEmail: row.person_email }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.ticket === null ? {} : { ticket: row.ticket }),
    ...(row.consent === null ? {} : { consent: row.consent }),
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    requests: row.requests,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.ended_because === null ? {} : { endedBecause: row.ended_because }),
  };
}

/** Launch sessions, kept so that the customer can see who came in. Holds no secret. */
export function createTunnelSessionStore(db: Db): TunnelSessionStore {
  const put = db.prepare(`
    INSERT OR REPLACE INTO tunnel_session (id, target_id, person_id, person_name, person_email, reason,
      ticket, consent, opened_at, expires_at,
      last_used_at, requests, ended_at, ended_because)
    VALUES (@id, @targetId, @personId, @personName, @personEmail, @reason, @ticket, @consent, @openedAt, @expiresAt,
      @lastUsedAt, @requests, @endedAt, @endedBecause)`);
  const recent = db.prepare<[number], Row>('SELECT * FROM tunnel_session ORDER BY opened_at DESC LIMIT ?');
  const prune = db.prepare(
    'DELETE FROM tunnel_session WHERE id IN (SELECT id FROM tunnel_session WHERE ended_at < ? LIMIT 500)',
  );
  const endedSince = db.prepare<[number, number], Row>(
    'SELECT * FROM tunnel_session WHERE ended_at > ? ORDER BY ended_at DESC LIMIT ?',
  );
  const endAll = db.prepare(
    'UPDATE tunnel_session SET ended_at = ?, ended_because = ? WHERE ended_at IS NULL',
  );
  return {
    put: (session) =>
      void put.run({
        personEmail: null,
        reason: null,
        ticket: null,
        consent: null,
        endedAt: null,
        endedBecause: null,
        ...session,
      }),
    recent: (limit) => recent.all(limit).map(ofRow),
    prune: (before) => prune.run(before).changes,
    endedSince: (at, limit) => endedSince.all(at, limit).map(ofRow),
    endAllOpen: (at, because) => void endAll.run(at, because),
  };
}
