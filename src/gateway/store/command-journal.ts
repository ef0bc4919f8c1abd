import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../base/runtime/sqlite.ts';
import { CommandResult } from '../../contract/channel.ts';
import type { CommandJournal, JournalEntry } from '../core/ports/command-journal.ts';

type Row = {
  id: string;
  name: string;
  args: string;
  actor: string;
  state: string;
  started_at: number;
  expires_at: number;
  boot_id: string;
  result: string | null;
};

const Args = Type.Record(Type.String(), Type.Unknown());
const StoredActor = Type.Object({
  id: Type.String(),
  name: Type.String(),
  via: Type.Enum(['local', 'cli', 'tunnel', 'cloud', 'system']),
});

function entryOf(row: Row): JournalEntry {
  return {
    id: row.id,
    name: row.name,
    args: Value.Parse(Args, JSON.parse(row.args)),
    actor: Value.Parse(StoredActor, JSON.parse(row.actor)),
    state: row.state === 'done' ? 'done' : 'running',
    startedAt: row.started_at,
    expiresAt: row.expires_at,
    bootId: row.boot_id,
    ...(row.result === null ? {} : { result: Value.Parse(CommandResult, JSON.parse(row.result)) }),
  };
}

/** Table command_journal of state.db. Each call is one commit, on the disk when it resolves. */
export function createCommandJournal(db: Db): CommandJournal {
  const columns = 'id, name, args, actor, state, started_at, expires_at, boot_id, result';
  const find = db.prepare<[string], Row>(`SELECT ${columns} FROM command_journal WHERE id = ?`);
  const running = db.prepare<[], Row>(
    `SELECT ${columns} FROM command_journal WHERE state = 'running' ORDER BY started_at, id`,
  );
  const unacknowledged = db.prepare<[], Row>(
    `SELECT ${columns} FROM command_journal WHERE state = 'done' AND result IS NOT NULL ORDER BY started_at, id`,
  );
  const insert = db.prepare(`INSERT INTO command_journal (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const finish = db.prepare(`UPDATE command_journal SET state = 'done', result = ? WHERE id = ?`);
  const stored = db.prepare(
    `UPDATE command_journal SET args = '{}', result = NULL, stored_at = ? WHERE id = ? AND state = 'done'`,
  );
  const prune = db.prepare(
    'DELETE FROM command_journal WHERE id IN (SELECT id FROM command_journal WHERE stored_at < ? LIMIT 500)',
  );
  const clear = db.prepare('DELETE FROM command_journal');
  return {
    async find(id) {
      const row = find.get(id);
      return row && entryOf(row);
    },
    async insert(e) {
      const result = e.result === undefined ? null : JSON.stringify(e.result);
      const actor = JSON.stringify(e.actor);
      const args = JSON.stringify(e.args);
      insert.run(e.id, e.name, args, actor, e.state, e.startedAt, e.expiresAt, e.bootId, result);
    },
    finish: async (id, result) => void finish.run(JSON.stringify(result), id),
    stored: async (id, at) => void stored.run(at, id),
    running: async () => running.all().map(entryOf),
    unacknowledged: async () => unacknowledged.all().map(entryOf),
    prune: async (before) => prune.run(before).changes,
    clear: async () => void clear.run(),
  };
}
