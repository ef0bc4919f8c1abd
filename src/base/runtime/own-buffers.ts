/**
 * Reading a TCP connection without a new buffer for each read. Node makes one of 64 KiB each time; on a way that only
 * passes on, making them and cleaning them up costs as much as the passing on (docs/figures.md).
 */
import { connect, type OnReadOpts, Socket, type TcpNetConnectOpts } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** What a connection waits with: most of them are still. Bytes. */
const SMALL = 4 * 1024;
/** What it goes on with once a read filled the buffer. Bytes. */
const LARGE = 256 * 1024;
/** Large ones that are kept for whoever needs one next. */
const KEPT = 16;

const free: Buffer[] = [];

const take = (isLarge: boolean): Buffer =>
  (isLarge ? free.pop() : undefined) ?? Buffer.allocUnsafeSlow(isLarge ? LARGE : SMALL);

function giveBack(buffer: Buffer): void {
  if (buffer.length === LARGE && free.length < KEPT) free.push(buffer);
}

/** What the next read needs: it goes on large once it was filled, and small once little came. */
const wantsLarge = (bytes: number, buffer: Buffer) =>
  bytes === buffer.length || (buffer.length === LARGE && bytes > SMALL);

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
        next ??= take(false);
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
        const isLarge = wantsLarge(bytes, buffer);
        if (isLent || isLarge !== (buffer.length === LARGE)) {
          if (!isLent) giveBack(buffer);
          next = take(isLarge);
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

type HttpSocket = { readonly parser?: object | null };

/**
 * A connection for `node:http` to ask by, as `net.connect` makes it. Node's parser copies what it gives out of a body, so
 * that what was read may be read over as soon as the parser has seen it. Whatever else reads (what comes after an
 * upgrade, with the words that came with its head) keeps what it got.
 */
export function connectForHttp(options: TcpNetConnectOpts): Socket {
  let next: Buffer | undefined;
  const socket: Socket = connect({
    ...options,
    onread: {
      buffer: () => {
        next ??= take(false);
        return next;
      },
      callback(bytes, view) {
        const buffer = view as Buffer;
        const goesOn = socket.push(buffer.subarray(0, bytes));
        // Node takes the parser away in an upgrade; `parser` is not documented, and without it nothing is read over
        const isFree = Boolean((socket as HttpSocket).parser) && socket.readableLength === 0;
        const isLarge = wantsLarge(bytes, buffer);
        if (isFree && isLarge === (buffer.length === LARGE)) return goesOn;
        if (isFree) giveBack(buffer);
        next = take(isLarge);
        return goesOn;
      },
    },
  });
  return socket;
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
