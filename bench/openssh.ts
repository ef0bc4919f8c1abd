/** Debian's sshd as a cloud's broker; `nobody` signs in and asks for keys. Root's alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { until } from '../scripts/demo-parts/world.ts';
import { freePort } from '../src/base/runtime/free-port.ts';
import { sshdConfig } from '../src/cloud/broker/sshd-config.ts';

const NOGROUP = 65_534;

export const opened = (port: number) =>
  new Promise<true | undefined>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(undefined));
  });

/**
 * @param folder for its files
 * @param data the cloud's data folder, whose host key it uses once the cloud has made it
 */
export async function openSshBeside(
  folder: string,
  data: string,
  maxStartups: number,
): Promise<{ readonly settings: Record<string, string>; start(): Promise<ChildProcess> }> {
  const port = await freePort();
  const keysFolder = join(folder, 'keys');
  mkdirSync(keysFolder);
  chmodSync(folder, 0o711);
  chownSync(keysFolder, 0, NOGROUP);
  chmodSync(keysFolder, 0o2750);
  const config = join(folder, 'sshd_config');
  writeFileSync(
    config,
    sshdConfig({
      sshd: { host: '127.0.0.1', port },
      user: 'nobody',
      keysUser: 'nobody',
      keysFolder,
      hostKeyFile: join(data, 'broker_host_key'),
      maxStartups,
    }),
  );
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  return {
    settings: {
      CLOUDLINK_CLOUD_BROKER_KIND: 'openssh',
      CLOUDLINK_CLOUD_OPENSSH_SSHD: `127.0.0.1:${port}`,
      CLOUDLINK_CLOUD_OPENSSH_USER: 'nobody',
      CLOUDLINK_CLOUD_OPENSSH_KEYS_FOLDER: keysFolder,
    },
    async start() {
      const words = ['--pdeathsig', 'TERM', '/usr/sbin/sshd', '-D', '-e', '-f', config];
      const server = spawn('setpriv', words, { stdio: ['ignore', 'ignore', 'pipe'] });
      server.stderr.resume();
      await until('sshd', () => opened(port), 10_000);
      return server;
    },
  };
}
