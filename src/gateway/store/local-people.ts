import type { Db } from '../../base/runtime/sqlite.ts';
import type { ListedPerson, LocalPeople, LocalRole } from '../core/ports/local-people.ts';

type PersonRow = { id: string; name: string; role: LocalRole; password_hash: string };
type SessionRow = PersonRow & { csrf: string; created_at: number; used_at: number };

type ListedRow = Omit<ListedPerson, 'lastUsedAt'> & { lastUsedAt: number | null };

const person = (row: PersonRow) => ({ id: row.id, name: row.name, role: row.role });

export function createLocalPeople(db: Db): LocalPeople {
  const admin = db.prepare<[], { id: string }>("SELECT id FROM local_person WHERE role = 'admin' LIMIT 1");
  const insert = db.prepare(
    'INSERT INTO local_person (id, name, role, password_hash, created_at) VALUES (@id, @name, @role, @passwordHash, @createdAt)',
  );
  const byName = db.prepare<[string], PersonRow>('SELECT * FROM local_person WHERE name = ?');
  const open = db.prepare(
    'INSERT INTO local_session (id_hash, person_id, csrf, created_at, used_at) VALUES (@idHash, @personId, @csrf, @at, @at)',
  );
  const session = db.prepare<[Uint8Array], SessionRow>(
    `SELECT p.*, s.csrf, s.created_at, s.used_at FROM local_session s JOIN local_person p ON p.id = s.person_id
     WHERE s.id_hash = ?`,
  );
  const touch = db.prepare('UPDATE local_session SET used_at = ? WHERE id_hash = ?');
  const end = db.prepare('DELETE FROM local_session WHERE id_hash = ?');
  const list = db.prepare<[number, number], ListedRow>(
    `SELECT p.id, p.name, p.role, p.created_at AS createdAt, count(s.id_hash) AS sessions, max(s.used_at) AS lastUsedAt
     FROM local_person p LEFT JOIN local_session s ON s.person_id = p.id AND s.created_at >= ? AND s.used_at >= ?
     GROUP BY p.id ORDER BY p.name`,
  );
  const byId = db.prepare<[string], PersonRow>('SELECT * FROM local_person WHERE id = ?');
  const setRole = db.prepare('UPDATE local_person SET role = ? WHERE id = ?');
  const setPassword = db.prepare('UPDATE local_person SET password_hash = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM local_person WHERE id = ?');
  const sessionsOf = db.prepare<[string], { idHash: Uint8Array; createdAt: number; usedAt: number }>(
    `SELECT id_hash AS idHash, created_at AS createdAt, used_at AS usedAt FROM local_session WHERE person_id = ?
     ORDER BY used_at DESC`,
  );
  const endOf = db.prepare('DELETE FROM local_session WHERE person_id = ?');
  const endOld = db.prepare('DELETE FROM local_session WHERE created_at < ? OR used_at < ?');
  return {
    hasAdmin: () => admin.get() !== undefined,
    add: (p) => void insert.run(p),
    byName(name) {
      const row = byName.get(name);
      return row && { ...person(row), passwordHash: row.password_hash };
    },
    list: (created, used) =>
      list.all(created, used).map((row) => ({ ...row, lastUsedAt: row.lastUsedAt ?? undefined })),
    byId(id) {
      const row = byId.get(id);
      return row && { ...person(row), passwordHash: row.password_hash };
    },
    setRole: (id, role) => void setRole.run(role, id),
    setPassword: (id, hash) => void setPassword.run(hash, id),
    remove(id) {
      endOf.run(id);
      remove.run(id);
    },
    sessionsOf: (id) => sessionsOf.all(id),
    endSessionsOf: (id) => void endOf.run(id),
    openSession: (s) => void open.run({ ...s, idHash: Buffer.from(s.idHash) }),
    session(idHash) {
      const row = session.get(Buffer.from(idHash));
      return row && { person: person(row), csrf: row.csrf, createdAt: row.created_at, usedAt: row.used_at };
    },
    touchSession: (idHash, at) => void touch.run(at, Buffer.from(idHash)),
    endSession: (idHash) => void end.run(Buffer.from(idHash)),
    endSessionsBefore: (created, used) => void endOld.run(created, used),
    clear: () => void db.exec('DELETE FROM local_session; DELETE FROM local_person'),
  };
}
