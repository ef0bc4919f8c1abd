/** The addresses that this host has on its own network. */

import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { Clock } from '../../base/clock.ts';

export type LanAddress = {
  /** Kernel name of the port: `eth0`. */
  readonly port: string;
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** `192.0.2.7/24` */
  readonly cidr: string;
  readonly mac: string;
};

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Bridges and tunnels that container engines and VPNs add: reachable from here only, never "the" LAN. */
const INTERNAL = /^(lo|docker|br-|veth|virbr|podman|cni|flannel|tun|tap|wg|tailscale)/;

export const isInternalPort = (port: string): boolean => INTERNAL.test(port);

/** Not by the language of whoever starts this; asking for one keeps 2 MB of its rules in memory, too. */
const byCode = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** Every address that another machine could use, the likeliest first: real ports, IPv4, then by name. */
export function lanAddresses(all: Interfaces = networkInterfaces(), preferred?: string): LanAddress[] {
  const rank = (a: LanAddress) =>
    (a.port === preferred ? 0 : 4) + (isInternalPort(a.port) ? 2 : 0) + (a.family === 'IPv4' ? 0 : 1);
  return Object.entries(all)
    .flatMap(([port, infos]) => (infos ?? []).map((info) => ({ port, ...info })))
    .filter((info) => !info.internal && !/^fe80:/i.test(info.address) && !info.address.startsWith('169.254.'))
    .map(({ port, address, family, cidr, mac }) => ({ port, address, family, cidr: cidr ?? address, mac }))
    .sort((a, b) => rank(a) - rank(b) || byCode(a.port, b.port) || byCode(a.address, b.address));
}

/**
 * The port that the way to the Internet takes: the one with the default route of lowest metric.
 *
 * @param table text of /proc/net/route
 */
export function defaultPort(table: string): string | undefined {
  return defaultRoute(table)?.port;
}

/** RTF_REJECT: a route that says "not this way". */
const REJECT = 0x200;

/** `0102A8C0`, as a little-endian machine prints 192.168.2.1; undefined for none. */
function dotted(hex: string | undefined): string | undefined {
  if (hex === undefined || /^0+$/.test(hex)) return undefined;
  return [...Buffer.from(hex, 'hex').reverse()].join('.');
}

type Route = { readonly port: string; readonly address?: string };

/**
 * Every default route, that of lowest metric first, and the router it leads to; a line from point to point has none.
 *
 * @param table text of /proc/net/route
 */
export function defaultRoutes(table: string): Route[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((f) => f[1] === '00000000' && f[7] === '00000000' && !(Number.parseInt(f[3] ?? '', 16) & REJECT))
    .sort((a, b) => Number(a[6]) - Number(b[6]))
    .map(([port = '', , hex]) => {
      const address = dotted(hex);
      return { port, ...(address === undefined ? {} : { address }) };
    });
}

/** The one that packets take. */
export function defaultRoute(table: string): Route | undefined {
  return defaultRoutes(table)[0];
}

function routeTable(): string {
  try {
    return readFileSync('/proc/net/route', 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The address under which a person on the LAN finds this host; undefined when it has none. */
export function lanAddress(): LanAddress | undefined {
  return lanAddresses(networkInterfaces(), defaultPort(routeTable()))[0];
}

/** Everything whose change matters: who can reach this host, and by which port it reaches others. */
export type NetworkState = {
  /** Every address of this host, loopback too, sorted. */
  readonly addresses: readonly string[];
  readonly lan: readonly LanAddress[];
  /** Of the default route. */
  readonly port?: string | undefined;
};

/** `lost`: only addresses that went away; they may come back. `back`: they did. Everything else is another network. */
export type NetworkChange = 'lost' | 'back' | 'other';

export function readNetwork(): NetworkState {
  const all = networkInterfaces();
  const port = defaultPort(routeTable());
  const addresses = Object.values(all).flatMap((infos) => (infos ?? []).map((info) => info.address));
  return { addresses: [...new Set(addresses)].sort(), lan: lanAddresses(all, port), port };
}

/** Two system calls and a file of /proc a look; a netlink socket would need native code. */
const LOOK_MS = 3_000;
/** What is gone for so many looks is not waited for any more. TCP lives through the pull of a cable for that long. */
const LOST_LOOKS = 4;

/** Whether `now` is `before` with something missing, and nothing else in its place. */
function isLess(now: NetworkState, before: NetworkState): boolean {
  const isSamePort = now.port === undefined || now.port === before.port;
  return isSamePort && now.addresses.every((address) => before.addresses.includes(address));
}

/**
 * Tells when the addresses of this host or its default route have changed. A cable that is pulled and put back is told as
 * `lost` and `back`; one that stays away as `lost`, and as `other` after four looks.
 */
export function createNetworkWatch(options: {
  readonly clock: Pick<Clock, 'after'>;
  readonly read?: () => NetworkState;
  readonly onChange: (now: NetworkState, change: NetworkChange) => void;
}): { start(): void; stop(): void } {
  const { clock, read = readNetwork, onChange } = options;
  let last = '';
  /** The network that connections were made in. */
  let whole: NetworkState = { addresses: [], lan: [] };
  let looksLost = 0;
  let cancel: () => void = () => undefined;
  const changeTo = (now: NetworkState, text: string): NetworkChange => {
    if (looksLost > 0 && text === JSON.stringify(whole)) return 'back';
    return isLess(now, whole) ? 'lost' : 'other';
  };
  const tell = (now: NetworkState, change: NetworkChange) => {
    if (change === 'other') whole = now;
    looksLost = change === 'lost' ? Math.max(1, looksLost) : 0;
    onChange(now, change);
  };
  const look = () => {
    cancel = clock.after(LOOK_MS, look);
    const now = read();
    const text = JSON.stringify(now);
    if (looksLost > 0) looksLost++;
    const change = text === last ? undefined : changeTo(now, text);
    last = text;
    if (looksLost > LOST_LOOKS && (change === undefined || change === 'lost')) tell(now, 'other');
    else if (change !== undefined) tell(now, change);
  };
  return {
    start() {
      whole = read();
      last = JSON.stringify(whole);
      looksLost = 0;
      cancel = clock.after(LOOK_MS, look);
    },
    stop: () => cancel(),
  };
}

/**
 * Whether a server that listens on `host` answers at an address of this machine.
 *
 * @param host `::` (every address), `0.0.0.0` (every one of IPv4) or one address
 */
export function isServedAt(host: string): (address: string) => boolean {
  if (host === '::') return () => true;
  if (host === '0.0.0.0') return (address) => isIPv4(address);
  return (address) => address === host;
}
