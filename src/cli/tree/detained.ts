import { type Command, Option } from 'commander';
import * as detained from '../commands/detained.ts';
import { act, type World } from '../context.ts';
import type { ListOptions } from '../pages.ts';
import { gathered, limited } from './arguments.ts';

const ACTIONS = ['add', 'update', 'delete', 'disable', 'enable'];

/** Verb → what it does, in the help. */
const VERBS: readonly (readonly [string, string])[] = [
  ['apply', 'let it go, whatever holds it; what failed is tried again now'],
  ['cancel', 'leave it alone until the row changes at its source'],
  ['ignore', 'leave it alone always, until the decision is revoked'],
  ['recreate', 'make a user again that was deleted in the cloud'],
  ['leave', 'leave a person whose user was deleted in the cloud without an account'],
];

const filtered = (command: Command): Command =>
  command
    .option('--reason <code>', 'of this reason only')
    .addOption(new Option('--action <action>', 'of this action only').choices(ACTIONS))
    .option('--source <id>', 'of this synchroniser only')
    .option('--search <text>', 'name, e-mail, extension or reason code');

/** `cloudlink detained`; below `sync` it works too, and help shows one way. */
export function addQueue(parent: Command, world: World, hidden = false): void {
  const queue = parent
    .command('detained', { hidden })
    .description('the detained queue: what waits, why, and what to do with it');
  limited(filtered(queue.command('list', { isDefault: true }).description('rows of the queue')), 50).action(
    act(world, detained.listDetained),
  );
  queue
    .command('show <row>')
    .description('one row: what is wanted, what the cloud has, what stands at the sources')
    .action(act(world, detained.showDetained));
  for (const [verb, words] of VERBS)
    filtered(queue.command(`${verb} [rows...]`).description(words))
      .option('--all', 'every row that the filter names', false)
      .action(
        act(world, (context, options: detained.DecideOptions, rows: readonly string[]) =>
          detained.decide(context, verb, options, rows),
        ),
      );
  queue
    .command('modify <row>')
    .description('set values in place of the source’s, until the decision is revoked')
    .requiredOption(
      '--set <field=value>',
      'again for further fields; field= clears it, the field alone takes the value back',
      gathered,
      [],
    )
    .action(
      act(world, (context, options: detained.DecideOptions, row: string) =>
        detained.decide(context, 'modify', options, [row]),
      ),
    );
}

function addDecisions(parent: Command, world: World): void {
  const decisions = parent.command('decisions').description('what people decided about single rows');
  limited(decisions.command('list', { isDefault: true }).option('--search <text>', 'name or e-mail'), 50)
    .description('decisions that still hold')
    .action(act(world, detained.listDecisions));
  decisions
    .command('revoke [decisions...]')
    .description('take decisions back; the next sync looks at the rows again')
    .option('--order <id>', 'exactly what one order decided, however many rows')
    .action(act(world, detained.revoke));
}

/** Decisions, runs and the undo of the last one, below `cloudlink sync`. */
export function addDetained(parent: Command, world: World): void {
  addQueue(parent, world, true);
  addDecisions(parent, world);
  parent
    .command('undo [run]')
    .description(
      'take the last run back; without its id: say what that would do. Exit 2: somebody is left alone',
    )
    .option('--preview', 'only say what would be done', false)
    .action(act(world, detained.undo));
  const runs = parent.command('runs').description('what each run did');
  limited(runs.command('list', { isDefault: true }).description('runs, the newest first'), 20).action(
    act(world, (context, options: ListOptions) => detained.listRuns(context, options)),
  );
  runs.command('show <run>').description('one run').action(act(world, detained.showRun));
  limited(
    runs
      .command('changes <run>')
      .description('whom one run changed')
      .option('--kind <kind>', 'added, changed, removed, disabled, enabled, deleted …')
      .option('--search <text>', 'name'),
    50,
  ).action(act(world, detained.runChanges));
}
