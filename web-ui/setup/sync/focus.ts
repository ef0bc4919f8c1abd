/** Where the focus goes when what had it goes away: a keyboard, and a screen reader, must never be left on nothing. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Paged } from '../../shared/index.ts';

/** @returns gives the focus to the element of this id as soon as it is drawn */
export function useFocusOn(): (id: string) => void {
  const [wanted, setWanted] = useState<string>();
  useEffect(() => {
    const element = wanted === undefined ? null : document.getElementById(wanted);
    if (!element || element.closest('[inert]')) return;
    element.focus();
    setWanted(undefined);
  });
  return setWanted;
}

type Wanted<T> = {
  readonly key: string;
  readonly at: number;
  readonly before: readonly T[] | undefined;
};

/**
 * For a list whose rows go away by what is done with them.
 *
 * @param keyOf of a row
 * @param idOf id of what has the focus in a row
 * @param none id of what has it when no row is left
 * @returns says about which row it is; it has the focus where it stays, else the one that took its place
 */
export function useFocusAfter<T>(
  { items, loading }: Pick<Paged<T>, 'items' | 'loading'>,
  { keyOf, idOf, none }: { keyOf: (row: T) => string; idOf: (row: T) => string; none: string },
): (key: string, anew: boolean) => void {
  const [wanted, setWanted] = useState<Wanted<T>>();
  // an undo comes long after the drawing that offered it
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    if (wanted === undefined || loading || wanted.before === items) return;
    const there = items.find((row) => keyOf(row) === wanted.key);
    const next = there ?? items[Math.min(Math.max(0, wanted.at), items.length - 1)];
    document.getElementById(next ? idOf(next) : none)?.focus();
    setWanted(undefined);
  }, [wanted, items, loading]);
  return (key, anew) =>
    setWanted({
      key,
      at: latest.current.findIndex((row) => keyOf(row) === key),
      before: anew ? latest.current : undefined,
    });
}
