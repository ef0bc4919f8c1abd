import type { CommandResult } from '../../../contract/channel.ts';
import type { CommandName } from '../../../contract/commands.ts';
import type { Actor } from '../model.ts';

/** Orders to gateways: stored before they are sent, kept until a result is stored. */
export type CommandService = {
  /**
   * Stores a command and sends it as soon as the gateway is there.
   * @param ttlMs after which an undelivered command expires; one hour when absent
   * @throws AppError NOT_FOUND (no such linked gateway), COMMAND_UNKNOWN, BAD_INPUT (args), COMMANDS_FULL,
   *   ACCOUNT_DEACTIVATED
   */
  issue(order: {
    readonly gatewayId: string;
    readonly name: CommandName;
    readonly args: Readonly<Record<string, unknown>>;
    readonly issuedBy: Actor;
    readonly ttlMs?: number;
  }): Promise<{ readonly id: string }>;
  /**
   * Waits for the result, or for the first word that it will take a while.
   * @throws AppError GATEWAY_SILENT after `timeoutMs`
   */
  first(id: string, timeoutMs: number): Promise<CommandResult | 'progress'>;
  /**
   * Waits for the stored result.
   * @throws AppError GATEWAY_SILENT after `timeoutMs`
   */
  result(id: string, timeoutMs: number): Promise<CommandResult>;
};
