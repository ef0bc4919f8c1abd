/** The time servers of systemd-timesyncd (timesyncd.conf(5)), as a drop-in of our own. */
import { TIME_SERVERS_FILE } from '../contract/helper.ts';
import type { Host } from './host.ts';

/** Every name was checked by the verb's schema. The empty line before forgets what other files named. */
export function timeServersFile(servers: readonly string[]): string {
  return ['# Written by cloudlinkd-helper.', '[Time]', 'NTP=', `NTP=${servers.join(' ')}`, ''].join('\n');
}

export async function setTimeServers(host: Host, servers: readonly string[]): Promise<string> {
  if (servers.length === 0) await host.remove(TIME_SERVERS_FILE);
  else await host.write(TIME_SERVERS_FILE, timeServersFile(servers));
  await host.run('systemctl', ['try-restart', '--', 'systemd-timesyncd.service']);
  return servers.length === 0
    ? 'The time servers of this host are used.'
    : `The time servers are ${servers.join(', ')}.`;
}
