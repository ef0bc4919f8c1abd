import type { TargetStatus } from '../../contract/tunnel.ts';
import type { TunnelFact } from './ports/launch.ts';

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
