/** OpenSSH's server as a process of its own, with the configuration that the cloud prints. Root's alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freePort } from '../../src/base/runtime/free-port.ts';
import { sshdConfig } from '../../src/cloud/broker/sshd-config.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

/** Group of `nobody`, who signs in and who asks for keys here: the host's accounts stay as they are. */
const NOGROUP = 65_534;

/**
 * Numbers of gateways are taken after this one, so that no two test files that run at once listen on the same loopback
 * address: they share this host's.
 */
export const LAST_NUMBER = (process.pid % 65_000) * 254;

export type Sshd = {
  readonly port: number;
  /** What it says in its log, by lines. */
  readonly log: string[];
  readonly pid: number;
  stop(): Promise<void>;
};

/** A folder for the socket and the secret, as systemd-tmpfiles makes it: what is made in it has the folder's group. */
export function keysFolder(t: Test): string {
  const folder = temporaryFolder(t);
  chownSync(folder, 0, NOGROUP);
  chmodSync(folder, 0o2750);
  return folder;
}

export async function startSshd(
  t: Test,
  options: {
    readonly hostKey: string;
    readonly keysFolder: string;
    readonly port?: number;
    readonly extra?: string;
  },
): Promise<Sshd> {
  const folder = temporaryFolder(t);
  const [hostKeyFile, file] = [join(folder, 'host_key'), join(folder, 'sshd_config')];
  const port = options.port ?? (await freePort());
  writeFileSync(hostKeyFile, options.hostKey, { mode: 0o600 });
  const config = sshdConfig({
    sshd: { host: '127.0.0.1', port },
    user: 'nobody',
    keysUser: 'nobody',
    keysFolder: options.keysFolder,
    hostKeyFile,
    maxStartups: 100,
  });
  // the first value of a keyword counts
  writeFileSync(file, `${options.extra ?? ''}\n${config}`);
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  // a test that is killed cannot stop it: the kernel then does
  const words = ['--pdeathsig', 'TERM', '/usr/sbin/sshd', '-D', '-e', '-f', file];
  const child = spawn('setpriv', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const log: string[] = [];
  const stop = () => end(child);
  t.teardown(stop);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`sshd did not start: ${log.join(' | ')}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log.push(...text.split(/\r?\n/).filter((line) => line !== ''));
      if (log.some((line) => line.startsWith('Server listening'))) resolve();
    });
  });
  return { port, log, pid: child.pid ?? 0, stop };
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}
