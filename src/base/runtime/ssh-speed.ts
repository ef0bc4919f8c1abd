/**
 * Two things that cost a large download through ssh2 a third of its time (docs/figures.md). Both reach inside: ssh2 is
 * pinned to one version, and where its inside is another, it goes on by itself, only slower.
 */
import { randomFillSync } from 'node:crypto';
import type { Channel } from 'ssh2';

/** ssh2 opens a channel with a window of 2 MiB. Bytes. */
const WINDOW = 4 * 1024 * 1024;
/** ssh2 gives a window back when half of it is used up, and the sender stands still meanwhile. Bytes. */
const GIVE_BACK = 256 * 1024;

type InsideChannel = {
  readonly incoming?: { window: number };
  readonly outgoing?: { readonly id: number; readonly state: string };
  readonly _client?: {
    readonly _protocol?: { channelWindowAdjust?(channel: number, bytes: number): void };
  };
};

/**
 * Tells the sender early that there is room again (RFC 4254 §5.2), and of more room, where what comes is used up: a
 * channel that is not read keeps the 2 MiB that it began with.
 *
 * @returns to be called with the length of everything that was read
 */
export function givesBack(channel: Channel): (bytes: number) => void {
  const { incoming, outgoing, _client } = channel as unknown as InsideChannel;
  const protocol = _client?._protocol;
  let taken = 0;
  return (bytes) => {
    taken += bytes;
    if (taken < GIVE_BACK || !incoming || !outgoing || !protocol?.channelWindowAdjust) return;
    taken = 0;
    const more = WINDOW - incoming.window - channel.readableLength;
    if (more <= 0 || outgoing.state === 'closed') return;
    incoming.window += more;
    protocol.channelWindowAdjust(outgoing.id, more);
  };
}

/** Random bytes for the padding of many packets: asking for a few each time costs more than encrypting the packet. */
const pool = Buffer.alloc(4096);
let used = pool.length;

function pad(packet: Buffer, at: number, length: number): void {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(packet, at, used, used + length);
  used += length;
}

/** What ssh2's cipher makes room for (RFC 4253 §6; RFC 5647 §7.2): length, padding's length, payload, padding, tag. */
function allocPacket(payload: number): Buffer {
  const short = 16 - ((1 + payload) % 16);
  const padding = short < 4 ? short + 16 : short;
  const packet = Buffer.allocUnsafe(4 + 1 + payload + padding + 16);
  packet.writeUInt32BE(1 + payload + padding, 0);
  packet[4] = padding;
  pad(packet, 5 + payload, padding);
  return packet;
}

type InsideConnection = { readonly _protocol?: { readonly _cipher?: object } };

/**
 * Takes the padding of AES-GCM packets from a supply of random bytes, for this connection and all others of the process.
 *
 * @param connection one that is ready
 * @returns whether its cipher is the one that this is for
 */
export function padsFromPool(connection: object): boolean {
  const cipher = (connection as InsideConnection)._protocol?._cipher;
  if (cipher?.constructor.name !== 'AESGCMCipherBinding') return false;
  Object.assign(Object.getPrototypeOf(cipher), { allocPacket });
  return true;
}
