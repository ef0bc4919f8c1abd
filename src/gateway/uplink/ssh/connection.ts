/** One SSH connection to the broker, over one WebSocket. Lives once; link.ts makes the next one. */
import { timingSafeEqual } from 'node:crypto';
import ssh2, { type ClientChannel, type TcpConnectionDetails } from 'ssh2';
import type { WebSocket } from 'ws';
import { keyBlob } from '../../../base/runtime/ssh-key.ts';
import { sshStream } from '../../../base/runtime/ssh-stream.ts';
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
  /** Ends at once; what is on its way is lost. */
  close(): void;
  /** Resolves when the connection is over, with the reason if there was one. */
  readonly closed: Promise<Error | undefined>;
};

export type SshConnectionOptions = {
  readonly socket: WebSocket;
  readonly signer: Signer;
  readonly user: string;
  readonly hostKeys: readonly string[];
  readonly onChannel: (name: string, accept: () => ClientChannel, reject: () => void) => void;
};

/** ssh2 takes any host key when it is given no verifier; this one takes the pinned keys and nothing else. */
function pinnedTo(hostKeys: readonly string[]) {
  const pinned = hostKeys.map(keyBlob).filter((key) => key.length > 0);
  return (key: Buffer): boolean =>
    pinned.some((known) => known.length === key.length && timingSafeEqual(known, key));
}

/** @throws Error when the broker's key is not pinned, the key is refused, or nothing answers in 20 s */
export function openSshConnection(options: SshConnectionOptions): Promise<SshConnection> {
  const { socket, signer, user, hostKeys, onChannel } = options;
  const client = new ssh2.Client();
  const stream = sshStream(socket);
  let why: Error | undefined;
  const close = () => {
    client.end();
    stream.destroy();
  };

  client.on(
    'tcp connection',
    (details: TcpConnectionDetails, accept: () => ClientChannel, reject: () => void) =>
      onChannel(details.destIP, accept, reject),
  );
  const closed = new Promise<Error | undefined>((resolve) => client.once('close', () => resolve(why)));

  return new Promise((resolve, reject) => {
    client.on('error', (error) => {
      why ??= error;
      close();
      reject(error);
    });
    client.once('close', () => reject(why ?? new Error('the broker closed the connection')));
    client.once('ready', () =>
      resolve({
        forward: (name, port) =>
          new Promise((done, refused) =>
            client.forwardIn(name, port, (error) => (error ? refused(error) : done())),
          ),
        // a reply is awaited, since only then does ssh2 refuse channels for that name
        unforward: (name, port) => void client.unforwardIn(name, port, () => undefined),
        close,
        closed,
      }),
    );
    client.connect({
      sock: stream,
      username: user,
      agent: new SignerAgent(signer),
      authHandler: ['agent'],
      hostVerifier: pinnedTo(hostKeys),
      algorithms: { cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr'] },
      keepaliveInterval: KEEPALIVE_MS,
      keepaliveCountMax: KEEPALIVE_MISSED,
      readyTimeout: READY_MS,
    });
  });
}
