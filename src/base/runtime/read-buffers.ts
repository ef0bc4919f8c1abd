/**
 * Reading a TCP connection without a new buffer for each read. Node makes one of 64 KiB each time; on a way that only
 * passes on, making them and cleaning them up costs as much as the passing on (docs/figures.md).
 */
import type { OnReadOpts, Socket } from 'node:net';

/** What a connection waits with: most of them are still. Bytes. */
const SMALL = 4 * 1024;
/** What it goes on with once a read filled the buffer. Bytes. */
const LARGE = 256 * 1024;
/** Large ones that are kept for whoever needs one next. */
const KEPT = 16;

const free: Buffer[] = [];

export const isLarge = (buffer: Buffer): boolean => buffer.length === LARGE;

export const takeBuffer = (large: boolean): Buffer =>
  (large ? free.pop() : undefined) ?? Buffer.allocUnsafeSlow(large ? LARGE : SMALL);

export function giveBack(buffer: Buffer): void {
  if (isLarge(buffer) && free.length < KEPT) free.push(buffer);
}

/** Whether the next read goes on large, since this one was filled, or is large and not nearly empty. */
export const wantsLarge = (bytes: number, buffer: Buffer): boolean =>
  bytes === buffer.length || (isLarge(buffer) && bytes > SMALL);

type HttpSocket = { readonly parser?: object | null };

export type HttpReads = {
  /** For `net.connect`. */
  readonly onread: OnReadOpts;
  /** Before its first byte: the connection that reads so. */
  of(socket: Socket): Socket;
};

/**
 * For one connection by which `node:http` asks. Node's parser copies what it gives out of a body, so that what was read
 * may be read over as soon as the parser has seen it. Whatever else reads (what comes after an upgrade, with the words
 * that came with its head) keeps what it got.
 *
 * @example const reads = createHttpReads();
 * reads.of(connect({ host, port, onread: reads.onread }));
 */
export function createHttpReads(): HttpReads {
  let socket: Socket | undefined;
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
        const goesOn = socket?.push(buffer.subarray(0, bytes)) ?? false;
        // Node takes the parser away in an upgrade; `parser` is not documented, and without it nothing is read over
        const isFree = Boolean((socket as HttpSocket | undefined)?.parser) && socket?.readableLength === 0;
        const goesLarge = wantsLarge(bytes, buffer);
        if (isFree && goesLarge === isLarge(buffer)) return goesOn;
        if (isFree) giveBack(buffer);
        next = takeBuffer(goesLarge);
        return goesOn;
      },
    },
    of(made) {
      socket = made;
      return made;
    },
  };
}
