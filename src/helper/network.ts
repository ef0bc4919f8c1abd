/**
 * Network settings on trial (row A4). The trial file lies in /run and sorts before the kept one in /etc, so
 * systemd-networkd takes it first; /run is gone after a power cut, and with it the trial. A transient timer ends
 * a trial that nobody confirms, even when the daemon that started it can no longer be reached.
 */
import { NETWORK_TRIAL_SECONDS, type NetworkSettings } from '../contract/helper.ts';
import { fail } from './errors.ts';
import type { Host } from './host.ts';

export const TRIAL_FILE = '/run/systemd/network/05-cloudlink-trial.network';
export const KEPT_FILE = '/etc/systemd/network/10-cloudlink.network';
const TIMER = 'cloudlink-network-revert';

/** The settings as a systemd.network(5) file. Every value was checked by the verb's schema. */
export function networkFile(settings: NetworkSettings): string {
  const lines = ['# Written by cloudlinkd-helper.', '[Match]', `Name=${settings.port}`, '', '[Network]'];
  if (settings.mode === 'dhcp') lines.push('DHCP=yes');
  else {
    lines.push('DHCP=no', `Address=${settings.address}/${settings.prefix}`, `Gateway=${settings.gateway}`);
    lines.push(...settings.dns.map((server) => `DNS=${server}`));
  }
  return `${lines.join('\n')}\n`;
}

/** @param again program and arguments that run the verb `network.revert` once, for the timer */
export async function applyNetwork(
  host: Host,
  settings: NetworkSettings,
  again: readonly string[],
): Promise<string> {
  await stopTimer(host);
  // the timer first: whatever happens after it, the old settings come back
  await host.run('systemd-run', [
    '--quiet',
    `--unit=${TIMER}`,
    `--on-active=${NETWORK_TRIAL_SECONDS}s`,
    '--timer-property=AccuracySec=1s',
    ...again,
  ]);
  await host.write(TRIAL_FILE, networkFile(settings));
  await host.run('networkctl', ['reload']);
  await host.run('networkctl', ['reconfigure', settings.port]);
  return `The settings are on trial for ${NETWORK_TRIAL_SECONDS} seconds.`;
}

/** @throws AppError NO_TRIAL */
export async function confirmNetwork(host: Host): Promise<string> {
  const tried = await host.read(TRIAL_FILE);
  if (tried === undefined) throw fail('NO_TRIAL');
  await host.write(KEPT_FILE, tried);
  await stopTimer(host);
  await host.remove(TRIAL_FILE);
  await host.run('networkctl', ['reload']);
  return 'The settings are kept.';
}

/** Harmless when nothing is on trial. */
export async function revertNetwork(host: Host): Promise<string> {
  const tried = await host.read(TRIAL_FILE);
  if (tried === undefined) return 'Nothing was on trial.';
  await host.remove(TRIAL_FILE);
  await host.run('networkctl', ['reload']);
  const port = /^Name=(.+)$/m.exec(tried)?.[1];
  if (port !== undefined) await host.run('networkctl', ['reconfigure', port]);
  await stopTimer(host);
  return 'The settings before are back.';
}

/** `stop` on a timer that is not loaded is an error of systemctl (5) that means "as wanted". */
async function stopTimer(host: Host): Promise<void> {
  await host.run('systemctl', ['stop', '--quiet', '--', `${TIMER}.timer`]).catch((error: unknown) => {
    if (!/not loaded/.test((error as Error).message)) throw error;
  });
}
