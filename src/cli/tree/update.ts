import type { Command } from 'commander';
import * as update from '../commands/update.ts';
import { act, type World } from '../context.ts';

/** `cloudlink update`: how updates stand, when they are due, and one by hand. */
export function addUpdate(parent: Command, world: World): void {
  const command = parent
    .command('update')
    .description('updates of this gateway')
    .action(act(world, update.status));
  command.command('check').description('look for updates now').action(act(world, update.check));
  command
    .command('install [version]')
    .description('install the newest version, or the one that is named')
    .option('--window', 'at the next time of the schedule instead of now')
    .action(
      act(world, (context, options: update.WhenOptions, version?: string) =>
        update.install(context, options, version),
      ),
    );
  command
    .command('file <path>')
    .description(
      'install from an update file, or from a folder (a USB stick) with metadata and targets; needs no cloud',
    )
    .option('--window', 'at the next time of the schedule instead of now')
    .action(act(world, update.fromFile));
  command
    .command('forget')
    .description('delete the update file that was sent')
    .action(act(world, update.forget));
  command
    .command('schedule')
    .description('when updates are looked for; what is not named stays')
    .option('--daily', 'every day')
    .option('--weekly <days>', 'sunday,wednesday …')
    .option('--at <time>', 'of the day, in the zone of the site: 03:15')
    .option('--automatic', 'install what is found')
    .option('--no-automatic', 'only look')
    .action(act(world, (context, options: update.ScheduleOptions) => update.schedule(context, options)));
  command
    .command('postpone')
    .description('leave what waits for the window after the next')
    .action(act(world, update.postpone));
  command
    .command('pause')
    .description('pause updates until somebody resumes them')
    .option('--until <time>', 'or until then: 2026-12-24T18:00Z')
    .action(act(world, update.pause));
  command.command('resume').description('end the pause').action(act(world, update.resume));
  command
    .command('cancel')
    .description('give up an update that is not installing yet')
    .action(act(world, update.cancel));
}
