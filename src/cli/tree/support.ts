import type { Command } from 'commander';
import * as support from '../commands/support.ts';
import { act, type World } from '../context.ts';

/** `cloudlink support`: what somebody who helps wants to know; it works while the daemon does not. */
export function addSupport(parent: Command, world: World): void {
  const command = parent
    .command('support')
    .description('support bundles, without secrets; also when the gateway does not run');
  const sub = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--config <file>', 'of the gateway, when it does not run and has another one than usual');
  sub('preview', 'what a bundle would have now; nothing is stored').action(act(world, support.preview));
  sub('create', 'make one and keep it on the gateway').action(act(world, support.create));
  sub('list', 'those that are kept, newest first').action(act(world, support.list));
  sub('save <id> <file>', 'write one into a file').action(act(world, support.save));
  sub('delete <id>', 'delete one').action(act(world, support.remove));
}
