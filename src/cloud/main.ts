#!/usr/bin/env node
/**
 * `cloudlink-cloud`: argv + environment → config → cloud, or one order of the operator.
 *
 * | exit code | means |
 * |---|---|
 * | 0 | done; stopped in order (SIGTERM, SIGINT) |
 * | 1 | the order was refused; the sentence says why |
 * | 64 | wrong usage |
 * | 65 | the data folder was written by a newer version |
 * | 70 | something inside failed; the log says what |
 * | 74 | the data folder or the address cannot be used |
 * | 78 | the configuration is not valid; every wrong setting is named |
 */
import { Command, CommanderError } from 'commander';
import { AppError } from '../base/errors.ts';
import { systemClock } from '../base/runtime/clock.ts';
import { ConfigError } from '../base/runtime/config.ts';
import { createLogger } from '../base/runtime/logger.ts';
import { NewerSchemaError } from '../base/runtime/sqlite.ts';
import { readBuild } from '../base/runtime/version.ts';
import { createCloud, sshdConfigOf } from './cloud.ts';
import { type Config, readConfig } from './config.ts';
import { openApiDocument } from './openapi.ts';
import { addOperatorCommands } from './operator.ts';

const EXIT = { ok: 0, refused: 1, usage: 64, data: 65, internal: 70, io: 74, config: 78 } as const;
/** A stop that takes longer is cut: what matters is in SQLite. */
const STOP_MS = 4_500;

/**
 * Node cuts small buffers from pieces of 64 KB, and each connection keeps some of its handshake for as long as it lives: a
 * tunnel held nearly a piece of its own (bench/fleet.ts).
 */
Buffer.poolSize = 8 * 1024;

const say = (text: string) => void process.stderr.write(`${text}\n`);

/** Options of every command, as dotted configuration keys. */
const OPTIONS = [
  ['--data <folder>', 'data', 'folder of the database and the broker’s host key'],
  ['--listen <address:port>', 'listen', 'where to listen; port 0 takes a free one'],
  ['--public-url <url>', 'publicUrl', 'how gateways and browsers reach it'],
  ['--launch-domain <name>', 'launchDomain', 'sessions get host names below it'],
  ['--region <words>', 'region', 'where the data of new accounts is kept'],
  ['--tls-cert <file>', 'tlsCert', 'PEM certificate chain'],
  ['--tls-key <file>', 'tlsKey', 'its key'],
  ['--web <folder>', 'webDir', 'the built pages'],
  ['--log-level <level>', 'log.level', 'fatal, error, warn, info, debug, trace or silent'],
] as const;

type Given = Readonly<Record<string, unknown>> & { readonly config?: string };

const camel = (flag: string) =>
  flag.replace(/^--(\S+).*$/, '$1').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

function configOf(given: Given): Config {
  const options = Object.fromEntries(OPTIONS.map(([flag, key]) => [key, given[camel(flag)]]));
  if (given.broker === false) options.broker = false;
  return readConfig(given.config, options);
}

function withOptions(command: Command): Command {
  command.option('--config <file>', 'JSON file; /etc/cloudlink-cloud/config.json when it is there');
  for (const [flag, , words] of OPTIONS) command.option(flag, words);
  return command;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT.config;
  if (error instanceof NewerSchemaError) return EXIT.data;
  if (error instanceof AppError) return EXIT.refused;
  const { code } = error as { code?: unknown };
  const isIo = [
    'EACCES',
    'EPERM',
    'EROFS',
    'EEXIST',
    'ENOTDIR',
    'ENOSPC',
    'EDQUOT',
    'EADDRINUSE',
    'EADDRNOTAVAIL',
  ];
  const isStore = ['SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_FULL'].includes(String(code));
  return isStore || isIo.includes(String(code)) ? EXIT.io : EXIT.internal;
}

function unusable({ code, message }: NodeJS.ErrnoException): string {
  return code?.startsWith('EADDR')
    ? `ADDRESS_UNUSABLE: ${message}. End the program that has the address, or give another one (--listen).`
    : `DATA_UNUSABLE: ${message}. Check that the folder (--data) is a folder, may be written, and has room.`;
}

function explain(error: unknown): void {
  if (error instanceof ConfigError) {
    say('CONFIG_INVALID: the configuration is not valid.');
    for (const issue of error.issues) say(`  ${issue.sentence}`);
  } else if (error instanceof AppError) say(`${error.code}: ${error.message} ${error.remedy}`);
  else if (error instanceof NewerSchemaError) say(`STORE_NEWER: ${error.message}. Nothing was changed.`);
  else if (exitCodeOf(error) === EXIT.io) say(unusable(error as NodeJS.ErrnoException));
  else say((error as Error).stack ?? String(error));
}

async function serve(config: Config): Promise<void> {
  const logger = createLogger({ level: config.log.level, name: 'cloudlink-cloud' });
  const cloud = createCloud(config, { clock: systemClock, logger });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  await cloud.start();
  say(`CloudLink cloud at ${cloud.url}`);
  await stopped;
  systemClock.after(STOP_MS, () => process.exit(EXIT.internal));
  await cloud.stop();
}

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('cloudlink-cloud')
    .description('The reference cloud: accounts, gateways, sync, tunnels and launch.')
    .version(readBuild().version)
    .exitOverride();
  withOptions(program.command('serve'))
    .description('runs the cloud until SIGTERM')
    .option('--no-broker', 'without tunnels')
    .action((given: Given) => serve(configOf(given)));
  withOptions(program.command('sshd-config'))
    .description('prints the sshd_config that goes with this configuration (broker kind "openssh")')
    .action((given: Given) => void process.stdout.write(sshdConfigOf(configOf(given))));
  addOperatorCommands(program, {
    withOptions,
    surroundings: () => ({
      clock: systemClock,
      logger: createLogger({ level: 'warn', name: 'cloudlink-cloud' }),
    }),
    configOf,
  });
  program
    .command('openapi')
    .description('prints the OpenAPI 3.1 document')
    .action(async () => {
      const logger = createLogger({ level: 'silent', name: 'cloudlink-cloud' });
      const document = await openApiDocument({ clock: systemClock, logger });
      process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    });
  await program.parseAsync([...argv], { from: 'user' });
}

main(process.argv.slice(2)).then(
  () => process.exit(EXIT.ok),
  (error) => {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
    explain(error);
    process.exit(exitCodeOf(error));
  },
);
