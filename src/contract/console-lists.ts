/**
 * The console's lists: what each can be narrowed to and ordered by, and what stands above it. A parameter that may
 * be given several times matches any of its values; different parameters must all match.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { AccountNumber, Instant, Uuid } from './common.ts';

/** Rows that one answer holds at most. */
export const PAGE_MOST = 200;
/** Ticked events of one export: their ids stand in the address. */
export const EXPORT_MOST = 300;

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const several = <T extends TSchema>(item: T, maxItems = 100) => Type.Optional(Type.Array(item, { maxItems }));
const word = Type.String({ maxLength: 256 });
const Order = Type.Optional(Type.Enum(['asc', 'desc']));

const PAGE = {
  after: text(2000),
  limit: Type.Integer({ minimum: 1, maximum: PAGE_MOST, default: 50 }),
};

const PLATFORM_FILTER = {
  account: several(AccountNumber),
  q: text(200),
  type: several(word),
  family: several(word),
  application: several(word),
  licence: several(word),
  swa: several(word),
  /** Only those that missed their hourly reports. */
  stale: Type.Optional(Type.Boolean()),
  sort: Type.Optional(
    Type.Enum([
      'account',
      'host',
      'platformType',
      'platformName',
      'systemFamily',
      'version',
      'licence',
      'swaStatus',
      'platformId',
    ]),
  ),
  order: Order,
};
export const PlatformListQuery = Type.Object({ ...PLATFORM_FILTER, ...PAGE });
export const PlatformExportQuery = Type.Object(PLATFORM_FILTER);

export const ApplicationListQuery = Type.Object({
  account: several(AccountNumber),
  q: text(200),
  type: several(word),
  sort: Type.Optional(Type.Enum(['account', 'host', 'type', 'version'])),
  order: Order,
  ...PAGE,
});

const EVENT_FILTER = {
  account: several(AccountNumber),
  q: text(200),
  type: several(word),
  action: several(word),
  asset: several(word),
  /** Part of the asset's name. */
  assetHas: text(256),
  actorId: text(256),
  /** Part of the actor's name. */
  actorHas: text(256),
  from: Type.Optional(Instant),
  /** Before this instant. */
  until: Type.Optional(Instant),
};
const EVENT_LIST = { ...EVENT_FILTER, id: several(Uuid, EXPORT_MOST), order: Order };
/** By Event Date; newest first unless `asc`. */
export const EventListQuery = Type.Object({ ...EVENT_LIST, ...PAGE });
export const EventExportQuery = Type.Object(EVENT_LIST);
export const EventFacetQuery = Type.Object(EVENT_FILTER);

export const UserListQuery = Type.Object({
  account: Type.Optional(AccountNumber),
  q: text(200),
  filter: text(64),
  sort: Type.Optional(Type.Enum(['name', 'changedAt'])),
  order: Order,
  ...PAGE,
});

export const AccountsQuery = Type.Object({ account: several(AccountNumber) });
export const AccountQuery = Type.Object({ account: Type.Optional(AccountNumber) });

/** Over all platforms in view, and what the filters can be chosen from. */
export const InventoryFacets = Type.Object({
  platforms: Type.Integer(),
  accounts: Type.Integer(),
  applications: Type.Integer(),
  /** Platforms that missed their hourly reports. */
  stale: Type.Integer(),
  /** SWA status → platforms. */
  swa: Type.Record(Type.String(), Type.Integer()),
  platformTypes: Type.Array(Type.String()),
  systemFamilies: Type.Array(Type.String()),
  applicationTypes: Type.Array(Type.String()),
});
export type InventoryFacets = Static<typeof InventoryFacets>;

/** Over all events in view; and what a further filter can be chosen from, given those that are set. */
export const EventFacets = Type.Object({
  total: Type.Integer(),
  oldestAt: Type.Optional(Instant),
  newestAt: Type.Optional(Instant),
  types: Type.Array(Type.String()),
  actions: Type.Array(Type.String()),
  /** Of the newest matching events. */
  assets: Type.Array(Type.String()),
});
export type EventFacets = Static<typeof EventFacets>;

export const UserCounts = Type.Object({
  users: Type.Integer(),
  /** Written last by a gateway: `PBX Users`. */
  ofGateways: Type.Integer(),
  inactive: Type.Integer(),
});
export type UserCounts = Static<typeof UserCounts>;
