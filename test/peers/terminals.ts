/**
 * Two administration web applications that we did not write, as Debian packs them: cockpit (WebSockets, a strict check of
 * `Origin`, a policy and cookies of its own host) and shellinabox (long polls). Both sign a person of the host in; that
 * person lives in files that only their mount namespace sees.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { temporaryFolder } from '../helpers/uplink.ts';

export const CLERK = { name: 'clerk', password: 'a-word-for-tests' } as const;
export const COCKPIT_PORT = 9090;
export const SHELLINABOX_PORT = 4200;
const UID = 4242;

const PAM = 'auth required pam_unix.so\naccount required pam_permit.so\nsession required pam_permit.so\n';

/** @param within words before a program that bring it into its network */
export function startTerminals(t: Test, within: readonly string[], address: string): void {
  const folder = temporaryFolder(t);
  const file = (name: string, text: string, mode = 0o644) =>
    writeFileSync(join(folder, name), text, { mode });
  const hash = execFileSync('openssl', ['passwd', '-6', CLERK.password], { encoding: 'utf8' }).trim();
  const home = join(folder, 'home');
  mkdirSync(home);
  chownSync(home, UID, UID);
  execFileSync('chmod', ['755', folder]);
  file('passwd', `${readFileSync('/etc/passwd', 'utf8')}${CLERK.name}:x:${UID}:${UID}::${home}:/bin/sh\n`);
  // nobody else's password is needed, and none is copied
  file('shadow', `${CLERK.name}:${hash}:19000:0:99999:7:::\n`, 0o600);
  file('pam', PAM);
  const bound = [
    ['passwd', '/etc/passwd'],
    ['shadow', '/etc/shadow'],
    ['pam', '/etc/pam.d/cockpit'],
  ] as const;
  const mounts = bound.map(([from, to]) => `mount --bind ${folder}/${from} ${to}`).join(' && ');
  const run = (...program: string[]): ChildProcess => {
    const args = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c'];
    const [first = '', ...rest] = [...within, ...args, `${mounts} && exec "$0" "$@"`, ...program];
    const child = spawn(first, rest, { stdio: 'ignore' });
    t.teardown(() => void child.kill('SIGKILL'));
    return child;
  };
  const cockpit = ['--no-tls', '--port', String(COCKPIT_PORT), '--address', address];
  run('/usr/lib/cockpit/cockpit-ws', ...cockpit);
  const shell = ['--disable-ssl', '--port', String(SHELLINABOX_PORT), '--numeric', '--disable-utmp-logging'];
  run('/usr/bin/shellinaboxd', ...shell, '--service', '/:AUTH:HOME:/bin/sh');
}
