import type { MetricRollup } from '../../contract/metrics.ts';
import type { MetricStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';
import { committedTogether } from './gathered.ts';
import { PRUNE_ROWS } from './scope.ts';

type Put = { readonly gatewayId: string; readonly rollup: MetricRollup };

/** Table metric_rollup. */
export function createMetricStore(db: CloudDatabase): MetricStore {
  const put = committedTogether<Put>(db, (tx, { gatewayId, rollup: { from, to, series } }) =>
    tx
      .insertInto('metric_rollup')
      .values({
        gateway_id: gatewayId,
        ended_at: to,
        started_at: from,
        series: JSON.stringify(series),
      })
      .onConflict((c) => c.doNothing())
      .execute(),
  );
  return {
    put: (gatewayId, rollup) => put({ gatewayId, rollup }),
    async since(gatewayId, after) {
      const rows = await db
        .selectFrom('metric_rollup')
        .select(['started_at', 'ended_at', 'series'])
        .where('gateway_id', '=', gatewayId)
        .where('ended_at', '>', after)
        .orderBy('ended_at')
        .execute();
      return rows.map((row) => ({
        from: row.started_at,
        to: row.ended_at,
        series: JSON.parse(row.series) as MetricRollup['series'],
      }));
    },
    async prune(before) {
      const old = db
        .selectFrom('metric_rollup')
        .select(['gateway_id', 'ended_at'])
        .where('ended_at', '<', before)
        .limit(PRUNE_ROWS);
      await db
        .deleteFrom('metric_rollup')
        .where(({ eb, refTuple }) =>
          eb(refTuple('gateway_id', 'ended_at'), 'in', old.$asTuple('gateway_id', 'ended_at')),
        )
        .execute();
    },
  };
}
