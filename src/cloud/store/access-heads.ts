import { sql } from 'kysely';
import type { AccessHead } from '../../contract/access-log.ts';
import type { AccessHeadStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';
import { gathered } from './gathered.ts';
import { inserted } from './scope.ts';

const HOUR_MS = 3_600_000;

export function createAccessHeadStore(db: CloudDatabase): AccessHeadStore {
  const of = (gatewayId: string) => db.selectFrom('access_head').where('gateway_id', '=', gatewayId);
  type Told = { readonly gatewayId: string; readonly head: AccessHead; readonly fits: boolean };
  // one comes with each status
  const add = gathered<Told, boolean>((told) =>
    db.transaction().execute(async (tx) => {
      const isNew: boolean[] = [];
      for (const { gatewayId, head: h, fits } of told) {
        const result = await tx
          .insertInto('access_head')
          .values({ gateway_id: gatewayId, count: h.count, head: h.head, at: h.at, fits: fits ? 1 : 0 })
          .onConflict((c) => c.doNothing())
          .executeTakeFirst();
        isNew.push(inserted(result));
      }
      return isNew;
    }),
  );
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
    add: (gatewayId, head, fits) => add({ gatewayId, head, fits }),
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
