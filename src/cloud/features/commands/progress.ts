/** What a gateway's word does to a command. Undefined: nothing changes. */
import { toFault } from '../../../base/errors.ts';
import type { CommandResult } from '../../../contract/channel.ts';
import type { Fault } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
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

/** A restart took what was kept of the order in memory alone; it cannot be sent (again). */
export function lost(now: number): Partial<Command> {
  const error = toFault(fail('COMMAND_LOST'));
  return { state: 'failed', endedAt: now, error, sentence: error.sentence };
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
  if (command.state === 'expired') return { ok: false, error: command.error ?? EXPIRED };
  if (!isFinal(command)) return undefined;
  const unknown = command.state === 'unknown' ? { unknown: true } : {};
  return { ok: false, error: command.error ?? EXPIRED, ...unknown };
}

/** Of a command that was taken up and never ended. */
export const UNHEARD: Fault = {
  code: 'COMMAND_EXPIRED',
  sentence: 'The gateway took the order up and never said how it ended.',
  remedy: 'Look at the gateway’s own page, and order it again if it was not done.',
};

const EXPIRED: Fault = {
  code: 'COMMAND_EXPIRED',
  sentence: 'The gateway did not take the order up in time.',
  remedy: 'Check that the gateway is online and order it again.',
};
