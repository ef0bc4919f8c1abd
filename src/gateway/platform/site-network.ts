/** Which addresses are of the customer's own network. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';

/** RFC 1918, RFC 6598, RFC 4193. Loopback and link-local are this machine's, or of nobody's plan. */
const SITE = new BlockList();
SITE.addSubnet('10.0.0.0', 8);
SITE.addSubnet('172.16.0.0', 12);
SITE.addSubnet('192.168.0.0', 16);
SITE.addSubnet('100.64.0.0', 10);
SITE.addSubnet('fc00::', 7, 'ipv6');

type Resolve = (host: string) => Promise<readonly string[]>;
const resolveAll: Resolve = async (host) => (await lookup(host, { all: true })).map((a) => a.address);

/** Whether a host leads nowhere but into the customer's own network; a name that nobody knows does not. */
export async function isOnSite(host: string, resolve = resolveAll): Promise<boolean> {
  const addresses = await resolve(host).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === 'getaddrinfo') return [];
    throw error;
  });
  return addresses.length > 0 && addresses.every((a) => SITE.check(a, isIPv6(a) ? 'ipv6' : 'ipv4'));
}
