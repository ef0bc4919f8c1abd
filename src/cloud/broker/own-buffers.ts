/**
 * Passing bytes from one TCP connection to another without a new buffer for each read: making them and cleaning them up
 * costs as much as the copying (docs/figures.md).
 */
import { type OnReadOpts, Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { giveBack, isLarge, takeBuffer, wantsLarge } from '../../base/runtime/read-buffers.ts';

export type Passage = {
  /** For `net.connect`, or {@link adopted}: what is read goes where `to` says. */
  readonly onread: OnReadOpts;
  /** Before the first byte. @param from the socket that reads by `onread` */
  join(from: Readable, to: Writable): void;
};

/** @param passed is told of everything that goes by */
export function createPassage(passed: (bytes: number) => void): Passage {
  let to: Writable | undefined;
  let next: Buffer | undefined;
  return {
    onread: {
      // asked before the first read, and after each
      buffer: () => {
        next ??= takeBuffer(false);
        return next;
      },
      callback(bytes, view) {
        const buffer = view as Buffer;
        passed(bytes);
        let isLent = false;
        const goesOn = to?.write(buffer.subarray(0, bytes), () => {
          if (isLent) giveBack(buffer);
        });
        // what the system took at once may be read over; what waits stays as it is until it was sent
        isLent = (to?.writableLength ?? 0) > 0;
        const goesLarge = wantsLarge(bytes, buffer);
        if (isLent || goesLarge !== isLarge(buffer)) {
          if (!isLent) giveBack(buffer);
          next = takeBuffer(goesLarge);
        }
        return goesOn ?? false;
      },
    },
    join(from, target) {
      to = target;
      target.on('drain', () => from.resume());
      from.once('end', () => target.end());
    },
  };
}

type InsideSocket = { _handle: { reading: boolean; readStop(): void } | null };

/**
 * A connection that somebody made to us, to be read by `onread`, which Node offers to those only that it makes itself:
 * so its handle goes into a new socket. (Node 24; `new Socket({ handle })` is what Node's own server does.)
 *
 * @param socket paused; what it has read already is still to be had from it, and is not the new one's
 */
export function adopted(socket: Socket, onread: OnReadOpts): Socket {
  const inside = socket as unknown as InsideSocket;
  const handle = inside._handle;
  if (!handle) return socket;
  handle.reading = false;
  handle.readStop();
  inside._handle = null;
  const own = new Socket({ handle, onread } as never);
  // its server counts it until it is over; and whoever still has it may end it
  own.once('close', () => socket.destroy());
  socket.once('close', () => own.destroy());
  return own;
}
