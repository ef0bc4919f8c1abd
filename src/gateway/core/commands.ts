import type { AskerArgs, CommandName } from '../../contract/commands.ts';
import type { Look } from '../../contract/look.ts';
import type { Actor } from './events.ts';

export type CommandAnswer = { value?: unknown; sentence?: string };

/** What carries out a command. One row per name, collected in gateway.ts; args are checked against the contract before. */
export type CommandHandler = {
  run(args: Record<string, unknown>, context: CommandContext): Promise<CommandAnswer>;
  /** For rows whose `resume` is 'verify': did it happen? Called at start for a command found half done. */
  verify?(args: Record<string, unknown>, context: CommandContext): Promise<CommandAnswer | undefined>;
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

/** An order that looks at the customer's data. */
export type LookOrder = {
  readonly id: string;
  readonly name: string;
  readonly args: AskerArgs;
  readonly signal: AbortSignal;
  /** Called when somebody on site is asked. */
  readonly waits: () => void;
};
/**
 * Calls `act` when the customer's policy lets it, and not before.
 * @throws AppError CONSENT_DENIED, CONSENT_UNANSWERED, CONSENT_ENDED, CONSENT_OFF, RATE_LIMITED, ACCESS_LOG_FAILED
 */
export type LookGate = (
  look: Look,
  order: LookOrder,
  act: () => Promise<CommandAnswer>,
) => Promise<CommandAnswer>;
