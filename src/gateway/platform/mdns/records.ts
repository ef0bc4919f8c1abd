/** The resource records that the gateway owns on one link, and how records are compared. Pure. */

import type { RecordType } from 'dns-packet';
import * as codec from 'dns-packet';
import { labelOf, reverseName, sameName } from './names.ts';

export type ResourceRecord = {
  readonly name: string;
  readonly ttl: number;
  /** Only this host has records of that name and type: sent with the cache-flush bit (RFC 6762 §10.2). */
  readonly unique: boolean;
  /** Its name must be probed before it is used (§8.1). */
  readonly probed: boolean;
} & RecordBody;

export type RecordBody =
  | { readonly type: 'A' | 'AAAA' | 'PTR'; readonly data: string }
  | { readonly type: 'SRV'; readonly data: { readonly port: number; readonly target: string } }
  | { readonly type: 'TXT'; readonly data: readonly string[] }
  | { readonly type: 'NSEC'; readonly data: { readonly nextDomain: string; readonly rrtypes: string[] } };

/** A record as the wire brings it: of any type, with any data. */
export type Seen = { readonly name: string; readonly type: string; readonly data?: unknown };

export type Service = {
  /** `_http._tcp` */
  readonly type: string;
  readonly port: number;
  readonly txt: readonly string[];
};

/** Records with an address or a host name, seconds; all others (§10). */
const HOST_TTL = 120;
const OTHER_TTL = 4500;
/** RFC 6763 §9: which types of service there are. */
export const SERVICE_TYPES = '_services._dns-sd._udp.local';

/** The name of a service instance must be unique as the host's is, so it carries it (RFC 6763 §4.1.1). */
export const instanceName = (host: string): string => `CloudLink gateway (${labelOf(host)})`;

function addressRecords(host: string, address: string): ResourceRecord[] {
  const type = address.includes(':') ? 'AAAA' : 'A';
  const data = address.replace(/%.*$/, '');
  const unique = { ttl: HOST_TTL, unique: true };
  return [
    { name: host, type, data, ...unique, probed: true },
    // nobody else can have this address, so its name needs no probe
    { name: reverseName(data), type: 'PTR', data: host, ...unique, probed: false },
  ];
}

function serviceRecords(host: string, { type, port, txt }: Service): ResourceRecord[] {
  const kind = `${type}.local`;
  const instance = `${instanceName(host)}.${kind}`;
  const shared = { ttl: OTHER_TTL, unique: false, probed: false };
  const own = { unique: true, probed: true };
  return [
    { name: SERVICE_TYPES, type: 'PTR', data: kind, ...shared },
    { name: kind, type: 'PTR', data: instance, ...shared },
    { name: instance, type: 'SRV', data: { port, target: host }, ttl: HOST_TTL, ...own },
    { name: instance, type: 'TXT', data: [...txt], ttl: OTHER_TTL, ...own },
  ];
}

/** Everything that one link is told: only the addresses of its own network port (§15). */
export function recordsFor(
  host: string,
  addresses: readonly string[],
  services: readonly Service[],
): ResourceRecord[] {
  return [
    ...addresses.flatMap((address) => addressRecords(host, address)),
    ...services.flatMap((service) => serviceRecords(host, service)),
  ];
}

const CODES: { readonly [type: string]: number } = { A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33, NSEC: 47 };
const codeOf = (type: string) => CODES[type] ?? Number(/^UNKNOWN_(\d+)$/.exec(type)?.[1] ?? 65_535);

/** The codec of one type's data; in dns-packet, but not in its types. */
type DataCodec = { encode(data: unknown): Buffer };
const codecOf = (codec as unknown as { record(type: RecordType): DataCodec }).record;

/** The data as it stands on the wire, uncompressed, without its length; names in lower case. */
function rdata(seen: Seen): Buffer {
  const lower = (value: unknown): unknown =>
    typeof value === 'string' && seen.type !== 'TXT' ? value.toLowerCase() : value;
  const data =
    seen.type === 'SRV'
      ? { ...(seen.data as object), target: lower((seen.data as { target: string }).target) }
      : // the codec writes into the list that it is given
        Array.isArray(seen.data)
        ? [...seen.data]
        : lower(seen.data);
  return codecOf(seen.type as RecordType)
    .encode(data)
    .subarray(2);
}

export const sameRecord = (a: Seen, b: Seen): boolean =>
  a.type === b.type && sameName(a.name, b.name) && rdata(a).equals(rdata(b));

function compare(a: Seen, b: Seen): number {
  return codeOf(a.type) - codeOf(b.type) || Buffer.compare(rdata(a), rdata(b));
}

/**
 * Who keeps a name that two hosts probe at the same time (§8.2.1): both lists in order, compared pair by pair by
 * type and then by data as unsigned bytes; of two lists that agree, the longer one is later.
 *
 * @returns above 0 when ours is lexicographically later and wins, below 0 when we lose, 0 for the same records
 */
export function tiebreak(ours: readonly Seen[], theirs: readonly Seen[]): number {
  const [a, b] = [[...ours].sort(compare), [...theirs].sort(compare)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i] as Seen, b[i] as Seen);
    if (order !== 0) return Math.sign(order);
  }
  return Math.sign(a.length - b.length);
}
