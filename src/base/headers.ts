/** Header lists as they are on the wire (`[name, value, name, value …]`): order, case and repeats are kept. */
export type RawHeaders = readonly string[];

/** RFC 9110 §7.6.1: these belong to one connection and never pass a proxy. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Meant for the last recipient, whatever `Connection` says (RFC 9110 §7.6.1 forbids to name such there): without them
 * a message would have another length, another sender or another meaning behind the proxy than before it.
 */
const NEVER_NAMED = new Set([
  'authorization',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'cookie',
  'host',
  'location',
  'origin',
  'range',
  'referer',
  'set-cookie',
  'www-authenticate',
]);

/** Every pair with its name in lower case. */
export function* pairs(raw: RawHeaders): Generator<readonly [lower: string, value: string, name: string]> {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    yield [name.toLowerCase(), raw[i + 1] ?? '', name];
  }
}

/** All values of one header, in order. */
export function valuesOf(raw: RawHeaders, lower: string): string[] {
  const out: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2)
    // most names have another length, and need not be looked at
    if (raw[i]?.length === lower.length && raw[i]?.toLowerCase() === lower) out.push(raw[i + 1] ?? '');
  return out;
}

/** A new list; `f` answers the new value, or undefined to drop the line. */
export function mapHeaders(
  raw: RawHeaders,
  f: (lower: string, value: string) => string | undefined,
): string[] {
  const out: string[] = [];
  // every request and every answer comes by here twice: no generator, no pairs
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const kept = f(name.toLowerCase(), raw[i + 1] ?? '');
    if (kept !== undefined) out.push(name, kept);
  }
  return out;
}

/** Without what belongs to this connection only; of what `Connection` names, the headers that it may name. */
export function endToEnd(raw: RawHeaders): string[] {
  const named = valuesOf(raw, 'connection')
    .flatMap((value) => value.split(','))
    .map((token) => token.trim().toLowerCase())
    .filter((token) => !NEVER_NAMED.has(token));
  return mapHeaders(raw, (name, value) => (HOP_BY_HOP.has(name) || named.includes(name) ? undefined : value));
}

/**
 * Trailers that may pass (RFC 9110 §6.5.1): none that frames, routes or authenticates, for whoever merges them into the
 * header would take them for one.
 */
export function trailersOf(raw: RawHeaders): [string, string][] {
  const kept = mapHeaders(endToEnd(raw), (name, value) =>
    NEVER_NAMED.has(name) || name.startsWith('cloudlink-') ? undefined : value,
  );
  return [...pairs(kept)].map(([, value, name]) => [name, value]);
}

/** Values of one cookie in a `Cookie` header; a name can come more than once (RFC 6265 §5.4). */
export function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
}

/** A `Cookie` header without one cookie; undefined when nothing is left. */
export function withoutCookie(header: string, name: string): string | undefined {
  const rest = header.split(';').filter((part) => !part.trim().startsWith(`${name}=`));
  const text = rest.join(';').trim();
  return text === '' ? undefined : text;
}
