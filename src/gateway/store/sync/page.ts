import type { Page, PageQuery } from '../../core/ports/sync-queries.ts';

/** Rows of one page: 50 when nothing is said, 500 at most. */
export const limitOf = ({ limit = 50 }: PageQuery): number => Math.min(Math.max(limit, 1), 500);

/**
 * One page of a list.
 * @param rows one more than the limit where there are further ones
 * @param key of the last row shown: where the next page begins
 */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  total: number,
  shape: (row: R) => T,
  key: (row: R) => number | string,
): Page<T> {
  const last = rows[limit - 1];
  const items = rows.slice(0, limit).map(shape);
  return rows.length > limit && last !== undefined
    ? { items, total, next: String(key(last)) }
    : { items, total };
}
