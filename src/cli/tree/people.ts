import { Argument, type Command, Option } from 'commander';
import * as people from '../commands/people.ts';
import { act, type World } from '../context.ts';

const ROLES = ['admin', 'support'];
const password = () =>
  new Option('--password <source>', 'at least 12 characters, from: -, file:PATH or env:NAME').default(
    '-',
    'the first line of standard input',
  );

export function addPeople(parent: Command, world: World): void {
  const command = parent.command('people').description('who may sign in at the pages of this gateway');
  command
    .command('list', { isDefault: true })
    .description('everybody, and where they are signed in')
    .action(act(world, people.people));
  command
    .command('add <name>')
    .description('add an administrator, or a support person who only reads')
    .addOption(new Option('--role <role>').choices(ROLES).makeOptionMandatory())
    .addOption(password())
    .action(act(world, people.addPerson));
  command
    .command('password <name>')
    .description('give a new password; the person’s sessions end')
    .addOption(password())
    .action(act(world, people.setPassword));
  command
    .command('role <name>')
    .description('change what somebody may do')
    .addArgument(new Argument('<role>').choices(ROLES))
    .action(
      act(world, (context, _o: object, name: string, role: string) => people.setRole(context, name, role)),
    );
  for (const [verb, words, f] of [
    ['sign-out', 'sign somebody out everywhere', people.signOut],
    ['remove', 'remove somebody; never the last administrator', people.removePerson],
  ] as const)
    command
      .command(`${verb} <name>`)
      .description(words)
      .action(act(world, (context, _o: object, name: string) => f(context, name)));
}
