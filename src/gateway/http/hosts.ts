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
