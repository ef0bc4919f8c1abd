/** Reports soon after something that is part of the inventory may have changed. */
import type { Clock } from '../../../base/clock.ts';
import type { EventBus, EventName } from '../../core/events.ts';

/** What a person changes in one go is one report. */
export const GATHER_MS = 30_000;

/** Interfaces, site zone, the linked PBX, the account that is told. */
const CHANGES: readonly EventName[] = [
  'pbx.saved',
  'site.saved',
  'tunnel.changed',
  'link.changed',
  'network.changed',
];

export function createInventoryOnChange(deps: {
  readonly events: EventBus;
  readonly clock: Pick<Clock, 'after'>;
  /** Whether there is anybody to tell. */
  readonly isLinked: () => boolean;
  readonly report: () => void;
}) {
  const { events, clock, isLinked, report } = deps;
  let cancel: (() => void) | undefined;
  let ends: (() => void)[] = [];
  const later = () => {
    cancel = undefined;
    if (isLinked()) report();
  };
  const changed = () => {
    cancel ??= clock.after(GATHER_MS, later);
  };
  return {
    start() {
      ends = CHANGES.map((name) => events.on(name, changed));
    },
    stop() {
      for (const end of ends) end();
      cancel?.();
      cancel = undefined;
    },
  };
}
