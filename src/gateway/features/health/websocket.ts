import { type HealthCheck, ok, unknown, warning } from './check.ts';

/** Only the channel itself proves it: a probe without a token could not tell a proxy's answer from the cloud's. */
export const websocket: HealthCheck = {
  code: 'WEBSOCKET',
  title: 'WebSocket',
  async run({ state }) {
    const channel = state.channel();
    if (!channel) return unknown('Known once the gateway is linked.');
    if (!channel.online) return unknown('The command channel is not connected now.');
    return channel.transport === 'websocket'
      ? ok('The command channel runs over a WebSocket.')
      : warning(
          'Something on the way blocks WebSockets; commands come by long polling, and tunnels do not work.',
          'Allow WebSockets (HTTP Upgrade) to the cloud on the proxy or firewall.',
        );
  },
};
