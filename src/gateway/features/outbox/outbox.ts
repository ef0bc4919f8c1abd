/** Store and forward: what happened here reaches the cloud once it is there again, and what had to go is counted. */
import { Value } from 'typebox/value';
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import { CLOUD_PATH } from '../../../contract/claim.ts';
import { OutboxItem, type OutboxKind, OutboxReceipt } from '../../../contract/outbox.ts';
import { fail } from '../../core/errors.ts';
import type { EventBus, Events } from '../../core/events.ts';
import type { CloudHttp } from '../../core/ports/cloud.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { OutboxRow, OutboxStore } from '../../core/ports/outbox-store.ts';
import { KINDS, priorityOf } from './kinds.ts';

/** A kind and its body; id and time are given by the outbox. */
export type NewItem = {
  [K in OutboxKind]: { readonly kind: K; readonly body: Extract<OutboxItem, { kind: K }>['body'] };
}[OutboxKind];

export type OutboxOptions = {
  readonly store: OutboxStore;
  readonly http: CloudHttp;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Crypto;
  /** True while linked and active; otherwise why nothing is sent. Rows wait meanwhile. */
  readonly maySend: () => true | string;
  /** False: what happens belongs to no account, so nothing is kept for the next one. */
  readonly isLinked: () => boolean;
  /** Bytes that may wait. */
  readonly budgetBytes: number;
  /** Digests that the cloud does not hold: whoever reports the inventory sends it in full. */
  readonly onWanted?: (digests: readonly string[]) => void;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type Outbox = {
  /**
   * On the disk when it returns. Returns the item's id; undefined when the disk is full (counted as dropped), and
   * while this gateway is not linked.
   * @param id of what is told once: as often as it is enqueued, it waits once, and the cloud takes it once
   */
  enqueue(item: NewItem, id?: string): string | undefined;
  /** Sends now what waits; resolves when everything is sent or the first attempt failed. Never throws. */
  flush(): Promise<void>;
  stats(): { readonly waiting: number; readonly bytes: number; readonly dropped: number };
  start(): void;
  stop(): Promise<void>;
};

const BATCH_ITEMS = 200;
const BATCH_BYTES = 256 * 1024;
const RETRY = { firstMs: 2_000, maxMs: 5 * 60_000 };

const sum = (counts: Readonly<Partial<Record<string, number>>>) =>
  Object.values(counts).reduce<number>((total, n) => total + (n ?? 0), 0);

/** The cloud's own word that it is the batch, not the moment; what stands between us may say 400 about anything. */
const isTooMuch = (error: unknown): boolean => {
  const { code, facts } = toAppError(error);
  const itself = code === 'CLOUD_REFUSED' && facts.code !== undefined;
  return itself && (facts.status === 400 || facts.status === 413);
};

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, http, events, clock, random, crypto, maySend, isLinked, budgetBytes, onWanted, log } =
    options;
  const unsubscribe: (() => void)[] = [];
  let stopping = new AbortController();
  let started = false;
  let attempt = 0;
  let sending: Promise<void> | undefined;
  let asked = false;
  let cancelRetry: () => void = () => undefined;
  /** Counted here while the disk is too full to count them there. */
  const unstored = new Map<OutboxKind, number>();

  const rowOf = (item: NewItem, id = crypto.uuidv7()): OutboxRow => {
    const at = clock.now();
    const full = { ...item, id, at } as OutboxItem;
    if (!Value.Check(OutboxItem, full)) {
      const issue = [...Value.Errors(OutboxItem, full)][0];
      throw new TypeError(`outbox item ${item.kind} is not in the contract: ${issue?.message ?? 'unknown'}`);
    }
    return { item: full, priority: priorityOf(full), expiresAt: at + KINDS[item.kind].ttl };
  };

  const storeUnstored = () => {
    for (const [kind, count] of unstored) {
      store.countDropped(kind, count);
      unstored.delete(kind);
    }
  };

  const add = (row: OutboxRow): boolean => {
    const { kind } = row.item;
    const { latestOnly, share } = KINDS[kind];
    try {
      storeUnstored();
      store.add(row, latestOnly);
      if (share !== undefined) store.shrink(share, kind);
      store.shrink(budgetBytes);
      return true;
    } catch (cause) {
      unstored.set(kind, (unstored.get(kind) ?? 0) + 1);
      log('an item could not be stored', { kind, err: fail('DISK_FULL', { cause }) });
      return false;
    }
  };

  /** The count of what was dropped takes its place at the head of the queue. */
  const reportDropped = () => {
    const kinds = store.dropped();
    const count = sum(kinds);
    if (count > 0) store.reportDropped(rowOf({ kind: 'dropped', body: { count, kinds } }));
  };

  const sendBatch = async (items: readonly OutboxItem[]): Promise<number> => {
    const { body: receipt } = await http.request({
      method: 'POST',
      path: CLOUD_PATH.outbox,
      json: { items },
      answer: OutboxReceipt,
      auth: 'device',
      signal: stopping.signal,
    });
    const sent = new Set(items.map((item) => item.id));
    const settled = [...receipt.accepted, ...receipt.refused.map((r) => r.id)].filter((id) => sent.has(id));
    for (const refused of receipt.refused) log('the cloud refused an item for good', { ...refused });
    store.remove(settled);
    if (receipt.wanted.length > 0) onWanted?.(receipt.wanted);
    return settled.length;
  };

  /** A batch that is not taken as it is holds an item that never will be: it is looked for by halves, and dropped. */
  const afterRefusal = (items: readonly OutboxItem[], error: unknown): number => {
    const [only] = items;
    if (!only || !isTooMuch(error)) throw error;
    if (items.length > 1) return Math.ceil(items.length / 2);
    const { message } = toAppError(error);
    log('an item is never taken and has been dropped', { kind: only.kind, id: only.id, sentence: message });
    store.drop(only.id, only.kind);
    return BATCH_ITEMS;
  };

  const sendAll = async () => {
    let most = BATCH_ITEMS;
    while (maySend() === true && !stopping.signal.aborted) {
      reportDropped();
      const items = store.batch(most, BATCH_BYTES);
      if (items.length === 0) return;
      try {
        if ((await sendBatch(items)) === 0)
          throw fail('CLOUD_ANSWER_BAD', { sentence: 'The cloud acknowledged nothing of what was sent.' });
      } catch (error) {
        most = afterRefusal(items, error);
        continue;
      }
      most = Math.min(BATCH_ITEMS, most * 2);
      attempt = 0;
      // judged only now: a cloud that has just answered over TLS proves that the clock is not years ahead
      store.expire(clock.now());
    }
  };

  const retryLater = (error: unknown) => {
    const { code, message, retryAfterMs } = toAppError(error);
    log('the outbox waits', { code, sentence: message });
    // reactivation is told by an event; asking is the identity's business
    if (code === 'ACCOUNT_DEACTIVATED' || code === 'NOT_LINKED') return;
    const wait = Math.max(retryAfterMs ?? 0, backoffMs(attempt++, random, RETRY));
    cancelRetry();
    cancelRetry = clock.after(wait, () => void flush());
  };

  /** An item may come between the last look at the store and the end: asking meanwhile makes it look again. */
  const sendWhileAsked = async () => {
    try {
      while (asked) {
        asked = false;
        await sendAll();
      }
    } catch (error) {
      asked = false;
      if (!stopping.signal.aborted) retryLater(error);
    }
    sending = undefined;
  };

  const flush = (): Promise<void> => {
    cancelRetry();
    asked = true;
    sending ??= sendWhileAsked();
    return sending;
  };

  const enqueue = (item: NewItem, id?: string): string | undefined => {
    if (!isLinked()) return undefined;
    const row = rowOf(item, id);
    if (!add(row)) return undefined;
    // while a retry is planned the cloud is away, and one more item is no reason to ask it sooner
    if (started && attempt === 0) void flush();
    return row.item.id;
  };

  const onAudit = ({ actor, ...rest }: Events['audit']) =>
    void enqueue({ kind: 'event', body: { ...rest, actor: { id: actor.id, name: actor.name } } });

  const wake = () => {
    attempt = 0;
    void flush();
  };

  return {
    enqueue,
    flush,
    stats: () => ({ ...store.stats(), dropped: sum(store.dropped()) + sum(Object.fromEntries(unstored)) }),
    start() {
      started = true;
      stopping = new AbortController();
      unsubscribe.push(
        events.on('audit', onAudit),
        events.on('channel.state', ({ state }) => {
          if (state === 'online') wake();
        }),
        events.on('account.state', wake),
        events.on('link.changed', ({ linked }) => {
          // what happened under one account is never told to another
          if (linked) return wake();
          store.clear();
          unstored.clear();
        }),
      );
      void flush();
    },
    async stop() {
      started = false;
      for (const f of unsubscribe.splice(0)) f();
      cancelRetry();
      stopping.abort(new Error('stopped'));
      await sending;
    },
  };
}
