import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { CloudEvent, EventType } from '../core/model.ts';
import type { EventFacets, EventFilter, EventQuery, EventStore } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { committedTogether } from './gathered.ts';
import {
  afterCursor,
  contains,
  countedBefore,
  encodeCursor,
  oneOf,
  optional,
  PRUNE_ROWS,
  pageOf,
  partnerOf,
  tenantOf,
} from './scope.ts';

/** Choices that are looked for among rows are looked for in the newest so many. */
const RECENT = 1000;
const MOST_ASSETS = 100;

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

/** Every column that the search looks through: what a row shows, and its log tags. */
const SEARCHED = ['action', 'asset', 'actor_name', 'actor_id', 'event_type', 'gateway_id', 'id'].map(
  (column) => `event.${column}`,
);

function matching(filter: EventFilter): RawBuilder<SqlBool>[] {
  const { from, until } = filter;
  return [
    contains(SEARCHED, filter.q),
    oneOf('event.event_type', filter.types),
    oneOf('event.action', filter.actions),
    oneOf('event.asset', filter.assets),
    contains(['event.asset'], filter.assetPart),
    contains(['event.actor_name'], filter.actorPart),
    oneOf('event.actor_id', filter.actorId === undefined ? undefined : [filter.actorId]),
    oneOf('event.id', filter.ids),
    from === undefined ? sql`TRUE` : sql`event.at >= ${from}`,
    until === undefined ? sql`TRUE` : sql`event.at < ${until}`,
  ];
}

/** The events in view that match, before order and page. */
export async function eventRows(
  db: CloudDatabase,
  scope: Parameters<typeof tenantOf>[1],
  filter: EventFilter,
) {
  const tenant = await tenantOf(db, scope, filter.accounts);
  return db.selectFrom('event').where(sql.join<SqlBool>([tenant('event'), ...matching(filter)], sql` AND `));
}
type Rows = Awaited<ReturnType<typeof eventRows>>;

/** One row more than the page, which tells that there are more. */
export function eventPage(rows: Rows, { order = 'desc', after, limit }: Omit<EventQuery, keyof EventFilter>) {
  return rows
    .selectAll('event')
    .where(afterCursor('event.at', 'event.id', order, after))
    .orderBy('event.at', order)
    .orderBy('event.id', order)
    .limit(limit + 1);
}

async function countOf(rows: Rows): Promise<number> {
  const { total } = await rows.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

const without = <K extends keyof EventFilter>(filter: EventFilter, key: K): Omit<EventFilter, K> => {
  const { [key]: _, ...rest } = filter;
  return rest;
};

/** Distinct values of the newest matching rows. */
async function recent(
  db: CloudDatabase,
  scope: Parameters<typeof tenantOf>[1],
  { column, filter }: { column: 'event_type' | 'action' | 'asset'; filter: EventFilter },
): Promise<string[]> {
  const rows = eventPage(await eventRows(db, scope, filter), { limit: RECENT - 1 });
  const values = await db.selectFrom(rows.as('newest')).select(column).distinct().execute();
  return values.map((row) => String(row[column])).sort((a, b) => a.localeCompare(b));
}

/** Which kinds of events an account has had is kept beside them, so that a rare old one is found without looking. */
async function kinds(
  db: CloudDatabase,
  scope: Parameters<typeof tenantOf>[1],
  { column, filter }: { column: 'event_type' | 'action'; filter: EventFilter },
): Promise<string[]> {
  const tenant = await tenantOf(db, scope, filter.accounts);
  const rows = await db
    .selectFrom('event_kind')
    .select(column)
    .distinct()
    .where(tenant('event_kind'))
    .where(oneOf('event_type', filter.types))
    .where(oneOf('action', filter.actions))
    .orderBy(column)
    .execute();
  return rows.map((row) => String(row[column]));
}

/** Filters that only the rows themselves can answer. */
const isOfRows = (filter: EventFilter): boolean =>
  Boolean(filter.assets?.length || filter.assetPart || filter.actorId || filter.actorPart || filter.q) ||
  filter.from !== undefined ||
  filter.until !== undefined;

async function insertOne(db: CloudDatabase, event: CloudEvent): Promise<void> {
  const partner_id = partnerOf(event.accountId);
  await db
    .insertInto('event')
    .values({
      id: event.id,
      account_id: event.accountId,
      partner_id,
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
  await db
    .insertInto('event_kind')
    .values({
      account_id: event.accountId,
      partner_id,
      event_type: event.eventType,
      action: event.action,
    })
    .onConflict((c) => c.columns(['account_id', 'event_type', 'action']).doNothing())
    .execute();
}

export function createEventStore(db: CloudDatabase): EventStore {
  const facets: EventStore['facets'] = async (scope, filter): Promise<EventFacets> => {
    const all = await eventRows(db, scope, filter.accounts ? { accounts: filter.accounts } : {});
    const edge = (order: 'asc' | 'desc') => all.select('at').orderBy('at', order).limit(1).executeTakeFirst();
    const [oldest, newest] = [await edge('asc'), await edge('desc')];
    const choices = isOfRows(filter) ? recent : kinds;
    const assets = await recent(db, scope, {
      column: 'asset',
      filter: without(without(filter, 'assets'), 'assetPart'),
    });
    return {
      total: await countOf(all),
      ...optional('oldestAt', oldest?.at),
      ...optional('newestAt', newest?.at),
      types: await choices(db, scope, { column: 'event_type', filter: without(filter, 'types') }),
      actions: await choices(db, scope, { column: 'action', filter: without(filter, 'actions') }),
      assets: assets.slice(0, MOST_ASSETS),
    };
  };

  return {
    insert: (event) => insertOne(db, event),
    take: committedTogether(db, insertOne),
    async prune(before) {
      const old = sql`SELECT gateway_id, id FROM event WHERE at < ${before} LIMIT ${PRUNE_ROWS}`;
      await db.deleteFrom('event').where(sql<boolean>`(gateway_id, id) IN (${old})`).execute();
    },
    async list(scope, query) {
      const { limit, after } = query;
      const rows = await eventRows(db, scope, query);
      const total = countedBefore(after) ?? (await countOf(rows));
      const found = await eventPage(rows, query).execute();
      return pageOf(found, total, { limit, cursor: (r) => encodeCursor(r.at, r.id, total), item: toEvent });
    },
    facets,
  };
}
