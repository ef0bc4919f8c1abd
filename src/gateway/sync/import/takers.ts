/** Whoever takes imported people over: the synchronisers, by their own interface. */
import type { Synchroniser, SynchroniserInput } from '../../../contract/sync-api.ts';
import type { Actor } from '../../core/events.ts';
import type { FileSource, ImportTakers } from '../../core/ports/imports.ts';

/** Of the synchronisers what an import needs (src/contract/sync-api.ts says what each of them does). */
export type SynchroniserList = {
  one(id: string): Synchroniser;
  add(input: SynchroniserInput, actor: Actor): Promise<Synchroniser>;
  edit(id: string, input: SynchroniserInput, actor: Actor): Promise<Synchroniser>;
  /** @param rules null: the type's own */
  saveMapping(id: string, rules: readonly unknown[] | null, actor: Actor): unknown;
};

export function createTakers(list: SynchroniserList): ImportTakers {
  const inputOf = ({ type, values }: FileSource, name: string): SynchroniserInput => ({
    type,
    name,
    values: { ...values },
  });
  return {
    find: (id) => list.one(id),
    async add({ name, ...source }, actor) {
      const { id } = await list.add(inputOf(source, name), actor);
      if (source.mapping) list.saveMapping(id, source.mapping, actor);
      return list.one(id);
    },
    async replace(id, source, actor) {
      const { name } = list.one(id);
      await list.edit(id, inputOf(source, name), actor);
      // rules that a person made there stay, unless the import brings its own
      if (source.mapping) list.saveMapping(id, source.mapping, actor);
      return list.one(id);
    },
  };
}
