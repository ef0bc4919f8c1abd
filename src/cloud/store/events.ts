import { type Selectable, sql } from 'kysely';
import type { CloudEvent, EventType } from '../core/model.ts';
import type { EventStore } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { afterCursor, contains, encodeCursor, optional, PRUNE_ROWS, pageOf, visible } from './scope.ts';

function toEvent(row: Selectable<CoreTables['event']>): CloudEvent {
  return {
    id: row.id,
    accountId: row.account_id,
    ...optional('gatewayId', row.gateway_id || undefined),
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
    action: row.action,
    eventType: row.event_type as EventType,
    asset: row.asset,
    propertiesChanged: JSON.parse(row.properties_changed) as string[],
    details: JSON.parse(row.details) as Record<string, unknown>,
  };
}

export function createEventStore(db: CloudDatabase): EventStore {
  return {
    async insert(event) {
      await db
        .insertInto('event')
        .values({
          id: event.id,
          account_id: event.accountId,
          gateway_id: event.gatewayId ?? '',
          at: event.at,
          actor_id: event.actor.id,
          actor_name: event.actor.name,
          action: event.action,
          event_type: event.eventType,
          asset: event.asset,
          properties_changed: JSON.stringify(event.propertiesChanged),
          details: JSON.stringify(event.details),
        })
        .onConflict((c) => c.columns(['gateway_id', 'id']).doNothing())
        .execute();
    },
    async prune(before) {
      const old = sql`SELECT gateway_id, id FROM event WHERE at < ${before} LIMIT ${PRUNE_ROWS}`;
      await db.deleteFrom('event').where(sql<boolean>`(gateway_id, id) IN (${old})`).execute();
    },
    async list(scope, { q, type, account, after, limit }) {
      const base = db
        .selectFrom('event')
        .where(visible(scope, 'event.account_id', account))
        .where(contains(['event.action', 'event.asset', 'event.actor_name'], q))
        .where(type === undefined ? sql<boolean>`TRUE` : sql<boolean>`event_type = ${type}`);
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll()
        .where(afterCursor('event.at', 'event.id', 'desc', after))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, { limit, cursor: (r) => encodeCursor(r.at, r.id), item: toEvent });
    },
  };
}
