/**
 * What the health checks ask of the world, one question a function. Every one ends within 10 s, needs no Internet to
 * give an answer, and says what it saw: a check decides what that means.
 */

/** Why something was not reached: the system's code (`ECONNREFUSED`, `ENOTFOUND`, `ETIMEDOUT`) and its words. */
export type Unreached = { readonly ok: false; readonly code: string; readonly words: string };
export type Reached<T = object> = ({ readonly ok: true } & T) | Unreached;

export type Endpoint = { readonly host: string; readonly port: number };

/** What a TLS server showed. */
export type ShownCertificate = {
  /** The chain ends at an authority this gateway trusts, names and dates are right. */
  readonly trusted: boolean;
  /** OpenSSL's reason when it is not: `SELF_SIGNED_CERT_IN_CHAIN`, `CERT_NOT_YET_VALID`, … */
  readonly reason?: string;
  /** Name of the authority at the end of the chain that was shown. */
  readonly authority: string;
  /** That authority is the customer's own (config `cloud.ca`), not one of the system's. */
  readonly customerAuthority: boolean;
  readonly validTo: number;
};

/** A real port of this host; loopback, container bridges and VPNs are none. */
export type NetworkPort = {
  /** Kernel name: `eth0`. */
  readonly name: string;
  /** Whether a cable (or radio) link is there; undefined: the port is switched off, so nobody can tell. */
  readonly link: boolean | undefined;
  /** With their prefix, `192.0.2.7/24`; link-local ones too. */
  readonly addresses: readonly string[];
};

/** Where packets for other networks go. */
export type DefaultGateway = {
  readonly port: string;
  /** Absent on a line from point to point, which has one end only. */
  readonly address?: string;
  /** Whether the router is there; undefined where that cannot be seen (IPv6, point to point). */
  readonly answers?: boolean;
  /** Its hardware address. */
  readonly mac?: string;
};

export type Probes = {
  ports(): Promise<readonly NetworkPort[]>;
  /** Asks a port’s network whether somebody else has an address of ours (RFC 5227); undefined: it cannot be asked here. */
  duplicate(
    port: string,
    address: string,
  ): Promise<{ readonly taken: boolean; readonly sentence: string } | undefined>;
  /** Knocks at the router; undefined: there is no default route, of either family. */
  gateway(): Promise<DefaultGateway | undefined>;
  /** Of the volume with the data folder. */
  disk(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
  memory(): Promise<{
    readonly availableBytes: number;
    readonly totalBytes: number;
    readonly ownBytes: number;
  }>;
  /** Whether the system's time service says that it is synchronised; undefined: nobody here knows. */
  clockSynchronised(): Promise<boolean | undefined>;
  resolve(host: string): Promise<Reached<{ readonly addresses: readonly string[] }>>;
  connect(to: Endpoint): Promise<Reached>;
  /** CONNECT through the proxy: the status it answers. */
  proxyConnect(proxy: Endpoint, to: Endpoint): Promise<Reached<{ readonly status: number }>>;
  /** A TLS handshake with the cloud the way the gateway goes, by proxy when one is set. */
  certificate(to: Endpoint): Promise<Reached<ShownCertificate>>;
  /** Asks each door of this gateway's own web server whether it lives; empty before the server has started. */
  doors(): Promise<readonly { readonly name: string; readonly problem?: string }[]>;
  /** Full check of every database file, by its name; beside the main loop, however large they are. */
  databases(signal: AbortSignal): Promise<readonly { readonly name: string; readonly problem?: string }[]>;
};
