export type Turns = {
  /** Begins when the work before it of the same key is over. A failure is its caller's, and keeps nobody from their turn. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** When all that was given until now is over. Never rejects. */
  over(): Promise<unknown>;
};

/** Work about one thing, one after the other; about different things side by side. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    run(key, work) {
      const mine = (last.get(key) ?? Promise.resolve()).then(work);
      const over = mine
        .then(
          () => undefined,
          () => undefined, // its caller's
        )
        .finally(() => {
          if (last.get(key) === over) last.delete(key);
        });
      last.set(key, over);
      return mine;
    },
    over: () => Promise.all(last.values()),
  };
}
