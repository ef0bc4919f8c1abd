/**
 * Network settings on trial (row A4). The trial file lies in /run and sorts before the kept one in /etc, so
 * systemd-networkd takes it first; /run is gone after a power cut, and with it the trial. A transient timer ends
 * a trial that nobody confirms, even when the daemon that started it can no longer be reached.
 */
import {
  keptNetworkFile,
  NETWORK_TRIAL_FILE,
  NETWORK_TRIAL_SECONDS,
  type NetworkSettings,
} from '../contract/helper.ts';
import { fail } from './errors.ts';
import type { Host } from './host.ts';

const TIMER = 'cloudlink-network-revert';
/** Configures every port anew whose file is another one now; `reconfigure` after it would take the address twice. */
const RELOAD = ['reload'];

/** DNS servers of the person's own choice: nobody else's are asked then. */
const OWN_DNS = ['', '[DHCPv4]', 'UseDNS=no', '', '[DHCPv6]', 'UseDNS=no', '', '[IPv6AcceptRA]', 'UseDNS=no'];

function networkLines(settings: NetworkSettings): string[] {
  const dns = (settings.dns ?? []).map((server) => `DNS=${server}`);
  if (settings.mode === 'dhcp') return ['DHCP=yes', ...dns, ...(dns.length > 0 ? OWN_DNS : [])];
  const { address, prefix, gateway } = settings;
  const way = gateway === undefined ? [] : [`Gateway=${gateway}`];
  // IPv6 comes from the router as before
  return ['DHCP=no', 'IPv6AcceptRA=yes', `Address=${address}/${prefix}`, ...way, ...dns];
}

/**
 * The settings as a systemd.network(5) file. Every value was checked by the verb's schema. The second line is for the
 * daemon, which reads the file to show what is set.
 */
export function networkFile(settings: NetworkSettings): string {
  const head = ['# Written by cloudlinkd-helper.', `# ${JSON.stringify(settings)}`];
  return [...head, '[Match]', `Name=${settings.port}`, '', '[Network]', ...networkLines(settings), ''].join(
    '\n',
  );
}

const portOf = (file: string) => /^Name=(.+)$/m.exec(file)?.[1];

/** @param again program and arguments that run the verb `network.revert` once, for the timer */
export async function applyNetwork(
  host: Host,
  settings: NetworkSettings,
  again: readonly string[],
): Promise<string> {
  const before = await host.read(NETWORK_TRIAL_FILE);
  // one trial at a time: that of another port must not stay behind
  if (before !== undefined && portOf(before) !== settings.port) await revertNetwork(host);
  await stopTimer(host);
  // the timer first: whatever happens after it, the old settings come back
  await host.run('systemd-run', [
    '--quiet',
    `--unit=${TIMER}`,
    `--on-active=${NETWORK_TRIAL_SECONDS}s`,
    '--timer-property=AccuracySec=1s',
    ...again,
  ]);
  await host.write(NETWORK_TRIAL_FILE, networkFile(settings));
  await host.run('networkctl', RELOAD);
  return `The settings are on trial for ${NETWORK_TRIAL_SECONDS} seconds.`;
}

/** @throws AppError NO_TRIAL */
export async function confirmNetwork(host: Host): Promise<string> {
  const tried = await host.read(NETWORK_TRIAL_FILE);
  const port = tried === undefined ? undefined : portOf(tried);
  if (tried === undefined || port === undefined) throw fail('NO_TRIAL');
  await host.write(keptNetworkFile(port), tried);
  await stopTimer(host);
  await host.remove(NETWORK_TRIAL_FILE);
  await host.run('networkctl', RELOAD);
  return 'The settings are kept.';
}

/** Harmless when nothing is on trial. */
export async function revertNetwork(host: Host): Promise<string> {
  const tried = await host.read(NETWORK_TRIAL_FILE);
  if (tried === undefined) return 'Nothing was on trial.';
  await host.remove(NETWORK_TRIAL_FILE);
  await host.run('networkctl', RELOAD);
  await stopTimer(host);
  return 'The settings before are back.';
}

/** `stop` on a timer that is not loaded is an error of systemctl (5) that means "as wanted". */
async function stopTimer(host: Host): Promise<void> {
  await host.run('systemctl', ['stop', '--quiet', '--', `${TIMER}.timer`]).catch((error: unknown) => {
    if (!/not loaded/.test((error as Error).message)) throw error;
  });
}
