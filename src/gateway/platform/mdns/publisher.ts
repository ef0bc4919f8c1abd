/** What both ways of publishing have in common: our own responder, and the avahi-daemon of the host. */
import type { Clock } from '../../../base/clock.ts';
import type { Interfaces } from './ports.ts';
import type { Service } from './records.ts';

export type PublisherOptions = {
  readonly services: readonly Service[];
  /** Whether the pages answer at an address. */
  readonly serves: (address: string) => boolean;
  readonly interfaces: () => Interfaces;
  readonly clock: Clock;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly onPublished: (name: string) => void;
  /** Another host has the name. @returns the name to try next */
  readonly onTaken: (name: string, by: string | undefined) => string;
  /** Nothing can be published any more, or again (undefined). */
  readonly onProblem: (error: unknown) => void;
};

export type Publisher = {
  /** Begins; whether it succeeds is told by the options' functions. */
  start(name: string): Promise<void>;
  /** Takes everything back. */
  stop(): Promise<void>;
};

/** How often the host's addresses are looked at, ms. */
export const LOOK_MS = 2_000;

/**
 * Looks again and again, one look at a time.
 *
 * @param look its failure is told to `onError`, and the next look comes all the same
 * @returns `start` resolves after the first look, `stop` after a running one
 */
export function watcher(clock: Clock, look: () => Promise<void>, onError: (error: unknown) => void) {
  let ended = false;
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  const start = (): Promise<void> => {
    running = look()
      .catch(onError)
      .then(() => {
        if (!ended) cancel = clock.after(LOOK_MS, start);
      });
    return running;
  };
  return {
    start,
    stop: async () => {
      ended = true;
      cancel();
      await running;
    },
  };
}
