/** The `cloudlink-cloud` program as a process, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';
import { PLAIN_ENV } from '../helpers/environment.ts';
import { programFile } from '../helpers/programs.ts';

const MAIN = programFile('cloud/main');

/** A program that takes longer hangs: it then says on standard error where it stands, and is killed. */
const LIMIT_MS = 60_000;
const TELL = [
  '--report-on-signal',
  '--report-signal=SIGUSR2',
  '--report-filename=stderr',
  '--report-exclude-env',
];

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [...TELL, MAIN, ...args], { env: { ...PLAIN_ENV, ...env } });
}

/** Ends what hangs. Returns the end of the watch. */
function watch(child: ChildProcess): () => void {
  const timers = [
    setTimeout(() => child.kill('SIGUSR2'), LIMIT_MS),
    setTimeout(() => child.kill('SIGKILL'), LIMIT_MS + 5_000),
  ];
  return () => timers.forEach(clearTimeout);
}

export function dataFolder(t: Test): string {
  const data = mkdtempSync(join(tmpdir(), 'cloud-cli-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

/** Runs one command to its end. */
export async function run(args: readonly string[], stdin = '', env: Record<string, string> = {}) {
  const child = start(args, env);
  const unwatch = watch(child);
  child.stdin?.end(stdin);
  const [out, err, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit') as Promise<[number]>,
  ]);
  unwatch();
  return { out, err, code };
}

/** Serves on a free port; the address stands in its first line on standard error. `end` stops it in order. */
export async function serving(data: string, more: readonly string[] = []) {
  const child = start(['serve', '--data', data, '--listen', '127.0.0.1:0', ...more]);
  const unwatch = watch(child);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      const found = /^CloudLink cloud at (\S+)$/m.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(`it did not start: ${said}`)));
  });
  unwatch();
  const end = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const still = watch(child);
    const [code] = await ended;
    still();
    return { code, said };
  };
  return { child, url, said: () => said, end };
}
