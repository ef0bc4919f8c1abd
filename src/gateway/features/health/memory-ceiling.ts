/** Starts the program again, in order, before the service manager or the kernel would end it for its memory. */
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { Instant } from '../../../contract/common.ts';
import type { EventBus } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';

const LOOK_MS = 30_000;
/** A peak is no leak: so many looks in a row. */
const LOOKS = 4;
/** What grows so fast is ended from outside, and counted as a crash; restarts by this are hours apart. */
const RARELY_MS = 6 * 3_600_000;
const STANDS_MS = 24 * 3_600_000;

const KEY = 'memory.ceiling';
const Kept = Type.Object({ at: Instant, words: Type.String() });

const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;

export type MemoryCeilingDeps = {
  /** Of this process, bytes. */
  readonly rss: () => number;
  /** Bytes. */
  readonly ceiling: number;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'get' | 'set' | 'delete'>;
  readonly events: EventBus;
  readonly restart: () => unknown;
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

export function createMemoryCeiling(deps: MemoryCeilingDeps) {
  const { rss, ceiling, clock, settings, events, restart, log } = deps;
  let above = 0;
  let cancels: (() => void)[] = [];
  const kept = () => settings.get(KEY, Kept);

  const look = () => {
    cancels[0] = clock.after(LOOK_MS, look);
    const now = rss();
    above = now > ceiling ? above + 1 : 0;
    if (above !== LOOKS) return;
    const last = kept();
    if (last && clock.now() - last.at < RARELY_MS && clock.now() >= last.at) return;
    settings.set(KEY, { at: clock.now(), words: `It took ${mib(now)} of at most ${mib(ceiling)}.` });
    log('this program starts again, to free memory', { rss: now, ceiling });
    restart();
  };

  return {
    start() {
      const last = kept();
      const left = last ? last.at + STANDS_MS - clock.now() : 0;
      if (last && left > 0) {
        events.emit('alarm.told', { code: 'MEMORY_CEILING', facts: last.words });
        cancels[1] = clock.after(Math.min(left, STANDS_MS), () =>
          events.emit('alarm.told', { code: 'MEMORY_CEILING' }),
        );
      }
      cancels[0] = clock.after(LOOK_MS, look);
    },
    stop() {
      for (const cancel of cancels) cancel();
      cancels = [];
    },
  };
}
