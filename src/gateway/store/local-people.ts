import type { Db } from '../../base/runtime/sqlite.ts';
import type { LocalPeople, LocalRole } from '../core/ports/local-people.ts';

type PersonRow = { id: string; name: string; role: LocalRole; password_hash: string };
type SessionRow = PersonRow & { csrf: string; created_at: number; used_at: number };

const person = (row: PersonRow) => ({ id: row.id, name: row.name, role: row.role });

export function createLocalPeople(db: Db): LocalPeople {
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM local_person');
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
  const endOld = db.prepare('DELETE FROM local_session WHERE created_at < ? OR used_at < ?');
  return {
    count: () => count.get()?.n ?? 0,
    add: (p) => void insert.run(p),
    byName(name) {
      const row = byName.get(name);
      return row && { ...person(row), passwordHash: row.password_hash };
    },
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
