/**
 * sd_notify(3): READY, STATUS, STOPPING and the watchdog.
 *
 * Node has no Unix datagram sockets, and the packages that add them need a compiler on the appliance; systemd's own
 * `systemd-notify` (10 ms a call, measured) is on every host that sets NOTIFY_SOCKET, knows abstract sockets and
 * waits until the manager has read the message. It is a child process, so the unit says NotifyAccess=all.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import type { ServiceManager } from '../core/ports/service-manager.ts';

const run = promisify(execFile);
const SYSTEMD_NOTIFY = '/usr/bin/systemd-notify';
const NOTIFY_TIMEOUT_MS = 10_000;

/** The part of the environment that systemd sets (sd_notify(3), sd_watchdog_enabled(3)). */
export type NotifyEnvironment = {
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
};

/** Milliseconds; undefined when nobody watches this process. */
export function watchdogMs(env: NotifyEnvironment, pid: number): number | undefined {
  if (env.WATCHDOG_PID !== undefined && env.WATCHDOG_PID !== String(pid)) return undefined;
  const usec = Number(env.WATCHDOG_USEC);
  return Number.isSafeInteger(usec) && usec > 0 ? usec / 1000 : undefined;
}

export type SystemdOptions = {
  readonly env: NotifyEnvironment;
  readonly pid: number;
  /** A message that could not be sent is told here, never thrown: the service goes on without it. */
  readonly onError: (error: unknown) => void;
};

export function createServiceManager(options: SystemdOptions): ServiceManager {
  const { env, pid, onError } = options;
  const socket = env.NOTIFY_SOCKET;
  const notify = async (...assignments: string[]): Promise<void> => {
    if (!socket) return;
    try {
      const only = { NOTIFY_SOCKET: socket };
      await run(SYSTEMD_NOTIFY, assignments, { env: only, timeout: NOTIFY_TIMEOUT_MS });
    } catch (error) {
      onError(error);
    }
  };
  return {
    watchdogMs: socket ? watchdogMs(env, pid) : undefined,
    // MAINPID would be the child's otherwise; with a later Type=notify handover it must be ours
    ready: async () => notify('READY=1', `MAINPID=${pid}`),
    status: async (line) => notify(`STATUS=${line.replaceAll(/\s+/g, ' ')}`),
    stopping: async () => notify('STOPPING=1'),
    alive: async () => notify('WATCHDOG=1'),
  };
}

export type WatchdogOptions = {
  readonly manager: ServiceManager;
  readonly clock: Clock;
  /**
   * Whether work moved since the last question: the job runner ticked. Asked on the event loop, so that a blocked
   * loop gives no answer and no sign of life. Never depends on the cloud (row G7).
   */
  readonly alive: () => boolean;
  /** Told once when the sign of life is held back. */
  readonly onStalled?: () => void;
};

export type Watchdog = { start(): void; stop(): void };

/** Feeds three times a period, so that one lost or late message kills nobody. */
export function createWatchdog(options: WatchdogOptions): Watchdog {
  const { manager, clock, alive, onStalled } = options;
  let cancel: () => void = () => undefined;
  let stalled = false;
  const feed = (everyMs: number) => {
    cancel = clock.after(everyMs, () => feed(everyMs));
    const moved = alive();
    if (moved) void manager.alive();
    else if (!stalled) onStalled?.();
    stalled = !moved;
  };
  return {
    start() {
      if (manager.watchdogMs !== undefined) feed(manager.watchdogMs / 3);
    },
    stop: () => cancel(),
  };
}

/**
 * An `alive` for {@link createWatchdog} out of a moment that moves: true when it moved since the last question. The
 * first question is always answered with true.
 *
 * @param moment monotonic time of the last sign of work, e.g. the job runner's `lastTick`
 */
export function movedSinceAsked(moment: () => number): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = moment();
    const moved = now > last;
    last = now;
    return moved;
  };
}
