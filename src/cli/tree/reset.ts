import type { Command } from 'commander';
import * as reset from '../commands/reset.ts';
import { act, type World } from '../context.ts';

/** `cloudlink factory-reset`: erases what is the customer's on this gateway. */
export function addReset(parent: Command, world: World): void {
  const command = parent
    .command('factory-reset')
    .description('what a reset would erase, and the reset itself')
    .action(act(world, reset.status));
  command
    .command('now <revert>')
    .description('erase now; the word revert is typed as an argument')
    .option('--keep-way', 'proxy and certificate authorities stay')
    .action(act(world, reset.reset));
  command.command('cancel').description('cancel an announced one').action(act(world, reset.cancel));
  command
    .command('announce <minutes>')
    .description('how long an order of the cloud is announced before it is obeyed, 0 to 1440')
    .action(act(world, reset.announce));
}
