/** A process that can be killed at any write or request boundary: from then on nothing of it is ever written. */
import type { SyncStore } from '../../../../src/gateway/core/ports/sync-store.ts';

export class Killed extends Error {
  override readonly name = 'Killed';
}
export const isKilled = (thrown: unknown): boolean => thrown instanceof Killed;

export type Life = {
  /** A boundary is passed; the n-th is the last. */
  step(): void;
  /** Throws once dead. */
  check(): void;
  readonly steps: number;
};

/** @param last number of the boundary at which it dies; 0 never */
export function newLife(last = 0): Life {
  let steps = 0;
  let dead = false;
  const check = () => {
    if (dead) throw new Killed('killed');
  };
  return {
    check,
    step() {
      check();
      steps++;
      dead = steps === last;
      check();
    },
    get steps() {
      return steps;
    },
  };
}

type Table = Record<string, (...args: unknown[]) => unknown>;

/** The same store for as long as it lives. A transaction has two boundaries: before its commit and after. */
export function mortal(store: SyncStore, life: Life): SyncStore {
  let depth = 0;
  const table = (inner: Table): Table =>
    Object.fromEntries(
      Object.entries(inner).map(([name, f]) => [
        name,
        (...args: unknown[]) => {
          life.check();
          return f(...args);
        },
      ]),
    );
  const boundary =
    (commit: SyncStore['tx']): SyncStore['tx'] =>
    (f) => {
      if (depth > 0) return store.tx(f);
      life.check();
      depth++;
      try {
        const result = commit(() => {
          const value = f();
          life.step();
          return value;
        });
        life.step();
        return result;
      } finally {
        depth--;
      }
    };
  const tables = Object.entries(store).filter(([name]) => name !== 'tx' && name !== 'txSoon');
  return {
    ...Object.fromEntries(tables.map(([name, t]) => [name, table(t as unknown as Table)])),
    tx: boundary(store.tx),
    txSoon: boundary(store.txSoon),
  } as SyncStore;
}
