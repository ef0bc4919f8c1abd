import type { Command } from 'commander';
import * as tunnels from '../commands/tunnels.ts';
import { act, type World } from '../context.ts';
import { type Address, target } from './arguments.ts';

type AddOptions = {
  readonly component: string;
  readonly tunnel: string;
  readonly description?: string;
  readonly application?: string;
  readonly service?: boolean;
};

function addOne(command: Command, world: World): void {
  command
    .command('add')
    .description('add a target by hand')
    .argument('<url>', 'e.g. https://192.168.1.10', target)
    .requiredOption('--component <name>', 'e.g. "MiVoice Business"')
    .requiredOption('--tunnel <name>', 'e.g. "administration web interface"')
    .option('--description <text>')
    .option('--application <type>', 'known application type, e.g. mivoice-business')
    .option('--service', 'called by the cloud’s own code, not by a browser')
    .action(
      act(world, (context, { service, ...rest }: AddOptions, address: Address) =>
        tunnels.addTunnel(context, { ...address, ...rest, use: service ? 'service' : 'browser' }),
      ),
    );
}

export function addTunnels(parent: Command, world: World): void {
  const command = parent.command('tunnels').description('targets and their tunnels');
  command.command('list', { isDefault: true }).description('all of them').action(act(world, tunnels.tunnels));
  addOne(command, world);
  for (const verb of ['start', 'stop'] as const) {
    command
      .command(`${verb} <id>`)
      .description(`${verb} a tunnel`)
      .action(act(world, (context, _o: object, id: string) => tunnels.changeTunnel(context, id, verb)));
    command
      .command(`${verb}-all`)
      .description(`${verb} all tunnels`)
      .action(act(world, (context) => tunnels.changeAll(context, `${verb}-all`)));
  }
  command
    .command('confirm <id>')
    .description('accept a proposed target, or the certificate with this fingerprint')
    .option('--fingerprint <sha256>')
    .action(
      act(world, (context, options: { readonly fingerprint?: string }, id: string) =>
        tunnels.changeTunnel(context, id, 'confirm', options),
      ),
    );
  command
    .command('remove <id>')
    .description('remove a target')
    .action(act(world, (context, _o: object, id: string) => tunnels.removeTunnel(context, id)));
}

export function addSessions(parent: Command, world: World): void {
  const command = parent.command('sessions').description('remote sessions through the tunnels');
  command
    .command('list', { isDefault: true })
    .description('open ones first')
    .action(act(world, tunnels.sessions));
  command
    .command('end <id>')
    .description('end one now')
    .action(act(world, (context, _o: object, id: string) => tunnels.endSession(context, id)));
}
