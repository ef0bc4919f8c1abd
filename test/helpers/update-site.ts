/**
 * A gateway that updates itself, in earnest: real programs in a folder of releases, started by the real launcher, and a
 * service manager that starts them again however they end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { json } from '../../scripts/demo-parts/http.ts';
import { packRelease } from '../../scripts/lib/release-repository.ts';
import type { UpdateView } from '../../src/contract/update.ts';
import { untilChanged } from './daemon.ts';
import { PLAIN_ENV } from './environment.ts';
import { BUILT } from './programs.ts';
import { custom, makeRepository, serveReleases } from './releases.ts';
import { temporaryFolder } from './uplink.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LAUNCHER = join(ROOT, 'systemd/cloudlinkd-launch');
/** What the gateway is made of; packages are found in the folder above the releases. */
const PARTS = ['src/base', 'src/contract', 'src/gateway'];
const BUILT_SHIM = "await import('../../built/gateway/main.js');\n";
const SHIM = "await import('../../src/gateway/main.ts');\n";

/**
 * A gateway of that version.
 * @param before runs first in it
 * @param built folder of compiled programs, which start faster than their sources
 */
export function gatewayTree(folder: string, version: string, before = '', built?: string): string {
  for (const part of PARTS)
    if (built === undefined) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    else cpSync(join(built, basename(part)), join(folder, 'built', basename(part)), { recursive: true });
  if (built !== undefined)
    cpSync(join(built, 'node_modules'), join(folder, 'built/node_modules'), { recursive: true });
  mkdirSync(join(folder, 'dist/gateway'), { recursive: true });
  writeFileSync(join(folder, 'dist/gateway/main.js'), before + (built === undefined ? SHIM : BUILT_SHIM));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version, type: 'module' }));
  return folder;
}

/** A mistake in a build: what stands there in one of its files, and what is put in its place. */
export type Mistake = readonly [file: string, right: string, wrong: string];

function makeMistake(tree: string, [file, right, wrong]: Mistake): void {
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(right)) throw new Error(`${file} has no ${right}`);
  writeFileSync(path, text.replace(right, wrong));
}

export async function updateSite(
  t: Pick<Test, 'teardown'>,
  options: {
    readonly trialSeconds?: number;
    readonly launcherSeconds?: number;
    /** Folder of compiled programs; in a whole run what was just built, otherwise the sources. */
    readonly built?: string | undefined;
    /** What gives the repository out; by default a small server that does nothing else. */
    readonly serve?: (repository: string) => Promise<{ readonly base: string }>;
  } = {},
) {
  const { built = BUILT } = options;
  const folder = temporaryFolder(t);
  const repository = makeRepository(folder);
  const { serve = (path: string) => serveReleases(t, path) } = options;
  const served = await serve(join(folder, 'repository'));
  const program = join(folder, 'program');
  gatewayTree(join(program, 'releases/1.0.0'), '1.0.0', '', built);
  symlinkSync('releases/1.0.0', join(program, 'current'));
  symlinkSync(join(ROOT, 'node_modules'), join(program, 'node_modules'));
  const settings = {
    DATA_DIR: join(folder, 'data'),
    RUN_DIR: join(folder, 'run'),
    HELPER_SOCKET: join(folder, 'helper.sock'),
    LICENCE: join(folder, 'licence.json'),
    KIND: 'standalone',
    MDNS_ENABLED: 'false',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    HTTP_HTTPS_PORT: '0',
    CLOUD_URL: served.base,
    UPDATE_FOLDER: program,
    UPDATE_ROOT: repository.rootFile,
    UPDATE_TRIAL_SECONDS: String(options.trialSeconds ?? 4),
    UPDATE_BYTES_PER_SECOND: '0',
  };
  const env = {
    ...PLAIN_ENV,
    CLOUDLINK_TRIAL_SECONDS: String(options.launcherSeconds ?? 60),
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`CLOUDLINKD_${name}`, value])),
  };

  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let child: ChildProcess | undefined;
  let stopped = false;
  let starts = 0;
  let kills = 0;
  const startNext = () => {
    if (stopped) return;
    starts++;
    const one = spawn(LAUNCHER, [program, process.execPath, join(program, 'current/dist/gateway/main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    child = one;
    for (const stream of [one.stdout, one.stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          for (const look of waiting) look();
        });
    one.once('close', startNext);
  };
  startNext();
  t.teardown(async () => {
    stopped = true;
    const gone = new Promise((tell) => child?.once('close', tell));
    if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    else return;
    await gone;
  });

  const socketPath = join(folder, 'run', 'control.sock');
  const site = {
    folder,
    program,
    repository,
    served,
    starts: () => starts,
    said: () => lines.join('\n'),
    /** How many lines there are: `line` looks behind them. */
    mark: () => lines.length,
    line: (pattern: RegExp, after = 0): Promise<string> =>
      new Promise((tell) => {
        const look = () => {
          const found = lines.slice(after).find((line) => pattern.test(line));
          if (found === undefined) return;
          waiting.delete(look);
          tell(found);
        };
        waiting.add(look);
        look();
      }),
    /** Resolves when so many lines have been said. */
    lines: (count: number): Promise<void> =>
      new Promise((tell) => {
        const look = () => {
          if (lines.length < count) return;
          waiting.delete(look);
          tell();
        };
        waiting.add(look);
        look();
      }),
    kill(signal: NodeJS.Signals = 'SIGKILL') {
      kills++;
      child?.kill(signal);
    },
    kills: () => kills,
    /** Asks again with every line that is said, until there is an answer. */
    async until<T>(ask: () => Promise<T | undefined>): Promise<T> {
      for (;;) {
        const before = lines.length;
        const value = await ask();
        if (value !== undefined) return value;
        await site.lines(before + 1);
      }
    },
    local: <T>(method: string, path: string, value?: unknown): Promise<T> =>
      json({ method, path, socketPath, host: 'localhost', ...(value === undefined ? {} : { value }) }),
    /** Asks again at every change that it tells its pages, while it runs. */
    untilChanged: <T>(ask: () => Promise<T | undefined>) => untilChanged(socketPath, ask),
    view: () => site.local<UpdateView>('GET', '/api/update'),
    /** Orders a version, and waits for its end. */
    async order(
      version: string,
      ends: RegExp,
      meanwhile: (after: number) => Promise<void> = async () => undefined,
    ) {
      const after = lines.length;
      await site.local('POST', '/api/update/install', { version, when: 'now' });
      await meanwhile(after);
      await site.line(ends, after);
      await site.line(/"msg":"ready"/, after);
      return await site.view();
    },
    /** A real gateway of another version. @param before runs first in it */
    async gateway(version: string, before = '', mistakes: readonly Mistake[] = []): Promise<void> {
      const tree = gatewayTree(join(folder, `tree-${version}`), version, before, built);
      for (const mistake of mistakes) makeMistake(tree, mistake);
      const file = join(folder, `gateway-${version}.zip`);
      const unpackedBytes = await packRelease(tree, file, { level: 0 });
      await repository.add(file, custom(version, { unpackedBytes }));
    },
    /** Something else in its place. */
    stub: async (version: string, main: string) => void (await repository.release(version, {}, main)),
  };
  await site.line(/"msg":"ready"/);
  return site;
}
export type UpdateSite = Awaited<ReturnType<typeof updateSite>>;
