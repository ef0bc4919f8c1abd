/** The inventory as the console lists it (rows C4, C5): with SWA status of today and the age of every report. */
import type { Clock } from '../../../base/clock.ts';
import type { ApplicationView, PlatformView } from '../../../contract/console-api.ts';
import { dayInZone, type SwaStatus, swaStatus } from '../../../contract/inventory.ts';
import { fail } from '../../core/errors.ts';
import type { Account, Gateway, Page, Scope } from '../../core/model.ts';
import type {
  AccountStore,
  ApplicationQuery,
  ApplicationRow,
  GatewayStore,
  InventoryFacets,
  InventoryStore,
  PlatformQuery,
  PlatformRow,
} from '../../core/ports/stores.ts';
import { portalOf } from './portal.ts';

/** Reports come hourly; after three missed ones the row says that it is stale. */
const STALE_MS = 3 * 3_600_000 + 600_000;

/** What the page asks for; `stale` is reckoned against now here. */
export type PlatformsQuery = Omit<PlatformQuery, 'reportedBefore'> & { readonly stale?: boolean };

export type Inventory = {
  platforms(scope: Scope, query: PlatformsQuery): Promise<Page<PlatformView>>;
  /** @throws AppError NOT_FOUND */
  platform(scope: Scope, id: string): Promise<PlatformView>;
  applications(scope: Scope, query: ApplicationQuery): Promise<Page<ApplicationView>>;
  /** @throws AppError NOT_FOUND */
  application(scope: Scope, id: string): Promise<ApplicationView>;
  facets(scope: Scope, accounts?: readonly string[]): Promise<InventoryFacets>;
};

type Owner = { readonly account: Account | undefined; readonly gateway: Gateway | undefined };

export function createInventory(deps: {
  readonly stores: {
    readonly inventory: InventoryStore;
    readonly gateways: GatewayStore;
    readonly accounts: AccountStore;
  };
  readonly clock: Clock;
}): Inventory {
  const { stores, clock } = deps;

  /** Reads each account and gateway of a page once. */
  const owners = () => {
    const known = new Map<string, Promise<Owner>>();
    const read = async (row: { accountId: string; gatewayId: string }): Promise<Owner> => ({
      account: await stores.accounts.byId(row.accountId),
      gateway: await stores.gateways.byId(row.gatewayId),
    });
    return (row: { accountId: string; gatewayId: string }) => {
      const owner = known.get(row.gatewayId) ?? read(row);
      known.set(row.gatewayId, owner);
      return owner;
    };
  };

  const swaOf = (row: PlatformRow): SwaStatus =>
    swaStatus(row.platform.licence, dayInZone(clock.now(), row.zone));

  const isStale = ({ reportedAt }: { reportedAt: number }) => clock.now() - reportedAt > STALE_MS;

  const platformView = (row: PlatformRow, { account, gateway }: Owner): PlatformView => {
    const { platform } = row;
    const { licence } = platform;
    return {
      id: row.id,
      account: accountOf(account),
      gatewayId: row.gatewayId,
      host: platform.host,
      platformType: platform.platformType,
      platformName: platform.platformName,
      systemFamily: platform.systemFamily,
      applicationTypes: [...new Set(platform.applications.map((a) => a.type))],
      version: platform.version,
      licence: licence.number ? licence : { ...licence, type: 'unlicensed' },
      swaStatus: swaOf(row),
      ...(licence.expiresOn === undefined ? {} : { expiresOn: licence.expiresOn }),
      platformId: platform.platformId,
      ...(platform.memoryBytes === undefined ? {} : { memoryBytes: platform.memoryBytes }),
      ...(platform.processor === undefined ? {} : { processor: platform.processor }),
      partitions: platform.partitions,
      applications: platform.applications,
      reportedAt: row.reportedAt,
      collectedAt: row.collectedAt,
      stale: isStale(row),
      portal: platform.platformType === 'msl' ? portalOf(gateway, 'msl', platform.host) : { state: 'none' },
    };
  };

  const applicationView = (row: ApplicationRow, { account, gateway }: Owner): ApplicationView => ({
    id: row.id,
    account: accountOf(account),
    gatewayId: row.gatewayId,
    platformId: row.platformId,
    host: row.host,
    type: row.type,
    version: row.version,
    reportedAt: row.reportedAt,
    stale: isStale(row),
    portal: portalOf(gateway, row.type, row.host),
  });

  const viewsOf = async <R extends { accountId: string; gatewayId: string }, V>(
    rows: readonly R[],
    view: (row: R, owner: Owner) => V,
  ): Promise<V[]> => {
    const ownerOf = owners();
    const views: V[] = [];
    for (const row of rows) views.push(view(row, await ownerOf(row)));
    return views;
  };

  return {
    async platforms(scope, { stale, ...query }) {
      const now = clock.now();
      const reportedBefore = stale ? { reportedBefore: now - STALE_MS } : {};
      const page = await stores.inventory.platforms(scope, { ...query, ...reportedBefore }, now);
      return { ...page, items: await viewsOf(page.items, platformView) };
    },
    facets: (scope, accounts) => {
      const now = clock.now();
      const view = { now, staleBefore: now - STALE_MS, ...(accounts ? { accounts } : {}) };
      return stores.inventory.facets(scope, view);
    },
    async platform(scope, id) {
      const row = await stores.inventory.platform(scope, id);
      if (!row) throw fail('NOT_FOUND');
      return platformView(row, await owners()(row));
    },
    async application(scope, id) {
      const row = await stores.inventory.application(scope, id);
      if (!row) throw fail('NOT_FOUND');
      return applicationView(row, await owners()(row));
    },
    async applications(scope, query) {
      const page = await stores.inventory.applications(scope, query);
      return { ...page, items: await viewsOf(page.items, applicationView) };
    },
  };
}

function accountOf(account: Account | undefined): { number: string; name: string } {
  if (!account) throw new TypeError('an inventory row has no account');
  return { number: account.number, name: account.name };
}
