import { Argument, type Command, Option } from 'commander';
import * as sync from '../commands/sync.ts';
import { act, type World } from '../context.ts';
import type { ListOptions } from '../pages.ts';
import { limited, whole } from './arguments.ts';
import { addDetained } from './detained.ts';
import { addSyncPeople } from './people-of-sync.ts';

const KINDS = ['added', 'changed', 'removed', 'disabled', 'enabled', 'detained', 'held'];

type RunOptions = { readonly config?: string; readonly confirm?: string };

/** Without a daemon: source and SCIM server from a file. */
const alone = (options: RunOptions, json: boolean, ...rest: string[]) =>
  sync.standAlone(['--config', options.config ?? '', ...(json ? ['--json'] : []), ...rest]);

function addRuns(command: Command, world: World): void {
  const stand = ['--config <file>', 'without a daemon: source and SCIM server from a JSON file'] as const;
  command
    .command('run')
    .description('synchronise now and wait for the end; the first run approves the first plan')
    .option(...stand)
    .option('--confirm <planHash>', 'with --config: release the removals that are held, of this plan only')
    .action(
      act(world, async (context, options: RunOptions) => {
        const { config, confirm } = options;
        if (config !== undefined)
          return alone(options, context.json, ...(confirm === undefined ? [] : ['--confirm', confirm]));
        return confirm === undefined ? sync.run(context) : sync.confirm(context, confirm);
      }),
    );
  command
    .command('check')
    .description('compare some users at the server with what they were confirmed to be; exit 2: some differ')
    .requiredOption(...stand)
    .option('--requests <n>', 'at most so many', '250')
    .action(
      act(world, (context, options: RunOptions & { readonly requests: string }) =>
        alone(options, context.json, '--check', '--requests', options.requests),
      ),
    );
  limited(
    command
      .command('preview')
      .description('what a sync would do; nothing is sent')
      .option(...stand),
    50,
  ).action(
    act(world, (context, options: RunOptions & ListOptions) =>
      options.config === undefined
        ? sync.preview(context, { limit: options.limit, all: options.all ?? false })
        : alone(options, context.json, '--preview'),
    ),
  );
}

function addLists(command: Command, world: World): void {
  limited(
    command
      .command('changes')
      .description('the changes of the current plan, without making a new one')
      .addOption(new Option('--kind <kind>', 'of this kind only').choices(KINDS))
      .option('--search <text>', 'name, e-mail, extension or reason code'),
    50,
  ).action(act(world, sync.changes));
  limited(
    command
      .command('irregular')
      .description('users without an e-mail address (none), or without one of their own (shared)')
      .addArgument(new Argument('<list>').choices(['none', 'shared']))
      .option('--search <text>', 'name, e-mail or extension')
      .option('--csv', 'the whole list as CSV'),
    50,
  ).action(
    act(world, (context, options: sync.Search, which: string) => sync.irregular(context, which, options)),
  );
}

export function addSync(parent: Command, world: World): void {
  const command = parent
    .command('sync')
    .description('user synchronisation; exit 2: something is detained or held');
  addRuns(command, world);
  command
    .command('status', { isDefault: true })
    .description('the last run and the next')
    .action(act(world, sync.status));
  addLists(command, world);
  addDetained(command, world);
  addSyncPeople(command, world);
  command
    .command('schedule')
    .description('PBX Sync Schedule (in minutes)')
    .argument('<minutes>', '5 to 1440', whole)
    .action(act(world, (context, _o: object, minutes: number) => sync.schedule(context, minutes)));
  command
    .command('verify')
    .description('is the audit chain what was written; exit 1 when not')
    .option('--accept', 'let a chain that was changed on purpose count from its present end on', false)
    .action(act(world, sync.verify));
  command
    .command('confirm [plan]')
    .description('release the removals that are held, of this plan only; without its hash: show them')
    .action(act(world, (context, _o: object, hash?: string) => sync.confirm(context, hash)));
}
