/** Sends the status up the command channel: on connect, on change, and every minute so that its age is known. */
import type { Clock } from '../../../base/clock.ts';
import type { GatewayStatus } from '../../../contract/status.ts';
import type { EventBus, EventName } from '../../core/events.ts';
import type { CloudChannel } from '../../core/ports/cloud.ts';

export const STATUS_MS = 60_000;
/** Changes that come together are sent together. */
export const GATHER_MS = 500;

const CHANGES: readonly EventName[] = [
  'link.changed',
  'account.state',
  'network.changed',
  'site.saved',
  'pbx.saved',
  'pbx.connected',
  'sync.started',
  'sync.ended',
  'tunnel.changed',
  'consent.changed',
  'inventory.reported',
  'alarm.changed',
  'update.changed',
  'feature.failed',
];

/** Calls back when anything that the overview shows may have changed; many changes at once are one call. */
export function createChanges(events: EventBus, clock: Clock) {
  const listeners = new Set<() => void>();
  let cancel: (() => void) | undefined;
  const fire = () => {
    cancel = undefined;
    for (const f of listeners) f();
  };
  const changed = () => {
    cancel ??= clock.after(GATHER_MS, fire);
  };
  const now = () => {
    cancel?.();
    fire();
  };
  let ends: (() => void)[] = [];
  return {
    start() {
      ends = [
        ...[...CHANGES, 'sync.progress' as const, 'channel.state' as const].map((name) =>
          events.on(name, changed),
        ),
        // rare, and somebody waits for it: an end on site is said at the other end within two seconds
        events.on('session.changed', now),
      ];
    },
    /** For what has no event: a job ended, a minute passed. */
    changed,
    subscribe(f: () => void): () => void {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    stop() {
      for (const end of ends) end();
      cancel?.();
      cancel = undefined;
      listeners.clear();
    },
  };
}
export type Changes = ReturnType<typeof createChanges>;

export type ReporterDeps = {
  readonly channel: Pick<CloudChannel, 'send' | 'onState'>;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly status: () => GatewayStatus;
};

export function createReporter({ channel, changes, clock, status }: ReporterDeps) {
  let cancel: () => void = () => undefined;
  let ends: (() => void)[] = [];
  const send = () => {
    cancel();
    channel.send({ type: 'status', status: status() });
    cancel = clock.after(STATUS_MS, send);
  };
  return {
    start() {
      ends = [channel.onState((state) => state === 'online' && send()), changes.subscribe(send)];
    },
    stop() {
      for (const end of ends) end();
      cancel();
    },
  };
}
