/** What waits to be sent to the cloud. Synchronous: an event is on the disk when `enqueue` returns. */
import type { OutboxItem, OutboxKind } from '../../../contract/outbox.ts';

export type OutboxRow = {
  readonly item: OutboxItem;
  /** Higher goes first, and is dropped last. */
  readonly priority: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
};

export type OutboxStore = {
  /**
   * @param replace in the same step, remove older items of the kind: only the last one counts
   * @throws the store's own error when the disk is full
   */
  add(row: OutboxRow, replace: boolean): void;
  /**
   * Oldest of the highest priority first, up to both limits, one at least. A row that this version cannot read is
   * removed, and counted as dropped.
   */
  batch(maxItems: number, maxBytes: number): readonly OutboxItem[];
  remove(ids: readonly string[]): void;
  /**
   * Removes the oldest of the lowest priority until at most `bytes` are left; counts them as dropped.
   * @param kind of this kind alone
   */
  shrink(bytes: number, kind?: OutboxKind): void;
  /** Removes what is past its time; counts it as dropped. */
  expire(now: number): void;
  countDropped(kind: OutboxKind, count: number): void;
  /** Removes one that can never be sent; counts it as dropped. */
  drop(id: string, kind: OutboxKind): void;
  dropped(): Readonly<Partial<Record<OutboxKind, number>>>;
  /** Replaces the counts by the item that reports them, in one step. */
  reportDropped(row: OutboxRow): void;
  stats(): { readonly waiting: number; readonly bytes: number };
  clear(): void;
};
