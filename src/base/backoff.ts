import type { Random } from './clock.ts';

export type BackoffOptions = { readonly firstMs?: number; readonly maxMs?: number };

/**
 * Exponential backoff with full jitter: the n-th wait (n from 0) is uniform in [0, min(max, first·2ⁿ)).
 * @returns milliseconds
 */
export function backoffMs(attempt: number, random: Random, options: BackoffOptions = {}): number {
  const { firstMs = 1000, maxMs = 60_000 } = options;
  return Math.floor(random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30)));
}
