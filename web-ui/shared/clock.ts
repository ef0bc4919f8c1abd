/**
 * The time as the server sees it. A laptop's clock may be wrong by hours; ages on the pages must not be. Every
 * answer that carries the server's time corrects the offset.
 */
import { useEffect, useState } from 'preact/hooks';

let offset = 0;

/** Takes the server's time (milliseconds since 1970) as the truth from now on. */
export function syncClock(serverTime: number): void {
  offset = serverTime - Date.now();
}

/** The server's time now, in milliseconds since 1970. */
export function now(): number {
  return Date.now() + offset;
}

const listeners = new Set<() => void>();
let ticker: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticker ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** A value computed from the time, once a second; the component is drawn again only when the value changes. */
export function useTicking<T extends string | number | boolean>(compute: (time: number) => T): T {
  const [, redraw] = useState(0);
  const value = compute(now());
  useEffect(
    () =>
      subscribe(() => {
        if (compute(now()) !== value) redraw((n) => n + 1);
      }),
    [compute, value],
  );
  return value;
}
