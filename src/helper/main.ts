#!/usr/bin/env node
/**
 * cloudlinkd-helper: the few things that need root. Started by systemd for one connection (Accept=yes), ends with it.
 *
 *   main.js --peer=INSTANCE --group=cloudlink     serves the connection on fd 3 (the unit's own command)
 *   main.js --verb=network.revert                 does one verb without arguments (the trial's timer)
 *   main.js --listen=PATH --dry-run               serves a socket, changes nothing (tests, demonstration)
 *
 * Exit codes: 0 done, 1 the verb failed, 64 wrong use, 77 the peer was refused.
 */
import { readFileSync, statSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { toFault } from '../base/errors.ts';
import { logLine } from '../base/logs.ts';
import { readBuild } from '../base/runtime/version.ts';
import type { HelperRequest } from '../contract/helper.ts';
import { type HelperConfig, readHelperConfig } from './config.ts';
import { dryHost, realHost } from './host.ts';
import { isMember, parsePeer } from './peer.ts';
import { refuseConnection, serveConnection } from './serve.ts';
import { perform, type VerbContext } from './verbs.ts';

/** First descriptor that systemd passes (sd_listen_fds(3)). */
const FIRST_FD = 3;
const EXIT_USAGE = 64;
const EXIT_REFUSED = 77;
/** For builds whose files carry no date of their own. */
const FIRST_RELEASE = Date.UTC(2026, 0, 1);

/** Standard error is the journal under systemd. */
const say = (line: string) => void process.stderr.write(`${line}\n`);
const self = process.argv[1] ?? '';

function contextOf(config: HelperConfig): VerbContext {
  return {
    host: config.dryRun ? dryHost((line) => say(logLine('helper.dry', line))) : realHost,
    again: (verb) => [process.execPath, self, `--verb=${verb}`],
    // no time before this program was built makes sense
    clockFloor: Math.max(FIRST_RELEASE, statSync(self).mtimeMs),
  };
}

function performer(config: HelperConfig) {
  const context = contextOf(config);
  return async (request: HelperRequest): Promise<string> => {
    const sentence = await perform(request, context);
    say(logLine('helper.done', `${request.verb}: ${sentence}`));
    return sentence;
  };
}

async function once(config: HelperConfig, verb: string): Promise<number> {
  try {
    await performer(config)({ verb, args: {} });
    return 0;
  } catch (error) {
    say(logLine('helper.failed', `${verb}: ${toFault(error).sentence}`));
    return 1;
  }
}

function mayAsk(instance: string, group: string): boolean {
  const peer = parsePeer(instance);
  const files = { passwd: readFileSync('/etc/passwd', 'utf8'), group: readFileSync('/etc/group', 'utf8') };
  const allowed = peer !== undefined && isMember(peer.uid, group, files);
  if (!allowed)
    say(
      logLine(
        'helper.peer.refused',
        `uid ${peer?.uid ?? 'unknown'} is neither root nor in the group ${group}`,
      ),
    );
  return allowed;
}

async function serveInherited(config: HelperConfig, instance: string): Promise<number> {
  if (!config.hasConnection) {
    say(logLine('helper.connection.none', 'LISTEN_PID, LISTEN_FDS'));
    return EXIT_USAGE;
  }
  const socket = new Socket({ fd: FIRST_FD, readable: true, writable: true });
  if (!mayAsk(instance, config.group)) {
    refuseConnection(socket);
    return EXIT_REFUSED;
  }
  // the reboot that was asked for stops this unit before its answer is out; it ends with its connection anyway
  process.on('SIGTERM', () => say(logLine('helper.stopped')));
  await serveConnection(socket, performer(config), say);
  return 0;
}

function listen(config: HelperConfig, path: string): void {
  const act = performer(config);
  const server = createServer((socket) => void serveConnection(socket, act, say));
  server.listen(path, () => say(logLine('helper.listening', `on ${path}, changing nothing`)));
  process.once('SIGTERM', () => server.close());
}

const USAGE = `cloudlinkd-helper: does what needs root for the gateway

  --peer=INSTANCE [--group=NAME]   serves the connection that systemd passed
  --verb=NAME                      does one verb without arguments
  --listen=PATH --dry-run          serves a socket, changes nothing
  --version
  --help`;

/** What is printed and nothing more. */
function printed(config: HelperConfig): string | undefined {
  if (config.help) return USAGE;
  return config.version ? readBuild().version : undefined;
}

async function main(config: HelperConfig): Promise<number> {
  const text = printed(config);
  if (text !== undefined) {
    process.stdout.write(`${text}\n`);
    return 0;
  }
  if (config.verb !== undefined) return await once(config, config.verb);
  if (config.peer !== undefined) return await serveInherited(config, config.peer);
  // a listening socket takes anybody who can open it: never with the real host behind it
  if (config.listen !== undefined && config.dryRun) {
    listen(config, config.listen);
    return 0;
  }
  say(USAGE);
  return EXIT_USAGE;
}

try {
  process.exitCode = await main(readHelperConfig());
} catch (error) {
  if (!(error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw error;
  say(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = EXIT_USAGE;
}
