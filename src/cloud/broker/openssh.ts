/**
 * The broker by OpenSSH: `sshd` on this host speaks SSH and listens, on a loopback address for each gateway. The cloud
 * says who may listen where (it answers the server's AuthorizedKeysCommand), brings the connections to it
 * (sshd-relay.ts), and opens channels by connecting to those addresses. docs/openssh-broker.md
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { createHttpReads } from '../../base/runtime/read-buffers.ts';
import { jwkOfBlob, sshPublicKey } from '../../base/runtime/ssh-key.ts';
import type { P256PublicJwk } from '../../contract/common.ts';
import { MAX_FORWARDS, type TunnelPlan } from '../../contract/tunnel.ts';
import { fail } from '../core/errors.ts';
import type { TunnelAddressStore } from '../core/ports/tunnel-addresses.ts';
import { createForwards, type Forwards } from './forwards.ts';
import { loopbackOf, portOf } from './loopback.ts';
import type { Broker, BrokerBase } from './port.ts';
import { createSshdRelay } from './sshd-relay.ts';

export type OpenSshBrokerOptions = BrokerBase & {
  readonly sshd: { readonly host: string; readonly port: number };
  /** The Unix user that gateways sign in as. */
  readonly user: string;
  readonly addresses: TunnelAddressStore;
  /** The linked gateway of a device key, if it may connect. */
  readonly gatewayOf: (key: P256PublicJwk) => Promise<string | undefined>;
};

export type OpenSshBroker = Broker & {
  /**
   * Answers sshd's AuthorizedKeysCommand. @param key base64 of the key that a client offers
   * @returns a line of an authorized_keys file; undefined: this key opens nothing
   */
  authorizedKey(key: string): Promise<string | undefined>;
};

type Peer = {
  readonly address: string;
  readonly connection: number;
  readonly slots: Map<string, number>;
  readonly forwards: Forwards;
};

const OPEN_MS = 10_000;
/** The server does not say when a gateway has been let in; so its first answer is waited for, in growing steps. */
const FIRST_PROBE_MS = 50;

export function createOpenSshBroker(options: OpenSshBrokerOptions): OpenSshBroker {
  const { user, addresses, gatewayOf, mayForward, way, clock, log, onChange } = options;
  const peers = new Map<string, Peer>();
  /** Of gateways that were here before: the next connection takes the other port. */
  const lastConnection = new Map<string, number>();
  const relay = createSshdRelay({
    sshd: options.sshd,
    log,
    onEnd(gatewayId) {
      if (!relay.has(gatewayId)) onChange(gatewayId);
    },
  });

  const dial = (host: string, port: number, gatewayId: string): Promise<Socket> =>
    new Promise((resolve, reject) => {
      if (!relay.has(gatewayId)) return reject(fail('GATEWAY_OFFLINE'));
      const reads = createHttpReads();
      const socket = reads.of(connectTcp({ host, port, noDelay: true, onread: reads.onread }));
      const cancel = clock.after(OPEN_MS, () => socket.destroy(new Error('late')));
      socket.once('error', (cause) => {
        cancel();
        const refused = (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        reject(fail(refused ? 'TUNNEL_STOPPED' : 'TUNNEL_DOWN', { cause }));
      });
      socket.once('connect', () => {
        cancel();
        resolve(socket);
      });
    });

  const close = (gatewayId: string) => {
    const peer = peers.get(gatewayId);
    peer?.forwards.clear();
    peers.delete(gatewayId);
    const ended = relay.closeGateway(gatewayId);
    if (peer) onChange(gatewayId);
    return ended;
  };

  /** A gateway that asks for a plan has no use for its connection any more, dead or not. */
  const fresh = async (gatewayId: string): Promise<Peer> => {
    const address = loopbackOf(await addresses.numberOf(gatewayId));
    if (close(gatewayId) > 0) log('a newer tunnel connection took over', { gatewayId });
    const connection = (lastConnection.get(gatewayId) ?? 0) + 1;
    lastConnection.set(gatewayId, connection);
    const slots = new Map<string, number>();
    const open = (targetId: string) => dial(address, portOf(slots.get(targetId) ?? 0, connection), gatewayId);
    const forwards = createForwards({
      ...options,
      onChange: () => onChange(gatewayId),
      open,
      firstMs: FIRST_PROBE_MS,
    });
    const peer = { address, connection, slots, forwards };
    peers.set(gatewayId, peer);
    return peer;
  };

  const current = (gatewayId: string, connection: number): Peer => {
    const peer = peers.get(gatewayId);
    if (peer?.connection !== connection) throw fail('TUNNEL_PLAN_OLD');
    return peer;
  };

  /** The place of a target on its gateway's address; undefined when all are taken. */
  const slotOf = ({ slots }: Peer, targetId: string): number | undefined => {
    const slot = slots.get(targetId) ?? slots.size;
    if (slot >= MAX_FORWARDS) return undefined;
    slots.set(targetId, slot);
    return slot;
  };

  const plan = async (peer: Peer, gatewayId: string, targets: readonly string[]): Promise<TunnelPlan> => {
    const forwards: TunnelPlan['forwards'] = [];
    for (const targetId of targets) {
      const slot = (await mayForward(gatewayId, targetId)) ? slotOf(peer, targetId) : undefined;
      if (slot === undefined) {
        log('a forward was refused', { gatewayId, targetId });
        continue;
      }
      peer.forwards.add(targetId);
      forwards.push({ targetId, bindHost: peer.address, bindPort: portOf(slot, peer.connection) });
    }
    onChange(gatewayId);
    return { connection: peer.connection, way, user, forwards };
  };

  return {
    async plan(gatewayId, { targets, connection }) {
      const peer = connection === undefined ? await fresh(gatewayId) : current(gatewayId, connection);
      return await plan(peer, gatewayId, targets);
    },
    async authorizedKey(key) {
      const jwk = jwkOfBlob(Buffer.from(key, 'base64'));
      const gatewayId = jwk && (await gatewayOf(jwk));
      const peer = gatewayId === undefined ? undefined : peers.get(gatewayId);
      if (!jwk || !peer) {
        log('a tunnel key was refused', gatewayId === undefined ? {} : { gatewayId });
        return undefined;
      }
      const ports = Array.from({ length: MAX_FORWARDS }, (_, slot) => portOf(slot, peer.connection));
      const permits = ports.map((port) => `permitlisten="${peer.address}:${port}"`);
      const options = ['restrict', 'port-forwarding', `from="${peer.address}"`, ...permits];
      return `${options.join(',')} ${sshPublicKey(jwk)}`;
    },
    accept(stream, gatewayId) {
      const peer = peers.get(gatewayId);
      if (peer) return relay.join(stream, gatewayId, peer.address);
      log('a tunnel connection was refused: it has no plan', { gatewayId });
      stream.on('error', () => undefined);
      stream.destroy();
    },
    async connect(gatewayId, targetId) {
      const peer = peers.get(gatewayId);
      if (!peer || !relay.has(gatewayId)) throw fail('GATEWAY_OFFLINE');
      return await peer.forwards.connect(targetId);
    },
    of: (gatewayId) => (relay.has(gatewayId) ? (peers.get(gatewayId)?.forwards.facts() ?? []) : []),
    closeGateway(gatewayId) {
      const ended = close(gatewayId);
      if (ended > 0) log('a gateway’s tunnel connections were ended', { gatewayId, ended });
    },
    stop() {
      for (const peer of peers.values()) peer.forwards.clear();
      peers.clear();
      relay.stop();
    },
  };
}
