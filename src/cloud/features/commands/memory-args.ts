/** Arguments that are no business of the disk: kept here from the order to its end, and joined when it is sent. */
import { COMMANDS, type CommandName, type CommandRow } from '../../../contract/commands.ts';
import type { Command } from '../../core/model.ts';

type Args = Command['args'];

export type MemoryArgs = {
  /** Keeps what the command's row calls memory-only. @returns the others, which may be stored */
  keep(id: string, name: CommandName, args: Args): Args;
  /** All arguments of an order; undefined when some went with a restart. */
  join(command: Pick<Command, 'id' | 'name' | 'args'>): Args | undefined;
  forget(id: string): void;
};

const namesOf = (name: CommandName): readonly string[] =>
  (COMMANDS[name] as Omit<CommandRow, 'name'>).memoryOnly ?? [];

const part = (args: Args, wanted: (name: string) => boolean): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => wanted(name)));

export function createMemoryArgs(): MemoryArgs {
  const kept = new Map<string, Args>();
  return {
    keep(id, name, args) {
      const names = namesOf(name);
      if (names.length > 0)
        kept.set(
          id,
          part(args, (arg) => names.includes(arg)),
        );
      return part(args, (arg) => !names.includes(arg));
    },
    join({ id, name, args }) {
      if (namesOf(name).length === 0) return args;
      const own = kept.get(id);
      return own && { ...args, ...own };
    },
    forget: (id) => void kept.delete(id),
  };
}
