import { type Command, Option } from 'commander';
import * as people from '../commands/people-of-sync.ts';
import { act, type World } from '../context.ts';
import { limited } from './arguments.ts';

const STATES = ['synced', 'pending', 'detained', 'disabled', 'noAccount', 'ignored'];

/** Below `cloudlink sync`: people and findings. */
export function addSyncPeople(sync: Command, world: World): void {
  limited(
    sync
      .command('people')
      .description('people of the sources, with how each stands')
      .addOption(new Option('--state <state>', 'in this state only').choices(STATES))
      .option('--source <id>', 'of this synchroniser only')
      .option('--search <text>', 'name, e-mail or extension'),
    50,
  ).action(act(world, people.people));
  limited(
    sync
      .command('findings')
      .description('what is to be looked at and holds nothing back')
      .option('--reason <code>', 'of this reason only')
      .option('--search <text>', 'name, e-mail or extension'),
    50,
  ).action(act(world, people.findings));
}

/** `cloudlink explain` and `cloudlink report users`. */
export function addExplain(program: Command, world: World): void {
  program
    .command('explain <user>')
    .description('why a user has these values: who says so, by which rule, from what')
    .action(act(world, people.explain));
  const report = program.command('report').description('reports');
  limited(
    report
      .command('users')
      .description('the user summary: names, e-mail, role, department, location')
      .option('--csv', 'everybody as CSV')
      .option('--search <text>', 'name, e-mail or extension'),
    50,
  ).action(act(world, people.report));
}
