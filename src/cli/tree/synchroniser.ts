import { type Command, Option } from 'commander';
import * as synchroniser from '../commands/synchroniser.ts';
import { act, type World } from '../context.ts';
import { gathered } from './arguments.ts';

const flags = (command: Command): Command =>
  command
    .option('--type <type>', 'see: cloudlink pbx types')
    .option('--name <name>')
    .option('--set <key=value>', 'a setting; may be given again', gathered, [])
    .option('--secret <key=source>', 'a secret: -, file:PATH or env:NAME; may be given again', gathered, [])
    .option('--defer', 'every operation waits in the queue (on for a new one)')
    .option('--no-defer', 'operations go without waiting')
    .option('--incomplete-changes', 'changes of a read that broke off flow; removals never do')
    .option('--no-incomplete-changes', 'they wait for a whole read')
    .addOption(new Option('--validation <profile>', 'field rules').choices(['cloud', 'micollab']))
    .option('--dynamic-only', 'PBX: only dynamic extensions make people')
    .option('--no-dynamic-only')
    .option('--feature-profile <role>', 'role of new accounts whose source names none')
    .option('--country <code>', 'of national numbers, e.g. CA')
    .addOption(
      new Option(
        '--join-by <field>',
        'beside the e-mail address: what makes records of two one person',
      ).choices(['userName', 'extension', 'phone', 'mobile']),
    );

type Flags = synchroniser.SynchroniserFlags;

function addSettings(command: Command, world: World): void {
  flags(
    command.command('add').description('add one; its operations wait until its first plan is applied'),
  ).action(act(world, (context, options: Flags) => synchroniser.add(context, options)));
  flags(
    command
      .command('edit <synchroniser>')
      .description('save it; what is not given stays, but another host never gets the old secrets'),
  ).action(act(world, (context, options: Flags, id: string) => synchroniser.edit(context, id, options)));
  flags(
    command
      .command('test <synchroniser>')
      .description('test it as it is saved, or with what is given; nothing is stored. Exit 1 when it fails'),
  ).action(act(world, (context, options: Flags, id: string) => synchroniser.test(context, id, options)));
  command
    .command('mapping <synchroniser>')
    .description('the mapping rules; with a file: save them, or try them on rows that were read')
    .option('--file <path>', 'JSON: save these rules')
    .option('--try <path>', 'JSON, or - for the type’s own: what they make of rows; nothing is saved')
    .option('--reset', 'take the type’s own rules back', false)
    .action(
      act(world, (context, options: synchroniser.MappingOptions, id: string) =>
        synchroniser.mapping(context, id, options),
      ),
    );
}

export function addSynchroniser(parent: Command, world: World): void {
  const command = parent
    .command('synchroniser')
    .description('sources of people, by id or name; the first in order wins');
  command
    .command('list', { isDefault: true })
    .description('all of them')
    .action(act(world, synchroniser.list));
  command
    .command('show <synchroniser>')
    .description('one of them, without its secrets')
    .action(act(world, (context, _o: object, id: string) => synchroniser.one(context, id)));
  addSettings(command, world);
  command
    .command('order <synchronisers...>')
    .description('precedence: name all of them, the first wins')
    .action(act(world, (context, _o: object, ids: string[]) => synchroniser.order(context, ids)));
  command
    .command('delete <synchroniser>')
    .description('delete it with the next sync')
    .option('--move-to <synchroniser>', 'its people become those of this one, with all that they have')
    .option('--with-people', 'their accounts are deleted, by plan and guard', false)
    .action(
      act(world, (context, options: synchroniser.DeleteOptions, id: string) =>
        synchroniser.remove(context, id, options),
      ),
    );
  command
    .command('keep <synchroniser>')
    .description('take its deletion back while it is not carried out')
    .action(act(world, (context, _o: object, id: string) => synchroniser.act(context, id, 'keep')));
  command
    .command('reinitialise <synchroniser>')
    .description('the next sync reads everything anew')
    .action(act(world, (context, _o: object, id: string) => synchroniser.act(context, id, 'reinitialise')));
}
