/**
 * The embedded broker: an SSH server on the far end of the gateways' WebSockets. It gives nobody a shell and opens no
 * port; a forward is a name (`target/<id>`) by which the cloud's own code opens channels.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2, {
  type AuthContext,
  type Connection,
  type PublicKeyAuthContext,
  type ServerChannel,
  type TcpipBindInfo,
} from 'ssh2';
import type { WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import { type ChannelSocket, channelSocket } from '../../base/runtime/channel-socket.ts';
import { keyBlob, sshPublicKey } from '../../base/runtime/ssh-key.ts';
import { sshStream } from '../../base/runtime/ssh-stream.ts';
import type { P256PublicJwk } from '../../contract/common.ts';
import { FORWARD_PORT, forwardName, PROBE_MS } from '../../contract/tunnel.ts';
import { fail } from '../core/errors.ts';
import type { TunnelFact, Tunnels } from '../core/ports/launch.ts';
import { probeThrough } from './probe.ts';

export type BrokerOptions = {
  /** OpenSSH private key; gateways pin its public half. */
  readonly hostKey: string;
  /** The key of a linked gateway; undefined when it is not (any more) linked. Asked at every connection. */
  readonly keyOf: (gatewayId: string) => Promise<P256PublicJwk | undefined>;
  /** Whether this gateway may listen under this target's name. */
  readonly mayForward: (gatewayId: string, targetId: string) => boolean | Promise<boolean>;
  readonly clock: Clock;
  readonly randomToken: () => string;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** A gateway's forwards or their measured state changed. */
  readonly onChange: (gatewayId: string) => void;
  readonly maxChannels?: number;
  readonly maxForwards?: number;
};

export type Broker = Tunnels & {
  /** Takes over an accepted WebSocket whose caller proved to be this gateway. */
  accept(socket: WebSocket, gatewayId: string): void;
  /** @throws AppError GATEWAY_OFFLINE, TUNNEL_STOPPED, TUNNEL_BUSY, TUNNEL_DOWN */
  connect(gatewayId: string, targetId: string): Promise<ChannelSocket>;
  stop(): void;
};

type Forward = { readonly abort: AbortController; up: boolean; at: number };
type Link = {
  readonly gatewayId: string;
  readonly client: Connection;
  readonly socket: WebSocket;
  readonly forwards: Map<string, Forward>;
  channels: number;
  /** Closed or replaced: nothing may be begun on it any more. */
  over: boolean;
};

const KEEPALIVE = { keepaliveInterval: 15_000, keepaliveCountMax: 3 };
const OPEN_MS = 10_000;
/** From the WebSocket to the proof of the key; RFC 4252 §4 asks for a limit. */
const PROVE_MS = 30_000;
/** A little more often than a probe may be old, so that one that is late does not show as a tunnel that is down. */
const PROBE_EVERY_MS = Math.round((PROBE_MS * 2) / 3);
const TARGET_NAME = /^target\/([a-z0-9][a-z0-9-]{0,62})$/;

/** RFC 4252 §7: this user, this key, and (second round) a signature made with it. */
function isProven(context: PublicKeyAuthContext, gatewayId: string, jwk: P256PublicJwk): boolean {
  const line = sshPublicKey(jwk);
  const blob = keyBlob(line);
  const { key, signature, blob: signed, hashAlgo } = context;
  if (context.username !== gatewayId || key.data.length !== blob.length) return false;
  if (!timingSafeEqual(key.data, blob)) return false;
  if (signature === undefined || signed === undefined) return true; // "would you take this key?"
  const parsed = ssh2.utils.parseKey(line);
  return !(parsed instanceof Error) && parsed.verify(signed, signature, hashAlgo) === true;
}

export function createBroker(options: BrokerOptions): Broker {
  const { hostKey, keyOf, mayForward, clock, randomToken, log, onChange } = options;
  const { maxChannels = 256, maxForwards = 64 } = options;
  const links = new Map<string, Link>();
  const sockets = new Set<WebSocket>();

  const authenticate = async (context: AuthContext, gatewayId: string): Promise<boolean> => {
    if (context.method !== 'publickey') return false;
    const jwk = await keyOf(gatewayId);
    return jwk !== undefined && isProven(context, gatewayId, jwk);
  };

  const drop = (link: Link) => {
    link.over = true;
    for (const forward of link.forwards.values()) forward.abort.abort(new Error('closed'));
    link.forwards.clear();
    link.socket.terminate();
    if (links.get(link.gatewayId) !== link) return;
    links.delete(link.gatewayId);
    onChange(link.gatewayId);
  };

  /** The newest connection counts: the old one may be a dead line that nobody told us about. */
  const take = (link: Link) => {
    const old = links.get(link.gatewayId);
    links.set(link.gatewayId, link);
    if (!old) return;
    log('a newer tunnel connection took over', { gatewayId: link.gatewayId });
    drop(old);
  };

  const openChannel = (link: Link, targetId: string): Promise<ChannelSocket> =>
    new Promise((resolve, reject) => {
      let late = false;
      const done = (error: Error | undefined, channel?: ServerChannel) => {
        cancel();
        if (error || !channel) {
          link.channels--;
          return reject(fail('TUNNEL_DOWN', error ? { cause: error } : {}));
        }
        const socket = channelSocket(channel, 'tunnel');
        socket.once('close', () => link.channels--);
        socket.on('error', (cause) => log('a tunnel channel broke', { targetId, reason: cause.message }));
        if (late) socket.destroy();
        else resolve(socket);
      };
      const cancel = clock.after(OPEN_MS, () => {
        late = true;
        reject(fail('TUNNEL_DOWN'));
      });
      link.channels++;
      try {
        link.client.forwardOut(forwardName(targetId), FORWARD_PORT, 'cloud', 0, done);
      } catch (error) {
        done(error as Error);
      }
    });

  const connect = async (gatewayId: string, targetId: string): Promise<ChannelSocket> => {
    const link = links.get(gatewayId);
    if (!link) throw fail('GATEWAY_OFFLINE');
    if (!link.forwards.has(targetId)) throw fail('TUNNEL_STOPPED');
    if (link.channels >= maxChannels) throw fail('TUNNEL_BUSY');
    return await openChannel(link, targetId);
  };

  const measure = async (link: Link, targetId: string, forward: Forward) => {
    const { signal } = forward.abort;
    while (!signal.aborted) {
      const up = await probeThrough(() => connect(link.gatewayId, targetId), { randomToken, clock, signal });
      if (signal.aborted) return;
      const changed = up !== forward.up;
      forward.up = up;
      forward.at = clock.now();
      if (changed) onChange(link.gatewayId);
      await clock.sleep(PROBE_EVERY_MS, signal).catch(() => undefined);
    }
  };

  /** Undefined: refused. */
  const forward = async (link: Link, info: TcpipBindInfo) => {
    const targetId = TARGET_NAME.exec(info.bindAddr)?.[1];
    if (targetId === undefined || info.bindPort !== FORWARD_PORT) return undefined;
    if (!(await mayForward(link.gatewayId, targetId)) || link.over) return undefined;
    if (link.forwards.size >= maxForwards && !link.forwards.has(targetId)) return undefined;
    link.forwards.get(targetId)?.abort.abort(new Error('asked again'));
    const entry: Forward = { abort: new AbortController(), up: false, at: clock.now() };
    link.forwards.set(targetId, entry);
    return { targetId, entry };
  };

  const unforward = (link: Link, info: TcpipBindInfo) => {
    const targetId = TARGET_NAME.exec(info.bindAddr)?.[1] ?? '';
    link.forwards.get(targetId)?.abort.abort(new Error('taken back'));
    if (link.forwards.delete(targetId)) onChange(link.gatewayId);
  };

  const onRequest = async (
    link: Link,
    request: { name: string; info: TcpipBindInfo },
    answer: { accept?: (() => void) | undefined; reject?: (() => void) | undefined },
  ) => {
    if (request.name === 'cancel-tcpip-forward') {
      unforward(link, request.info);
      return answer.accept?.();
    }
    const taken = request.name === 'tcpip-forward' ? await forward(link, request.info) : undefined;
    if (!taken) {
      log('a forward was refused', { gatewayId: link.gatewayId, name: request.name });
      return answer.reject?.();
    }
    answer.accept?.();
    onChange(link.gatewayId);
    await measure(link, taken.targetId, taken.entry);
  };

  const serve = (client: Connection, socket: WebSocket, gatewayId: string, proven: () => void) => {
    const link: Link = { gatewayId, client, socket, forwards: new Map(), channels: 0, over: false };
    const failed = (error: unknown) => {
      log('a tunnel connection broke', { gatewayId, reason: (error as Error).message });
      drop(link);
    };
    client.on('authentication', (context: AuthContext) => {
      authenticate(context, gatewayId)
        .then((proven) => (proven ? context.accept() : context.reject(['publickey'])))
        .catch(failed);
    });
    client.once('ready', () => {
      proven();
      take(link);
      onChange(gatewayId);
    });
    // no listener for sessions, direct-tcpip or streamlocal: ssh2 refuses those by itself
    client.on('request', (accept, reject, name: string, info: unknown) => {
      onRequest(link, { name, info: info as TcpipBindInfo }, { accept, reject }).catch(failed);
    });
    client.on('error', failed);
    client.once('close', () => drop(link));
  };

  return {
    accept(socket, gatewayId) {
      sockets.add(socket);
      // a peer that says nothing is not told to serve() at all
      const proven = clock.after(PROVE_MS, () => {
        log('a tunnel connection did not prove its key in time', { gatewayId });
        socket.terminate();
      });
      socket.once('close', () => {
        proven();
        sockets.delete(socket);
      });
      // one server a connection: it knows by that, and not by what the peer says, whose connection it is
      const server = new ssh2.Server(
        {
          hostKeys: [hostKey],
          algorithms: { cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr'] },
          ...KEEPALIVE,
        },
        (client) => serve(client, socket, gatewayId, proven),
      );
      server.on('error', (error: Error) => log('broker error', { gatewayId, reason: error.message }));
      server.injectSocket(sshStream(socket) as unknown as Socket);
    },
    connect,
    of(gatewayId): TunnelFact[] {
      const forwards = links.get(gatewayId)?.forwards ?? new Map<string, Forward>();
      return [...forwards].map(([targetId, { up, at }]) => ({ targetId, up, at }));
    },
    closeGateway(gatewayId) {
      const link = links.get(gatewayId);
      if (link) drop(link);
    },
    stop() {
      for (const link of [...links.values()]) drop(link);
      for (const socket of sockets) socket.terminate();
    },
  };
}
