/** The network ports that mDNS speaks on, one link for each address family (RFC 6762 §14, §20). */
import { BlockList, isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { isInternalPort } from '../network.ts';

export type Family = 'IPv4' | 'IPv6';

export type Link = {
  /** Kernel name of the port: `eth0`. */
  readonly port: string;
  readonly family: Family;
  /** Address that packets are sent from; IPv6 link-local with its zone: `fe80::1%eth0`. */
  readonly source: string;
  /** What is announced on it: addresses of this port alone, of both families. */
  readonly addresses: readonly string[];
  /** Whether a packet comes from this very link, so that it may be believed (§11). */
  readonly holds: (source: string) => boolean;
  /** Changes when anything of it changes. */
  readonly key: string;
};

export type Interfaces = { readonly [port: string]: readonly NetworkInterfaceInfo[] | undefined };

const isLinkLocal = (address: string) => /^(fe[89ab]|169\.254\.)/i.test(address);

function onLink(port: string, family: Family, infos: readonly NetworkInterfaceInfo[]): Link['holds'] {
  const networks = new BlockList();
  for (const { cidr, family: of } of infos) {
    const [address = '', bits] = (cidr ?? '').split('/');
    if (of === family && isIP(address) !== 0 && !isLinkLocal6(address))
      networks.addSubnet(address, Number(bits), family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  return (source) => {
    const [address = '', zone] = source.split('%');
    if (isLinkLocal6(address)) return family === 'IPv6' && zone === port;
    const of = isIP(address);
    return of === (family === 'IPv4' ? 4 : 6) && networks.check(address, of === 4 ? 'ipv4' : 'ipv6');
  };
}

const isLinkLocal6 = (address: string) => /^fe[89ab]/i.test(address);

/** Link-local addresses are told only where there is nothing better, as avahi does: browsers cannot use them. */
function announced(infos: readonly NetworkInterfaceInfo[], family: Family): string[] {
  const own = infos.filter((info) => info.family === family).map((info) => info.address);
  const routable = own.filter((address) => !isLinkLocal(address));
  return routable.length > 0 ? routable : own;
}

function linksOf(
  port: string,
  infos: readonly NetworkInterfaceInfo[],
  serves: (a: string) => boolean,
): Link[] {
  const addresses = [...announced(infos, 'IPv4'), ...announced(infos, 'IPv6')].filter(serves);
  if (addresses.length === 0) return [];
  const four = infos.find((info) => info.family === 'IPv4')?.address;
  const six = infos.find((info) => info.family === 'IPv6' && isLinkLocal(info.address))?.address;
  const link = (family: Family, source: string): Link => ({
    port,
    family,
    source,
    addresses,
    holds: onLink(port, family, infos),
    key: [port, source, ...infos.map((info) => info.cidr ?? info.address).sort()].join(' '),
  });
  return [...(four ? [link('IPv4', four)] : []), ...(six ? [link('IPv6', `${six}%${port}`)] : [])];
}

/**
 * @param serves whether the pages answer at an address; others are not announced
 * @returns real ports; bridges of container engines and tunnels only when there is nothing else
 */
export function linksFrom(all: Interfaces, serves: (address: string) => boolean): Link[] {
  const ports = Object.entries(all)
    .map(([port, infos]) => ({ port, infos: (infos ?? []).filter((info) => !info.internal) }))
    .filter(({ infos }) => infos.length > 0);
  const real = ports.filter(({ port }) => !isInternalPort(port));
  return (real.length > 0 ? real : ports).flatMap(({ port, infos }) => linksOf(port, infos, serves));
}
