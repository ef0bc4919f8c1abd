/** Long lists with pauses: a sort of 200,000 in one go holds the thread for a quarter of a second. */

/** Elements sorted, merged or looked at between two pauses. */
const PIECE = 5000;

type Order<T> = (a: T, b: T) => number;

/** Calls `look` for each. @param breathe lets other work of the thread run */
export async function eachInPieces<T>(
  items: readonly T[],
  look: (item: T) => void,
  breathe: () => Promise<void>,
): Promise<void> {
  for (let at = 0; at < items.length; at += PIECE) {
    if (at > 0) await breathe();
    for (const item of items.slice(at, at + PIECE)) look(item);
  }
}

/** Merges two lists that are in order; equal elements keep their places. */
async function merged<T>(
  a: readonly T[],
  b: readonly T[],
  order: Order<T>,
  breathe: () => Promise<void>,
): Promise<T[]> {
  const all: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const left = a[i] as T;
    const right = b[j] as T;
    const isLeft = order(left, right) <= 0;
    all.push(isLeft ? left : right);
    if (isLeft) i++;
    else j++;
    if (all.length % PIECE === 0) await breathe();
  }
  for (; i < a.length; i++) all.push(a[i] as T);
  for (; j < b.length; j++) all.push(b[j] as T);
  return all;
}

/** The same as `[...items].sort(order)`. @param breathe lets other work of the thread run */
export async function sortedInPieces<T>(
  items: readonly T[],
  order: Order<T>,
  breathe: () => Promise<void>,
): Promise<T[]> {
  if (items.length <= PIECE) return [...items].sort(order);
  const middle = Math.ceil(items.length / 2);
  const first = await sortedInPieces(items.slice(0, middle), order, breathe);
  await breathe();
  const second = await sortedInPieces(items.slice(middle), order, breathe);
  return await merged(first, second, order, breathe);
}
