/**
 * What a connection is for, said at the moment in which it is opened. Whoever counts listens to Node's own announcement of
 * each socket (`net.client.socket`, `udp.socket`), so that one nobody declared is seen, too.
 */
import { channel } from 'node:diagnostics_channel';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { OutflowUse } from '../../contract/outflow.ts';

export type Outflow = {
  readonly use: OutflowUse;
  readonly host: string;
  readonly port: number;
  /** The proxy on the way, `host:port`. */
  readonly via?: string;
};

/** Only while a socket is made, which is never asynchronous: nothing else can inherit it. */
let current: Outflow | undefined;

/** Opens a connection; every socket that `open` makes before it returns is for this. */
export function declared<T>(flow: Outflow, open: () => T): T {
  const before = current;
  current = flow;
  try {
    return open();
  } finally {
    current = before;
  }
}

/** What the socket that is being made is for; undefined: nobody said. */
export const declaredNow = (): Outflow | undefined => current;

/** Carries the names that are looked up beside those of connections. */
export const NAME_LOOKUPS = 'cloudlink.lookup';
const lookups = channel(NAME_LOOKUPS);

/**
 * Every address of a name, by the host's resolver, counted.
 * @throws the resolver's error, `syscall: 'getaddrinfo'`
 */
export async function resolveName(host: string): Promise<string[]> {
  // nobody is asked for what an address is
  if (isIP(host) === 0) lookups.publish({ host });
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
