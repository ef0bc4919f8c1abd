import type { Command } from 'commander';
import * as network from '../commands/network.ts';
import { act, type World } from '../context.ts';

function addPorts(command: Command, world: World): void {
  command
    .command('show', { isDefault: true })
    .description('ports, time servers, proxy and authorities')
    .action(act(world, network.showNetwork));
  command
    .command('apply <port>')
    .description('give a port other settings, on trial for two minutes')
    .option('--dhcp', 'from a DHCP server')
    .option('--address <ip>', 'IPv4 address')
    .option('--mask <mask>', 'subnet mask, e.g. 255.255.255.0 or /24')
    .option('--gateway <ip>', 'default gateway')
    .option('--dns <list>', 'DNS servers, with commas between')
    .action(act(world, network.applyPort));
  for (const [verb, words] of [
    ['confirm', 'keep what is on trial'],
    ['revert', 'take back what is on trial'],
  ] as const)
    command
      .command(verb)
      .description(words)
      .action(act(world, (context) => network.settle(context, verb)));
}

export function addNetwork(parent: Command, world: World): void {
  const command = parent.command('network').description('the network of this host');
  addPorts(command, world);
  command
    .command('time [servers...]')
    .description('time servers; none: those of the host')
    .action(act(world, (context, _o: object, servers: string[]) => network.setTime(context, servers)));
  command
    .command('proxy [address]')
    .description('HTTP proxy as HOST:PORT; none: no proxy')
    .option('--user <name>')
    .option('--password <source>', '-, file:PATH or env:NAME')
    .option('--bypass <list>', 'hosts, domains and addresses that are reached without it')
    .option('--as-configured', 'as the configuration file says')
    .action(act(world, network.setProxy));
  command
    .command('ca [file]')
    .description('trust the authorities of a PEM file; without a file: remove those that were added')
    .action(act(world, (context, _o: object, file?: string) => network.setAuthorities(context, file)));
  for (const [verb, words] of [
    ['restart', 'start the gateway’s program again'],
    ['reboot', 'start the host again'],
  ] as const)
    parent
      .command(verb)
      .description(words)
      .action(act(world, (context) => network.order(context, verb)));
}
