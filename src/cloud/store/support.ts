import { sql } from 'kysely';
import type { KeptBundle, SupportStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';
import type { SupportTables } from './support-tables.ts';

const ofRow = (row: SupportTables['support_bundle']): KeptBundle => ({
  id: row.id,
  name: row.name,
  size: row.size,
  sha256: row.sha256,
  madeAt: row.made_at,
  begunAt: row.begun_at,
  ...(row.stored_at === null ? {} : { storedAt: row.stored_at }),
});

const piecesOf = (db: CloudDatabase, gatewayId: string, id: string) =>
  db.selectFrom('support_piece').where('gateway_id', '=', gatewayId).where('id', '=', id);

/** One piece in memory at a time. */
export async function* readSupportPieces(
  db: CloudDatabase,
  gatewayId: string,
  id: string,
): AsyncIterable<Uint8Array> {
  const pieces = piecesOf(db, gatewayId, id);
  const starts = await pieces.select('start').orderBy('start').execute();
  for (const { start } of starts) {
    const row = await pieces.select('bytes').where('start', '=', start).executeTakeFirst();
    if (row) yield row.bytes;
  }
}

export function createSupportStore(db: CloudDatabase): SupportStore {
  const bundles = (gatewayId: string) =>
    db.selectFrom('support_bundle').selectAll().where('gateway_id', '=', gatewayId);
  return {
    async find(gatewayId, id) {
      const row = await bundles(gatewayId).where('id', '=', id).executeTakeFirst();
      return row && ofRow(row);
    },
    async list(gatewayId) {
      return (await bundles(gatewayId).orderBy('begun_at', 'desc').orderBy('id', 'desc').execute()).map(
        ofRow,
      );
    },
    async begin(gatewayId, { id, name, size, sha256, madeAt, begunAt }) {
      await db
        .insertInto('support_bundle')
        .values({
          gateway_id: gatewayId,
          id,
          name,
          size,
          sha256,
          made_at: madeAt,
          begun_at: begunAt,
          stored_at: null,
        })
        .execute();
    },
    async received(gatewayId, id) {
      const row = await piecesOf(db, gatewayId, id)
        .select(sql<number | null>`max(start + length(bytes))`.as('end'))
        .executeTakeFirst();
      return row?.end ?? 0;
    },
    async append(gatewayId, id, start, bytes) {
      await db.insertInto('support_piece').values({ gateway_id: gatewayId, id, start, bytes }).execute();
    },
    read: (gatewayId, id) => readSupportPieces(db, gatewayId, id),
    async remove(gatewayId, id) {
      await db
        .deleteFrom('support_bundle')
        .where('gateway_id', '=', gatewayId)
        .where('id', '=', id)
        .execute();
    },
    async prune(before) {
      await db.deleteFrom('support_bundle').where('begun_at', '<', before).execute();
    },
  };
}
