/** The tree of commands. */
import { Command, CommanderError } from 'commander';
import { toAppError } from '../base/errors.ts';
import type { World } from './context.ts';
import { addAccess } from './tree/access.ts';
import { addBackup } from './tree/backup.ts';
import { addQueue } from './tree/detained.ts';
import { addImport } from './tree/import.ts';
import { addLink } from './tree/link.ts';
import { addNetwork } from './tree/network.ts';
import { addPbx, addSetup, addSite } from './tree/onboarding.ts';
import { addPeople } from './tree/people.ts';
import { addExplain } from './tree/people-of-sync.ts';
import { addReset } from './tree/reset.ts';
import { addState, addStatus } from './tree/state.ts';
import { addSupport } from './tree/support.ts';
import { addSync } from './tree/sync.ts';
import { addSynchroniser } from './tree/synchroniser.ts';
import { addSessions, addTunnels } from './tree/tunnels.ts';
import { addUpdate } from './tree/update.ts';

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
    .configureOutput({
      writeOut: (text) => world.out(text.replace(/\n$/, '')),
      writeErr: (text) => world.err(text.replace(/\n$/, '')),
    })
    .exitOverride();
  for (const add of [
    addStatus,
    addSetup,
    addLink,
    addSite,
    addPbx,
    addSync,
    addQueue,
    addExplain,
    addImport,
    addSynchroniser,
    addTunnels,
    addSessions,
    addAccess,
    addPeople,
    addNetwork,
    addState,
    addSupport,
    addUpdate,
    addBackup,
    addReset,
  ])
    add(cloudlink, world);
  return cloudlink;
}

/** Errors with an exit code of their own (sysexits.h); others end with 1. */
const EXIT: Readonly<Record<string, number>> = {
  USAGE: 64,
  SETUP_FILE: 65,
  INPUT_FILE: 65,
  SECRET_UNREADABLE: 65,
};

/**
 * Runs a command to its end. Code, sentence and remedy of what went wrong go to standard error.
 * @param args without the program itself
 */
export async function runProgram(args: readonly string[], version: string, world: World): Promise<void> {
  try {
    await createProgram(version, world).parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) return world.exit(thrown.exitCode === 0 ? 0 : 64);
    const error = toAppError(thrown);
    world.err(`${error.code}: ${error.message}\n${error.remedy}`);
    world.exit(EXIT[error.code] ?? 1);
  }
}
