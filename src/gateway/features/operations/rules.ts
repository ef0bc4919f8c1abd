/** What is decided about a command before anything is done. Pure. */
import { Value } from 'typebox/value';
import { toFault } from '../../../base/errors.ts';
import type { CommandMessage, CommandResult } from '../../../contract/channel.ts';
import { type AskerArgs, COMMANDS, type CommandName, type CommandRow } from '../../../contract/commands.ts';
import { fail } from '../../core/errors.ts';

export function rowOf(name: string): Omit<CommandRow, 'name'> | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : undefined;
}

const faulty = (error: unknown, unknown?: true): CommandResult => ({
  ok: false,
  error: toFault(error),
  ...(unknown ? { unknown } : {}),
});

/** Why a command is not carried out at all; undefined when it is in order. @param now the cloud's time */
export function refuse(command: CommandMessage, hasHandler: boolean, now: number): CommandResult | undefined {
  const row = rowOf(command.name);
  if (!row)
    return faulty(
      fail('COMMAND_UNKNOWN', { sentence: `This gateway does not know the command ${quote(command.name)}.` }),
    );
  if (!hasHandler)
    return faulty(
      fail('COMMAND_UNSUPPORTED', {
        sentence: `This gateway cannot carry out “${row.title}” (${command.name}).`,
      }),
    );
  if (command.expiresAt <= now) return faulty(fail('COMMAND_EXPIRED'));
  if (Value.Check(row.args, command.args)) return undefined;
  const where = [...Value.Errors(row.args, command.args)].map(
    (e) => `${e.instancePath || '/'} ${e.message}`,
  )[0];
  return faulty(
    fail('COMMAND_BAD', {
      sentence: `The arguments of ${command.name} are not valid: ${where ?? 'unknown'}.`,
    }),
  );
}

const quote = (name: string) => `“${name.slice(0, 64)}”`;

/** The power went, and nobody can say whether it happened. */
export const unknownResult = (): CommandResult => faulty(fail('COMMAND_INTERRUPTED'), true);

/** The power went, and a look at the host shows that it did not happen. */
export const notDoneResult = (): CommandResult =>
  faulty(
    fail('COMMAND_INTERRUPTED', {
      sentence: 'The power went before the command was carried out.',
      remedy: 'Send it again if it is still wanted.',
    }),
  );

export const failedResult = (error: unknown): CommandResult => faulty(error);

/** Room for the envelope within a message of 256 KiB. */
const RESULT_MAX_CHARACTERS = 80_000;

/** A handler's answer as a result; a value that would not fit into a message is left out, and said to be. */
export function okResult(answer: { value?: unknown; sentence?: string }): CommandResult {
  const { value, sentence } = answer;
  const text = value === undefined ? undefined : JSON.stringify(value);
  if (text !== undefined && text.length > RESULT_MAX_CHARACTERS)
    return { ok: true, sentence: `${sentence ?? 'It was done.'} The answer was too long to be sent.` };
  return {
    ok: true,
    ...(text === undefined ? {} : { value: JSON.parse(text) as unknown }),
    ...(sentence === undefined ? {} : { sentence: sentence.slice(0, 2000) }),
  };
}

/** What is journalled of the arguments: nothing where they are never needed again, and never what the disk must not see. */
export function argsToKeep(command: CommandMessage): Record<string, unknown> {
  const row = rowOf(command.name);
  if (row?.resume === 'unknown') return {};
  const secret = row?.memoryOnly ?? [];
  return Object.fromEntries(Object.entries(command.args).filter(([name]) => !secret.includes(name)));
}

/** Who asks, and why; the arguments of every look have it (contract/commands.ts). */
export function askerOf(args: Readonly<Record<string, unknown>>): AskerArgs {
  const { person, reason, ticket } = args as AskerArgs;
  return {
    person,
    ...(reason === undefined ? {} : { reason }),
    ...(ticket === undefined ? {} : { ticket }),
  };
}
