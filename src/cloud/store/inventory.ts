import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { Platform } from '../../contract/inventory.ts';
import type {
  ApplicationFilter,
  ApplicationQuery,
  InventoryStore,
  PlatformFilter,
  PlatformQuery,
  PlatformRow,
  StoredReport,
} from '../core/ports/stores.ts';
import { swaTerms } from '../core/swa-terms.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { committedTogether } from './gathered.ts';
import {
  afterCursor,
  contains,
  countedBefore,
  encodeCursor,
  oneOf,
  pageOf,
  partnerOf,
  type Tenant,
  tenantOf,
} from './scope.ts';

type Row = Selectable<CoreTables['platform']> &
  Pick<Selectable<CoreTables['inventory']>, 'zone' | 'collected_at' | 'reported_at'>;

function toRow(row: Row): PlatformRow {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    accountId: row.account_id,
    platform: JSON.parse(row.body) as Platform,
    zone: row.zone,
    collectedAt: row.collected_at,
    reportedAt: row.reported_at,
  };
}

/** `gateway/host`: the same platform keeps its id from report to report; a repeated host gets its position too. */
function platformIds(report: StoredReport): string[] {
  const seen = new Map<string, number>();
  return report.platforms.map(({ host }) => {
    const n = seen.get(host) ?? 0;
    seen.set(host, n + 1);
    return `${report.gatewayId}~${Buffer.from(host).toString('base64url')}${n === 0 ? '' : `~${n}`}`;
  });
}

function platformValues({ licence, ...platform }: Platform, zone: string) {
  const terms = swaTerms(licence, zone);
  return {
    host: platform.host,
    platform_type: platform.platformType,
    platform_name: platform.platformName,
    version: platform.version,
    system_family: platform.systemFamily,
    platform_id: platform.platformId,
    licence_number: licence.number ?? '',
    licence_type: licence.number ? licence.type : 'unlicensed',
    swa_rule: terms.rule,
    swa_soon_at: terms.soonAt ?? null,
    swa_end_at: terms.endAt ?? null,
    body: JSON.stringify({ ...platform, licence }),
  };
}

async function putPlatforms(db: CloudDatabase, report: StoredReport): Promise<void> {
  const { gatewayId, accountId, zone } = report;
  const ids = platformIds(report);
  const owner = { gateway_id: gatewayId, account_id: accountId, partner_id: partnerOf(accountId) };
  for (const [i, platform] of report.platforms.entries()) {
    const id = ids[i] ?? `${gatewayId}~${i}`;
    await db
      .insertInto('platform')
      .values({ id, ...owner, ...platformValues(platform, zone) })
      .execute();
    if (platform.applications.length === 0) continue;
    await db
      .insertInto('application')
      .values(
        platform.applications.map((app, n) => ({
          id: `${id}~app~${n}`,
          platform_id: id,
          ...owner,
          type: app.type,
          version: app.version,
        })),
      )
      .execute();
  }
}

/** The SWA status of an instant, by the terms that were set when the report came. */
const swaAt = (now: number): RawBuilder<string> => sql<string>`CASE platform.swa_rule
  WHEN 'none' THEN 'Not Indicated'
  WHEN 'unknown' THEN 'Unknown'
  WHEN 'subscription' THEN CASE WHEN ${now} < platform.swa_end_at THEN 'Active' ELSE 'Inactive' END
  ELSE CASE WHEN ${now} < platform.swa_soon_at THEN 'Active'
    WHEN ${now} < platform.swa_end_at THEN 'Expiring soon' ELSE 'Expired' END END`;

/** What platforms and applications are ordered by; the SWA status by the day it ends, what never ends last. */
const SORTS: Readonly<Record<string, RawBuilder<string | number>>> = {
  account: sql.ref('account.name'),
  host: sql.ref('platform.host'),
  platformType: sql.ref('platform.platform_type'),
  platformName: sql.ref('platform.platform_name'),
  systemFamily: sql.ref('platform.system_family'),
  version: sql.ref('platform.version'),
  licence: sql.ref('platform.licence_number'),
  swaStatus: sql`coalesce(platform.swa_end_at, ${sql.lit(Number.MAX_SAFE_INTEGER)})`,
  platformId: sql.ref('platform.platform_id'),
};
const APPLICATION_SORT: typeof SORTS = {
  account: sql.ref('account.name'),
  host: sql.ref('platform.host'),
  type: sql.ref('application.type'),
  version: sql.ref('application.version'),
};
const HOST = sql.ref<string>('platform.host');
const TYPE = sql.ref<string>('application.type');

const hasApplication = (test: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
  sql`EXISTS (SELECT 1 FROM application WHERE application.platform_id = platform.id AND ${test})`;

const PLATFORM_TEXT = ['host', 'platform_name', 'version', 'licence_number', 'platform_id'].map(
  (column) => `platform.${column}`,
);

function platformsMatching(filter: PlatformFilter, now: number): RawBuilder<SqlBool>[] {
  const { q, applications, swa, reportedBefore } = filter;
  return [
    q === undefined || q.trim() === ''
      ? sql`TRUE`
      : sql`(${contains(PLATFORM_TEXT, q)} OR ${hasApplication(contains(['application.type'], q))})`,
    oneOf('platform.platform_type', filter.types),
    oneOf('platform.system_family', filter.families),
    oneOf('platform.licence_type', filter.licences),
    applications?.length ? hasApplication(oneOf('application.type', applications)) : sql`TRUE`,
    swa?.length ? sql`${swaAt(now)} IN (${sql.join(swa)})` : sql`TRUE`,
    reportedBefore === undefined ? sql`TRUE` : sql`inventory.reported_at < ${reportedBefore}`,
  ];
}

/** With the report and the account of each; what belongs to an unlinked gateway is not shown. */
const platforms = (db: CloudDatabase) =>
  db
    .selectFrom('platform')
    .innerJoin('inventory', 'inventory.gateway_id', 'platform.gateway_id')
    .innerJoin('gateway', 'gateway.id', 'platform.gateway_id')
    .innerJoin('account', 'account.id', 'platform.account_id')
    .where('gateway.unlinked_at', 'is', null);

/** The platforms in view that match, before order and page. */
export function platformRows(db: CloudDatabase, tenant: Tenant, filter: PlatformFilter, now: number) {
  const tests = [tenant('platform'), ...platformsMatching(filter, now)];
  return platforms(db).where(sql.join<SqlBool>(tests, sql` AND `));
}

/** One row more than the page; `sort_key` is what the cursor holds. */
export function platformPage(
  rows: ReturnType<typeof platformRows>,
  { sort = 'host', order = 'asc', after, limit }: Omit<PlatformQuery, keyof PlatformFilter>,
) {
  const key = SORTS[sort] ?? HOST;
  return rows
    .selectAll('platform')
    .select(['inventory.zone', 'inventory.collected_at', 'inventory.reported_at'])
    .select(key.as('sort_key'))
    .where(afterCursor(key, 'platform.id', order, after))
    .orderBy(key, order)
    .orderBy('platform.id', order)
    .limit(limit + 1);
}

export function applicationRows(db: CloudDatabase, tenant: Tenant, filter: ApplicationFilter) {
  return platforms(db)
    .innerJoin('application', 'application.platform_id', 'platform.id')
    .where(tenant('application'))
    .where(oneOf('application.type', filter.types))
    .where(contains(['application.type', 'application.version', 'platform.host'], filter.q));
}

export function applicationPage(
  rows: ReturnType<typeof applicationRows>,
  { sort = 'type', order = 'asc', after, limit }: Omit<ApplicationQuery, keyof ApplicationFilter>,
) {
  const key = APPLICATION_SORT[sort] ?? TYPE;
  return rows
    .selectAll('application')
    .select(['platform.host', 'inventory.reported_at'])
    .select(key.as('sort_key'))
    .where(afterCursor(key, 'application.id', order, after))
    .orderBy(key, order)
    .orderBy('application.id', order)
    .limit(limit + 1);
}

type ApplicationRecord = Awaited<ReturnType<ReturnType<typeof applicationPage>['execute']>>[number];

const toApplication = (r: ApplicationRecord) => ({
  id: r.id,
  platformId: r.platform_id,
  gatewayId: r.gateway_id,
  accountId: r.account_id,
  host: r.host,
  type: r.type,
  version: r.version,
  reportedAt: r.reported_at,
});

const COUNT = sql<number>`count(*)`.as('total');
const cursorOf = (total: number) => (r: { sort_key: string | number; id: string }) =>
  encodeCursor(r.sort_key, r.id, total);

async function facetsOf(db: CloudDatabase, tenant: Tenant, view: { now: number; staleBefore: number }) {
  const { now, staleBefore } = view;
  const groups = await platformRows(db, tenant, {}, now)
    .select(['platform.platform_type as type', 'platform.system_family as family'])
    .select([swaAt(now).as('swa'), COUNT])
    .select(sql<number>`sum(inventory.reported_at < ${staleBefore})`.as('stale'))
    .groupBy(['platform.platform_type', 'platform.system_family', swaAt(now)])
    .execute();
  const types = await applicationRows(db, tenant, {})
    .select(['application.type', COUNT])
    .groupBy('application.type')
    .orderBy('application.type')
    .execute();
  const accounts = await platformRows(db, tenant, {}, now)
    .select(sql<number>`count(DISTINCT platform.account_id)`.as('total'))
    .executeTakeFirstOrThrow();
  const swa: Record<string, number> = {};
  for (const group of groups) swa[group.swa] = (swa[group.swa] ?? 0) + group.total;
  const sum = (rows: readonly { total: number }[]) => rows.reduce((n, { total }) => n + total, 0);
  return {
    platforms: sum(groups),
    accounts: accounts.total,
    applications: sum(types),
    stale: groups.reduce((n, { stale }) => n + stale, 0),
    swa,
    platformTypes: [...new Set(groups.map(({ type }) => type))].sort(),
    systemFamilies: [...new Set(groups.map(({ family }) => family))].sort(),
    applicationTypes: types.map(({ type }) => type),
  };
}

export function createInventoryStore(db: CloudDatabase): InventoryStore {
  type Confirmed = { readonly gatewayId: string; readonly reportedAt: number };
  const confirm = committedTogether<Confirmed>(db, (tx, { gatewayId, reportedAt }) =>
    tx
      .updateTable('inventory')
      .set({
        reported_at: sql<number>`CASE WHEN reported_at < ${reportedAt} THEN ${reportedAt} ELSE reported_at END`,
      })
      .where('gateway_id', '=', gatewayId)
      .execute(),
  );
  return {
    async put(report) {
      await db.transaction().execute(async (tx) => {
        const old = await tx
          .selectFrom('inventory')
          .select('collected_at')
          .where('gateway_id', '=', report.gatewayId)
          .executeTakeFirst();
        if (old && old.collected_at > report.collectedAt) return;
        await tx.deleteFrom('inventory').where('gateway_id', '=', report.gatewayId).execute();
        await tx
          .insertInto('inventory')
          .values({
            gateway_id: report.gatewayId,
            account_id: report.accountId,
            digest: report.digest,
            collected_at: report.collectedAt,
            reported_at: report.reportedAt,
            zone: report.zone,
          })
          .execute();
        await putPlatforms(tx, report);
      });
    },
    async digest(gatewayId) {
      const row = await db
        .selectFrom('inventory')
        .select('digest')
        .where('gateway_id', '=', gatewayId)
        .executeTakeFirst();
      return row?.digest;
    },
    confirm: (gatewayId, reportedAt) => confirm({ gatewayId, reportedAt }),
    async platforms(scope, query, now) {
      const { limit, accounts, after } = query;
      const rows = platformRows(db, await tenantOf(db, scope, accounts), query, now);
      const total = countedBefore(after) ?? (await rows.select(COUNT).executeTakeFirstOrThrow()).total;
      const found = await platformPage(rows, query).execute();
      return pageOf(found, total, { limit, cursor: cursorOf(total), item: toRow });
    },
    async platform(scope, id) {
      const tenant = await tenantOf(db, scope);
      const row = await platforms(db)
        .selectAll('platform')
        .select(['inventory.zone', 'inventory.collected_at', 'inventory.reported_at'])
        .where('platform.id', '=', id)
        .where(tenant('platform'))
        .executeTakeFirst();
      return row && toRow(row);
    },
    async applications(scope, query) {
      const { limit, accounts, after } = query;
      const rows = applicationRows(db, await tenantOf(db, scope, accounts), query);
      const total = countedBefore(after) ?? (await rows.select(COUNT).executeTakeFirstOrThrow()).total;
      const found = await applicationPage(rows, query).execute();
      return pageOf(found, total, { limit, cursor: cursorOf(total), item: toApplication });
    },
    async application(scope, id) {
      const rows = applicationRows(db, await tenantOf(db, scope), {}).where('application.id', '=', id);
      const row = await applicationPage(rows, { limit: 1 }).executeTakeFirst();
      return row && toApplication(row);
    },
    facets: async (scope, { accounts, ...view }) => facetsOf(db, await tenantOf(db, scope, accounts), view),
  };
}
