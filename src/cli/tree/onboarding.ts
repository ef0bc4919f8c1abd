import type { Command } from 'commander';
import type { Site } from '../../contract/local-api.ts';
import * as pbx from '../commands/pbx.ts';
import { setup } from '../commands/setup.ts';
import { complete, setSite, showSite } from '../commands/site.ts';
import { act, type World } from '../context.ts';
import { gathered } from './arguments.ts';

export function addSetup(parent: Command, world: World): void {
  parent
    .command('setup')
    .description('set this gateway up from a file: links, saves, tests, connects, starts, completes')
    .option('--file <path>', 'the set-up file (docs/setup-file.md)')
    .option('--dry-run', 'check the file and say what would change; exit 2 when something would', false)
    .option('--write-secrets', 'save the PBX’s secrets even where nothing else differs', false)
    .option('--schema', 'print the JSON Schema of the file', false)
    .option('--example', 'print a whole file', false)
    .addHelpText(
      'after',
      '\nRun it again as often as you like: what is right already stays. After Ctrl-C it goes on where it was.\nWith --json, a line of JSON for each step. Exit codes: 0 done, 1 a step failed, 2 something needs a person, 65 the file is wrong.',
    )
    .action(act(world, setup));
}

export function addSite(parent: Command, world: World): void {
  const command = parent.command('site').description('where this gateway stands');
  command.command('show', { isDefault: true }).description('the site').action(act(world, showSite));
  command
    .command('set')
    .description('save it; what is not given stays as it is')
    .option('--name <text>', 'site name')
    .option('--address <text>', 'street and number')
    .option('--city <text>')
    .option('--country <code>', 'ISO 3166-1 alpha-2, e.g. CA')
    .option('--province <text>', 'province or state')
    .option('--postal-code <text>')
    .option('--zone <zone>', 'time zone, e.g. America/Toronto')
    .action(act(world, (context, given: Partial<Site>) => setSite(context, given)));
  parent
    .command('complete')
    .description('complete the onboarding (see also: cloudlink setup)')
    .action(act(world, complete));
}

/** Options that stand for the form of the page. */
const settings = (command: Command): Command =>
  command
    .option('--type <type>', 'see: cloudlink pbx types')
    .option('--name <name>', 'name of the PBX')
    .option('--set <key=value>', 'a setting; may be given again', gathered, [])
    .option('--secret <key=source>', 'a secret: -, file:PATH or env:NAME; may be given again', gathered, []);

export function addPbx(parent: Command, world: World): void {
  const command = parent.command('pbx').description('the PBX link');
  command
    .command('show', { isDefault: true })
    .description('the link, without its secrets')
    .action(act(world, pbx.showLink));
  command
    .command('types')
    .description('PBX types, or the settings of one')
    .argument('[type]')
    .action(act(world, (context, _o: object, type?: string) => pbx.types(context, type)));
  settings(
    command
      .command('set')
      .description('save the link; what is not given stays, but another host never gets the old secrets'),
  ).action(act(world, pbx.setLink));
  settings(
    command
      .command('test')
      .description('test the saved link, or what is given; nothing is stored. Exit 1 when it fails'),
  ).action(act(world, pbx.testLink));
  command
    .command('connect')
    .description('test the link, read its users once and make the plan; nothing is sent')
    .action(act(world, pbx.connect));
  command.command('remove').description('remove the link and its secrets').action(act(world, pbx.removeLink));
}
