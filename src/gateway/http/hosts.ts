import { isIP } from 'node:net';

/** `[::1]:443` → `::1`, `cloudlink.local:80` → `cloudlink.local`; lower case. */
export function hostName(header: string): string {
  const v6 = /^\[([^\]]+)\]/.exec(header);
  return (v6?.[1] ?? header.replace(/:\d+$/, '')).toLowerCase().replace(/\.$/, '');
}

/**
 * Guard against DNS rebinding: a page of somebody else, whose name was pointed at this gateway, sends that name in
 * Host. Addresses are safe, since a browser sends one only when the person typed it.
 */
export function isOurHost(header: string | undefined, names: readonly string[]): boolean {
  if (!header) return false;
  const host = hostName(header);
  return isIP(host) !== 0 || host === 'localhost' || names.some((name) => name.toLowerCase() === host);
}

/** 127.0.0.0/8 and ::1, also as IPv4-mapped. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

export type PageAddress = {
  readonly scheme: 'http' | 'https';
  /** What the server listens on. */
  readonly listens: string;
  readonly port: number;
  /** This host's address on the LAN, if it has one. */
  readonly lan: string | undefined;
  /** Stands in where there is no address. */
  readonly name: string;
};

/** The address by which a browser on the LAN opens the pages; a port that is the scheme's own is left out. */
export function pageUrl({ scheme, listens, port, lan, name }: PageAddress): string {
  const isEvery = listens === '0.0.0.0' || listens === '::' || listens === '';
  const host = isEvery ? (lan ?? name) : listens;
  return new URL(`${scheme}://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`).href;
}
