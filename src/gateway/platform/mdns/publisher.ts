/** What both ways of publishing have in common: our own responder, and the avahi-daemon of the host. */
import type { Clock } from '../../../base/clock.ts';
import type { Interfaces } from './ports.ts';
import type { Service } from './records.ts';

export type PublisherOptions = {
  readonly services: readonly Service[];
  /** Whether the pages answer at an address. */
  readonly serves: (address: string) => boolean;
  readonly interfaces: () => Interfaces;
  /** Calls `f` when the addresses of this host have changed. @returns what ends that */
  readonly onNetwork: (f: () => void) => () => void;
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

/**
 * How soon a look that was not whole is taken again, ms: an IPv6 address cannot be bound while the kernel asks whether
 * somebody has it, and then nothing changes that would be told.
 */
const AGAIN_MS = 2_000;

/**
 * Looks at the start and whenever the network has changed, one look at a time.
 *
 * @param look resolves with whether all is as it should be; its failure is told to `onError`, and counts as a no
 * @returns `start` resolves after the first look, `stop` after a running one
 */
export function watcher(
  { clock, onNetwork }: Pick<PublisherOptions, 'clock' | 'onNetwork'>,
  look: () => Promise<boolean>,
  onError: (error: unknown) => void,
) {
  let ended = false;
  let off: () => void = () => undefined;
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = async () => {
    cancel();
    if (ended) return;
    const isWhole = await look().catch((error: unknown) => {
      onError(error);
      return false;
    });
    if (!isWhole && !ended) cancel = clock.after(AGAIN_MS, again);
  };
  const again = (): Promise<void> => {
    running = running.then(turn);
    return running;
  };
  return {
    start: (): Promise<void> => {
      off = onNetwork(again);
      return again();
    },
    stop: async () => {
      ended = true;
      off();
      cancel();
      await running;
    },
  };
}
