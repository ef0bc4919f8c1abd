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
  /**
   * What may follow only when the cloud has stored that the command succeeded, because nothing can be sent after it.
   * Called once the cloud says so, or has not said so for a minute; also after a restart, and then maybe again.
   */
  stored?(): Promise<void>;
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
