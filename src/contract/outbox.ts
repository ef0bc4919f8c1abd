/** Upward data, stored and forwarded. The cloud acknowledges by id and drops an id it has already. */
import { type Static, Type } from 'typebox';
import { Instant, Uuid } from './common.ts';
import { InventoryReport } from './inventory.ts';
import { MetricRollup } from './metrics.ts';
import { SyncCounts } from './status.ts';

export const GatewayEvent = Type.Object({
  /** `Gateway linked`, `PBX link saved`, … one row of gateway/core/events.ts. */
  action: Type.String({ maxLength: 128 }),
  eventType: Type.Enum(['Admin', 'Gateway', 'Sync', 'Security']),
  actor: Type.Object({ id: Type.String(), name: Type.String() }),
  asset: Type.String({ maxLength: 256 }),
  /** Names of changed properties; never values of secrets. */
  propertiesChanged: Type.Array(Type.String(), { maxItems: 200 }),
  details: Type.Record(Type.String(), Type.Unknown()),
});
export type GatewayEvent = Static<typeof GatewayEvent>;

export const SyncResult = Type.Object({
  cycleId: Type.String(),
  startedAt: Instant,
  endedAt: Instant,
  outcome: Type.Enum(['inSync', 'attention', 'failed']),
  counts: SyncCounts,
  error: Type.Optional(Type.String()),
});
export type SyncResult = Static<typeof SyncResult>;

/** What a cycle brought or changed of what is to be looked at (row D9). The item's id is the digest's: told once. */
export const FindingsDigest = Type.Object({
  total: Type.Integer({ minimum: 0 }),
  codes: Type.Array(
    Type.Object({
      code: Type.String({ maxLength: 64 }),
      sentence: Type.String({ maxLength: 500 }),
      count: Type.Integer({ minimum: 0 }),
    }),
    { maxItems: 100 },
  ),
  /** The first of them, by name: for people of the account alone. */
  people: Type.Array(
    Type.Object({ name: Type.String({ maxLength: 512 }), code: Type.String({ maxLength: 64 }) }),
    { maxItems: 100 },
  ),
  withoutEmail: Type.Integer({ minimum: 0 }),
  sharedEmail: Type.Integer({ minimum: 0 }),
});
export type FindingsDigest = Static<typeof FindingsDigest>;

export const OutboxItem = Type.Union([
  Type.Object({ id: Uuid, at: Instant, kind: Type.Literal('event'), body: GatewayEvent }),
  Type.Object({ id: Uuid, at: Instant, kind: Type.Literal('inventory'), body: InventoryReport }),
  /** The inventory is the same as the report with this digest: one request of at most 1 KiB. */
  Type.Object({
    id: Uuid,
    at: Instant,
    kind: Type.Literal('inventory.same'),
    body: Type.Object({ digest: Type.String() }),
  }),
  Type.Object({ id: Uuid, at: Instant, kind: Type.Literal('sync.result'), body: SyncResult }),
  Type.Object({ id: Uuid, at: Instant, kind: Type.Literal('sync.findings'), body: FindingsDigest }),
  /** Figures of five minutes. */
  Type.Object({ id: Uuid, at: Instant, kind: Type.Literal('metrics'), body: MetricRollup }),
  /** Rows that were dropped over budget, counted and told. */
  Type.Object({
    id: Uuid,
    at: Instant,
    kind: Type.Literal('dropped'),
    body: Type.Object({ count: Type.Integer(), kinds: Type.Record(Type.String(), Type.Integer()) }),
  }),
]);
export type OutboxItem = Static<typeof OutboxItem>;
export type OutboxKind = OutboxItem['kind'];

/**
 * An item on its way, as far as every version agrees on it. What its kind demands is judged item by item: one that
 * does not fit is refused, and its neighbours are taken.
 */
export const OutboxParcel = Type.Object({
  id: Uuid,
  at: Instant,
  kind: Type.String({ maxLength: 64 }),
  body: Type.Unknown(),
});

export const OutboxBatch = Type.Object({ items: Type.Array(OutboxParcel, { minItems: 1, maxItems: 200 }) });
export type OutboxBatch = Static<typeof OutboxBatch>;

export const OutboxReceipt = Type.Object({
  accepted: Type.Array(Uuid),
  /** Items the cloud will never take, with the reason; the gateway drops them and logs. */
  refused: Type.Array(Type.Object({ id: Uuid, code: Type.String(), sentence: Type.String() })),
  /** The digest of an `inventory.same` that the cloud does not hold: send it in full. */
  wanted: Type.Array(Type.String()),
});
export type OutboxReceipt = Static<typeof OutboxReceipt>;
