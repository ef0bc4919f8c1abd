/** What gateways sent up: the ids taken already, and the results of their syncs. */
import type { OutboxStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';
import { PRUNE_ROWS } from './scope.ts';

export function createOutboxStore(db: CloudDatabase): OutboxStore {
  return {
    async known(gatewayId, ids) {
      if (ids.length === 0) return new Set();
      const rows = await db
        .selectFrom('outbox_seen')
        .select('id')
        .where('gateway_id', '=', gatewayId)
        .where('id', 'in', ids)
        .execute();
      return new Set(rows.map((r) => r.id));
    },
    async remember(gatewayId, id, at) {
      await db
        .insertInto('outbox_seen')
        .values({ gateway_id: gatewayId, id, at })
        .onConflict((c) => c.doNothing())
        .execute();
    },
    async syncResult(gatewayId, accountId, id, result) {
      await db
        .insertInto('sync_result')
        .values({
          id,
          gateway_id: gatewayId,
          account_id: accountId,
          started_at: result.startedAt,
          ended_at: result.endedAt,
          outcome: result.outcome,
          counts: JSON.stringify(result.counts),
          error: result.error ?? null,
        })
        .onConflict((c) => c.doNothing())
        .execute();
    },
    async prune(before) {
      await db.deleteFrom('outbox_seen').where('at', '<', before).execute();
    },
    async pruneResults(before) {
      const old = db.selectFrom('sync_result').select('id').where('ended_at', '<', before).limit(PRUNE_ROWS);
      await db.deleteFrom('sync_result').where('id', 'in', old).execute();
    },
  };
}
