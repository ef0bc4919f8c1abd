/** Takes what gateways send up: at least once from them, once for us. */
import { Compile } from 'typebox/compile';
import type { Clock } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import { NEW_FINDINGS } from '../../../contract/history-actions.ts';
import { dayInZone, inventoryDigestText } from '../../../contract/inventory.ts';
import {
  type FindingsDigest,
  type OutboxBatch,
  OutboxItem,
  type OutboxKind,
  type OutboxReceipt,
} from '../../../contract/outbox.ts';
import { fail } from '../../core/errors.ts';
import type { Live } from '../../core/live.ts';
import type { Gateway } from '../../core/model.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { EventStore, InventoryStore, MetricStore, OutboxStore } from '../../core/ports/stores.ts';

/** Ids are remembered for longer than a gateway can stay offline with rows waiting (90 days). */
const REMEMBER_MS = 120 * 86_400_000;
/** A gateway's clock may be ahead; no row of the history lies further in the future than this. */
const AHEAD_MS = 10 * 60_000;

export type IngestDeps = {
  readonly stores: {
    readonly outbox: OutboxStore;
    readonly events: EventStore;
    readonly inventory: InventoryStore;
    readonly metrics: MetricStore;
  };
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly live: Live;
  /** What is new to look at in user synchronisation: for people who want it by e-mail. It may come twice. */
  readonly onFindings?: (gateway: Gateway, id: string, digest: FindingsDigest) => Promise<void>;
};

export type Ingest = {
  take(gateway: Gateway, batch: OutboxBatch): Promise<OutboxReceipt>;
  prune(): Promise<void>;
};

/** What of a row of the history is not said by who sent it, and when. */
type Told = Omit<Parameters<EventStore['take']>[0], 'id' | 'accountId' | 'gatewayId' | 'at'>;

type Item<K extends OutboxKind> = Extract<OutboxItem, { kind: K }>;

export function createIngest(deps: IngestDeps): Ingest {
  const { stores, crypto, clock, live } = deps;

  /** A row of the history, written by the gateway's own word of when it was. */
  const note = (gateway: Gateway, { id, at }: Pick<OutboxItem, 'id' | 'at'>, event: Told) =>
    stores.events.take({
      ...event,
      id,
      accountId: gateway.accountId,
      gatewayId: gateway.id,
      at: Math.min(at, clock.now() + AHEAD_MS),
    });

  /** One row for each kind; the answer is a digest that the cloud would like to have in full. */
  const takers: {
    [K in OutboxKind]: (gateway: Gateway, item: Item<K>) => Promise<string | undefined>;
  } = {
    async event(gateway, item) {
      const { actor, action, eventType, asset, propertiesChanged, details } = item.body;
      await note(gateway, item, { actor, action, eventType, asset, propertiesChanged, details });
      live.tell({ kind: 'event', id: item.id, accountId: gateway.accountId });
      return undefined;
    },
    async inventory(gateway, { body }) {
      if (!isZone(body.zone)) throw fail('ZONE_UNKNOWN');
      await stores.inventory.put({
        gatewayId: gateway.id,
        accountId: gateway.accountId,
        digest: crypto.sha256Hex(inventoryDigestText(body)),
        // nothing was collected after it came here; the newest wins, and a clock that is ahead would win for good
        collectedAt: Math.min(body.collectedAt, clock.now()),
        reportedAt: clock.now(),
        zone: body.zone,
        platforms: body.platforms,
      });
      live.tell({ kind: 'inventory', id: gateway.id, accountId: gateway.accountId });
      return undefined;
    },
    async 'inventory.same'(gateway, { body }) {
      if ((await stores.inventory.digest(gateway.id)) !== body.digest) return body.digest;
      await stores.inventory.confirm(gateway.id, clock.now());
      return undefined;
    },
    async 'sync.result'(gateway, { id, body }) {
      await stores.outbox.syncResult(gateway.id, gateway.accountId, id, body);
      live.tell({ kind: 'gateway', id: gateway.id, accountId: gateway.accountId });
      return undefined;
    },
    async 'sync.findings'(gateway, item) {
      const { id, body } = item;
      const { total, codes, people, withoutEmail, sharedEmail } = body;
      await note(gateway, item, {
        actor: { id: gateway.id, name: gateway.name },
        action: NEW_FINDINGS,
        eventType: 'Sync',
        asset: 'User sync',
        propertiesChanged: [],
        details: {
          new: total,
          ...Object.fromEntries(codes.map(({ code, count }) => [code, count])),
          users: people.map(({ name, code }) => `${name} (${code})`),
          withoutEmail,
          sharedEmail,
        },
      });
      await deps.onFindings?.(gateway, id, body);
      live.tell({ kind: 'event', id, accountId: gateway.accountId });
      return undefined;
    },
    async metrics(gateway, { body }) {
      // a clock that is ahead would keep it at the head of the list
      const to = Math.min(body.to, clock.now() + AHEAD_MS);
      await stores.metrics.put(gateway.id, { ...body, from: Math.min(body.from, to), to });
      return undefined;
    },
    async dropped(gateway, item) {
      const { count, kinds } = item.body;
      await note(gateway, item, {
        actor: { id: gateway.id, name: gateway.name },
        action: 'Reports dropped over budget',
        eventType: 'Gateway',
        asset: gateway.name,
        propertiesChanged: [],
        details: { count, kinds },
      });
      return undefined;
    },
  };

  const takeOne = (gateway: Gateway, item: OutboxItem): Promise<string | undefined> => {
    const taker = takers[item.kind] as (g: Gateway, i: OutboxItem) => Promise<string | undefined>;
    return taker(gateway, item);
  };

  return {
    async take(gateway, { items }) {
      const known = new Set(
        await stores.outbox.known(
          gateway.id,
          items.map((i) => i.id),
        ),
      );
      const receipt: OutboxReceipt = { accepted: [], refused: [], wanted: [] };
      const taken: string[] = [];
      for (const item of items) {
        if (known.has(item.id)) {
          receipt.accepted.push(item.id);
          continue;
        }
        known.add(item.id);
        try {
          const wanted = await takeOne(gateway, checked(item));
          taken.push(item.id);
          receipt.accepted.push(item.id);
          if (wanted !== undefined) receipt.wanted.push(wanted);
        } catch (error) {
          receipt.refused.push(refusal(item.id, error));
        }
      }
      // at the end, in one: an item that was taken and not remembered comes again, and every taker takes it twice as once
      if (taken.length > 0) await stores.outbox.remember(gateway.id, taken, clock.now());
      return receipt;
    },
    prune: () => stores.outbox.prune(clock.now() - REMEMBER_MS),
  };
}

/** Compiled: 2 µs an item in place of 70. */
const outboxItem = Compile(OutboxItem);

/** @throws AppError BAD_INPUT for a kind that is not known here, or a body that its kind does not allow */
function checked(parcel: OutboxBatch['items'][number]): OutboxItem {
  if (outboxItem.Check(parcel)) return parcel;
  throw fail('BAD_INPUT', { sentence: `An item of kind ${parcel.kind} does not fit this version.` });
}

/** What can never be taken is refused for good; a failure of ours is thrown, so that the gateway sends it again. */
function refusal(id: string, thrown: unknown): OutboxReceipt['refused'][number] {
  const error = toAppError(thrown);
  if (error.row.status >= 500) throw thrown;
  return { id, code: error.code, sentence: error.message };
}

function isZone(zone: string): boolean {
  try {
    return dayInZone(0, zone) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
