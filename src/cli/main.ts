#!/usr/bin/env node
/**
 * `cloudlink`: the operator's command, over the daemon's control socket.
 *
 * Exit codes: 0 done, 1 failed (code, sentence and remedy on standard error), 2 (sync) something is detained or held,
 * (health) a check found something wrong, 64 wrong usage.
 */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { toAppError } from '../base/errors.ts';
import { systemClock } from '../base/runtime/clock.ts';
import { readBuild } from '../base/runtime/version.ts';
import { health } from './commands/health.ts';
import { rotateKey, showKey } from './commands/key.ts';
import { type LinkOptions, link, setupCode, unlink } from './commands/link.ts';
import { addTunnel, changeTunnel, inventory, logs, removeTunnel, tunnels } from './commands/more.ts';
import { status } from './commands/status.ts';
import * as sync from './commands/sync.ts';
import { contextOf } from './context.ts';

const now = systemClock.now;
const code = (value: number) => {
  process.exitCode = value;
};

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number of at least 1.');
  return value;
}

function target(url: string): { protocol: 'http' | 'https'; host: string; port: number } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const protocol = parsed?.protocol.replace(':', '');
  if (!parsed || (protocol !== 'http' && protocol !== 'https'))
    throw new InvalidArgumentError('Give an address like https://192.168.1.10:443.');
  const port = parsed.port === '' ? (protocol === 'https' ? 443 : 80) : Number(parsed.port);
  return { protocol, host: parsed.hostname, port };
}

function addSync(parent: Command): void {
  const command = parent.command('sync').description('user synchronisation');
  const stand = '--config <file>';
  const standWords = 'without a daemon: source and SCIM server from a JSON file';
  const once = (options: { config?: string }, cmd: Command, ...more: string[]) => {
    const { json } = cmd.optsWithGlobals<{ json?: boolean }>();
    return sync.standAlone(['--config', options.config ?? '', ...(json ? ['--json'] : []), ...more]);
  };
  command
    .command('run')
    .description('synchronise now and wait for the end')
    .option(stand, standWords)
    .option('--confirm <planHash>', 'with --config: release the removals that are held, of this plan only')
    .action(async (options: { config?: string; confirm?: string }, cmd: Command) => {
      if (options.config === undefined && options.confirm === undefined)
        return code(await sync.run(contextOf(cmd, now)));
      if (options.config === undefined) return sync.confirm(contextOf(cmd, now), options.confirm ?? '');
      const confirm = options.confirm === undefined ? [] : ['--confirm', options.confirm];
      return code(await once(options, cmd, ...confirm));
    });
  command
    .command('preview')
    .description('what a sync would do; nothing is sent')
    .option(stand, standWords)
    .option('--limit <n>', 'changes to list', whole, 50)
    .action(async (options: { config?: string; limit: number }, cmd: Command) =>
      code(
        options.config === undefined
          ? await sync.preview(contextOf(cmd, now), options.limit)
          : await once(options, cmd, '--preview'),
      ),
    );
  command
    .command('status')
    .description('the last run and the next')
    .action((_options: unknown, cmd: Command) => sync.status(contextOf(cmd, now)));
  command
    .command('verify')
    .description('is the audit chain what was written')
    .option('--accept', 'let a chain that was changed on purpose count from its present end on', false)
    .action(async (options: { accept: boolean }, cmd: Command) =>
      code(await sync.verify(contextOf(cmd, now), options)),
    );
  command
    .command('confirm <planHash>')
    .description('release the removals that are held, of this plan only')
    .action((hash: string, _options: unknown, cmd: Command) => sync.confirm(contextOf(cmd, now), hash));
}

function addTunnels(parent: Command): void {
  const command = parent.command('tunnels').description('targets and their tunnels');
  command
    .command('list', { isDefault: true })
    .description('all of them')
    .action((_options: unknown, cmd: Command) => tunnels(contextOf(cmd, now)));
  command
    .command('add')
    .description('add a target by hand')
    .argument('<url>', 'e.g. https://192.168.1.10', target)
    .requiredOption('--component <name>', 'e.g. "MiVoice Business"')
    .requiredOption('--tunnel <name>', 'e.g. "administration web interface"')
    .option('--application <type>', 'known application type, e.g. mivoice-business')
    .option('--service', 'called by the cloud’s own code, not by a browser')
    .action(
      (
        url: ReturnType<typeof target>,
        o: { component: string; tunnel: string; application?: string; service?: boolean },
        cmd: Command,
      ) =>
        addTunnel(contextOf(cmd, now), {
          ...url,
          component: o.component,
          tunnel: o.tunnel,
          use: o.service ? 'service' : 'browser',
          ...(o.application === undefined ? {} : { application: o.application }),
        }),
    );
  for (const verb of ['start', 'stop'] as const) {
    command
      .command(`${verb} <id>`)
      .description(`${verb} a tunnel`)
      .action((id: string, _options: unknown, cmd: Command) => changeTunnel(contextOf(cmd, now), id, verb));
  }
  command
    .command('confirm <id>')
    .description('accept a proposed target, or the certificate with this fingerprint')
    .option('--fingerprint <sha256>')
    .action((id: string, options: { fingerprint?: string }, cmd: Command) =>
      changeTunnel(contextOf(cmd, now), id, 'confirm', options),
    );
  command
    .command('remove <id>')
    .description('remove a target')
    .action((id: string, _options: unknown, cmd: Command) => removeTunnel(contextOf(cmd, now), id));
}

function program(): Command {
  const cloudlink = new Command('cloudlink')
    .description('operates the gateway on this host')
    .version(readBuild().version)
    .option('--socket <path>', 'control socket of the daemon')
    .option('--json', 'print JSON')
    .exitOverride();
  cloudlink
    .command('status')
    .description('the state of this gateway')
    .action((_o: unknown, cmd: Command) => status(contextOf(cmd, now)));
  cloudlink
    .command('link')
    .description('link to an account: prints a code, an address and a QR code, and waits')
    .option('--no-wait', 'do not wait for the approval')
    .option('--token <token>', 'link by a claim token from the console; - reads it from standard input')
    .option('--registered', 'link to the account that knows this gateway’s fingerprint')
    .action((options: LinkOptions, cmd: Command) => link(contextOf(cmd, now), systemClock, options));
  cloudlink
    .command('unlink')
    .description('unlink from the account')
    .action((_o: unknown, cmd: Command) => unlink(contextOf(cmd, now)));
  cloudlink
    .command('setup-code')
    .description('print the set-up code that the cloud asks for')
    .action((_o: unknown, cmd: Command) => setupCode(contextOf(cmd, now)));
  const key = cloudlink.command('key').description('the device key');
  key
    .command('show', { isDefault: true })
    .description('its fingerprint, and whether a change runs')
    .action((_o: unknown, cmd: Command) => showKey(contextOf(cmd, now)));
  key
    .command('rotate')
    .description('change it: signed for by both keys, the older one goes when the new one was used')
    .option('--no-wait', 'do not wait for the end')
    .action((options: { wait: boolean }, cmd: Command) =>
      rotateKey(contextOf(cmd, now), systemClock, options),
    );
  cloudlink
    .command('health')
    .description('run every check, the sign-in at the PBX too; exit 2 when something is wrong')
    .option('--text', 'as text to paste into a ticket', false)
    .action(async (options: { text: boolean }, cmd: Command) =>
      code(await health(contextOf(cmd, now), options)),
    );
  addSync(cloudlink);
  addTunnels(cloudlink);
  cloudlink
    .command('inventory')
    .description('the inventory of this host')
    .option('--report', 'report it to the cloud now', false)
    .action((options: { report: boolean }, cmd: Command) => inventory(contextOf(cmd, now), options));
  cloudlink
    .command('logs')
    .description('the last lines of the log')
    .option('-n, --lines <n>', 'how many', whole, 100)
    .action((options: { lines: number }, cmd: Command) => logs(contextOf(cmd, now), options.lines));
  return cloudlink;
}

try {
  await program().parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : 64;
  } else {
    const error = toAppError(thrown);
    process.stderr.write(`${error.code}: ${error.message}\n${error.remedy}\n`);
    process.exitCode = 1;
  }
}
