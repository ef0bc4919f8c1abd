/** One SSH connection to the broker, over a stream that is open. Lives once; link.ts makes the next one. */
import { timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';
import ssh2, { type ClientChannel, type TcpConnectionDetails } from 'ssh2';
import { keyBlob, SSH_CIPHERS } from '../../../base/runtime/ssh-key.ts';
import { padsFromPool } from '../../../base/runtime/ssh-speed.ts';
import type { Signer } from '../../core/ports/signer.ts';
import { SignerAgent } from './agent.ts';

/** Both sides ask; a peer that is silent for three intervals is given up. Milliseconds. */
export const KEEPALIVE_MS = 15_000;
const KEEPALIVE_MISSED = 3;
const READY_MS = 20_000;

export type SshConnection = {
  /** Rejects when the broker refuses. */
  forward(name: string, port: number): Promise<void>;
  unforward(name: string, port: number): void;
  /** Resolves when the broker has answered something. */
  ping(): Promise<void>;
  /** Ends at once; what is on its way is lost. */
  close(): void;
  /** Resolves when the connection is over, with the reason if there was one. */
  readonly closed: Promise<Error | undefined>;
};

export type SshConnectionOptions = {
  readonly stream: Duplex;
  readonly signer: Signer;
  readonly user: string;
  /** What the client says to be, in the clear (RFC 4253 §4.2). */
  readonly ident: string;
  readonly hostKeys: readonly string[];
  readonly onChannel: (
    forward: { readonly host: string; readonly port: number },
    accept: () => ClientChannel,
    reject: () => void,
  ) => void;
  /** The broker asked for a channel to something that is not forwarded; it is refused. */
  readonly onStray: (forward: string) => void;
};

/**
 * ssh2 looks a channel's address up in a table of the forwards that were taken, and refuses silently what is not there.
 * This table tells. (ssh2 is pinned to one version; without the table nothing is told, and as much refused.)
 */
function watchForwards(client: ssh2.Client, onStray: (forward: string) => void): void {
  const inside = client as unknown as { _forwarding?: Record<string, number> };
  inside._forwarding = new Proxy<Record<string, number>>(Object.create(null), {
    get(table, forward) {
      const port = typeof forward === 'string' ? table[forward] : undefined;
      if (port === undefined) onStray(String(forward));
      return port;
    },
  });
}

/** ssh2 takes any host key when it is given no verifier; this one takes the pinned keys and nothing else. */
function pinnedTo(hostKeys: readonly string[]) {
  const pinned = hostKeys.map(keyBlob).filter((key) => key.length > 0);
  return (key: Buffer): boolean =>
    pinned.some((known) => known.length === key.length && timingSafeEqual(known, key));
}

/** @throws Error when the broker's key is not pinned, the key is refused, or nothing answers in 20 s */
export function openSshConnection(options: SshConnectionOptions): Promise<SshConnection> {
  const { stream, signer, user, ident, hostKeys, onChannel, onStray } = options;
  const client = new ssh2.Client();
  let why: Error | undefined;
  const close = () => {
    client.end();
    stream.destroy();
  };

  client.on(
    'tcp connection',
    (details: TcpConnectionDetails, accept: () => ClientChannel, reject: () => void) =>
      onChannel({ host: details.destIP, port: details.destPort }, accept, reject),
  );
  const closed = new Promise<Error | undefined>((resolve) => client.once('close', () => resolve(why)));

  return new Promise((resolve, reject) => {
    client.on('error', (error) => {
      why ??= error;
      close();
      reject(error);
    });
    client.once('close', () => reject(why ?? new Error('the broker closed the connection')));
    client.once('ready', () => {
      padsFromPool(client);
      resolve({
        forward: (name, port) =>
          new Promise((done, refused) =>
            client.forwardIn(name, port, (error) => (error ? refused(error) : done())),
          ),
        // a reply is awaited, since only then does ssh2 refuse channels for that name
        unforward: (name, port) => void client.unforwardIn(name, port, () => undefined),
        // any request that wants a reply will do; nothing is forwarded under this name
        ping: () => new Promise((done) => void client.unforwardIn('ping', 1, () => done())),
        close,
        closed,
      });
    });
    client.connect({
      sock: stream,
      username: user,
      agent: new SignerAgent(signer),
      authHandler: ['agent'],
      hostVerifier: pinnedTo(hostKeys),
      ident,
      algorithms: { cipher: [...SSH_CIPHERS] },
      keepaliveInterval: KEEPALIVE_MS,
      keepaliveCountMax: KEEPALIVE_MISSED,
      readyTimeout: READY_MS,
    });
    watchForwards(client, onStray);
  });
}
