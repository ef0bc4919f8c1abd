/**
 * A file that only takes room, and is given up when there is none left, so that the databases can finish what they
 * write and a person can still sign in and make room. Laid down again when there is enough.
 */
import { randomFillSync } from 'node:crypto';
import { rmSync, statfsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';

const MIB = 1024 * 1024;
export const RESERVE_BYTES = 16 * MIB;
/** Less is as good as full: one transaction and its log. */
const FULL_BYTES = 8 * MIB;
/** With the reserve laid down, so much is free: no coming and going. */
const ROOM_BYTES = 96 * MIB;
const LOOK_MS = 5_000;
/** A start has better things to write. */
const LAY_AFTER_MS = 60_000;
const PIECE_BYTES = MIB;

export type DiskReserve = { start(): void; stop(): Promise<void> };

/**
 * @param onState `spent` when it was given up, `laid` when it is there (again)
 */
export function createDiskReserve(options: {
  readonly folder: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly onState: (state: 'spent' | 'laid') => void;
  readonly onError: (error: unknown) => void;
}): DiskReserve {
  const { folder, clock, onState, onError } = options;
  const file = join(folder, 'reserve');
  const isLaid = () => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= RESERVE_BYTES;
  const free = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  let told: 'spent' | 'laid' | undefined;
  const tell = (state: 'spent' | 'laid') => {
    if (told === state) return;
    told = state;
    onState(state);
  };

  /** Random, so that a file system which compresses or leaves out zeros really gives the room. */
  const write = async (to: string) => {
    const handle = await open(to, 'w', 0o600);
    try {
      const piece = randomFillSync(Buffer.allocUnsafe(PIECE_BYTES));
      for (let n = 0; n < RESERVE_BYTES; n += PIECE_BYTES) await handle.write(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  let laying: Promise<void> | undefined;
  const lay = async () => {
    const temporary = `${file}.new`;
    try {
      await write(temporary);
      await rename(temporary, file);
      tell('laid');
    } catch (error) {
      await rm(temporary, { force: true });
      onError(error);
    } finally {
      laying = undefined;
    }
  };

  /** Only this is asked while pages are served: two calls that take microseconds. */
  const settle = (mayLay: boolean) => {
    if (isLaid()) {
      if (free() >= FULL_BYTES) return tell('laid');
      rmSync(file, { force: true });
      return tell('spent');
    }
    // a disk that never had the room is told by the check of the disk, and this one when it is full
    if (free() < FULL_BYTES) return tell('spent');
    if (mayLay && free() >= ROOM_BYTES + RESERVE_BYTES) laying ??= lay();
  };

  let cancel: () => void = () => undefined;
  let looks = 0;
  const look = () => {
    cancel = clock.after(LOOK_MS, look);
    try {
      settle(looks++ * LOOK_MS >= LAY_AFTER_MS);
    } catch (error) {
      onError(error);
    }
  };
  return {
    start: look,
    async stop() {
      cancel();
      await laying;
    },
  };
}
