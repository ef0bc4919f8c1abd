/** Which addresses are of the customer's own network. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { resolveName } from '../../base/runtime/outflow.ts';
import type { OutflowPlace } from '../../contract/outflow.ts';

/** RFC 1918, RFC 6598, RFC 4193. Loopback and link-local are this machine's, or of nobody's plan. */
const SITE = new BlockList();
SITE.addSubnet('10.0.0.0', 8);
SITE.addSubnet('172.16.0.0', 12);
SITE.addSubnet('192.168.0.0', 16);
SITE.addSubnet('100.64.0.0', 10);
SITE.addSubnet('fc00::', 7, 'ipv6');
const MACHINE = new BlockList();
MACHINE.addSubnet('127.0.0.0', 8);
MACHINE.addAddress('::1', 'ipv6');
const LINK = new BlockList();
LINK.addSubnet('169.254.0.0', 16);
LINK.addSubnet('fe80::', 10, 'ipv6');

/** Where an address is, as far as it says so itself. */
export function placeOf(address: string): OutflowPlace {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 0) return 'unknown';
  const type = isIPv6(plain) ? 'ipv6' : 'ipv4';
  if (MACHINE.check(plain, type)) return 'machine';
  return SITE.check(plain, type) || LINK.check(plain, type) ? 'site' : 'outside';
}

type Resolve = (host: string) => Promise<readonly string[]>;

/** Whether a host leads nowhere but into the customer's own network; a name that nobody knows does not. */
export async function isOnSite(host: string, resolve: Resolve = resolveName): Promise<boolean> {
  const addresses = await resolve(host).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === 'getaddrinfo') return [];
    throw error;
  });
  return addresses.length > 0 && addresses.every((a) => SITE.check(a, isIPv6(a) ? 'ipv6' : 'ipv4'));
}
