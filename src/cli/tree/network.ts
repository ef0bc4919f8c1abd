import type { Command } from 'commander';
import * as network from '../commands/network.ts';
import { act, type World } from '../context.ts';

export function addNetwork(parent: Command, world: World): void {
  const command = parent.command('network').description('addresses, time servers, HTTP proxy, authorities');
  command
    .command('show', { isDefault: true })
    .description('what is set')
    .action(act(world, network.showNetwork));
  command
    .command('set')
    .description('try settings of a port for two minutes; they go back by themselves unless they are kept')
    .argument('<port>', 'e.g. eth0')
    .option('--dhcp', 'the network gives the address')
    .option('--address <address>', 'IPv4')
    .option('--mask <mask>', '255.255.255.0 or /24')
    .option('--gateway <address>', 'default gateway')
    .option('--dns <addresses>', 'DNS servers, with commas between')
    .action(act(world, network.setPort));
  command.command('keep').description('keep what is on trial').action(act(world, network.keep));
  command.command('undo').description('take back what is on trial').action(act(world, network.undo));
  command
    .command('time')
    .description('set the time servers; none: those of the host')
    .argument('[servers...]')
    .action(act(world, network.setTime));
  addProxy(command, world);
  const authorities = command.command('ca').description('certificate authorities of the site');
  authorities
    .command('set')
    .description('believe the authorities of a PEM file, in place of those before')
    .argument('<file>')
    .action(act(world, network.setAuthorities));
  authorities
    .command('remove')
    .description('believe them no more')
    .action(act(world, network.removeAuthorities));
}

function addProxy(parent: Command, world: World): void {
  const command = parent.command('proxy').description('the HTTP proxy on the way to the cloud');
  command
    .command('set')
    .description('use it at once; without --host: none')
    .option('--host <host>')
    .option('--port <port>')
    .option('--user <name>')
    .option('--password <source>', '-, file:PATH or env:NAME; left out: the stored one stays')
    .option('--bypass <hosts>', 'hosts that go past it, with commas between')
    .action(act(world, network.setProxy));
  command
    .command('forget')
    .description('go by the configuration file again')
    .action(act(world, network.forgetProxy));
}
