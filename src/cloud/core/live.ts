/** What changed just now, told to whoever waits: open pages, held polls, callers of a command. One process. */
export type Change = {
  readonly kind:
    | 'account'
    | 'claim'
    | 'gateway'
    | 'command'
    | 'inventory'
    | 'event'
    | 'user'
    | 'launch'
    | 'deployment'
    | 'rollout'
    | 'supportLog';
  readonly id: string;
  /** The account it belongs to; absent where no page may see it. */
  readonly accountId?: string;
};

export type Live = {
  tell(change: Change): void;
  /** @returns the function that stops it */
  listen(f: (change: Change) => void): () => void;
  /** Resolves at the next change of this thing, or after `ms`, or when aborted. */
  next(kind: Change['kind'], id: string, ms: number, signal?: AbortSignal): Promise<void>;
};

export function createLive(clock: { after(ms: number, f: () => void): () => void }): Live {
  const listeners = new Set<(change: Change) => void>();
  const listen = (f: (change: Change) => void) => {
    listeners.add(f);
    return () => void listeners.delete(f);
  };
  return {
    tell(change) {
      for (const f of [...listeners]) f(change);
    },
    listen,
    next(kind, id, ms, signal) {
      return new Promise((resolve) => {
        const end = () => {
          stop();
          cancel();
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const stop = listen((change) => {
          if (change.kind === kind && change.id === id) end();
        });
        const cancel = clock.after(ms, end);
        if (signal?.aborted) end();
        else signal?.addEventListener('abort', end, { once: true });
      });
    },
  };
}

/**
 * Reads again after every change of one thing until `read` answers something, at most `ms` long.
 * A change between the reading and the waiting is not missed: the waiting begins first.
 */
export async function until<T>(
  live: Live,
  clock: { monotonic(): number },
  what: {
    readonly kind: Change['kind'];
    readonly id: string;
    readonly ms: number;
    readonly signal?: AbortSignal | undefined;
  },
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = clock.monotonic() + what.ms;
  for (;;) {
    const enough = new AbortController();
    const signal = what.signal ? AbortSignal.any([what.signal, enough.signal]) : enough.signal;
    const wake = live.next(what.kind, what.id, Math.max(0, end - clock.monotonic()), signal);
    const value = await read();
    const over = value !== undefined || clock.monotonic() >= end || what.signal?.aborted === true;
    if (over) enough.abort();
    await wake;
    if (over) return value;
  }
}
