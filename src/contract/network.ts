/**
 * What people may type into `Appliance Ethernet Configuration` (row A4), and what is wrong with it. The page and the
 * server ask the same functions, so that both say the same sentence. IPv4 only: IPv6 addresses come from the router
 * (SLAAC), and nothing here switches that off.
 */
import type { NetworkSettings } from './helper.ts';

/** One port as it was typed. */
export type PortForm = {
  readonly port: string;
  readonly mode: 'dhcp' | 'static';
  readonly address: string;
  /** `255.255.255.0`, `24` or `/24`. */
  readonly mask: string;
  readonly gateway: string;
  /** Separated by commas or spaces. */
  readonly dns: string;
};

/** Code → what is wrong, then what to do. Translated in web-ui/setup/words/server. */
export const NETWORK_WRONG = {
  ADDRESS_MISSING: 'Enter the IP address. It is needed.',
  IS_IPV6: 'This is an IPv6 address. Enter an IPv4 address, like 192.168.1.50.',
  NOT_IPV4:
    'This is not an IPv4 address. Enter four numbers from 0 to 255 with dots between, like 192.168.1.50.',
  ADDRESS_SPECIAL:
    'No device can have this address. Enter one of your network; 0.…, 127.…, 169.254.… and everything from 224.… on have other uses.',
  ADDRESS_NETWORK: 'This is the address of the network itself. Enter one that is inside it.',
  ADDRESS_BROADCAST: 'This is the broadcast address of the network. Enter one that is inside it.',
  MASK_MISSING: 'Enter the subnet mask. It is needed.',
  MASK_WRONG: 'This is not a subnet mask. Enter one like 255.255.255.0, or its length like /24.',
  MASK_RANGE: 'No network has this subnet mask. Enter one from /8 to /31.',
  GATEWAY_OUTSIDE:
    'The default gateway is not in the network of the IP address. Correct one of them, or the subnet mask.',
  GATEWAY_SAME: 'The default gateway has the IP address of this gateway. Enter the address of your router.',
  GATEWAY_NETWORK:
    'This is the address of the network itself, not of a router. Enter the address of your router.',
  GATEWAY_BROADCAST:
    'This is the broadcast address of the network, not of a router. Enter the address of your router.',
  DNS_MANY: 'These are too many DNS servers. Enter four at the most.',
  NTP_WRONG:
    'One of these is no host name and no IP address. Enter names like time.example.com, with commas between.',
  NTP_MANY: 'These are too many time servers. Enter four at the most.',
  PROXY_HOST: 'This is no host name and no IP address. Enter one without http:// and without a port.',
  PROXY_PORT: 'This is not a port. Enter a whole number from 1 to 65535.',
  PROXY_USER: 'A colon cannot be part of the user name. Enter the user name alone.',
  PROXY_PASSWORD_ALONE: 'A password without a user is of no use. Enter the user too, or leave both empty.',
  BYPASS_WRONG:
    'One of these is no host, domain or address. Enter hosts like pbx.example.com, domains like .example.com, or addresses.',
  BYPASS_MANY: 'These are too many hosts. Enter 100 at the most.',
  CA_NONE:
    'There is no certificate in this text. Paste a PEM file: it begins with -----BEGIN CERTIFICATE-----.',
  CA_KEY:
    'This text holds a private key, and was not stored. Give the certificate alone; the key belongs on the computer of the authority.',
  CA_DAMAGED: 'One of the certificates is damaged. Copy it again, whole, with its first and last line.',
  CA_SERVER:
    'One of the certificates is that of a server. Give the certificate of the authority that signs the others.',
  CA_ENDED:
    'The time of one of the certificates has ended. Ask for the present certificate of the authority.',
  ADDRESS_OTHER_PORT: 'Another port of this host has this address. Enter another one.',
  PORT_UNKNOWN: 'This host has no such port. Load the page again.',
} as const;
export type NetworkWrong = keyof typeof NETWORK_WRONG;
export type WrongEntry = { readonly field: string; readonly code: NetworkWrong };

const OCTET = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const MOST_SERVERS = 4;
const MOST_BYPASS = 100;

/** An IPv4 address as a number of 32 bits; undefined for anything else. */
export function ipv4Number(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Looks like one; the whole grammar is not needed to say that IPv4 is wanted. */
const isIpv6 = (text: string) => /^\[?[0-9a-f]*:[0-9a-f:.]*(%\w+)?\]?$/i.test(text);

const maskOf = (prefix: number) => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0);

/** Length of a subnet mask; undefined when it is none. `255.255.255.0`, `24` and `/24` are the same. */
export function prefixOf(mask: string): number | undefined {
  const length = /^\/?(\d{1,2})$/.exec(mask.trim())?.[1];
  if (length !== undefined) return Number(length) <= 32 ? Number(length) : undefined;
  const bits = ipv4Number(mask.trim());
  if (bits === undefined) return undefined;
  const prefix = 32 - Math.log2(2 ** 32 - bits);
  return Number.isInteger(prefix) ? prefix : undefined;
}

/** `24` → `255.255.255.0` */
export function maskText(prefix: number): string {
  const bits = maskOf(prefix);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

/** Entries of a list that was typed with commas, spaces or lines. */
export const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((entry) => entry !== '');

const notIpv4 = (text: string): NetworkWrong => (isIpv6(text) ? 'IS_IPV6' : 'NOT_IPV4');

/** First or last address of a network; a network of two (RFC 3021) has neither. */
function edge(address: number, prefix: number): 'network' | 'broadcast' | undefined {
  if (prefix >= 31) return undefined;
  const host = (address & ~maskOf(prefix)) >>> 0;
  if (host === 0) return 'network';
  return host === ~maskOf(prefix) >>> 0 ? 'broadcast' : undefined;
}

function isSpecial(address: number): boolean {
  const first = Math.floor(address / 2 ** 24);
  return first === 0 || first === 127 || first >= 224 || Math.floor(address / 2 ** 16) === 169 * 256 + 254;
}

function wrongAddress(text: string, prefix: number | undefined): NetworkWrong | undefined {
  if (text === '') return 'ADDRESS_MISSING';
  const address = ipv4Number(text);
  if (address === undefined) return notIpv4(text);
  if (isSpecial(address)) return 'ADDRESS_SPECIAL';
  const at = prefix === undefined ? undefined : edge(address, prefix);
  if (at === undefined) return undefined;
  return at === 'network' ? 'ADDRESS_NETWORK' : 'ADDRESS_BROADCAST';
}

function wrongMask(text: string): NetworkWrong | undefined {
  if (text === '') return 'MASK_MISSING';
  const prefix = prefixOf(text);
  if (prefix === undefined) return 'MASK_WRONG';
  return prefix < 8 || prefix > 31 ? 'MASK_RANGE' : undefined;
}

/** A port may have no default gateway: a second network behind which nothing else lies. */
function wrongGateway(text: string, address: number | undefined, prefix: number | undefined) {
  if (text === '') return undefined;
  const gateway = ipv4Number(text);
  if (gateway === undefined) return notIpv4(text);
  if (address === undefined || prefix === undefined) return undefined;
  const mask = maskOf(prefix);
  if ((gateway & mask) !== (address & mask)) return 'GATEWAY_OUTSIDE';
  if (gateway === address) return 'GATEWAY_SAME';
  const at = edge(gateway, prefix);
  if (at === undefined) return undefined;
  return at === 'network' ? 'GATEWAY_NETWORK' : 'GATEWAY_BROADCAST';
}

function wrongDns(text: string): NetworkWrong | undefined {
  const servers = listOf(text);
  const bad = servers.find((server) => ipv4Number(server) === undefined);
  if (bad !== undefined) return notIpv4(bad);
  return servers.length > MOST_SERVERS ? 'DNS_MANY' : undefined;
}

const entries = (codes: Readonly<Record<string, NetworkWrong | undefined>>): WrongEntry[] =>
  Object.entries(codes).flatMap(([field, code]) => (code === undefined ? [] : [{ field, code }]));

/** Everything that is wrong with one port, field by field; empty when it can be applied. */
export function checkPort(form: PortForm): WrongEntry[] {
  const dns = wrongDns(form.dns);
  if (form.mode === 'dhcp') return entries({ dns });
  const mask = wrongMask(form.mask.trim());
  const prefix = mask === undefined ? prefixOf(form.mask) : undefined;
  const address = wrongAddress(form.address.trim(), prefix);
  const number = address === 'ADDRESS_SPECIAL' ? undefined : ipv4Number(form.address.trim());
  return entries({ address, mask, gateway: wrongGateway(form.gateway.trim(), number, prefix), dns });
}

/** What the helper is asked for. Only for a form without fault. */
export function settingsOf(form: PortForm): NetworkSettings {
  const { port, mode } = form;
  const dns = listOf(form.dns);
  if (mode === 'dhcp') return { port, mode, ...(dns.length === 0 ? {} : { dns }) };
  const gateway = form.gateway.trim();
  return {
    port,
    mode,
    address: form.address.trim(),
    prefix: prefixOf(form.mask) ?? 0,
    ...(gateway === '' ? {} : { gateway }),
    dns,
  };
}

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;

/** RFC 1123 §2.1: a name whose last label is all digits is a mistyped address. */
export function isHostName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  return (
    text.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}

/** Eight groups of which `::` may stand for some; IPv4 at the end is for nobody who types. */
export function isIpv6Address(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const fits = groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
  return fits && (halves.length === 2 ? groups.length < 8 : groups.length === 8);
}

/** A name, or an address of either family. */
export const isHost = (text: string): boolean =>
  isHostName(text) || ipv4Number(text) !== undefined || isIpv6Address(text);

/** @param text time servers, separated by commas or spaces; empty: the host's own */
export function checkTimeServers(text: string): NetworkWrong | undefined {
  const servers = listOf(text);
  if (!servers.every(isHost)) return 'NTP_WRONG';
  return servers.length > MOST_SERVERS ? 'NTP_MANY' : undefined;
}

/** The HTTP proxy as it was typed. */
export type ProxyForm = {
  /** Empty: there is none. */
  readonly host: string;
  readonly port: string;
  readonly user: string;
  /** Whether a password is typed or stored. */
  readonly hasPassword: boolean;
  readonly bypass: string;
};

/** `[::1]` → `::1` */
const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1');

/** `host`, `.domain`, `*.domain`, an address, each with a port or without; `*` for everything. */
function isBypass(entry: string): boolean {
  if (entry === '*' || isHost(bare(entry))) return true;
  const host = entry.replace(/:\d{1,5}$/, '').replace(/^\*?\./, '');
  return isHost(bare(host));
}

export function checkProxy(form: ProxyForm): WrongEntry[] {
  const bypass = listOf(form.bypass);
  const port = Number(form.port);
  const isPort = /^\d{1,5}$/.test(form.port.trim()) && port >= 1 && port <= 65_535;
  const wrongBypass = bypass.every(isBypass) ? undefined : 'BYPASS_WRONG';
  const rest = { bypass: bypass.length > MOST_BYPASS ? 'BYPASS_MANY' : wrongBypass } as const;
  if (form.host.trim() === '') return entries(rest);
  const noUser = form.user === '' && form.hasPassword;
  return entries({
    host: isHost(bare(form.host.trim())) ? undefined : 'PROXY_HOST',
    port: isPort ? undefined : 'PROXY_PORT',
    user: form.user.includes(':') ? 'PROXY_USER' : noUser ? 'PROXY_PASSWORD_ALONE' : undefined,
    ...rest,
  });
}

/** First free text that a person reads: `192.168.1.50/24`, or `DHCP`. */
export function describePort(settings: NetworkSettings): string {
  return settings.mode === 'dhcp' ? 'DHCP' : `${settings.address}/${settings.prefix}`;
}
