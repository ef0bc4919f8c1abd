import { critical, type HealthCheck, ok, unknown } from './check.ts';

/** Opening one after a break takes seconds; a restart of the cloud a minute. */
const PATIENCE_MS = 2 * 60_000;
/** Enough to see what they have in common. */
const NAMED = 3;

/** Measured end to end by the tunnels themselves; a cloud that is not reached is another alarm. */
export const tunnelDown: HealthCheck = {
  code: 'TUNNEL_DOWN',
  title: 'Tunnels',
  follows: ['tunnel.changed', 'link.changed'],
  async run({ state, clock }) {
    const channel = state.channel();
    if (!channel) return ok('This gateway is not linked, and opens none.');
    if (!channel.online) return unknown('The command channel is not connected now.');
    const began = clock.now() - PATIENCE_MS;
    if (channel.since > began) return unknown('The cloud is reached only since a moment ago.');
    const down = state.tunnelsDown().filter(({ since }) => since <= began);
    if (down.length === 0) return ok('Every tunnel that was started works.');
    const named = down.slice(0, NAMED).map(({ name, why }) => (why === undefined ? name : `${name}: ${why}`));
    const more = down.length > NAMED ? [`and ${down.length - NAMED} more`] : [];
    return critical(
      [...named, ...more].join('; '),
      'Look at its reason on the page of the tunnels. The gateway keeps trying, and this alarm clears by itself.',
    );
  },
};
