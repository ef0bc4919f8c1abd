import { Argument, type Command } from 'commander';
import type { AllowedCall } from '../../contract/local-api.ts';
import { LOOKS } from '../../contract/look.ts';
import * as access from '../commands/access.ts';
import * as consent from '../commands/consent.ts';
import { endSession } from '../commands/tunnels.ts';
import { act, type World } from '../context.ts';
import { limited } from './arguments.ts';

/** `cloudlink access`: what came in through tunnels, and whether the record of it is whole. */
export function addAccess(parent: Command, world: World): void {
  const command = parent.command('access').description('what came in through tunnels');
  limited(
    command
      .command('log', { isDefault: true })
      .description('every request, newest first')
      .option('--search <text>', 'in path, person, reason or target')
      .option('--target <id>')
      .option('--person <name>')
      .option('--session <id>'),
    50,
  ).action(act(world, access.log));
  command
    .command('verify')
    .description('is the log what was written, by itself and by what the cloud was told')
    .option('--offline', 'do not mind that the cloud cannot be asked')
    .action(act(world, access.verify));
  command
    .command('export')
    .description('the whole log as a file')
    .option('--csv', 'for a spreadsheet; else JSON lines, each record with its hash')
    .action(act(world, access.exported));
  addConsent(command, world);
}

const LOOK_MODES = ['ask', 'hour', 'always', 'off'] as const;
const MODES = ['ask', 'hour', 'always', 'off', 'on'] as const;

/** `a@x,b@y` */
const addresses = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** `GET /api,POST /api/jobs`; the gateway looks at methods and paths. */
const calls = (text: string) =>
  addresses(text).map((one) => {
    const [method = '', path = ''] = one.split(/\s+/);
    return { method: method.toUpperCase(), path } as AllowedCall;
  });

/** The customer's consent: who asks, and what is answered. */
function addConsent(command: Command, world: World): void {
  command
    .command('requests')
    .description('who asks to come in, and how the last ones were answered')
    .action(act(world, consent.requests));
  for (const [verb, words] of [
    ['approve', 'let a remote session in'],
    ['deny', 'do not let a remote session in'],
  ] as const)
    command
      .command(`${verb} <id>`)
      .description(words)
      .action(act(world, (context, _o: object, id: string) => consent.answer(context, id, verb)));
  command
    .command('end <id>')
    .description('end a remote session now')
    .action(act(world, (context, _o: object, id: string) => endSession(context, id)));
  command
    .command('policy')
    .description('who is asked before a remote session opens; with a mode: change it')
    .argument('[target]', 'id of a target; see cloudlink tunnels')
    .addArgument(
      new Argument(
        '[mode]',
        'ask each time, hour: a yes holds that long, always: for --people; of services: off, on',
      ).choices(MODES),
    )
    .option('--people <addresses>', 'e-mail addresses with commas between, for always', addresses, [])
    .option(
      '--calls <calls>',
      'of services that are on: "GET /api,POST /api/jobs"; else reading alone',
      calls,
    )
    .action(
      act(
        world,
        (
          context,
          { people, calls = [] }: { readonly people: string[]; readonly calls?: AllowedCall[] },
          target?: string,
          mode?: (typeof MODES)[number],
        ) =>
          target === undefined || mode === undefined
            ? consent.policies(context, target)
            : consent.setPolicy(context, target, { mode, people, ...(calls.length > 0 ? { calls } : {}) }),
      ),
    );
  command
    .command('looks')
    .description('who is asked before the cloud reads logs or traces calls; with a mode: change it')
    .addArgument(new Argument('[look]').choices(LOOKS))
    .addArgument(
      new Argument(
        '[mode]',
        'ask each time, hour: a yes holds that long, always: for --people, off: never',
      ).choices(LOOK_MODES),
    )
    .option('--people <addresses>', 'e-mail addresses with commas between, for always', addresses, [])
    .action(
      act(
        world,
        (
          context,
          { people }: { readonly people: string[] },
          look?: string,
          mode?: (typeof LOOK_MODES)[number],
        ) =>
          look === undefined || mode === undefined
            ? consent.looks(context)
            : consent.setLook(context, look, { mode, people }),
      ),
    );
}
