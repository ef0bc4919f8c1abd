/** The programs that the demo starts: their output goes to a log file, and the demo ends what it started. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PLAIN_ENV } from '../../test/helpers/environment.ts';

/** What a service's unit sets, so that the program runs here as it does there; compiled code is kept beside Node. */
export function unitEnvironment(service: 'cloudlinkd' | 'cloudlink-cloud'): Record<string, string> {
  const unit = readFileSync(new URL(`../../systemd/${service}.service`, import.meta.url), 'utf8');
  const own = fileURLToPath(new URL('../../.runtime/', import.meta.url));
  return Object.fromEntries(
    [...unit.matchAll(/^Environment=([A-Z_]+)=(.*)$/gm)].map(([, key = '', value = '']) => [
      key,
      value.replace('/opt/cloudlink/', own),
    ]),
  );
}

export type Program = {
  readonly child: ChildProcess;
  readonly log: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/**
 * @param env added to a nearly empty environment, so that the caller's settings do not leak in
 * @param within words before the program, e.g. `ip netns exec …`
 */
export function start(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  log: string,
  within: readonly string[] = [],
): Program {
  const fd = openSync(log, 'a', 0o600);
  const [first = '', ...rest] = [...within, process.execPath, file, ...args];
  const child = spawn(first, rest, {
    stdio: ['ignore', fd, fd],
    env: { ...PLAIN_ENV, HOME: process.env.HOME ?? '', ...env },
  });
  closeSync(fd);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    log,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** As a service manager does: started again however it ends, until it is stopped. */
export function keep(command: readonly string[], env: Record<string, string>, log: string): Program {
  const [first = '', ...rest] = command;
  let isWanted = true;
  let ended = Promise.resolve();
  const begin = (): ChildProcess => {
    const fd = openSync(log, 'a', 0o600);
    const child = spawn(first, rest, {
      stdio: ['ignore', fd, fd],
      env: { ...PLAIN_ENV, HOME: process.env.HOME ?? '', ...env },
    });
    closeSync(fd);
    ended = new Promise<void>((resolve) =>
      child.once('exit', () => {
        resolve();
        if (isWanted) current = begin();
      }),
    );
    return child;
  };
  let current = begin();
  return {
    get child() {
      return current;
    },
    log,
    async stop(signal = 'SIGTERM') {
      isWanted = false;
      if (current.exitCode === null && current.signalCode === null) current.kill(signal);
      await ended;
    },
  };
}

/** Runs a program to its end and returns what it printed. */
export function run(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  input?: string,
): string {
  const done = spawnSync(process.execPath, [file, ...args], {
    env: { ...PLAIN_ENV, HOME: process.env.HOME ?? '', ...env },
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  if (done.status !== 0)
    throw new Error(
      `${args.join(' ')} exited with ${done.status}: ${done.stderr.trim() || done.stdout.trim()}`,
    );
  return done.stdout;
}

export const tail = (log: string, lines = 15): string =>
  readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
