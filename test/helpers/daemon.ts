/** The real `cloudlinkd` as a process of its own, for system tests: its log, its control socket, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { json } from '../../scripts/demo-parts/http.ts';
import { PLAIN_ENV } from './environment.ts';
import { programFile } from './programs.ts';
import { temporaryFolder } from './uplink.ts';

const MAIN = programFile('gateway/main');

export type DaemonOptions = {
  /** Settings by their environment names without the prefix: `{ CLOUD_URL: … }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Kept over two starts. */
  readonly folder?: string;
  /** Words before the program, e.g. `ip netns exec …`. */
  readonly within?: readonly string[];
  readonly args?: readonly string[];
  /** The file that is started, where it is not the usual one. */
  readonly program?: string;
  /** More of its environment, as `test/helpers/kill-at.ts` reads it. */
  readonly env?: Readonly<Record<string, string>>;
};

export type Daemon = {
  readonly child: ChildProcess;
  readonly folder: string;
  /** Everything it has said so far, both streams. */
  said(): string;
  /** Resolves with the first line, said already or to come, that matches; rejects when the program ends before. */
  line(pattern: RegExp): Promise<string>;
  /** The gateway's own API over its control socket. */
  local<T>(method: string, path: string, value?: unknown): Promise<T>;
  /** Asks again at every change that the gateway tells its pages, until there is an answer. */
  until<T>(ask: () => Promise<T | undefined>): Promise<T>;
  /** Exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
};

/** Settings of a gateway on loopback that needs nothing of the host. */
function environment(folder: string, settings: Readonly<Record<string, string>>): Record<string, string> {
  const own = {
    DATA_DIR: join(folder, 'data'),
    RUN_DIR: join(folder, 'run'),
    HELPER_SOCKET: join(folder, 'helper.sock'),
    LICENCE: join(folder, 'licence.json'),
    KIND: 'standalone',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    HTTP_HTTPS_PORT: '0',
    // tests kill it on purpose
    SAFE_MODE_AFTER_CRASHES: '0',
    ...settings,
  };
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [`CLOUDLINKD_${name}`, value]));
}

/** Asks again at every change that a gateway tells its pages: the overview as server-sent events is the bell. */
export function untilChanged<T>(socketPath: string, ask: () => Promise<T | undefined>): Promise<T> {
  return new Promise((resolve, reject) => {
    let asking = Promise.resolve();
    const look = () => {
      asking = asking.then(async () => {
        const value = await ask();
        if (value === undefined) return;
        bell.destroy();
        resolve(value);
      }, reject);
      asking.catch(reject);
    };
    const bell = request(
      { socketPath, path: '/api/events/live', headers: { host: 'localhost' } },
      (response) => response.on('data', look),
    );
    bell.on('error', reject);
    bell.end();
  });
}

/** Starts it; `line(/"msg":"ready"/)` waits until it serves. It is killed when the test ends. */
export function startDaemon(t: Test, options: DaemonOptions = {}): Daemon {
  const folder = options.folder ?? temporaryFolder(t);
  const [program = '', ...args] = [
    ...(options.within ?? []),
    process.execPath,
    options.program ?? MAIN,
    ...(options.args ?? []),
  ];
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...PLAIN_ENV, ...environment(folder, options.settings ?? {}), ...options.env },
  });
  const lines: string[] = [];
  const waiting = new Set<{ pattern: RegExp; resolve: (line: string) => void; reject: (e: Error) => void }>();
  const hear = (line: string) => {
    lines.push(line);
    for (const wait of waiting)
      if (wait.pattern.test(line)) {
        waiting.delete(wait);
        wait.resolve(line);
      }
  };
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', hear);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  void ended.then(() => {
    for (const wait of waiting)
      wait.reject(new Error(`it ended before ${wait.pattern}:\n${lines.join('\n')}`));
  });
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  const socketPath = join(folder, 'run', 'control.sock');
  return {
    child,
    folder,
    until: (ask) => untilChanged(socketPath, ask),
    ended,
    said: () => lines.join('\n'),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const known = lines.find((line) => pattern.test(line));
        if (known !== undefined) return resolve(known);
        waiting.add({ pattern, resolve, reject });
      }),
    local: (method, path, value) =>
      json({
        method,
        path,
        socketPath,
        host: 'localhost',
        ...(value === undefined ? {} : { value }),
      }),
  };
}
