/**
 * Settings that the cloud may change (contract: `config.apply`): the keys that the config schema marks `remote: true`,
 * and nothing else. What was applied is kept, and wins over file and environment until it is taken back with null.
 */
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { nearest } from '../../../base/nearest.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';

export type ConfigurationOptions = {
  /** Every setting by its dotted key. */
  readonly known: ReadonlyMap<string, TSchema>;
  /** The value of file, environment and defaults, by its dotted key. */
  readonly own: (key: string) => unknown;
  /** Puts a value into effect, by key; one for each remote key, or the program does not start. */
  readonly effects: Readonly<Record<string, (value: unknown) => void>>;
  readonly settings: Settings;
  readonly events: EventBus;
};

export type Configuration = {
  /** Puts what was applied before into effect. */
  start(): void;
  /**
   * All of them or none. A null takes the key's applied value back.
   * @param set values by dotted key
   * @returns a sentence
   * @throws AppError COMMAND_BAD, SETTING_LOCAL
   */
  apply(set: Readonly<Record<string, unknown>>, actor: Actor): string;
};

const STORED = 'config.applied';
const Stored = Type.Record(Type.String(), Type.Unknown());

export const isRemote = (schema: TSchema): boolean => (schema as { remote?: unknown }).remote === true;

export function createConfiguration(options: ConfigurationOptions): Configuration {
  const { known, own, effects, settings, events } = options;
  const remote = new Map([...known].filter(([, schema]) => isRemote(schema)));
  for (const key of remote.keys())
    if (!Object.hasOwn(effects, key)) throw new TypeError(`the remote setting ${key} has no effect`);

  const stored = () => settings.get(STORED, Stored) ?? {};
  const put = (key: string, value: unknown) => effects[key]?.(value ?? own(key));

  const check = (key: string, value: unknown): void => {
    const schema = remote.get(key);
    if (!schema && known.has(key))
      throw fail('SETTING_LOCAL', {
        sentence: `The setting "${key}" can be changed on the gateway’s site only.`,
      });
    if (!schema) {
      const right = nearest(key, [...remote.keys()]);
      const hint = right === undefined ? '' : ` Did you mean "${right}"?`;
      throw fail('COMMAND_BAD', { sentence: `There is no setting "${key.slice(0, 64)}".${hint}` });
    }
    if (value === null || Value.Check(schema, value)) return;
    const [first] = Value.Errors(schema, value);
    throw fail('COMMAND_BAD', { sentence: `The setting "${key}" ${first?.message ?? 'is not valid'}.` });
  };

  return {
    start() {
      // a key that an older version took and this one does not is left alone
      for (const [key, value] of Object.entries(stored())) {
        const schema = remote.get(key);
        if (schema && Value.Check(schema, value)) put(key, value);
      }
    },
    apply(set, actor) {
      const keys = Object.keys(set);
      if (keys.length === 0) throw fail('COMMAND_BAD', { sentence: 'There is no setting to apply.' });
      for (const key of keys) check(key, set[key]);
      const next = Object.entries({ ...stored(), ...set }).filter(([, value]) => value !== null);
      settings.set(STORED, Object.fromEntries(next));
      for (const key of keys) put(key, set[key]);
      events.emit('audit', {
        action: 'Settings applied',
        eventType: 'Admin',
        actor,
        asset: 'Gateway',
        propertiesChanged: keys,
        details: {},
      });
      return `Applied: ${keys.join(', ')}.`;
    },
  };
}
