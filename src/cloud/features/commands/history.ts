/** Orders in the event history: who gave them, and how they ended. */
import { COMMANDS, type CommandName } from '../../../contract/commands.ts';
import type { OrderStep } from '../../../contract/history-actions.ts';
import type { Command, CommandState } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';

/** Names of commands that the event history does not list one by one: their own feature tells it better. */
const QUIET: readonly CommandName[] = ['session.open', 'session.end'];

const ENDS: Partial<Record<CommandState, OrderStep>> = {
  done: 'done',
  failed: 'failed',
  unknown: 'end unknown',
  expired: 'expired',
};

type Told = Pick<Command, 'id' | 'gatewayId' | 'accountId' | 'name' | 'issuedBy'>;

/** @param step what became of the order; the actor is who gave it */
export async function tellHistory(
  audit: Audit,
  order: Told & Partial<Pick<Command, 'sentence' | 'error'>>,
  gatewayName: string,
  step: CommandState | 'ordered',
): Promise<void> {
  const word = step === 'ordered' ? step : ENDS[step];
  if (word === undefined || QUIET.includes(order.name)) return;
  const { error, sentence } = order;
  await audit({
    accountId: order.accountId,
    gatewayId: order.gatewayId,
    actor: order.issuedBy,
    action: `${COMMANDS[order.name].title}: ${word}`,
    eventType: 'Admin',
    asset: gatewayName,
    details: {
      command: order.name,
      id: order.id,
      ...(sentence === undefined ? {} : { sentence }),
      ...(error === undefined ? {} : { code: error.code, remedy: error.remedy }),
    },
  });
}
