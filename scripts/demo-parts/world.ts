/** What the steps of the demo share. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PlatformKind } from '../../src/contract/common.ts';
import { type Call, call, json, type Reply } from './http.ts';
import { type Program, run } from './process.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
export const CLOUD = join(ROOT, 'dist/cloud/main.js');
export const GATEWAY = join(ROOT, 'dist/gateway/main.js');
const COMMAND = join(ROOT, 'dist/cli/main.js');

export type Directory = {
  host: string;
  port: number;
  baseDn: string;
  bindDn: string;
  close(): Promise<void>;
};

/** Somebody signed in at the console. */
export type Console = { cookie: string; csrf: string };

/** @param keep its folder stays when the process ends */
export function createWorld({ keep = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-demo-'));
  if (!keep) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const world = {
    folder,
    email: 'partner@demo.example',
    password: randomBytes(12).toString('base64url'),
    directoryPassword: randomBytes(12).toString('base64url'),
    cloudPort: 0,
    cloudUrl: '',
    /** Where the cloud is reached, if something stands in front of it: set before its step. */
    publicPort: 0,
    launchDomain: 'launch.localhost',
    /** More settings of the cloud, by their environment names. */
    cloudSettings: {} as Record<string, string>,
    kind: 'standalone' as PlatformKind,
    /** In the directory. */
    people: 500,
    accountNumber: '',
    gatewayId: '',
    targetId: '',
    console: undefined as Console | undefined,
    cloud: undefined as Program | undefined,
    gateway: undefined as Program | undefined,
    directory: undefined as Directory | undefined,
    webApp: undefined as { port: number; close(): Promise<void> } | undefined,
    gatewayPorts: { http: 0, https: 0 },
    socket: join(folder, 'run', 'control.sock'),

    /** The gateway's own API over its control socket. */
    local: <T>(method: string, path: string, value?: unknown): Promise<T> =>
      json<T>({
        method,
        path,
        socketPath: world.socket,
        host: 'localhost',
        ...(value === undefined ? {} : { value }),
      }),

    /** The operator's command, `cloudlink`. */
    command: <T>(...args: string[]): T =>
      JSON.parse(run(COMMAND, ['--socket', world.socket, '--json', ...args], {})) as T,

    /** The console's API, signed in. */
    api: <T>(method: string, path: string, value?: unknown): Promise<T> =>
      json<T>({
        method,
        path,
        port: world.cloudPort,
        host: new URL(world.cloudUrl).host,
        headers: {
          cookie: world.console?.cookie ?? '',
          'x-csrf-token': world.console?.csrf ?? '',
          origin: world.cloudUrl,
        },
        ...(value === undefined ? {} : { value }),
      }),

    /** Plain requests to the cloud's port, under any host name. */
    web: (options: Omit<Call, 'port'>): Promise<Reply> => call({ ...options, port: world.cloudPort }),
  };
  return world;
}
export type World = ReturnType<typeof createWorld>;

/** How long `until` waits; shorter where a step is broken on purpose. */
export const patience = { ms: 60_000 };

/** Asks until the answer is there; the last error is the reason when it never comes. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  within = patience.ms,
): Promise<T> {
  const end = performance.now() + within;
  let reason = '';
  while (performance.now() < end) {
    try {
      const value = await ask();
      if (value !== undefined) return value;
    } catch (error) {
      reason = `: ${(error as Error).message}`;
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`${what} did not happen within ${within / 1000} s${reason}`);
}
