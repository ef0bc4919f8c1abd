/** Skips by name where a real server is not installed; with CI=true a missing one is a failure instead. */
import { existsSync } from 'node:fs';
import type { Test } from 'tap';

const PROGRAMS = {
  slapd: ['/usr/sbin/slapd'],
  ldapsearch: ['/usr/bin/ldapsearch'],
  // the shell draws and runs pages alike, without a profile and a window for each context: a third of the processor time
  chromium: ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'],
  tinyproxy: ['/usr/bin/tinyproxy'],
  nspawn: ['/usr/bin/systemd-nspawn'],
  dnsmasq: ['/usr/sbin/dnsmasq'],
  arping: ['/usr/bin/arping'],
  curl: ['/usr/bin/curl'],
  'systemd-analyze': ['/usr/bin/systemd-analyze'],
  ip: ['/usr/sbin/ip', '/sbin/ip'],
  ssh: ['/usr/bin/ssh'],
  sshd: ['/usr/sbin/sshd'],
  agetty: ['/sbin/agetty', '/usr/sbin/agetty'],
  'dbus-daemon': ['/usr/bin/dbus-daemon'],
  'avahi-daemon': ['/usr/sbin/avahi-daemon'],
  'avahi-browse': ['/usr/bin/avahi-browse'],
  faketime: ['/usr/bin/faketime'],
  firefox: ['/usr/bin/firefox-esr'],
  shellinabox: ['/usr/bin/shellinaboxd'],
  cockpit: ['/usr/lib/cockpit/cockpit-ws'],
  'cockpit-pages': ['/usr/share/cockpit/systemd/terminal.html'],
  nft: ['/usr/sbin/nft'],
  samba: ['/usr/sbin/samba'],
  rauc: ['/usr/bin/rauc'],
  mksquashfs: ['/usr/bin/mksquashfs'],
} as const;
export type Need = keyof typeof PROGRAMS;

/** Path of an installed program. */
export function program(need: Need): string | undefined {
  return PROGRAMS[need].find((path) => existsSync(path));
}

/** True when the program is there. Otherwise marks the test as skipped (or failed where CI=true) and returns false. */
export function needs(t: Test, need: Need): boolean {
  if (program(need)) return true;
  if (process.env.CI === 'true') t.fail(`${need} is needed here and is not installed`);
  else t.pass(`needs ${need}`, { skip: `${need} is not installed` });
  return false;
}

/** Namespaces and containers are root's alone. */
export function needsRoot(t: Test): boolean {
  if (process.getuid?.() === 0) return true;
  t.pass('needs root', { skip: 'only root can make network namespaces' });
  return false;
}
