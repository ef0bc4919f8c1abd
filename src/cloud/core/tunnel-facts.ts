import type { GatewayStatus } from '../../contract/status.ts';
import type { TargetStatus } from '../../contract/tunnel.ts';
import type { TunnelFact } from './ports/launch.ts';

/** A difference of so much is the way of the message, and no other clock. Milliseconds. */
const SAME_CLOCK_MS = 2_000;

/**
 * The facts of the tunnels with their ages by the cloud's clock: a gateway whose clock is wrong by minutes would else be
 * stale, or of the future. A status is sent the moment that it is made.
 */
export function byOwnClock(status: GatewayStatus, now: number): GatewayStatus {
  const off = now - status.at;
  if (Math.abs(off) < SAME_CLOCK_MS) return status;
  const moved = (at: number) => Math.max(0, Math.min(at + off, now));
  const tunnels = status.tunnels.map(({ tunnelUp, targetUp, ...target }) => ({
    ...target,
    since: moved(target.since),
    ...(tunnelUp ? { tunnelUp: { ...tunnelUp, at: moved(tunnelUp.at) } } : {}),
    ...(targetUp ? { targetUp: { ...targetUp, at: moved(targetUp.at) } } : {}),
  }));
  return { ...status, tunnels };
}

/**
 * What a gateway says of its targets, with `tunnelUp` as the cloud itself measured it: the console shows what the
 * console's own side can reach. A started target that the broker does not know is down.
 */
export function withTunnelFacts(
  targets: readonly TargetStatus[],
  facts: readonly TunnelFact[],
  now: number,
): TargetStatus[] {
  const known = new Map(facts.map((fact) => [fact.targetId, fact]));
  return targets.map((target) => {
    if (target.state !== 'started') return target;
    const { up, at } = known.get(target.id) ?? { up: false, at: now };
    return { ...target, tunnelUp: { up, at } };
  });
}
