/** The set-up of docs/openssh-broker.md, taken from its own lines, in a booted systemd: users, folder, units, sign-in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { needs, needsRoot } from '../helpers/needs.ts';
import { bootMachine, type Machine, REPOSITORY } from './nspawn.ts';

const DOC = readFileSync(join(REPOSITORY, 'docs/openssh-broker.md'), 'utf8');
const said = (pattern: RegExp): string => {
  const [, text] = pattern.exec(DOC) ?? [];
  if (text === undefined) throw new Error(`docs/openssh-broker.md says nothing like ${pattern}`);
  return `${text}\n`;
};

const FILES = {
  'etc/sysusers.d/cloudlink-tunnel.conf': said(/cloudlink-tunnel\.conf <<'EOF'\n([\s\S]*?)\nEOF/),
  // of Debian's package
  'etc/sysusers.d/sshd.conf': 'u sshd - "sshd" /run/sshd /usr/sbin/nologin\n',
  'etc/tmpfiles.d/cloudlink-tunnel.conf': said(/echo '(.*?)' > \/etc\/tmpfiles\.d/),
  'etc/systemd/system/cloudlink-sshd.service': said(/```ini\n([\s\S]*?)```/),
  'etc/cloudlink-cloud/config.json': said(/```json\n([\s\S]*?)```/),
  'etc/cloudlink-cloud/cloud.env':
    'CLOUDLINK_CLOUD_LISTEN=127.0.0.1:8443\nCLOUDLINK_CLOUD_PUBLIC_URL=http://localhost:8443\nCLOUDLINK_CLOUD_LAUNCH_DOMAIN=launch.localhost\n',
};
const FOLDER = '/run/cloudlink-cloud';

const askKeys = (machine: Machine, user: string, group = user) =>
  machine.run(
    '/usr/bin/setpriv',
    ...['--reuid', user, '--regid', group, '--clear-groups', '/usr/bin/curl', '--silent', '--show-error'],
    ...['--output', '/dev/null', '--write-out', '%{http_code}'],
    ...['--unix-socket', `${FOLDER}/authorized-keys.sock`, '--header', `@${FOLDER}/authorized-keys.secret`],
    ...['--header', 'cloudlink-key:AAAA', 'http://cloud/authorized-keys'],
  );

test('the set-up as it is written works, and is as closed as it says', { timeout: 120_000 }, async (t) => {
  if (!needs(t, 'sshd') || !needs(t, 'curl') || !needsRoot(t) || !needs(t, 'nspawn')) return;
  const machine = await bootMachine(t, { files: FILES });
  const { run } = machine;
  await run('/usr/sbin/usermod', '-p', '*', 'cloudlink-tunnel');
  await run('systemctl', 'start', 'cloudlink-cloud.service');
  const patient = ['--retry', '30', '--retry-delay', '1', '--retry-connrefused'];
  await run('/usr/bin/curl', '--silent', '--fail', ...patient, 'http://localhost:8443/v1/hello');
  const print = 'CLOUDLINK_CLOUD_DATA=/var/lib/cloudlink-cloud /opt/cloudlink/bin/node';
  const file = '/etc/cloudlink-cloud/sshd_config';
  await run('/bin/sh', '-ec', `${print} /opt/cloudlink/dist/cloud/main.js sshd-config > ${file}`);
  await run('systemctl', 'start', 'cloudlink-sshd.service');
  await run('/usr/sbin/sshd', '-t', '-f', file);
  t.equal(await run('systemctl', 'is-active', 'cloudlink-sshd.service'), 'active');

  const stat = (path: string) => run('/usr/bin/stat', '--format=%a %U %G', path);
  t.equal(await stat(FOLDER), '2750 cloudlink-cloud cloudlink-keys');
  t.equal(await stat(`${FOLDER}/authorized-keys.sock`), '660 cloudlink-cloud cloudlink-keys');
  t.equal(await stat(`${FOLDER}/authorized-keys.secret`), '640 cloudlink-cloud cloudlink-keys');
  t.equal(await askKeys(machine, 'cloudlink-keys'), '200');
  await t.rejects(askKeys(machine, 'nobody', 'nogroup'), /curl: \(/, 'nobody else may ask');

  await run('/usr/bin/ssh-keygen', '-q', '-t', 'ecdsa', '-N', '', '-f', '/root/key');
  const as = (user: string) =>
    run(
      '/usr/bin/ssh',
      ...['-i', '/root/key', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
      ...['-o', 'UserKnownHostsFile=/dev/null', '-p', '2022', `${user}@127.0.0.1`, 'true'],
    );
  await t.rejects(as('cloudlink-tunnel'), /Permission denied \(publickey\)/);
  await t.rejects(as('root'), /Permission denied \(publickey\)/);
  await run('/usr/bin/journalctl', '--sync');
  const log = await run('/usr/bin/journalctl', '-o', 'cat', '-u', 'cloudlink-cloud', '-u', 'cloudlink-sshd');
  t.match(log, /a tunnel key was refused/, 'sshd asked the cloud, as its own user');
  t.match(log, /User root from 127\.0\.0\.1 not allowed/);

  const secret = () => run('/usr/bin/cat', `${FOLDER}/authorized-keys.secret`);
  const before = await secret();
  await run('systemctl', 'restart', 'cloudlink-cloud.service');
  await run('/usr/bin/curl', '--silent', '--fail', ...patient, 'http://localhost:8443/v1/hello');
  t.not(await secret(), before, 'another secret at every start');
  t.equal(await askKeys(machine, 'cloudlink-keys'), '200');
});
