/** Names of this gateway on the link: which ones mDNS can carry, and which comes next when one is taken. */

/** Longest label of the DNS (RFC 1035 §2.3.4), bytes. */
const LABEL_MAX = 63;

/**
 * Whether mDNS answers for a name: one label below `.local`. Resolvers of operating systems do not ask the link for
 * names of more labels.
 */
export function isLinkName(name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.local$/i.test(name);
}

/** `cloudlink.local` → `cloudlink` */
export const labelOf = (name: string): string => name.replace(/\..*$/, '');

/**
 * What a host takes when its name belongs to another one (RFC 6762 §9), counted as avahi does: `cloudlink.local` →
 * `cloudlink-2.local` → `cloudlink-3.local`.
 */
export function nextName(name: string): string {
  const label = labelOf(name);
  const [, stem = label, number] = /^(.+)-([1-9]\d{0,5})$/.exec(label) ?? [];
  const ending = `-${number === undefined ? 2 : Number(number) + 1}`;
  return `${stem.slice(0, LABEL_MAX - ending.length).replace(/-+$/, '')}${ending}.local`;
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** `192.0.2.7` → `7.2.0.192.in-addr.arpa`; IPv6 by nibbles in `ip6.arpa` (RFC 3596 §2.5). */
export function reverseName(address: string): string {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  // the URL parser writes every address in one form, dotted ends included
  const text = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const words = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [words(head), words(tail)];
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const nibbles = all.map((word) => word.padStart(4, '0')).join('');
  return `${[...nibbles].reverse().join('.')}.ip6.arpa`;
}
