import { sql } from 'kysely';
import type { AccessHeadStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';

const HOUR_MS = 3_600_000;

export function createAccessHeadStore(db: CloudDatabase): AccessHeadStore {
  const of = (gatewayId: string) => db.selectFrom('access_head').where('gateway_id', '=', gatewayId);
  return {
    async newest(gatewayId) {
      return await of(gatewayId)
        .select(['count', 'head', 'at'])
        .where('fits', '=', 1)
        .orderBy('count', 'desc')
        .executeTakeFirst();
    },
    async disagrees(gatewayId) {
      const last = await of(gatewayId)
        .select('fits')
        .orderBy('at', 'desc')
        .orderBy('fits')
        .executeTakeFirst();
      return last?.fits === 0;
    },
    async add(gatewayId, { count, head, at }, fits) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('access_head')
        .values({ gateway_id: gatewayId, count, head, at, fits: fits ? 1 : 0 })
        .onConflict((c) => c.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== undefined && numInsertedOrUpdatedRows > 0n;
    },
    list: (gatewayId, after, limit) =>
      of(gatewayId)
        .select(['count', 'head', 'at'])
        .where('fits', '=', 1)
        .where('count', '>', after)
        .orderBy('count')
        .limit(limit)
        .execute(),
    async prune(thinBefore, before) {
      await db.deleteFrom('access_head').where('at', '<', before).execute();
      // the last one of each hour stays, and what did not fit stays as evidence
      await db
        .deleteFrom('access_head as h')
        .where('h.at', '<', thinBefore)
        .where('h.fits', '=', 1)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('access_head as later')
              .select('later.count')
              .whereRef('later.gateway_id', '=', 'h.gateway_id')
              .whereRef('later.count', '>', 'h.count')
              .where('later.fits', '=', 1)
              .where(sql<boolean>`later.at / ${sql.lit(HOUR_MS)} = h.at / ${sql.lit(HOUR_MS)}`),
          ),
        )
        .execute();
    },
  };
}
