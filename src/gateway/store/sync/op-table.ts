import type { Db } from '../../../base/runtime/sqlite.ts';
import type { OpEntry, OpenOp, OpKind, SyncStore } from '../../core/ports/sync-store.ts';

type Row = {
  op_id: string;
  person_id: number;
  kind: OpKind;
  state: OpenOp['state'];
  user_name: string;
  sent_at: number;
  hash: string;
  entry: OpEntry;
  confirmed: number;
  fields: string;
};
const opOf = (row: Row): OpenOp => ({
  opId: row.op_id,
  personId: row.person_id,
  kind: row.kind,
  state: row.state,
  userName: row.user_name,
  sentAt: row.sent_at,
  hash: row.hash,
  entry: row.entry,
  confirmed: row.confirmed === 1,
  fields: JSON.parse(row.fields) as OpenOp['fields'],
});

/** Operations on their way: written before the request, gone when the outcome is known. */
export function opTable(db: Db): SyncStore['ops'] {
  const open = db.prepare<[], Row>('SELECT * FROM op ORDER BY op_id');
  const ofPerson = db.prepare<[number], Row>('SELECT * FROM op WHERE person_id = ?');
  const add = db.prepare(`
    INSERT INTO op (op_id, person_id, kind, state, user_name, sent_at, hash, entry, confirmed, fields)
    VALUES (?, ?, ?, 'sent', ?, ?, ?, ?, ?, ?)`);
  const setUnknown = db.prepare("UPDATE op SET state = 'unknown' WHERE op_id = ?");
  const close = db.prepare('DELETE FROM op WHERE op_id = ?');
  return {
    open: () => open.all().map(opOf),
    ofPerson(personId) {
      const row = ofPerson.get(personId);
      return row && opOf(row);
    },
    add: (op) =>
      void add.run(
        op.opId,
        op.personId,
        op.kind,
        op.userName,
        op.sentAt,
        op.hash,
        op.entry,
        Number(op.confirmed),
        JSON.stringify(op.fields),
      ),
    setUnknown: (opId) => void setUnknown.run(opId),
    close: (opId) => void close.run(opId),
  };
}
