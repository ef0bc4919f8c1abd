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
 * | 74 | the data folder cannot be written, its disk is full, or a port cannot be listened on |
 * | 75 | restart ordered; the service manager starts it again |
 * | 78 | the configuration is not valid; every wrong setting is named |
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { toAppError } from '../base/errors.ts';
import { logLine } from '../base/logs.ts';
import { systemClock } from '../base/runtime/clock.ts';
import { ConfigError } from '../base/runtime/config.ts';
import { NewerSchemaError } from '../base/runtime/sqlite.ts';
import { readBuild } from '../base/runtime/version.ts';
import { beforeStart } from './backup/at-start.ts';
import { type Config, readConfig, readEnvironment, readServiceEnvironment } from './config.ts';
import { readBootId } from './platform/boot.ts';
import { detectKind } from './platform/kind.ts';
import { LASTS_MS, openStart, type Start } from './platform/starts.ts';
import { eraseIfOrdered } from './reset/at-start.ts';

const EXIT = { ok: 0, usage: 64, data: 65, internal: 70, io: 74, restart: 75, config: 78 } as const;
/** A stop that takes longer is cut, so that it stays below 5 s: state is in SQLite, so nothing is lost. */
const STOP_MS = 4_500;

/** Errors of the folder or the address that the configuration names. */
const CANNOT_USE = new Set(['DISK_FULL', 'CONFIG_INVALID', 'ADDRESS_UNUSABLE']);

const say = (text: string) => process.stderr.write(`${text}\n`);

function usage(): string {
  return `cloudlinkd: the gateway

  --config <file>   JSON; /etc/cloudlink/config.json when it is there
  --check           check the configuration and exit
  openapi           print the OpenAPI 3.1 document of the gateway's own API and exit
  support <order>   support bundles while the daemon does not run, as JSON: preview, create, list, delete <id>,
                    save <id> <file>; cloudlink support calls this
  backup <order>    backups, as lines of JSON; what opens one comes by standard input: make <folder>, verify <file>,
                    plan <file>, restore <file> while the daemon does not run; cloudlink backup calls this
  --version
  --help

Settings also come from the environment: CLOUDLINKD_CLOUD_URL sets cloud.url.`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT.config;
  if (error instanceof NewerSchemaError) return EXIT.data;
  return CANNOT_USE.has(toAppError(error).code) ? EXIT.io : EXIT.internal;
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

/**
 * undici reads HTTP by WebAssembly. V8 would compile that a second time to make it faster, in the first few requests,
 * and keep the 8 MB that this takes for good; the gateway asks a few times a minute (bench/memory.ts).
 */
const keepSmall = () => setFlagsFromString('--wasm-tiering-budget=2147483647');

/** This start, once it is one of the gateway: whoever ends it in order says so. */
let start: Start | undefined;

async function run(config: Config): Promise<number> {
  keepSmall();
  const ended = new AbortController();
  const build = readBuild();
  const after = config.safeMode.afterCrashes;
  start = openStart(
    join(config.dataDir, 'starts.json'),
    { bootId: readBootId(), version: build.version, after },
    (error) => say(logLine('gateway.crashes.uncounted', `${error}`)),
  );
  const { safe, crashes, safeForMs, leaveSafeMode } = start;
  // first of all: a stop that comes while the gateway is built is an orderly one too
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ended.abort(EXIT.ok));
  await eraseIfOrdered(config.dataDir, systemClock.now, say);
  const restored = await beforeStart(config.dataDir, systemClock.now, say);
  // what crashes may do so while it is loaded
  const { createGateway } = await import('./gateway.ts');
  const { explainStorage } = await import('./store/sync/database.ts');
  const gateway = await createGateway(config, {
    build,
    environment: readEnvironment(),
    changeKey: restored.changeKey,
    restart: () => ended.abort(EXIT.restart),
    ...(safe ? { safeMode: { crashes, forMs: safeForMs, leave: leaveSafeMode } } : {}),
  }).catch((error: unknown) => {
    throw explainStorage(error, config.dataDir);
  });
  process.on('SIGHUP', () => gateway.log('SIGHUP: settings are read at the start; restart to change them'));
  if (!ended.signal.aborted) {
    await gateway.start();
    // a start in safe mode shows nothing of the restored data
    if (!safe) await restored.started();
  }
  setTimeout(start.lasted, LASTS_MS).unref();
  if (!ended.signal.aborted)
    await new Promise((resolve) => ended.signal.addEventListener('abort', resolve, { once: true }));
  const cut = setTimeout(() => {
    gateway.log('the stop took too long and was cut');
    start?.ended();
    process.exit(ended.signal.reason as number);
  }, STOP_MS);
  await gateway.stop();
  start.ended();
  clearTimeout(cut);
  return ended.signal.reason as number;
}

async function support(file: string | undefined, [order, ...args]: readonly string[]): Promise<number> {
  const { runSupport, SUPPORT_ORDERS } = await import('./support.ts');
  const known = SUPPORT_ORDERS.find((one) => one === order);
  if (known === undefined) {
    say(usage());
    return EXIT.usage;
  }
  readServiceEnvironment();
  const offline = { config: readConfig(file), build: readBuild(), environment: readEnvironment() };
  const answer = await runSupport(offline, known, args);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return answer.problem === undefined ? EXIT.ok : EXIT.internal;
}

async function backup(file: string | undefined, [order, path = '']: readonly string[]): Promise<number> {
  const { BACKUP_ORDERS, becomeOwner, readInput, runBackup } = await import('./backup/orders.ts');
  const known = BACKUP_ORDERS.find((one) => one === order);
  if (known === undefined || path === '') {
    say(usage());
    return EXIT.usage;
  }
  readServiceEnvironment();
  const { dataDir, name, kind, msl } = readConfig(file);
  const of = { dataDir, name, kind: detectKind(kind, '/', msl.root), version: readBuild().version };
  const input = await readInput();
  if (statSync(dataDir, { throwIfNoEntry: false })?.isDirectory()) becomeOwner(dataDir);
  const done = await runBackup(known, path, input, of, (line) => {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  });
  return done ? EXIT.ok : EXIT.internal;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
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
  const [order, ...more] = positionals;
  if (order === 'support') return support(values.config, more);
  if (order === 'backup') return backup(values.config, more);
  if (more.length > 0 || (order !== undefined && order !== 'openapi')) {
    say(`There is no order "${positionals.join(' ')}".\n\n${usage()}`);
    return EXIT.usage;
  }
  if (order === 'openapi') {
    const { openApiDocument } = await import('./openapi.ts');
    process.stdout.write(`${JSON.stringify(await openApiDocument(readBuild()), undefined, 2)}\n`);
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
  const code = exitCodeOf(error);
  // a full disk, a port that is taken: the program did what it should
  if (code !== EXIT.internal) start?.ended();
  process.exit(code);
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
