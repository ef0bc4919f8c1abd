/** Loopback addresses and ports of gateways on the host of an OpenSSH broker. */

/** 127.0.0.0/16 and 127.255.0.0/16 are left to the host itself. */
const FIRST = 1;
const LAST = 254;
const A_NETWORK = 254;
const PORT_BASE = 20_000;

/** Gateways that have an address of their own: 16,516,096. */
export const MAX_GATEWAYS = (LAST - FIRST + 1) * 256 * A_NETWORK;

/** 1 → 127.1.0.1, 254 → 127.1.0.254, 255 → 127.1.1.1 … @throws RangeError when there are too many gateways */
export function loopbackOf(number: number): string {
  const n = number - 1;
  if (!Number.isInteger(n) || n < 0 || n >= MAX_GATEWAYS)
    throw new RangeError(`no loopback address for gateway ${number}`);
  const network = Math.floor(n / A_NETWORK);
  return `127.${FIRST + Math.floor(network / 256)}.${network % 256}.${(n % A_NETWORK) + 1}`;
}

/**
 * Two ports for each target of a gateway, used in turn by its connections: what is left of the connection before may
 * hold its port for a while, and never stands in the way of the next one.
 */
export const portOf = (slot: number, connection: number): number => PORT_BASE + 2 * slot + (connection % 2);
