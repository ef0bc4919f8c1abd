/** What a gateway's word does to a command. Undefined: nothing changes. */
import type { CommandResult } from '../../../contract/channel.ts';
import type { Command, CommandState } from '../../core/model.ts';

const FINAL: readonly CommandState[] = ['done', 'failed', 'unknown'];

/** The first result counts; one that comes after the expiry still tells what happened. */
export function isFinal(command: Command): boolean {
  return FINAL.includes(command.state);
}

/** One that was given up was taken up all the same: its `ack` was lost, or came late. */
export function acknowledged(command: Command): Partial<Command> | undefined {
  return isFinal(command) || command.state === 'running' ? undefined : { state: 'running' };
}

export function progressed(
  command: Command,
  told: { readonly percent: number; readonly sentence: string },
): Partial<Command> | undefined {
  if (isFinal(command)) return undefined;
  return { state: 'running', percent: told.percent, sentence: told.sentence };
}

export function ended(command: Command, result: CommandResult, now: number): Partial<Command> | undefined {
  if (isFinal(command)) return undefined;
  if (!result.ok) {
    const state = result.unknown ? 'unknown' : 'failed';
    return { state, endedAt: now, error: result.error, sentence: result.error.sentence };
  }
  return {
    state: 'done',
    endedAt: now,
    percent: 100,
    ...(result.value === undefined ? {} : { value: result.value }),
    ...(result.sentence === undefined ? {} : { sentence: result.sentence }),
  };
}

/** The result of a command that has ended; undefined while it has not. */
export function resultOf(command: Command): CommandResult | undefined {
  if (command.state === 'done') {
    const { value, sentence } = command;
    return {
      ok: true,
      ...(value === undefined ? {} : { value }),
      ...(sentence === undefined ? {} : { sentence }),
    };
  }
  if (command.state === 'expired') return { ok: false, error: EXPIRED };
  if (!isFinal(command)) return undefined;
  const unknown = command.state === 'unknown' ? { unknown: true } : {};
  return { ok: false, error: command.error ?? EXPIRED, ...unknown };
}

const EXPIRED = {
  code: 'COMMAND_EXPIRED',
  sentence: 'The gateway did not take the order up in time.',
  remedy: 'Check that the gateway is online and order it again.',
};
