import { type Selectable, sql } from 'kysely';
import type { LaunchRow, LaunchStore } from '../core/ports/launch.ts';
import type { CloudDatabase } from './database.ts';
import type { LaunchTables } from './launch-tables.ts';
import { optional, visible } from './scope.ts';

function toRow(row: Selectable<LaunchTables['launch_session']>): LaunchRow {
  return {
    id: row.id,
    label: row.label,
    gatewayId: row.gateway_id,
    gatewayName: row.gateway_name,
    accountId: row.account_id,
    targetId: row.target_id,
    title: row.title,
    personId: row.person_id,
    personName: row.person_name,
    ...optional('reason', row.reason),
    ...optional('ticket', row.ticket),
    tokenHash: row.token_hash,
    tokenExpiresAt: row.token_expires_at,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    state: row.state,
    ...optional('endedBecause', row.ended_because),
  };
}

export function createLaunchStore(db: CloudDatabase): LaunchStore {
  const all = () => db.selectFrom('launch_session').selectAll();
  const change = () => db.updateTable('launch_session');
  return {
    async insert(row) {
      await db
        .insertInto('launch_session')
        .values({
          id: row.id,
          label: row.label,
          gateway_id: row.gatewayId,
          gateway_name: row.gatewayName,
          account_id: row.accountId,
          target_id: row.targetId,
          title: row.title,
          person_id: row.personId,
          person_name: row.personName,
          reason: row.reason ?? null,
          ticket: row.ticket ?? null,
          token_hash: row.tokenHash,
          token_expires_at: row.tokenExpiresAt,
          token_spent_at: null,
          opened_at: row.openedAt,
          expires_at: row.expiresAt,
          last_used_at: row.lastUsedAt,
          state: row.state,
          ended_because: null,
          ended_at: null,
        })
        .execute();
    },
    async byId(scope, id) {
      const row = await all()
        .where('id', '=', id)
        .where(visible(scope, 'launch_session.account_id'))
        .executeTakeFirst();
      return row && toRow(row);
    },
    async list(scope, { account, limit }) {
      const rows = await all()
        .where(visible(scope, 'launch_session.account_id', account))
        .orderBy('opened_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toRow);
    },
    async spend(label, tokenHash, now) {
      const row = await change()
        .set({ token_spent_at: now, state: 'open', last_used_at: now })
        .where('label', '=', label)
        .where('token_hash', '=', tokenHash)
        .where('token_spent_at', 'is', null)
        .where('token_expires_at', '>', now)
        .where('state', '=', 'opening')
        .returningAll()
        .executeTakeFirst();
      return row && toRow(row);
    },
    async allowed(id) {
      const { numUpdatedRows } = await change()
        .set({ state: 'opening' })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async renew(id, { hash, expiresAt }) {
      const { numUpdatedRows } = await change()
        .set({ token_hash: hash, token_expires_at: expiresAt })
        .where('id', '=', id)
        .where('state', '=', 'opening')
        .where('token_spent_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async used(id, at) {
      await change().set({ last_used_at: at }).where('id', '=', id).execute();
    },
    async end(id, because, at) {
      const { numUpdatedRows } = await change()
        .set({ state: 'ended', ended_because: because, ended_at: at })
        .where('id', '=', id)
        .where('state', '<>', 'ended')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async open(gatewayId) {
      const rows = await all()
        .where('state', '<>', 'ended')
        .where(gatewayId === undefined ? sql<boolean>`TRUE` : sql<boolean>`gateway_id = ${gatewayId}`)
        .execute();
      return rows.map(toRow);
    },
    async prune(before) {
      await db.deleteFrom('launch_session').where('opened_at', '<', before).execute();
    },
  };
}
