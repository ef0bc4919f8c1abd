import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Db } from '../../base/runtime/sqlite.ts';
import type { Secrets, Settings } from '../core/ports/settings.ts';

/** @param onUnfit a stored value no longer fits its schema: it reads as undefined, and this says so */
export function createSettings(db: Db, onUnfit: (key: string) => void): Settings {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?');
  const set = db.prepare(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM setting WHERE key = ?');
  return {
    get<T extends TSchema>(key: string, schema: T): Static<T> | undefined {
      const row = get.get(key);
      if (!row) return undefined;
      const value: unknown = JSON.parse(row.value);
      if (Value.Check(schema, value)) return value as Static<T>;
      onUnfit(key);
      return undefined;
    },
    set: (key, value) => void set.run(key, JSON.stringify(value)),
    delete: (key) => void remove.run(key),
  };
}

/** Secrets of this gateway: PBX passwords and the like. The file is readable by the daemon's user only. */
export function createSecrets(db: Db): Secrets & {
  /** All of them, so that they are found where they should not be (support bundles). */
  values(): string[];
} {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM secret WHERE key = ?');
  const set = db.prepare(
    'INSERT INTO secret (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM secret WHERE key = ?');
  const values = db.prepare<[], { value: string }>('SELECT value FROM secret');
  return {
    values: () => values.all().map(({ value }) => value),
    get: (key) => get.get(key)?.value,
    set: (key, value) => void set.run(key, value),
    delete: (key) => void remove.run(key),
  };
}
