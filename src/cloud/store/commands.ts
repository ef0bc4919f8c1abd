import { type Selectable, sql, type Updateable } from 'kysely';
import type { CommandName } from '../../contract/commands.ts';
import type { Fault } from '../../contract/common.ts';
import type { Command, CommandState } from '../core/model.ts';
import type { CommandStore } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { afterCursor, encodeCursor, optional, PRUNE_ROWS, pageOf, visible } from './scope.ts';

type Row = Selectable<CoreTables['command']>;
const OPEN: CommandState[] = ['waiting', 'sent', 'running'];

function toCommand(row: Row): Command {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    accountId: row.account_id,
    name: row.name as CommandName,
    args: JSON.parse(row.args) as Record<string, unknown>,
    issuedBy: { id: row.issued_by_id, name: row.issued_by_name },
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    ...optional('sentAt', row.sent_at),
    state: row.state as CommandState,
    ...optional('percent', row.percent),
    ...optional('sentence', row.sentence),
    ...optional('endedAt', row.ended_at),
    ...(row.value === null ? {} : { value: JSON.parse(row.value) as unknown }),
    ...(row.error === null ? {} : { error: JSON.parse(row.error) as Fault }),
  };
}

/**
 * What changes in a command's life; a command that ends forgets its arguments. One that
 * was given up and is heard of again has not ended.
 */
function toPatch(patch: Partial<Command>): Updateable<CoreTables['command']> {
  return {
    ...(patch.state === undefined ? {} : { state: patch.state }),
    ...(patch.sentAt === undefined ? {} : { sent_at: patch.sentAt }),
    ...(patch.percent === undefined ? {} : { percent: patch.percent }),
    ...(patch.sentence === undefined ? {} : { sentence: patch.sentence }),
    ...(patch.state === 'running' ? { ended_at: null } : {}),
    ...(patch.endedAt === undefined ? {} : { ended_at: patch.endedAt, args: '{}' }),
    ...(patch.value === undefined ? {} : { value: JSON.stringify(patch.value) }),
    ...(patch.error === undefined ? {} : { error: JSON.stringify(patch.error) }),
  };
}

export function createCommandStore(db: CloudDatabase): CommandStore {
  return {
    async insert(command) {
      await db
        .insertInto('command')
        .values({
          id: command.id,
          gateway_id: command.gatewayId,
          account_id: command.accountId,
          name: command.name,
          args: JSON.stringify(command.args),
          issued_by_id: command.issuedBy.id,
          issued_by_name: command.issuedBy.name,
          issued_at: command.issuedAt,
          expires_at: command.expiresAt,
          state: command.state,
        })
        .execute();
    },
    async byId(id) {
      const row = await db.selectFrom('command').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toCommand(row);
    },
    async inScope(scope, id) {
      const row = await db
        .selectFrom('command')
        .selectAll()
        .where('id', '=', id)
        .where(visible(scope, 'command.account_id'))
        .executeTakeFirst();
      return row && toCommand(row);
    },
    async list(gatewayId, { after, limit }) {
      const base = db.selectFrom('command').where('gateway_id', '=', gatewayId);
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll()
        .where(afterCursor('command.issued_at', 'command.id', 'desc', after))
        .orderBy('issued_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, { limit, cursor: (r) => encodeCursor(r.issued_at, r.id), item: toCommand });
    },
    async failed(scope, { account, since, limit }) {
      const base = db
        .selectFrom('command')
        // spelled out, so that the index of just these is used
        .where(sql<boolean>`state IN ('failed', 'unknown', 'expired')`)
        .where('ended_at', '>', since)
        .where('name', 'not in', ['session.open', 'session.end'])
        .where(visible(scope, 'command.account_id', account));
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll()
        .orderBy('ended_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return { items: rows.map(toCommand), total };
    },
    async open(gatewayId) {
      const rows = await db
        .selectFrom('command')
        .selectAll()
        .where('gateway_id', '=', gatewayId)
        .where('state', 'in', OPEN)
        .orderBy('issued_at')
        .orderBy('id')
        .execute();
      return rows.map(toCommand);
    },
    async update(id, patch) {
      await db.updateTable('command').set(toPatch(patch)).where('id', '=', id).execute();
    },
    async expire(now, { before, fault }) {
      const over = (states: CommandState[], at: number, error: string | null) =>
        db
          .updateTable('command')
          .set({ state: 'expired', ended_at: now, args: '{}', error })
          .where('state', 'in', states)
          .where('expires_at', '<=', at)
          .returningAll()
          .execute();
      const untaken = await over(['waiting', 'sent'], now, null);
      const unheard = await over(['running'], before, JSON.stringify(fault));
      return [...untaken, ...unheard].map(toCommand);
    },
    async prune(before) {
      const old = db.selectFrom('command').select('id').where('issued_at', '<', before).limit(PRUNE_ROWS);
      await db.deleteFrom('command').where('id', 'in', old).execute();
    },
  };
}
