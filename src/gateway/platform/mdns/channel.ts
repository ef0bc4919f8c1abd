/**
 * The sockets of one link, over multicast-dns. Two of them, since Node cannot ask on which port a packet came in: one
 * bound to the group, which hears multicast only, and one bound to the port's own address, which sends and hears
 * what is sent to this host alone. A sender is believed only when it is on the link.
 */
import { createSocket, type Socket } from 'node:dgram';
import type { Answer, Packet } from 'dns-packet';
import multicastDns from 'multicast-dns';
import { declared } from '../../../base/runtime/outflow.ts';
import type { Message } from './packet.ts';
import type { Link } from './ports.ts';

export const MDNS_PORT = 5353;
const GROUP = { IPv4: '224.0.0.251', IPv6: 'ff02::fb' } as const;
/** Lets a receiver see that no router was passed (RFC 6762 §11). */
const HOPS = 255;

export type From = { readonly address: string; readonly port: number };
/** A response as the codec takes it. */
export type Outgoing = Pick<Packet, 'id' | 'questions' | 'additionals'> & { readonly answers: Answer[] };

export type Channel = {
  /** To everybody on the link, or to one. */
  respond(answer: Outgoing, to?: From): void;
  /** A ready message, to everybody on the link. */
  send(message: Buffer): void;
  close(): Promise<void>;
};

export type ChannelOptions = {
  readonly link: Link;
  readonly onMessage: (message: Message, from: From) => void;
  /** Something that one packet did; the channel goes on. */
  readonly onError: (error: unknown) => void;
};

type Opened = { readonly socket: Socket; readonly mdns: ReturnType<typeof multicastDns> };

function open(bind: string, { link, onMessage, onError }: ChannelOptions): Promise<Opened> {
  const type = link.family === 'IPv4' ? 'udp4' : 'udp6';
  const flow = { use: 'mdns', host: GROUP[link.family], port: MDNS_PORT } as const;
  const socket = declared(flow, () =>
    createSocket({ type, reuseAddr: true, ...(type === 'udp6' ? { ipv6Only: true } : {}) }),
  );
  const group = { ip: GROUP[link.family], interface: link.source };
  const mdns = multicastDns({ socket, type, ...group, port: MDNS_PORT, bind, multicast: false });
  return new Promise((resolve, reject) => {
    mdns.on('error', reject);
    mdns.on('warning', onError);
    mdns.on('packet', (message: Message, from: From) => {
      if (!link.holds(from.address)) return;
      try {
        onMessage(message, from);
      } catch (error) {
        onError(error);
      }
    });
    mdns.once('ready', () => resolve({ socket, mdns }));
  });
}

/** @throws the socket's own error: EADDRINUSE where another program keeps the port for itself */
export async function openChannel(options: ChannelOptions): Promise<Channel> {
  const { link, onError } = options;
  const [group, on] =
    link.family === 'IPv4' ? [GROUP.IPv4, link.source] : [`${GROUP.IPv6}%${link.port}`, `::%${link.port}`];
  const opened: Opened[] = [];
  /** Packets on their way out: a goodbye must leave before its socket is closed. */
  const leaving = new Set<Promise<void>>();
  const leave = (give: (done: (error: Error | null) => void) => void) => {
    const left = new Promise<void>((resolve) =>
      give((error) => {
        if (error) onError(error);
        resolve();
      }),
    );
    leaving.add(left);
    void left.then(() => leaving.delete(left));
  };
  const close = async () => {
    await Promise.all(leaving);
    await Promise.all(opened.map(({ mdns }) => new Promise<void>((resolve) => mdns.destroy(resolve))));
  };
  try {
    const receiver = await open(group, options);
    opened.push(receiver);
    receiver.socket.addMembership(GROUP[link.family], on);
    const { socket, mdns } = await open(link.source, options);
    opened.push({ socket, mdns });
    socket.setMulticastInterface(on);
    socket.setMulticastTTL(HOPS);
    socket.setTTL(HOPS);
    socket.setMulticastLoopback(true);
    return {
      respond: (answer, to) =>
        leave((done) => mdns.respond(answer, to ?? { address: group, port: MDNS_PORT }, done)),
      send: (message) => leave((done) => socket.send(message, MDNS_PORT, group, done)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
