/**
 * Writes of the same moment as one statement: each commit is a wait for the disk, and after a restart all gateways come
 * at once.
 */

import type { CloudDatabase } from './database.ts';

/** One text for each length is prepared and kept (prepared.ts). */
const MOST = 64;

type Waiting<T, R> = {
  readonly item: T;
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
};

/**
 * @param work writes all of them; one result for each, in order
 * @returns writes one with those that are asked for in the same turn of the loop; rejects with what `work` throws
 */
export function gathered<T, R>(
  work: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  const write = async (batch: readonly Waiting<T, R>[]) => {
    try {
      const results = await work(batch.map(({ item }) => item));
      for (const [i, { done }] of batch.entries()) done(results[i] as R);
    } catch (error) {
      const [only, ...others] = batch;
      if (others.length === 0) return only?.failed(error);
      // one of them is at fault: the others must not pay for it
      for (const one of batch) await write([one]);
    }
  };
  const flush = () => {
    const all = waiting;
    waiting = [];
    for (let i = 0; i < all.length; i += MOST) void write(all.slice(i, i + MOST));
  };
  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (waiting.length === 1) setImmediate(flush);
    });
}

/** The same for work that is no single statement: each in its turn, one commit for all of them. */
export function committedTogether<T>(
  db: CloudDatabase,
  work: (tx: CloudDatabase, item: T) => Promise<unknown>,
): (item: T) => Promise<void> {
  return gathered<T, void>((items) =>
    db.transaction().execute(async (tx) => {
      for (const item of items) await work(tx, item);
      return items.map(() => undefined);
    }),
  );
}
