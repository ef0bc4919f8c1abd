/** The real `cloudlink` command as a process, against a daemon's control socket. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { programFile } from './programs.ts';

const CLI = programFile('cli/main');

/** Runs the command to its end. */
export function cloudlink(
  folder: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; said: string }> {
  const socket = join(folder, 'run', 'control.sock');
  const child = spawn(process.execPath, [CLI, '--socket', socket, ...args]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}
