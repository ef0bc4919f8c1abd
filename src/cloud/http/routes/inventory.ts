/** System Inventory (rows C4, C5). */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { type CsvColumn, sendCsv } from '../../../base/runtime/csv.ts';
import { route } from '../../../base/runtime/http.ts';
import { ApplicationView, PlatformView } from '../../../contract/console-api.ts';
import {
  AccountsQuery,
  ApplicationListQuery,
  InventoryFacets,
  PAGE_MOST,
  PlatformExportQuery,
  PlatformListQuery,
} from '../../../contract/console-lists.ts';
import { PageOf } from '../../../contract/local-api.ts';
import type { Inventory, PlatformsQuery } from '../../features/inventory/inventory.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { given } from './query.ts';

const ById = Type.Object({ id: Type.String({ maxLength: 600 }) });

function filterOf(query: Static<typeof PlatformExportQuery>): Omit<PlatformsQuery, 'limit'> {
  const { account, q, type, family, application, licence, swa, stale, sort, order } = query;
  return given({
    accounts: account,
    q,
    types: type,
    families: family,
    applications: application,
    licences: licence,
    swa,
    stale,
    sort,
    order,
  });
}

/** The vendor's columns (S3:2450-2470), and what stands below them in the table. */
const COLUMNS: readonly CsvColumn<PlatformView>[] = [
  ['Account', (p) => p.account.name],
  ['Account ID', (p) => p.account.number],
  ['Host', (p) => p.host],
  ['Platform Type', (p) => p.platformType],
  ['Platform Name', (p) => p.platformName],
  ['Application Types', (p) => p.applicationTypes.join(' ')],
  ['Version', (p) => p.version],
  ['System Family', (p) => p.systemFamily],
  ['License', (p) => p.licence.number],
  ['License Type', (p) => p.licence.type],
  ['SWA Status', (p) => p.swaStatus],
  ['Expires On', (p) => p.expiresOn],
  ['Platform ID', (p) => p.platformId],
  ['Memory (bytes)', (p) => p.memoryBytes],
  ['Processor', (p) => p.processor],
  ['Reported At', (p) => new Date(p.reportedAt).toISOString()],
];

export function inventoryRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly inventory: Inventory;
  readonly clock: Clock;
}) {
  const { auth, inventory, clock } = deps;

  return [
    route<Access, undefined, typeof PlatformListQuery, undefined>({
      method: 'GET',
      url: '/api/inventory/platforms',
      access: 'administrator',
      summary: 'Platforms, with licence and SWA status.',
      tag: 'inventory',
      schema: { querystring: PlatformListQuery, response: { 200: PageOf(PlatformView) } },
      handler: (request) => {
        const { after, limit, ...filter } = request.query;
        return inventory.platforms(auth.of(request).me, { ...filterOf(filter), ...given({ after, limit }) });
      },
    }),
    route<Access, undefined, typeof PlatformExportQuery, undefined>({
      method: 'GET',
      url: '/api/inventory/platforms.csv',
      access: 'administrator',
      summary: 'All matching platforms as CSV.',
      tag: 'inventory',
      schema: { querystring: PlatformExportQuery, response: { 200: Type.String() } },
      handler: (request, reply) => {
        const { me } = auth.of(request);
        const query = { ...filterOf(request.query), limit: PAGE_MOST };
        return sendCsv(reply, `platforms-${new Date(clock.now()).toISOString().slice(0, 10)}`, {
          columns: COLUMNS,
          read: (after) => inventory.platforms(me, { ...query, ...given({ after }) }),
        });
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/inventory/platforms/:id',
      access: 'administrator',
      summary: 'One platform.',
      tag: 'inventory',
      schema: { params: ById, response: { 200: PlatformView } },
      handler: (request) => inventory.platform(auth.of(request).me, request.params.id),
    }),
    route<Access, undefined, typeof ApplicationListQuery, undefined>({
      method: 'GET',
      url: '/api/inventory/applications',
      access: 'administrator',
      summary: 'Applications.',
      tag: 'inventory',
      schema: { querystring: ApplicationListQuery, response: { 200: PageOf(ApplicationView) } },
      handler: (request) => {
        const { account, type, ...query } = request.query;
        const filter = given({ ...query, accounts: account, types: type });
        return inventory.applications(auth.of(request).me, filter);
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/inventory/applications/:id',
      access: 'administrator',
      summary: 'One application.',
      tag: 'inventory',
      schema: { params: ById, response: { 200: ApplicationView } },
      handler: (request) => inventory.application(auth.of(request).me, request.params.id),
    }),
    route<Access, undefined, typeof AccountsQuery, undefined>({
      method: 'GET',
      url: '/api/inventory/facets',
      access: 'administrator',
      summary: 'How many platforms there are in which state, and what filters can be chosen from.',
      tag: 'inventory',
      schema: { querystring: AccountsQuery, response: { 200: InventoryFacets } },
      handler: (request) => inventory.facets(auth.of(request).me, request.query.account),
    }),
  ];
}
