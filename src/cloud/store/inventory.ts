import { type Selectable, sql } from 'kysely';
import type { Platform } from '../../contract/inventory.ts';
import type { InventoryStore, PlatformRow, StoredReport } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { afterCursor, contains, encodeCursor, pageOf, visible } from './scope.ts';

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

async function putPlatforms(db: CloudDatabase, report: StoredReport): Promise<void> {
  const { gatewayId, accountId } = report;
  const ids = platformIds(report);
  for (const [i, platform] of report.platforms.entries()) {
    const id = ids[i] ?? `${gatewayId}~${i}`;
    await db
      .insertInto('platform')
      .values({
        id,
        gateway_id: gatewayId,
        account_id: accountId,
        host: platform.host,
        platform_type: platform.platformType,
        platform_name: platform.platformName,
        version: platform.version,
        body: JSON.stringify(platform),
      })
      .execute();
    if (platform.applications.length === 0) continue;
    await db
      .insertInto('application')
      .values(
        platform.applications.map((app, n) => ({
          id: `${id}~app~${n}`,
          platform_id: id,
          gateway_id: gatewayId,
          account_id: accountId,
          type: app.type,
          version: app.version,
        })),
      )
      .execute();
  }
}

export function createInventoryStore(db: CloudDatabase): InventoryStore {
  const platforms = () =>
    db
      .selectFrom('platform')
      .innerJoin('inventory', 'inventory.gateway_id', 'platform.gateway_id')
      .innerJoin('gateway', 'gateway.id', 'platform.gateway_id')
      .where('gateway.unlinked_at', 'is', null);
  const withReport = ['inventory.zone', 'inventory.collected_at', 'inventory.reported_at'] as const;

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
    async confirm(gatewayId, reportedAt) {
      await db
        .updateTable('inventory')
        .set({
          reported_at: sql<number>`CASE WHEN reported_at < ${reportedAt} THEN ${reportedAt} ELSE reported_at END`,
        })
        .where('gateway_id', '=', gatewayId)
        .execute();
    },
    async platforms(scope, { q, type, account, after, limit }) {
      const base = platforms()
        .where(visible(scope, 'platform.account_id', account))
        .where(contains(['platform.host', 'platform.platform_name', 'platform.version'], q))
        .where(type === undefined ? sql<boolean>`TRUE` : sql<boolean>`platform.platform_type = ${type}`);
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll('platform')
        .select(withReport)
        .where(afterCursor('platform.host', 'platform.id', 'asc', after))
        .orderBy('platform.host')
        .orderBy('platform.id')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, { limit, cursor: (r) => encodeCursor(r.host, r.id), item: toRow });
    },
    async platform(scope, id) {
      const row = await platforms()
        .selectAll('platform')
        .select(withReport)
        .where('platform.id', '=', id)
        .where(visible(scope, 'platform.account_id'))
        .executeTakeFirst();
      return row && toRow(row);
    },
    async applications(scope, { q, account, after, limit }) {
      const base = platforms()
        .innerJoin('application', 'application.platform_id', 'platform.id')
        .where(visible(scope, 'application.account_id', account))
        .where(contains(['application.type', 'application.version', 'platform.host'], q));
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll('application')
        .select(['platform.host', 'inventory.reported_at'])
        .where(afterCursor('application.type', 'application.id', 'asc', after))
        .orderBy('application.type')
        .orderBy('application.id')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, {
        limit,
        cursor: (r) => encodeCursor(r.type, r.id),
        item: (r) => ({
          id: r.id,
          platformId: r.platform_id,
          gatewayId: r.gateway_id,
          accountId: r.account_id,
          host: r.host,
          type: r.type,
          version: r.version,
          reportedAt: r.reported_at,
        }),
      });
    },
  };
}
