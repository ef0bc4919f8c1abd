/** What every figure needs: medians, processes with a port, and one line that says a ratio and its aim. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export function figure(name: string, ours: number, peer: number, unit: string, aim: number): boolean {
  const ratio = ours / peer;
  const ok = ratio <= aim;
  process.stdout.write(
    `${ok ? 'ok    ' : 'MISSED'}  ${name.padEnd(46)} ${ours.toFixed(2)} ${unit} : ${peer.toFixed(2)} ${unit} = ${ratio.toFixed(2)}  (aim ≤ ${aim})\n`,
  );
  return ok;
}

/** A ratio that is told and has no aim of its own. */
export function said(name: string, ours: number, peer: number): void {
  process.stdout.write(
    `        ${name.padEnd(46)} ${ours.toFixed(1)} ms : ${peer.toFixed(1)} ms = ${(ours / peer).toFixed(2)}\n`,
  );
}

const answers = (port: number, path: string) =>
  new Promise<boolean>((resolve) => {
    const req = request({ host: '127.0.0.1', port, path }, (res) => {
      res.resume();
      res.on('end', () => resolve((res.statusCode ?? 500) < 500));
    });
    req.on('error', () => resolve(false));
    req.end();
  });

/** Starts a program and resolves with the milliseconds until `path` was answered. */
export async function startAndWait(
  args: readonly string[],
  env: Record<string, string>,
  port: number,
  path: string,
): Promise<{ child: ChildProcess; ms: number }> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  for (;;) {
    if (await answers(port, path)) return { child, ms: performance.now() - begin };
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Processor time that a process has used so far, user and system, seconds (proc_pid_stat(5)). */
export function cpuS(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // utime and stime are the 14th and 15th, and the 3rd is the first here; USER_HZ is 100
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process, MB (proc_pid_status(5)). */
export function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
