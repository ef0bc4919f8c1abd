import type { Static, TSchema } from 'typebox';

/** Small typed records of state.db, one a key, durable when `set` returns. A value that no longer fits its schema reads as undefined and is logged. */
export type Settings = {
  get<T extends TSchema>(key: string, schema: T): Static<T> | undefined;
  set(key: string, value: unknown): void;
  delete(key: string): void;
};

/** Like {@link Settings}, for secrets: its values never reach a log, a bundle or an API answer. */
export type Secrets = {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  delete(key: string): void;
};
