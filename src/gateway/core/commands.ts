import type { CommandName } from '../../contract/commands.ts';
import type { Actor } from './events.ts';

/** What carries out a command. One row per name, collected in gateway.ts; args are checked against the contract before. */
export type CommandHandler = {
  run(
    args: Record<string, unknown>,
    context: CommandContext,
  ): Promise<{ value?: unknown; sentence?: string }>;
  /** For rows whose `resume` is 'verify': did it happen? Called at start for a command found half done. */
  verify?(
    args: Record<string, unknown>,
    context: CommandContext,
  ): Promise<{ value?: unknown; sentence?: string } | undefined>;
};
export type CommandContext = {
  readonly id: string;
  readonly actor: Actor;
  readonly signal: AbortSignal;
  /** When the command was journalled (before anything was done). */
  readonly startedAt: number;
  /** boot_id at that moment. */
  readonly bootId: string;
  progress(percent: number, sentence: string): void;
};
export type CommandHandlers = Partial<Record<CommandName, CommandHandler>>;
