/**
 * The embedded broker: an SSH server on the far end of the gateways' connections. It gives nobody a shell and opens no
 * port; a forward is a name (`target/<id>`) by which the cloud's own code opens channels.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, {
  type AuthContext,
  type Connection,
  type PublicKeyAuthContext,
  type ServerChannel,
  type TcpipBindInfo,
} from 'ssh2';
import { type ChannelSocket, channelSocket } from '../../base/runtime/channel-socket.ts';
import { keyBlob, SSH_CIPHERS, sshPublicKey } from '../../base/runtime/ssh-key.ts';
import { padsFromPool } from '../../base/runtime/ssh-speed.ts';
import { together } from '../../base/runtime/ssh-stream.ts';
import type { P256PublicJwk } from '../../contract/common.ts';
import { FORWARD_PORT, forwardName, MAX_FORWARDS, TARGET_ID } from '../../contract/tunnel.ts';
import { fail } from '../core/errors.ts';
import { createForwards, type Forwards } from './forwards.ts';
import type { Broker, BrokerBase } from './port.ts';

export type { Broker } from './port.ts';

export type BrokerOptions = BrokerBase & {
  /** OpenSSH private key; gateways pin its public half. */
  readonly hostKey: string;
  /** The key of a linked gateway; undefined when it is not (any more) linked. Asked at every connection. */
  readonly keyOf: (gatewayId: string) => Promise<P256PublicJwk | undefined>;
  readonly maxForwards?: number;
};

type Link = {
  readonly gatewayId: string;
  readonly client: Connection;
  readonly stream: Duplex;
  readonly forwards: Forwards;
  /** Closed or replaced: nothing may be begun on it any more. */
  over: boolean;
};

const KEEPALIVE = { keepaliveInterval: 15_000, keepaliveCountMax: 3 };
const OPEN_MS = 10_000;
/** From the connection to the proof of the key; RFC 4252 §4 asks for a limit. */
const PROVE_MS = 30_000;
const TARGET_NAME = new RegExp(`^target/(${TARGET_ID})$`);

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
  const { hostKey, keyOf, mayForward, way, clock, log, onChange, maxForwards = MAX_FORWARDS } = options;
  const links = new Map<string, Link>();
  const streams = new Set<Duplex>();
  let plans = 0;

  const authenticate = async (context: AuthContext, gatewayId: string): Promise<boolean> => {
    if (context.method !== 'publickey') return false;
    const jwk = await keyOf(gatewayId);
    return jwk !== undefined && isProven(context, gatewayId, jwk);
  };

  const drop = (link: Link) => {
    link.over = true;
    link.forwards.clear();
    link.stream.destroy();
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

  const openChannel = (client: Connection, targetId: string): Promise<ChannelSocket> =>
    new Promise((resolve, reject) => {
      let late = false;
      const done = (error: Error | undefined, channel?: ServerChannel) => {
        cancel();
        if (error || !channel) return reject(fail('TUNNEL_DOWN', error ? { cause: error } : {}));
        const socket = channelSocket(channel, 'tunnel');
        if (!late) return resolve(socket);
        socket.on('error', () => undefined);
        socket.destroy();
      };
      const cancel = clock.after(OPEN_MS, () => {
        late = true;
        reject(fail('TUNNEL_DOWN'));
      });
      try {
        client.forwardOut(forwardName(targetId), FORWARD_PORT, 'cloud', 0, done);
      } catch (error) {
        done(error as Error);
      }
    });

  /** Undefined: refused. */
  const forward = async (link: Link, info: TcpipBindInfo): Promise<string | undefined> => {
    const targetId = TARGET_NAME.exec(info.bindAddr)?.[1];
    if (targetId === undefined || info.bindPort !== FORWARD_PORT) return undefined;
    if (!(await mayForward(link.gatewayId, targetId)) || link.over) return undefined;
    if (link.forwards.size >= maxForwards && !link.forwards.has(targetId)) return undefined;
    return targetId;
  };

  const unforward = (link: Link, info: TcpipBindInfo) => {
    if (link.forwards.remove(TARGET_NAME.exec(info.bindAddr)?.[1] ?? '')) onChange(link.gatewayId);
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
    if (taken === undefined) {
      log('a forward was refused', { gatewayId: link.gatewayId, name: request.name });
      return answer.reject?.();
    }
    answer.accept?.();
    link.forwards.add(taken);
    onChange(link.gatewayId);
  };

  /** What a client asks for that no gateway does: ssh2 refuses it by itself, and here it is told. */
  const refuse = (link: Link) => {
    const refused = (what: string) => (_accept: unknown, reject: unknown) => {
      log('a request was refused', { gatewayId: link.gatewayId, what });
      (reject as (() => void) | undefined)?.();
    };
    link.client.on('session', refused('session'));
    link.client.on('tcpip', refused('direct-tcpip'));
    link.client.on('openssh.streamlocal', refused('streamlocal'));
  };

  const serve = (client: Connection, stream: Duplex, gatewayId: string, proven: () => void) => {
    const forwards = createForwards({
      ...options,
      onChange: () => onChange(gatewayId),
      open: (targetId) => openChannel(client, targetId),
    });
    const link: Link = { gatewayId, client, stream, forwards, over: false };
    const failed = (error: unknown) => {
      log('a tunnel connection broke', { gatewayId, reason: (error as Error).message });
      drop(link);
    };
    client.on('authentication', (context: AuthContext) => {
      authenticate(context, gatewayId)
        .then((known) => {
          if (known) return context.accept();
          if (context.method !== 'none') log('a tunnel key was refused', { gatewayId });
          context.reject(['publickey']);
        })
        .catch(failed);
    });
    client.once('ready', () => {
      proven();
      padsFromPool(client);
      take(link);
      onChange(gatewayId);
    });
    refuse(link);
    client.on('request', (accept, reject, name: string, info: unknown) => {
      onRequest(link, { name, info: info as TcpipBindInfo }, { accept, reject }).catch(failed);
    });
    client.on('error', failed);
    client.once('close', () => drop(link));
  };

  return {
    async plan(gatewayId, { targets, connection }) {
      const taken: string[] = [];
      for (const id of targets) if (await mayForward(gatewayId, id)) taken.push(id);
      return {
        connection: connection ?? ++plans,
        way,
        user: gatewayId,
        forwards: taken.map((targetId) => ({
          targetId,
          bindHost: forwardName(targetId),
          bindPort: FORWARD_PORT,
        })),
      };
    },
    accept(stream, gatewayId) {
      streams.add(stream);
      // a peer that says nothing is not told to serve() at all
      const proven = clock.after(PROVE_MS, () => {
        log('a tunnel connection did not prove its key in time', { gatewayId });
        stream.destroy();
      });
      stream.once('close', () => {
        proven();
        streams.delete(stream);
      });
      stream.on('error', () => stream.destroy());
      // one server a connection: it knows by that, and not by what the peer says, whose connection it is
      const server = new ssh2.Server(
        { hostKeys: [hostKey], algorithms: { cipher: [...SSH_CIPHERS] }, ...KEEPALIVE },
        (client) => serve(client, stream, gatewayId, proven),
      );
      server.on('error', (error: Error) => log('broker error', { gatewayId, reason: error.message }));
      server.injectSocket(together(stream) as Socket);
    },
    async connect(gatewayId, targetId) {
      const link = links.get(gatewayId);
      if (!link) throw fail('GATEWAY_OFFLINE');
      return await link.forwards.connect(targetId);
    },
    of: (gatewayId) => links.get(gatewayId)?.forwards.facts() ?? [],
    closeGateway(gatewayId) {
      const link = links.get(gatewayId);
      if (link) drop(link);
    },
    stop() {
      for (const link of [...links.values()]) drop(link);
      for (const stream of streams) stream.destroy();
    },
  };
}
