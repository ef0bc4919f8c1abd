/** The ports of this host and its default gateway, as Linux tells them to everybody (sysfs(5), proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { DefaultGateway, NetworkPort } from '../core/ports/probes.ts';
import { dial } from './dial.ts';
import { defaultRoute, isInternalPort } from './network.ts';

const PORTS = '/sys/class/net';
/** ARPHRD_ETHER: cables and radio; tunnels of the kernel have other types. */
const ETHERNET = '1';
/** IFF_NOARP: dummy ports and traffic shapers, which lead nowhere. */
const NO_ARP = 0x80;
/** Most routers are a name server too and answer here; whether they do is of no account. */
const KNOCK_PORT = 53;
/** The kernel gives an address up after three questions, one a second. */
const KNOCK_MS = 4_000;
/** ATF_COM: the hardware address is known. */
const COMPLETE = 0x2;

/** EINVAL is the kernel's answer for a port that is switched off; one that has just gone is none. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function linkOf(carrier: string | undefined): boolean | undefined {
  return carrier === undefined ? undefined : carrier === '1';
}

function isReal(folder: string, name: string): boolean {
  const about = (file: string) => textOf(join(folder, name, file));
  return !isInternalPort(name) && about('type') === ETHERNET && !(Number(about('flags')) & NO_ARP);
}

/** @param folder where the kernel lists ports; another one in tests. @throws the system's error when there is none */
export function readPorts(folder = PORTS, all = networkInterfaces()): NetworkPort[] {
  return readdirSync(folder)
    .filter((name) => isReal(folder, name))
    .sort()
    .map((name) => ({
      name,
      link: linkOf(textOf(join(folder, name, 'carrier'))),
      addresses: (all[name] ?? []).map(({ cidr, address }) => cidr ?? address),
    }));
}

/**
 * What the kernel knows of an address on a port.
 *
 * @param table text of /proc/net/arp
 * @returns its hardware address, or undefined when nobody has answered for it
 */
export function neighbourOf(table: string, address: string, port: string): string | undefined {
  const row = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((f) => f[0] === address && f[5] === port);
  return row && Number(row[2]) & COMPLETE ? row[3] : undefined;
}

/**
 * The port of the IPv6 default route of lowest metric.
 *
 * @param table text of /proc/net/ipv6_route; routes that refuse are on port `lo`
 */
export function defaultPort6(table: string): string | undefined {
  const [row] = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((f) => /^0{32}$/.test(f[0] ?? '') && f[1] === '00' && f[9] !== undefined && f[9] !== 'lo')
    .sort((a, b) => Number.parseInt(a[5] ?? '', 16) - Number.parseInt(b[5] ?? '', 16));
  return row?.[9];
}

/** A connection makes the kernel ask for the router's hardware address; an answer of any kind is one of the router. */
async function answered(host: string): Promise<boolean> {
  try {
    (await dial({ host, port: KNOCK_PORT }, KNOCK_MS)).destroy();
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  }
}

/** The default gateway, after knocking at it. Sees no IPv6 neighbours: the kernel tells those to netlink only. */
export async function findGateway(): Promise<DefaultGateway | undefined> {
  const route = defaultRoute(textOf('/proc/net/route') ?? '');
  if (!route) {
    const port = defaultPort6(textOf('/proc/net/ipv6_route') ?? '');
    return port === undefined ? undefined : { port };
  }
  const { port, address } = route;
  if (address === undefined) return { port };
  const said = await answered(address);
  const mac = neighbourOf(textOf('/proc/net/arp') ?? '', address, port);
  return { port, address, answers: said || mac !== undefined, ...(mac === undefined ? {} : { mac }) };
}
