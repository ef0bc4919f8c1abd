/** The `cloudlink-cloud` program as a process, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

const MAIN = fileURLToPath(new URL('../../src/cloud/main.ts', import.meta.url));

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...env } });
}

export function dataFolder(t: Test): string {
  const data = mkdtempSync(join(tmpdir(), 'cloud-cli-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

/** Runs one command to its end. */
export async function run(args: readonly string[], stdin = '', env: Record<string, string> = {}) {
  const child = start(args, env);
  child.stdin?.end(stdin);
  const [out, err, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { out, err, code };
}

/** Serves on a free port; the address stands in its first line on standard error. */
export async function serving(data: string, more: readonly string[] = []) {
  const child = start(['serve', '--data', data, '--listen', '127.0.0.1:0', ...more]);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  for await (const chunk of child.stderr ?? []) {
    said += chunk;
    const url = /^CloudLink cloud at (\S+)$/m.exec(said)?.[1];
    if (url) return { child, url, said: () => said };
  }
  throw new Error(`it did not start: ${said}`);
}
