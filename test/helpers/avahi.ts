/** The real avahi-daemon, with a system bus of its own, on a host of a test's LAN. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Host, Running } from './lan.ts';

const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=/run/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_type="*"/><allow send_destination="*"/><allow receive_type="*"/>
  </policy>
</busconfig>
`;

const daemon = (name: string) => `[server]
host-name=${name}
use-ipv4=yes
use-ipv6=yes
allow-interfaces=eth0
[publish]
publish-hinfo=no
publish-workstation=no
`;

export type Avahi = {
  /** Starts avahi-daemon (again); resolves when its own name is announced. */
  start(): Promise<Running>;
};

/** @param name of the host: `office` owns `office.local` */
export async function startAvahi(
  t: Test,
  host: Host,
  name: string,
): Promise<Avahi & { readonly daemon: Running }> {
  const folder = mkdtempSync(join(tmpdir(), 'avahi-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'bus.conf'), BUS);
  writeFileSync(join(folder, 'avahi.conf'), daemon(name));
  const bus = host.spawn(
    'dbus-daemon',
    `--config-file=${join(folder, 'bus.conf')}`,
    '--nofork',
    '--nopidfile',
    '--print-address=1',
  );
  await bus.line(/^unix:/);
  const start = async () => {
    const running = host.spawn(
      'avahi-daemon',
      '-f',
      join(folder, 'avahi.conf'),
      '--no-drop-root',
      '--no-chroot',
      '--no-rlimits',
    );
    await running.line(/Server startup complete/);
    return running;
  };
  return { start, daemon: await start() };
}
