/** The device key, and the one that takes its place. */
import type { Signer } from './signer.ts';

export type DeviceKeys = {
  /** Signs with the key in use; the same object before and after a change. */
  readonly signer: Signer;
  /** Made and not in use yet. @throws AppError KEY_UNREADABLE */
  next(): Promise<Signer | undefined>;
  /** Makes the next key; the one that is there is kept. It is on the disk when this resolves. */
  makeNext(): Promise<Signer>;
  /** The next key takes the place of the one in use, for good. Nothing happens when there is none. */
  promote(): Promise<void>;
  dropNext(): Promise<void>;
};

/** What the change of the key asks of the cloud. */
export type KeyExchange = {
  /** Names the next key, signed by both. @throws AppError of CloudHttp, KEY_REFUSED */
  offer(next: Signer, signal: AbortSignal): Promise<void>;
  /** Uses the next key for the first time. @throws AppError of CloudHttp */
  use(next: Signer, signal: AbortSignal): Promise<void>;
};
