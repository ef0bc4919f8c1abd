#!/usr/bin/env node
/**
 * `cloudlinkd`: argv + environment → config → gateway; signals, exit codes, sd_notify.
 *
 * | exit code | means |
 * |---|---|
 * | 0 | stopped in order (SIGTERM, SIGINT) |
 * | 64 | wrong usage |
 * | 65 | the data folder cannot be used: written by a newer version |
 * | 70 | something inside failed; the log says what |
 * | 74 | the data folder cannot be written |
 * | 75 | restart ordered; the service manager starts it again |
 * | 78 | the configuration is not valid; every wrong setting is named |
 */
import { parseArgs } from 'node:util';
import { toAppError } from '../base/errors.ts';
import { ConfigError } from '../base/runtime/config.ts';
import { NewerSchemaError } from '../base/runtime/sqlite.ts';
import { readBuild } from '../base/runtime/version.ts';
import { type Config, readConfig, readEnvironment } from './config.ts';
import { createGateway } from './gateway.ts';

const EXIT = { ok: 0, usage: 64, data: 65, internal: 70, io: 74, restart: 75, config: 78 } as const;
/** A stop that takes longer is cut: state is in SQLite, so nothing is lost. */
const STOP_MS = 5_000;

const say = (text: string) => process.stderr.write(`${text}\n`);

function usage(): string {
  return `cloudlinkd: the gateway

  --config <file>   JSON; /etc/cloudlink/config.json when it is there
  --check           check the configuration and exit
  --version
  --help

Settings also come from the environment: CLOUDLINKD_CLOUD_URL sets cloud.url.`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT.config;
  if (error instanceof NewerSchemaError) return EXIT.data;
  const code = (error as { code?: unknown }).code;
  if (
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'ENOSPC' ||
    code === 'SQLITE_CANTOPEN' ||
    code === 'SQLITE_FULL'
  )
    return EXIT.io;
  return EXIT.internal;
}

/** Says what is wrong in words; a stack only for what nobody foresaw. */
function explain(error: unknown): void {
  if (error instanceof ConfigError) {
    say('CONFIG_INVALID: the configuration is not valid.');
    for (const issue of error.issues) say(`  ${issue.sentence}`);
    return;
  }
  if (error instanceof NewerSchemaError) {
    say(
      `STORE_NEWER: ${error.message}. Install that version again, or start with an empty data folder; nothing was changed.`,
    );
    return;
  }
  const { code, message, remedy, cause } = toAppError(error);
  say(`${code}: ${message} ${remedy}`);
  if (code === 'INTERNAL') say(String((cause as Error | undefined)?.stack ?? cause));
}

async function run(config: Config): Promise<number> {
  const ended = new AbortController();
  const gateway = await createGateway(config, {
    build: readBuild(),
    environment: readEnvironment(),
    restart: () => ended.abort(EXIT.restart),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ended.abort(EXIT.ok));
  process.on('SIGHUP', () => gateway.log('SIGHUP: settings are read at the start; restart to change them'));
  await gateway.start();
  if (!ended.signal.aborted)
    await new Promise((resolve) => ended.signal.addEventListener('abort', resolve, { once: true }));
  const cut = setTimeout(() => process.exit(ended.signal.reason as number), STOP_MS);
  await gateway.stop();
  clearTimeout(cut);
  return ended.signal.reason as number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      check: { type: 'boolean' },
      version: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage()}\n`);
    return EXIT.ok;
  }
  if (values.version) {
    process.stdout.write(`${readBuild().version}\n`);
    return EXIT.ok;
  }
  const config = readConfig(values.config);
  if (values.check) {
    process.stdout.write('The configuration is valid.\n');
    return EXIT.ok;
  }
  return run(config);
}

function die(error: unknown): never {
  explain(error);
  process.exit(exitCodeOf(error));
}

// nobody caught it: what is in memory is not to be trusted, what is on the disk is whole
process.on('uncaughtException', die);
try {
  process.exit(await main());
} catch (error) {
  if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
    say(`${(error as Error).message}\n\n${usage()}`);
    process.exit(EXIT.usage);
  }
  die(error);
}
