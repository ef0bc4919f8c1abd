/** The network of this host as its files tell it; changing it goes through the {@link Helper}. */
import type { NetworkSettings } from '../../../contract/helper.ts';
import type { AuthorityView } from '../../../contract/network-api.ts';

export type HostPort = {
  /** Kernel name: `eth0`. */
  readonly name: string;
  readonly link: boolean | undefined;
  /** With their prefix, of both families. */
  readonly addresses: readonly string[];
  /** Whether its IPv4 address came from a DHCP server. */
  readonly byDhcp: boolean;
  readonly gateway: string | undefined;
  readonly dns: readonly string[];
};

export type NetworkHost = {
  /** `kind`: the platform sets its own network; `helper`, `networkd`: not installed here. Undefined: it can be changed. */
  obstacle(): 'kind' | 'helper' | 'networkd' | undefined;
  ports(): readonly HostPort[];
  /** On trial now; gone by itself after a power cut. */
  trial(): NetworkSettings | undefined;
  /** Kept for a port by {@link Helper.confirmNetwork}. */
  kept(port: string): NetworkSettings | undefined;
  timeServers(): readonly string[];
};

/**
 * Certificate authorities of a PEM text.
 *
 * @throws AppError BAD_INPUT with the field `pem`: unreadable, a private key, no authority, out of date
 */
export type ReadAuthorities = (pem: string, now: number) => readonly AuthorityView[];
