/** Orders to gateways: checked, stored, delivered, awaited. */
import { Value } from 'typebox/value';
import type { Clock } from '../../../base/clock.ts';
import { COMMANDS, type CommandName } from '../../../contract/commands.ts';
import { fail } from '../../core/errors.ts';
import { type Live, until } from '../../core/live.ts';
import type { Command } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { CommandService } from '../../core/ports/commands.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { AccountStore, CommandStore, GatewayStore } from '../../core/ports/stores.ts';
import { tellHistory } from './history.ts';
import type { MemoryArgs } from './memory-args.ts';
import { resultOf } from './progress.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** More waiting orders than this are a fault somewhere, not a wish. */
const OPEN_MAX = 100;

/** How long an order may wait for an offline gateway. What surprises when it comes late waits an hour. */
const TTL_MS: Partial<Record<CommandName, number>> = {
  'sync.run': DAY,
  'inventory.report': DAY,
  'update.schedule': DAY,
  'update.pause': DAY,
  'update.resume': DAY,
};

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

export function createCommands(deps: {
  readonly stores: {
    readonly commands: CommandStore;
    readonly gateways: GatewayStore;
    readonly accounts: AccountStore;
  };
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly live: Live;
  readonly audit: Audit;
  readonly memoryArgs: MemoryArgs;
  readonly deliver: (gatewayId: string) => Promise<void>;
}): CommandService {
  const { stores, crypto, clock, live } = deps;

  const gatewayFor = async (gatewayId: string, name: CommandName) => {
    const gateway = await stores.gateways.byId(gatewayId);
    if (!gateway) throw fail('NOT_FOUND', { sentence: 'There is no such gateway.' });
    const account = await stores.accounts.byId(gateway.accountId);
    if (account?.state === 'deactivated' && name !== 'factory.reset') throw fail('ACCOUNT_DEACTIVATED');
    if ((await stores.commands.open(gatewayId)).length >= OPEN_MAX) throw fail('COMMANDS_FULL');
    return gateway;
  };

  return {
    async issue({ gatewayId, name, args, issuedBy, ttlMs }) {
      checkArgs(name, args);
      const gateway = await gatewayFor(gatewayId, name);
      const now = clock.now();
      const id = crypto.uuidv7();
      const command: Command = {
        id,
        gatewayId,
        accountId: gateway.accountId,
        name,
        args: deps.memoryArgs.keep(id, name, args),
        issuedBy: { id: issuedBy.id, name: issuedBy.name },
        issuedAt: now,
        expiresAt: now + (ttlMs ?? TTL_MS[name] ?? HOUR),
        state: 'waiting',
      };
      await stores.commands.insert(command);
      await tellHistory(deps.audit, command, gateway.name, 'ordered');
      live.tell({ kind: 'command', id: command.id, accountId: command.accountId });
      await deps.deliver(gatewayId);
      return { id: command.id };
    },

    async first(id, timeoutMs) {
      const heard = await until(live, clock, { kind: 'command', id, ms: timeoutMs }, async () => {
        const command = await stores.commands.byId(id);
        if (!command) return undefined;
        // an acknowledgement is no progress: it comes before anything was looked at
        return resultOf(command) ?? (command.percent === undefined ? undefined : ('progress' as const));
      });
      if (!heard) throw fail('GATEWAY_SILENT');
      return heard;
    },

    async result(id, timeoutMs) {
      const result = await until(live, clock, { kind: 'command', id, ms: timeoutMs }, async () => {
        const command = await stores.commands.byId(id);
        return command && resultOf(command);
      });
      if (!result) throw fail('GATEWAY_SILENT');
      return result;
    },
  };
}

/** @throws AppError COMMAND_UNKNOWN, BAD_INPUT */
function checkArgs(name: string, args: unknown): void {
  if (!isCommandName(name)) throw fail('COMMAND_UNKNOWN');
  const issues = [...Value.Errors(COMMANDS[name].args, args)];
  if (issues.length === 0) return;
  throw fail('BAD_INPUT', {
    sentence: `The command ${name} cannot be given with these arguments.`,
    fields: issues.map((i) => ({
      field: `args${i.instancePath.replaceAll('/', '.')}`,
      sentence: `${i.message}.`,
    })),
  });
}
