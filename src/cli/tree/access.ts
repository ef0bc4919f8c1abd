import type { Command } from 'commander';
import * as access from '../commands/access.ts';
import { act, type World } from '../context.ts';
import { limited } from './arguments.ts';

/** `cloudlink access`: what came in through tunnels, and whether the record of it is whole. */
export function addAccess(parent: Command, world: World): void {
  const command = parent.command('access').description('what came in through tunnels');
  limited(
    command
      .command('log', { isDefault: true })
      .description('every request, newest first')
      .option('--search <text>', 'in path, person, reason or target')
      .option('--target <id>')
      .option('--person <name>')
      .option('--session <id>'),
    50,
  ).action(act(world, access.log));
  command
    .command('verify')
    .description('is the log what was written, by itself and by what the cloud was told')
    .option('--offline', 'do not mind that the cloud cannot be asked')
    .action(act(world, access.verify));
  command
    .command('export')
    .description('the whole log as a file')
    .option('--csv', 'for a spreadsheet; else JSON lines, each record with its hash')
    .action(act(world, access.exported));
}
