/**
 * Gateways' connections on their way to an OpenSSH server on this host. The server sees each gateway under a loopback
 * address of its own: a key is good from there only, and its log says whose connection a line is about. Because every
 * byte goes through here, ending a gateway's connection is ending a socket of ours: no process has to be looked for.
 */
import { connect, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { notePassed } from '../../base/runtime/passing-memory.ts';
import { adopted, createPassage } from './own-buffers.ts';

export type SshdRelay = {
  /** @param from the gateway's loopback address */
  join(stream: Duplex, gatewayId: string, from: string): void;
  closeGateway(gatewayId: string): number;
  has(gatewayId: string): boolean;
  stop(): void;
};

export type SshdRelayOptions = {
  readonly sshd: { readonly host: string; readonly port: number };
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** A connection of this gateway is over. */
  readonly onEnd: (gatewayId: string) => void;
  /** Of all gateways. */
  readonly maxConnections?: number;
};

type Joined = { readonly near: Duplex; readonly far: Socket };

export function createSshdRelay(options: SshdRelayOptions): SshdRelay {
  const { sshd, log, onEnd, maxConnections = 20_000 } = options;
  /** By gateway; one without a connection has no entry. */
  const all = new Map<string, Set<Joined>>();
  let open = 0;

  const cut = ({ near, far }: Joined) => {
    near.destroy();
    far.destroy();
  };

  return {
    join(stream, gatewayId, from) {
      if (open >= maxConnections) {
        log('a tunnel connection was refused: too many', { gatewayId, open });
        stream.destroy();
        return;
      }
      const [down, up] = [createPassage(notePassed), createPassage(notePassed)];
      const far = connect({ ...sshd, localAddress: from, noDelay: true, onread: down.onread });
      const near = stream instanceof Socket ? adopted(stream, up.onread) : stream;
      const joined = { near, far };
      const own = all.get(gatewayId) ?? new Set();
      all.set(gatewayId, own.add(joined));
      open++;
      far.once('error', (error) =>
        log('the SSH server broke a connection off', { gatewayId, reason: error.message }),
      );
      near.on('error', () => cut(joined));
      far.on('error', () => cut(joined));
      const end = () => {
        cut(joined);
        if (!own.delete(joined)) return;
        open--;
        if (own.size === 0) all.delete(gatewayId);
        onEnd(gatewayId);
      };
      near.once('close', end);
      far.once('close', end);
      down.join(far, near);
      if (near === stream) {
        // pipe stops reading where the other side does not take: nothing is gathered here
        near.on('data', (chunk: Buffer) => notePassed(chunk.length));
        near.pipe(far);
        return;
      }
      up.join(near, far);
      // its first line, by which the door knew it
      const begun = stream.read() as Buffer | null;
      if (begun) far.write(begun);
      near.resume();
    },
    closeGateway(gatewayId) {
      const those = [...(all.get(gatewayId) ?? [])];
      for (const joined of those) cut(joined);
      return those.length;
    },
    has: (gatewayId) => all.has(gatewayId),
    stop() {
      for (const own of all.values()) for (const joined of own) cut(joined);
    },
  };
}
