/** The tree of commands. */
import { Command } from 'commander';
import type { World } from './context.ts';
import { addLink } from './tree/link.ts';
import { addPbx, addSite } from './tree/onboarding.ts';
import { addPeople } from './tree/people.ts';
import { addState, addStatus } from './tree/state.ts';
import { addSync } from './tree/sync.ts';
import { addSessions, addTunnels } from './tree/tunnels.ts';

/** Commander's own errors are thrown, not printed and ended: the caller says how the program ends. */
export function createProgram(version: string, world: World): Command {
  const cloudlink = new Command('cloudlink')
    .description('operates the gateway on this host')
    .version(version)
    .option('--socket <path>', 'control socket of the daemon')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused or failed, 2 something needs a person, 64 wrong usage, 65 wrong input file.',
    )
    .exitOverride();
  for (const add of [
    addStatus,
    addLink,
    addSite,
    addPbx,
    addSync,
    addTunnels,
    addSessions,
    addPeople,
    addState,
  ])
    add(cloudlink, world);
  return cloudlink;
}
