import type { Command } from 'commander';
import * as backup from '../commands/backup.ts';
import { act, type World } from '../context.ts';

/** `cloudlink backup`: the whole gateway as one encrypted file, and back; it works while the daemon does not. */
export function addBackup(parent: Command, world: World): void {
  const command = parent
    .command('backup')
    .description('the whole gateway as one encrypted file, and back; also when the gateway does not run')
    .action(act(world, backup.status));
  const config = (one: Command) =>
    one.option('--config <file>', 'of the gateway, when it has another one than usual');
  const closed = (one: Command) =>
    one
      .option(
        '--recipient <age1…>',
        'public key of the age format that opens it; its secret half stays elsewhere',
      )
      .option(
        '--passphrase <source>',
        'that opens it: - (first line of standard input), file:PATH or env:NAME',
      );
  const opened = (one: Command) =>
    config(one).option(
      '--secret <source>',
      'passphrase or AGE-SECRET-KEY-… that opens it: - (first line of standard input), file:PATH or env:NAME',
      '-',
    );
  config(closed(command.command('make <folder>')))
    .description('make one there and verify it by restoring it into a temporary folder')
    .action(act(world, backup.make));
  opened(command.command('verify <file>'))
    .description('restore one into a temporary folder and check it')
    .action(act(world, backup.verify));
  opened(command.command('plan <file>'))
    .description('what a restore would replace, and with what')
    .action(act(world, backup.plan));
  opened(command.command('restore <file>'))
    .description('put one in place; what was there is kept until the gateway has started')
    .option('--yes', 'do it; without it the plan is shown')
    .action(act(world, backup.restore));
  closed(command.command('schedule <folder>'))
    .description('make one there by itself')
    .option('--every-days <n>', 'how often', '1')
    .option('--keep <n>', 'how many are kept', '7')
    .action(act(world, backup.schedule));
  command
    .command('unschedule')
    .description('make none by itself any more')
    .action(act(world, backup.unschedule));
  command.command('now').description('make one now as the schedule says').action(act(world, backup.now));
  command
    .command('delete <name>')
    .description('delete one of the schedule’s folder')
    .action(act(world, backup.remove));
}
