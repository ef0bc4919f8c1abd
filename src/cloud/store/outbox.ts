/** What gateways sent up: the ids taken already, and the results of their syncs. */
import type { SyncResult } from '../../contract/outbox.ts';
import type { OutboxStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';
import { committedTogether } from './gathered.ts';
import { PRUNE_ROWS } from './scope.ts';

type Taken = { readonly gatewayId: string; readonly ids: readonly string[]; readonly at: number };
type Result = {
  readonly gatewayId: string;
  readonly accountId: string;
  readonly id: string;
  readonly result: SyncResult;
};

export function createOutboxStore(db: CloudDatabase): OutboxStore {
  const remember = committedTogether<Taken>(db, async (tx, { gatewayId, ids, at }) => {
    for (const id of ids)
      await tx
        .insertInto('outbox_seen')
        .values({ gateway_id: gatewayId, id, at })
        .onConflict((c) => c.doNothing())
        .execute();
  });
  const syncResult = committedTogether<Result>(db, (tx, { gatewayId, accountId, id, result }) =>
    tx
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
      .execute(),
  );
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
    remember: (gatewayId, ids, at) => remember({ gatewayId, ids, at }),
    syncResult: (gatewayId, accountId, id, result) => syncResult({ gatewayId, accountId, id, result }),
    async prune(before) {
      await db.deleteFrom('outbox_seen').where('at', '<', before).execute();
    },
    async pruneResults(before) {
      const old = db.selectFrom('sync_result').select('id').where('ended_at', '<', before).limit(PRUNE_ROWS);
      await db.deleteFrom('sync_result').where('id', 'in', old).execute();
    },
  };
}
