/** One gateway's forwards: which there are, whether they answer, and how many channels go through each. */
import type { Duplex } from 'node:stream';
import { type Allowance, createAllowance } from '../../base/allowance.ts';
import type { Clock } from '../../base/clock.ts';
import { PROBE_MS } from '../../contract/tunnel.ts';
import { fail } from '../core/errors.ts';
import type { TunnelFact } from '../core/ports/launch.ts';
import type { ChannelLimits } from './port.ts';
import { probeThrough } from './probe.ts';

/** A page opens some dozen connections at once, and several people may be at one target; what is more is refused. */
export const CHANNEL_LIMITS: ChannelLimits = { perTarget: 256, perSecond: 200, burst: 500 };
export const MAX_CHANNELS = 512;
/** A little more often than a probe may be old, so that one that is late does not show as a tunnel that is down. */
const PROBE_EVERY_MS = Math.round((PROBE_MS * 2) / 3);

type Forward = {
  readonly abort: AbortController;
  readonly allowance: Allowance;
  up: boolean;
  at: number;
  channels: number;
};

export type ForwardsOptions = {
  readonly clock: Clock;
  readonly randomToken: () => string;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly onChange: () => void;
  readonly maxChannels?: number | undefined;
  readonly limits?: ChannelLimits | undefined;
  /** A channel to a target that is forwarded. @throws AppError */
  readonly open: (targetId: string) => Promise<Duplex>;
  /**
   * The first pause after a probe that failed, before a target was ever up; it doubles. Where the broker is told of a
   * forward, there is nothing to wait for, and it stays undefined. Milliseconds.
   */
  readonly firstMs?: number;
};

export type Forwards = {
  add(targetId: string): void;
  remove(targetId: string): boolean;
  has(targetId: string): boolean;
  readonly size: number;
  /** @throws AppError TUNNEL_STOPPED, TUNNEL_BUSY, and what `open` throws */
  connect(targetId: string): Promise<Duplex>;
  facts(): TunnelFact[];
  /** Ends every measurement; nothing is begun any more. */
  clear(): void;
};

export function createForwards(options: ForwardsOptions): Forwards {
  const { clock, log, onChange, open, maxChannels = MAX_CHANNELS, limits = CHANNEL_LIMITS } = options;
  const forwards = new Map<string, Forward>();
  let channels = 0;

  const count = (forward: Forward, by: 1 | -1) => {
    channels += by;
    forward.channels += by;
  };

  const through = async (targetId: string, forward: Forward): Promise<Duplex> => {
    count(forward, 1);
    try {
      const channel = await open(targetId);
      channel.once('close', () => count(forward, -1));
      channel.on('error', (cause) => log('a tunnel channel broke', { targetId, reason: cause.message }));
      return channel;
    } catch (error) {
      count(forward, -1);
      throw error;
    }
  };

  const connect = async (targetId: string): Promise<Duplex> => {
    const forward = forwards.get(targetId);
    if (!forward) throw fail('TUNNEL_STOPPED');
    const full = channels >= maxChannels || forward.channels >= limits.perTarget;
    if (full || !forward.allowance.take()) {
      log('a tunnel channel was refused: too many', { targetId, open: forward.channels });
      throw fail('TUNNEL_BUSY');
    }
    return await through(targetId, forward);
  };

  const measure = async (targetId: string, forward: Forward) => {
    const { signal } = forward.abort;
    let soon = options.firstMs ?? PROBE_EVERY_MS;
    while (!signal.aborted) {
      // the limits are for those who use the tunnel: its own measurement never waits for them
      const up = await probeThrough(() => through(targetId, forward), { ...options, signal });
      if (signal.aborted) return;
      const changed = up !== forward.up;
      forward.up = up;
      forward.at = clock.now();
      if (changed) onChange();
      soon = up ? PROBE_EVERY_MS : Math.min(PROBE_EVERY_MS, soon * 2);
      await clock.sleep(soon, signal).catch(() => undefined);
    }
  };

  const remove = (targetId: string) => {
    forwards.get(targetId)?.abort.abort(new Error('taken back'));
    return forwards.delete(targetId);
  };

  return {
    add(targetId) {
      remove(targetId);
      const { perSecond, burst } = limits;
      const forward = {
        abort: new AbortController(),
        allowance: createAllowance(clock, { perSecond, burst }),
        up: false,
        at: clock.now(),
        channels: 0,
      };
      forwards.set(targetId, forward);
      measure(targetId, forward).catch((error) =>
        log('a tunnel is not measured any more', { targetId, reason: (error as Error).message }),
      );
    },
    remove,
    has: (targetId) => forwards.has(targetId),
    get size() {
      return forwards.size;
    },
    connect,
    facts: () => [...forwards].map(([targetId, { up, at }]) => ({ targetId, up, at })),
    clear() {
      for (const targetId of [...forwards.keys()]) remove(targetId);
    },
  };
}
