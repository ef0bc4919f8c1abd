/** Commands that were taken from the cloud. Written before anything is done, so that each is done at most once. */
import type { CommandResult } from '../../../contract/channel.ts';
import type { Actor } from '../events.ts';

export type JournalEntry = {
  /** The cloud's id of the command. */
  readonly id: string;
  readonly name: string;
  /** Kept only where they are needed after a power cut; they may hold a session secret. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly state: 'running' | 'done';
  /** When it was journalled; milliseconds since 1970. */
  readonly startedAt: number;
  readonly expiresAt: number;
  /** boot_id of the host at that moment. */
  readonly bootId: string;
  /** Kept until the cloud has stored it. */
  readonly result?: CommandResult;
};

export type CommandJournal = {
  find(id: string): Promise<JournalEntry | undefined>;
  /** Durable when it resolves. */
  insert(entry: JournalEntry): Promise<void>;
  finish(id: string, result: CommandResult): Promise<void>;
  /** The cloud has the result: it is dropped, the id stays so that the command is not done again. */
  stored(id: string, at: number): Promise<void>;
  /** Commands that were begun and have no result. */
  running(): Promise<readonly JournalEntry[]>;
  /** Commands whose results the cloud has not stored, oldest first. */
  unacknowledged(): Promise<readonly JournalEntry[]>;
  /** Forgets ids whose results were stored before `before`, 500 at most; answers how many. */
  prune(before: number): Promise<number>;
  /** Another account's commands are none of this one's business. */
  clear(): Promise<void>;
};
