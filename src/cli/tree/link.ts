import type { Command } from 'commander';
import { rotateKey, showKey } from '../commands/key.ts';
import { cancelLink, type LinkOptions, link, linkStatus, setupCode, unlink } from '../commands/link.ts';
import { act, type World } from '../context.ts';

export function addLink(parent: Command, world: World): void {
  const command = parent
    .command('link')
    .description('link to an account: prints a code, an address and a QR code, and waits')
    .option('--no-wait', 'do not wait for the approval')
    .option('--token <token>', 'link by a claim token from the console; - reads it from standard input')
    .option('--registered', 'link to the account that knows this gateway’s fingerprint')
    .action(act(world, (context, options: LinkOptions) => link(context, options)));
  command.command('status').description('how far the link request is').action(act(world, linkStatus));
  command.command('cancel').description('give the running link request up').action(act(world, cancelLink));
  parent.command('unlink').description('unlink from the account').action(act(world, unlink));
  parent
    .command('setup-code')
    .description('print the set-up code that the cloud asks for')
    .action(act(world, setupCode));
  const key = parent.command('key').description('the device key');
  key
    .command('show', { isDefault: true })
    .description('its fingerprint, and whether a change runs')
    .action(act(world, showKey));
  key
    .command('rotate')
    .description('change it: signed for by both keys, the older one goes when the new one was used')
    .option('--no-wait', 'do not wait for the end')
    .action(act(world, rotateKey));
}
