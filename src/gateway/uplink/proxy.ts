/** The customer's HTTP proxy: where it is, who may use it, and which hosts go past it. */
import { isIP } from 'node:net';
import { fail } from '../core/errors.ts';

export type ProxySettings = {
  /** `http://host:port`; the port defaults to 80. User and password may not be part of it. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** Hosts reached without the proxy: `host`, `.domain` or `*.domain`, `host:port`, an address, `*`. */
  readonly bypass?: readonly string[];
};

export type ProxyAddress = { readonly host: string; readonly port: number };

/** @throws AppError CONFIG_INVALID */
export function proxyAddress(url: string): ProxyAddress {
  if (!URL.canParse(url)) throw fail('CONFIG_INVALID', { sentence: 'The proxy address is not a URL.' });
  const { protocol, hostname, port, username, password } = new URL(url);
  if (protocol !== 'http:')
    throw fail('CONFIG_INVALID', { sentence: 'The proxy address must start with http://.' });
  if (username || password)
    throw fail('CONFIG_INVALID', {
      sentence: 'The proxy address holds a user or a password.',
      remedy: 'Give them as settings of their own, so that they are kept as secrets.',
    });
  return { host: bare(hostname), port: port === '' ? 80 : Number(port) };
}

/** `[::1]` → `::1`. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const wanted = entry.match(/^(.*[^:]):(\d+)$/);
  const isAddress = isIP(bare(entry)) !== 0;
  if (wanted && !isAddress && Number(wanted[2]) !== port) return false;
  const name = bare(wanted && !isAddress ? (wanted[1] ?? '') : entry)
    .replace(/^\*(?=\.)/, '')
    .toLowerCase();
  return name.startsWith('.') ? host.endsWith(name) : host === name;
}

/** Whether a host of the bypass list is meant. */
export function goesPastProxy(settings: ProxySettings, hostname: string, port: number): boolean {
  const host = bare(hostname).toLowerCase();
  return (settings.bypass ?? []).some((entry) => matches(entry.trim(), host, port));
}

/** A proxy as a way to one host: where it is, and its user. */
export type ProxyEndpoint = ProxyAddress & Pick<ProxySettings, 'user' | 'password'>;

/**
 * The proxy that the way to a host takes; undefined: direct. The one place where settings become a way.
 * @throws AppError CONFIG_INVALID
 */
export function proxyTo(
  settings: ProxySettings | undefined,
  to: { readonly host: string; readonly port: number },
): ProxyEndpoint | undefined {
  if (settings === undefined || goesPastProxy(settings, to.host, to.port)) return undefined;
  const { url, user, password } = settings;
  return {
    ...proxyAddress(url),
    ...(user ? { user, ...(password === undefined ? {} : { password }) } : {}),
  };
}

/** `localhost`, 127.0.0.0/8 and ::1. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Basic credentials of any characters, as UTF-8 (RFC 7617 §2.1). */
export function proxyAuthorization(settings: Pick<ProxySettings, 'user' | 'password'>): string | undefined {
  if (settings.user === undefined || settings.user === '') return undefined;
  const pair = `${settings.user}:${settings.password ?? ''}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}
