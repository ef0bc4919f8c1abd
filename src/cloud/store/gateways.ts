import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { P256PublicJwk } from '../../contract/common.ts';
import type { GatewayStatus } from '../../contract/status.ts';
import type { Gateway } from '../core/model.ts';
import type { GatewayStore, GatewayTrait } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { deviceColumns, deviceFacts } from './device-facts.ts';
import { committedTogether } from './gathered.ts';
import { afterCursor, contains, encodeCursor, inserted, optional, pageOf, visible } from './scope.ts';

type Row = Selectable<CoreTables['gateway']>;

function nextKeyOf({ next_jkt: jkt, next_public_jwk: jwk }: Row): Pick<Gateway, 'nextKey'> {
  return jkt === null || jwk === null
    ? {}
    : { nextKey: { jkt, publicJwk: JSON.parse(jwk) as P256PublicJwk } };
}

function toGateway(row: Row): Gateway {
  return {
    id: row.id,
    accountId: row.account_id,
    ...deviceFacts(row),
    ...nextKeyOf(row),
    linkedAt: row.linked_at,
    linkedBy: row.linked_by,
    ...optional('linkedById', row.linked_by_id),
    selfVersion: row.self_version,
    online: row.online === 1,
    since: row.since,
    ...optional('transport', row.transport as 'websocket' | 'poll' | null),
    ...(row.status === null ? {} : { status: JSON.parse(row.status) as GatewayStatus }),
  };
}

/**
 * The status is text that JSON.stringify made and that the schema has checked, so its beginning of a list is always
 * the same; a comparison of text works in every database.
 */
const TRAIT: Record<GatewayTrait, RawBuilder<boolean>> = {
  offline: sql`gateway.online = 0`,
  alarm: sql`gateway.status LIKE '%"alarms":[{%'`,
  setUp: sql`coalesce(gateway.status, '') NOT LIKE '%"completed":true%'`,
};

/** Also a key that is only offered: its holder may have lost everything but the key. */
const hasKey = (jkt: string) => ({ jkt, next_jkt: jkt });

/** Marks links as ended; also inside the transaction of a claim. @returns what was ended */
export async function endLinks(
  db: CloudDatabase,
  which: { readonly id: string } | { readonly jkt: string },
  end: { readonly at: number; readonly reason: string },
): Promise<Gateway[]> {
  const ended = await db
    .updateTable('gateway')
    .set({ unlinked_at: end.at, unlinked_because: end.reason, online: 0, since: end.at, transport: null })
    .where((row) => ('id' in which ? row('id', '=', which.id) : row.or(hasKey(which.jkt))))
    .where('unlinked_at', 'is', null)
    .returningAll()
    .execute();
  return ended.map(toGateway);
}

/** Puts a newly linked gateway in; false when a linked one has its key. Also inside the transaction of a claim. */
export async function insertGateway(db: CloudDatabase, gateway: Gateway): Promise<boolean> {
  const result = await db
    .insertInto('gateway')
    .values({
      id: gateway.id,
      account_id: gateway.accountId,
      ...deviceColumns(gateway),
      linked_at: gateway.linkedAt,
      linked_by: gateway.linkedBy,
      linked_by_id: gateway.linkedById ?? null,
      self_version: gateway.selfVersion,
      online: gateway.online ? 1 : 0,
      since: gateway.since,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return inserted(result);
}

export function createGatewayStore(db: CloudDatabase): GatewayStore {
  type Said = { readonly id: string; readonly status: GatewayStatus };
  // every gateway says it once a minute
  const setStatus = committedTogether<Said>(db, (tx, { id, status }) =>
    tx
      .updateTable('gateway')
      .set({
        status: JSON.stringify(status),
        name: status.name,
        kind: status.kind,
        version: status.version,
        ...(status.lanAddress === undefined ? {} : { lan_address: status.lanAddress }),
      })
      .where('id', '=', id)
      .execute(),
  );
  const linked = () => db.selectFrom('gateway').where('unlinked_at', 'is', null);
  const one = async (query: { executeTakeFirst(): Promise<Row | undefined> }) => {
    const row = await query.executeTakeFirst();
    return row && toGateway(row);
  };
  return {
    byId: (id) => one(linked().selectAll().where('id', '=', id)),
    byKey: (jkt) => one(linked().selectAll().where('jkt', '=', jkt)),
    async wasLinked(jkt) {
      const rows = db.selectFrom('gateway').select('id');
      return (await rows.where((row) => row.or(hasKey(jkt))).executeTakeFirst()) !== undefined;
    },
    unlinkedById: (id) =>
      one(db.selectFrom('gateway').selectAll().where('id', '=', id).where('unlinked_at', 'is not', null)),
    inScope: (scope, id) =>
      one(linked().selectAll().where('id', '=', id).where(visible(scope, 'gateway.account_id'))),
    async ofAccount(accountId) {
      const rows = await linked().selectAll().where('account_id', '=', accountId).orderBy('id').execute();
      return rows.map(toGateway);
    },
    async list(scope, { q, account, only, after, limit }) {
      const base = linked()
        .where(only === undefined ? sql<boolean>`TRUE` : TRAIT[only])
        .where(visible(scope, 'gateway.account_id', account))
        .where(contains(['gateway.name', 'gateway.version', 'gateway.lan_address'], q));
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll()
        .where(afterCursor('gateway.name', 'gateway.id', 'asc', after))
        .orderBy('name')
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, { limit, cursor: (r) => encodeCursor(r.name, r.id), item: toGateway });
    },
    async setPresence(id, { online, since, transport }) {
      await db
        .updateTable('gateway')
        .set({ online: online ? 1 : 0, since, transport: transport ?? null })
        .where('id', '=', id)
        .execute();
    },
    setStatus: (id, status) => setStatus({ id, status }),
    async bumpSelf(accountId) {
      await db
        .updateTable('gateway')
        .set({ self_version: sql<number>`self_version + 1` })
        .where('account_id', '=', accountId)
        .execute();
    },
    async offerKey(id, current, next) {
      const result = await db
        .updateTable('gateway')
        .set({ next_jkt: next.jkt, next_public_jwk: JSON.stringify(next.publicJwk) })
        .where('id', '=', id)
        .where('jkt', '=', current)
        .where('unlinked_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async useKey(id, jkt) {
      const result = await db
        .updateTable('gateway')
        .set({
          jkt: sql<string>`next_jkt`,
          public_jwk: sql<string>`next_public_jwk`,
          next_jkt: null,
          next_public_jwk: null,
        })
        .where('id', '=', id)
        .where('next_jkt', '=', jkt)
        .where('unlinked_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    unlink: async (id, at, reason) => (await endLinks(db, { id }, { at, reason })).length > 0,
    async allOffline(at) {
      await db
        .updateTable('gateway')
        .set({ online: 0, since: at, transport: null })
        .where('online', '=', 1)
        .execute();
    },
  };
}
