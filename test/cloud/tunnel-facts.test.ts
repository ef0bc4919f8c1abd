/** Online, tunnel up and target up: the cloud's own measurement against the gateway's word, with ages by one clock. */
import { test } from 'tap';
import { byOwnClock, withTunnelFacts } from '../../src/cloud/core/tunnel-facts.ts';
import type { GatewayStatus } from '../../src/contract/status.ts';
import type { TargetStatus } from '../../src/contract/tunnel.ts';

const NOW = 1_000_000_000;
const target = (over: Partial<TargetStatus> = {}): TargetStatus => ({
  id: 'msl',
  component: 'MSL',
  tunnel: 'Server Manager',
  description: '',
  use: 'browser',
  application: 'msl',
  host: 'pbx',
  state: 'started',
  since: NOW - 60_000,
  tunnelUp: { up: true, at: NOW - 5_000 },
  targetUp: { up: true, at: NOW - 10_000 },
  ...over,
});

test('a gateway that says “up” is not believed: the tunnel is what the broker measured', async (t) => {
  const measured = [{ targetId: 'msl', up: false, at: NOW - 20_000 }];
  const [shown] = withTunnelFacts([target()], measured, NOW);
  t.same(shown?.tunnelUp, { up: false, at: NOW - 20_000 });
  t.same(shown?.targetUp, { up: true, at: NOW - 10_000 }, 'the target is the gateway’s own fact');
});

test('one that says “down” is not either', async (t) => {
  const word = target({ tunnelUp: { up: false, at: NOW } });
  const [shown] = withTunnelFacts([word], [{ targetId: 'msl', up: true, at: NOW - 1_000 }], NOW);
  t.same(shown?.tunnelUp, { up: true, at: NOW - 1_000 });
});

test('a started tunnel that no gateway holds here is down, now', async (t) => {
  t.same(withTunnelFacts([target()], [], NOW)[0]?.tunnelUp, { up: false, at: NOW });
});

test('what is not started is left as it was said', async (t) => {
  for (const state of ['stopped', 'starting', 'failed'] as const) {
    const said = target({ state });
    t.same(withTunnelFacts([said], [{ targetId: 'msl', up: true, at: NOW }], NOW), [said], state);
  }
});

test('ages go by the cloud’s clock, however wrong the gateway’s is', async (t) => {
  for (const off of [0, 1_500, -3_600_000, 90_000, NOW - 1]) {
    const shift = <T extends { at: number }>(fact: T | undefined) => fact && { ...fact, at: fact.at - off };
    const { tunnelUp, targetUp, ...rest } = target();
    const said = { ...rest, since: rest.since - off, tunnelUp: shift(tunnelUp), targetUp: shift(targetUp) };
    const status = { at: NOW - off, tunnels: [said] } as GatewayStatus;
    const [shown] = byOwnClock(status, NOW).tunnels;
    const slack = Math.abs(off) < 2_000 ? Math.abs(off) : 0;
    for (const [is, was] of [
      [shown?.targetUp?.at, NOW - 10_000],
      [shown?.tunnelUp?.at, NOW - 5_000],
      [shown?.since, NOW - 60_000],
    ] as const)
      t.equal(Math.abs((is ?? 0) - was), slack, `off by ${off}`);
  }
  const future = target({ targetUp: { up: true, at: NOW + 9_000 } });
  const status = { at: NOW - 5_000, tunnels: [future] } as GatewayStatus;
  t.equal(byOwnClock(status, NOW).tunnels[0]?.targetUp?.at, NOW, 'nothing is of the future');
  const bare = {
    at: 1,
    tunnels: [{ ...target(), tunnelUp: undefined, targetUp: undefined }],
  } as unknown as GatewayStatus;
  t.notOk('targetUp' in (byOwnClock(bare, NOW).tunnels[0] ?? {}), 'unknown stays unknown');
});
