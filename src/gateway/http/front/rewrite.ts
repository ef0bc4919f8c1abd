/**
 * What is changed on the way so that an unmodified web application works under the launch origin: it sees requests
 * as if the browser had come to its own address, and the browser never leaves the launch origin.
 *
 * No `X-Forwarded-*` is sent, on purpose: an application that believes it would compare the launch origin with the
 * `Origin` of its own address and refuse every form. No `Via` either: nginx, for one, stops compressing for it.
 */
import { endToEnd, mapHeaders, type RawHeaders } from '../../../base/headers.ts';

export type Origins = {
  /** What the browser sees: `https://k3v….launch.example`. */
  readonly launch: string;
  /** The target's own: `https://10.0.0.5:8443`, default port left out. */
  readonly target: string;
};

const OURS = /^cloudlink-/;
const FORWARDED = /^(x-forwarded-.*|forwarded|x-real-ip|via|expect)$/;

/** `https://h:443` → `https://h`, with IPv6 in brackets. */
export function originOf(target: { protocol: string; host: string; port: number }): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return new URL(`${target.protocol}://${host}:${target.port}`).origin;
}

/** `Host` of an origin. */
export const authorityOf = (origin: string) => new URL(origin).host;

/** Headers of a request, for the target. `Host` and what belongs to this tunnel is replaced. */
export function forTarget(raw: RawHeaders, { launch, target }: Origins): string[] {
  const swap = (value: string) =>
    value === launch || value.startsWith(`${launch}/`) ? target + value.slice(launch.length) : value;
  const mapped = mapHeaders(endToEnd(raw), (name, value) => {
    if (name === 'host' || OURS.test(name) || FORWARDED.test(name)) return undefined;
    return name === 'origin' || name === 'referer' ? swap(value) : value;
  });
  return ['Host', authorityOf(target), ...mapped];
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * True for an absolute URL of the target's listener, whichever scheme the target believes it is spoken to in: behind
 * its own TLS end an application writes `http://` before the `Host` that it was asked by.
 */
function isTarget(url: URL, target: URL): boolean {
  if (url.hostname !== target.hostname) return false;
  const port = (u: URL) => u.port || (DEFAULT_PORT[u.protocol] ?? '');
  // a plain server that leads to https means its other listener; to bring that back here would go round for ever
  const named = target.protocol === 'https:' && url.host === target.host;
  return named || port(url) === port(target);
}

/** One URL reference: absolute ones of the target move to the launch origin, all others stay as they are. */
export function moved(reference: string, { launch, target }: Origins): string {
  const text = reference.trim();
  if (!/^(https?:)?\/\//i.test(text)) return reference;
  let url: URL;
  try {
    url = new URL(text, target);
  } catch {
    return reference; // not a URL: the browser decides what it makes of it
  }
  return isTarget(url, new URL(target)) ? launch + url.pathname + url.search + url.hash : reference;
}

/** Domain would widen (or void) the cookie; Secure, SameSite and Partitioned must fit the origin that it is set for. */
function setCookie(value: string, secure: boolean): string {
  const [pair = '', ...attributes] = value.split(';');
  const prefixed = /^\s*__(Host|Secure)-/i.test(pair);
  const kept = attributes.filter((attribute) => {
    const name = attribute.trim().toLowerCase();
    if (name === 'secure') return prefixed && !secure;
    return !/^(domain\s*=|samesite\s*=\s*none$|partitioned$)/.test(name);
  });
  return [pair, ...kept, ...(secure ? [' Secure'] : [])].join(';');
}

/** CSP3 §2.3.1 host-source: scheme, host, port, path; `*` is no part of it. */
const HOST_SOURCE = /^(?:(https?|wss?):\/\/)?(\*\.)?([a-z\d.-]+|\[[\da-f:.]+\])(?::(\d+|\*))?(\/[^;,]*)?$/i;

/**
 * A source of the target's own becomes the launch origin; a pattern (`*.example.org`) keeps what else it allows. Ports
 * and schemes count as in {@link moved}.
 */
function source(token: string, origins: Origins): string {
  const [whole, scheme = '', wild, host = '', port = '', path = ''] = HOST_SOURCE.exec(token) ?? [];
  if (whole === undefined) return token;
  const target = new URL(origins.target);
  const socket = scheme.toLowerCase().startsWith('ws');
  const launch = socket ? origins.launch.replace(/^http/, 'ws') : origins.launch;
  if (wild) {
    const covered = target.hostname.endsWith(`.${host.toLowerCase()}`);
    return covered ? `${token} ${launch}` : token;
  }
  const own = target.port || (DEFAULT_PORT[target.protocol] ?? '');
  const plain = scheme.toLowerCase().replace(/^ws/, 'http') || target.protocol.slice(0, -1);
  const meant = `${plain}://${host}${port === '' ? '' : `:${port === '*' ? own : port}`}`;
  return URL.canParse(meant) && isTarget(new URL(meant), target) ? launch + path : token;
}

/** Source lists and report addresses of policies; several policies stand in one header, with commas between. */
function policy(value: string, origins: Origins): string {
  return value
    .split(',')
    .map((one) =>
      one
        .split(';')
        .filter((directive) => !/^\s*upgrade-insecure-requests\s*$/i.test(directive))
        .map((directive) =>
          directive
            .split(/(\s+)/)
            .map((token) => source(token, origins))
            .join(''),
        )
        .join(';'),
    )
    .join(',');
}

/** `cookies` would end the launch session itself; `*` has them in it. */
function clearSiteData(value: string): string | undefined {
  const kept = value
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => (part === '"*"' ? ['"cache"', '"storage"'] : [part]))
    .filter((part) => part !== '"cookies"');
  return kept.length > 0 ? kept.join(', ') : undefined;
}

/** `https://10.0.0.5:8443` as the one value of a header; `*`, `null` and others stay. */
const ownOrigin = (value: string, origins: Origins) => moved(value, origins).replace(/\/$/, '');

/** Every URL in quotes (Reporting API: where the browser sends reports to). */
const quoted = (value: string, origins: Origins) =>
  value.replace(/"([^"]*)"/g, (_all, url: string) => `"${moved(url, origins)}"`);

/** Header → its new value; undefined drops it. Headers that are not named pass as they are. */
const RULES: Readonly<Record<string, (value: string, origins: Origins) => string | undefined>> = {
  location: moved,
  'content-location': moved,
  // HTML §4.2.4.6: `url=` may be left out
  refresh: (value, origins) =>
    value.replace(
      /^([\d.]*(?:\s*[;,])?\s*)(url\s*=\s*)?(["']?)([^"']+)\3/i,
      (_all, wait: string, key: string | undefined, quote: string, url: string) =>
        [wait, key ?? '', quote, moved(url, origins), quote].join(''),
    ),
  link: (value, origins) => value.replace(/<([^<>]*)>/g, (_all, url: string) => `<${moved(url, origins)}>`),
  'set-cookie': (value, { launch }) => setCookie(value, launch.startsWith('https:')),
  'content-security-policy': policy,
  'content-security-policy-report-only': policy,
  'access-control-allow-origin': ownOrigin,
  'timing-allow-origin': ownOrigin,
  'reporting-endpoints': quoted,
  'report-to': quoted,
  'clear-site-data': clearSiteData,
  // the launch origin makes its own promises; these would be kept for its name, or lead away from it
  'strict-transport-security': () => undefined,
  'public-key-pins': () => undefined,
  'alt-svc': () => undefined,
  nel: () => undefined,
};

/** Headers of an answer, for the browser. */
export function forBrowser(raw: RawHeaders, origins: Origins): string[] {
  return mapHeaders(raw, (name, value) => {
    if (OURS.test(name)) return undefined;
    // own rows only: a target may send a header by the name of something that every object has
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    return rule ? rule(value, origins) : value;
  });
}
