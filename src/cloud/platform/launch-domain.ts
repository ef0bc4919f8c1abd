/** What DNS names say about a launch domain, by the Public Suffix List that comes with the package. */
import { getDomain, getPublicSuffix } from 'tldts';

/** The private part too: names below which anybody gets one, `github.io` as `co.uk`. */
const LIST = { allowPrivateDomains: true } as const;

/** Whether a `Host` header names the launch domain or something below it. */
export function isOnDomain(host: string | undefined, domain: string): boolean {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  return name === domain || name.endsWith(`.${domain}`);
}

/** The names that pages below the launch domain could set cookies for, were it not on the list. */
const registrable = (name: string) => getDomain(name, LIST);

/**
 * What is wrong with a launch domain, in sentences; none: nothing. Pages of a target can set cookies by script for
 * every name up to their registrable domain.
 */
export function launchDomainFaults(publicUrl: string, launchDomain: string): string[] {
  const { hostname } = new URL(publicUrl);
  const page = `x.${launchDomain}`;
  const own = registrable(hostname);
  const faults: string[] = [];
  if (own !== null && own === registrable(page))
    faults.push(
      `The launch domain shares the registrable domain ${own} with the console: launched pages can set cookies for it. Give it a domain of its own.`,
    );
  // names that never leave the machine (RFC 6761 §6.3) are on no list
  const isLocal = isOnDomain(launchDomain, 'localhost');
  if (!isLocal && getPublicSuffix(page, LIST) !== launchDomain)
    faults.push(
      'The launch domain is not on the Public Suffix List: launched pages can set cookies for each other. Ask for it to be listed (https://publicsuffix.org/submit/).',
    );
  return faults;
}
