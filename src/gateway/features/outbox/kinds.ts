/** How each kind of upward data waits. The table to read. */
import { ROLLUP_KEPT_MS } from '../../../contract/metrics.ts';
import type { OutboxItem, OutboxKind } from '../../../contract/outbox.ts';

export type KindRow = {
  /** Higher goes first, and is dropped last. */
  readonly priority: number;
  /** Milliseconds. */
  readonly ttl: number;
  /** Only the last one counts: an older one that still waits is replaced. */
  readonly latestOnly: boolean;
  /** Its own share of the budget, bytes: its oldest go first, whatever room the others leave. */
  readonly share?: number;
};

const DAY = 24 * 3600_000;

/** 90 days offline lose nothing (G5); a hundred leave room for the slow first hours after it. */
export const KINDS: Readonly<Record<OutboxKind, KindRow>> = {
  dropped: { priority: 9, ttl: 400 * DAY, latestOnly: false },
  event: { priority: 5, ttl: 100 * DAY, latestOnly: false },
  'sync.findings': { priority: 4, ttl: 100 * DAY, latestOnly: false },
  'sync.result': { priority: 3, ttl: 100 * DAY, latestOnly: false },
  inventory: { priority: 2, ttl: 100 * DAY, latestOnly: true },
  'inventory.same': { priority: 1, ttl: DAY, latestOnly: true },
  // three days of them are some 1.5 MiB
  metrics: { priority: 0, ttl: ROLLUP_KEPT_MS, latestOnly: false, share: 2 * 1024 * 1024 },
};

/** Who came in and what was changed for safety's sake is kept longest. */
export function priorityOf(item: OutboxItem): number {
  const isSecurity = item.kind === 'event' && item.body.eventType === 'Security';
  return KINDS[item.kind].priority + (isSecurity ? 2 : 0);
}
