import { type Command, Option } from 'commander';
import { LICENCE_TYPES } from '../../contract/inventory.ts';
import { alarms, cureAlarm } from '../commands/alarms.ts';
import { health } from '../commands/health.ts';
import { outflow } from '../commands/outflow.ts';
import {
  debug,
  enterLicence,
  inventory,
  jobs,
  licences,
  logs,
  metrics,
  removeLicence,
  sbom,
} from '../commands/state.ts';
import { status } from '../commands/status.ts';
import { act, type World } from '../context.ts';
import { whole } from './arguments.ts';

export function addStatus(parent: Command, world: World): void {
  parent
    .command('status')
    .alias('overview')
    .description('the state of this gateway')
    .action(act(world, status));
}

export function addState(parent: Command, world: World): void {
  parent
    .command('health')
    .description('run every check, the sign-in at the PBX too; exit 2 when something is wrong')
    .option('--text', 'as text to paste into a ticket', false)
    .option('--last', 'what was found last, without running anything', false)
    .action(act(world, health));
  const alarm = parent
    .command('alarms')
    .description('the alarms that stand, with what to do; exit 2 while there is one')
    .option('--cleared', 'those of the last 7 days that were cleared, too', false)
    .action(act(world, alarms));
  alarm
    .command('cure <code>')
    .description('do what can be done about it with one order')
    .action(act(world, cureAlarm));
  const command = parent
    .command('inventory')
    .description('the inventory of this host')
    .option('--report', 'report it to the cloud now', false)
    .action(act(world, inventory));
  command
    .command('show')
    .description('what was collected last')
    .action(act(world, (context) => inventory(context, {})));
  command
    .command('report')
    .description('report it to the cloud now')
    .action(act(world, (context) => inventory(context, { report: true })));
  command
    .command('licence')
    .description('enter the licence of this host by hand; it goes before what its files say')
    .addOption(new Option('--type <type>').choices(LICENCE_TYPES).makeOptionMandatory())
    .option('--number <number>', 'the licence number')
    .option('--expires-on <day>', 'its last day, as 2027-03-31; none: no end')
    .action(act(world, enterLicence));
  command
    .command('licence-remove')
    .description('remove what was entered by hand; what the host’s files say counts again')
    .action(act(world, removeLicence));
  parent.command('jobs').description('what this gateway is doing').action(act(world, jobs));
  parent.command('debug').description('facts for whoever looks for a fault').action(act(world, debug));
  parent
    .command('outflow')
    .description('what leaves this building: every destination and kind of data, as counted')
    .option('--day <day>', 'one of the last 90 days, as 2026-11-25; default: since the start')
    .action(act(world, outflow));
  parent
    .command('licences')
    .description('what this program is made of')
    .option('--text', 'with the texts', false)
    .action(act(world, licences));
  parent
    .command('metrics')
    .description('numbers for a monitoring system, in the text format of Prometheus')
    .action(act(world, metrics));
  parent
    .command('sbom')
    .description('what this program is made of, as CycloneDX 1.5')
    .action(act(world, sbom));
  parent
    .command('logs')
    .description('the last lines of the log')
    .option('-n, --lines <n>', 'how many', whole, 100)
    .action(act(world, logs));
}
